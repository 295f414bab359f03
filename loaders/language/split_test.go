package language

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// words returns the tokens of d parted by blanks, the sentences by " | ".
func words(d *Doc) string {
	var b strings.Builder
	for n, s := range d.Sentences {
		if n > 0 {
			b.WriteString(" | ")
		}
		for i := s.First; i < s.Last; i++ {
			if i > s.First {
				b.WriteByte(' ')
			}
			b.WriteString(d.Word(i))
		}
	}
	return b.String()
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"They don't, won't and can't.", "They do n't , wo n't and ca n't ."},
		{"India’s army isn’t here", "India ’s army is n’t here"},
		{"the soldiers' tents", "the soldiers ' tents"},
		{"India-China border tensions", "India - China border tensions"},
		{"pro-Beijing re-elected co-workers anti-aircraft", "pro-Beijing re-elected co-workers anti-aircraft"},
		{"the S-400, Su-30MKI and MiG-29", "the S - 400 , Su - 30MKI and MiG - 29"},
		{"F-16C/D Block 70", "F - 16C / D Block 70"},
		{"worth $5,400.50 or US$3bn, €20m", "worth $ 5,400.50 or US$ 3 bn , € 20 m"},
		{"a 3.5% rise to 12,000", "a 3.5 % rise to 12,000"},
		{"Gen. J. P. Singh of the U.S. Army", "Gen. J. P. Singh of the U.S. Army"},
		{"on Jan. 5, No. 10 said no.", "on Jan. 5 , No. 10 said no ."},
		{"“We will,” he said — ‘soon’…", "“ We will , ” he said — ‘ soon ’ …"},
		{"peace--at last ... perhaps", "peace -- at last ... perhaps"},
		{"see https://www.un.org/a?b=c, or write to a.b@un.org.", "see https://www.un.org/a?b=c , or write to a.b@un.org ."},
		{"NEW DELHI (AP) — India", "NEW DELHI ( AP ) — India"},
		{"in the 1990s, the '80s and 1914-18", "in the 1990s , the '80s and 1914 - 18"},
		{"at 9:30am on 9/11", "at 9:30 am on 9/11"},
		{"I cannot; you're gonna", "I can not ; you 're gon na"},
		{"R&D at AT&T", "R&D at AT&T"},
		{"He left.The army came.", "He left . | The army came ."},
		{"", ""},
	} {
		if got := words(Split(c.text, 0)); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	long := strings.Repeat("The army moved its guns and its men to the far border ", 2)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"plain", "India tested a missile. Pakistan protested! Why? Nobody knows.",
			[]string{"India tested a missile.", "Pakistan protested!", "Why?", "Nobody knows."}},
		{"blank line", "Ties deepen\n\nIndia and Russia", []string{"Ties deepen", "India and Russia"}},
		{"blank line with blanks", "Ties deepen\n \t\nIndia", []string{"Ties deepen", "India"}},
		{"wrapped line", "Russia and India signed the S-400 deal in New\nDelhi on Friday.", []string{"Russia and India signed the S-400 deal in New\nDelhi on Friday."}},
		{"heading above its paragraph", "Lavrov Visits Delhi\n" + long + "today.", []string{"Lavrov Visits Delhi", long + "today."}},
		{"dateline", "NEW DELHI (AP) — India will buy guns. It said so.", []string{"NEW DELHI (AP) — India will buy guns.", "It said so."}},
		{"dateline with a date", "WASHINGTON, Jan. 5 (Reuters) - Iran agreed.", []string{"WASHINGTON, Jan. 5 (Reuters) - Iran agreed."}},
		{"U.S. within", "The U.S. Army left. The U.S. has said so.", []string{"The U.S. Army left.", "The U.S. has said so."}},
		{"U.S. at the end", "He flew to the U.S. The visit was short.", []string{"He flew to the U.S.", "The visit was short."}},
		{"titles and initials", "Gen. J. P. Singh met Mr. Modi. Dr. Rao came.", []string{"Gen. J. P. Singh met Mr. Modi.", "Dr. Rao came."}},
		{"number", "He is No. 5. She is No. 1 on the list.", []string{"He is No. 5.", "She is No. 1 on the list."}},
		{"quotation ends", `"We will fight." The minister left.`, []string{`"We will fight."`, "The minister left."}},
		{"curly quotation ends", "“We will fight.” The minister left.", []string{"“We will fight.”", "The minister left."}},
		{"quotation goes on", `"Stop!" he said. "Now?" Singh asked.`, []string{`"Stop!" he said.`, `"Now?" Singh asked.`}},
		{"next opens a quotation", `He left. "We know," said Singh.`, []string{"He left.", `"We know," said Singh.`}},
		{"brackets", "He left (on Friday). (He came back.) All saw it.", []string{"He left (on Friday).", "(He came back.)", "All saw it."}},
		{"notes", "He was born in Delhi. [17] He died there.", []string{"He was born in Delhi. [17]", "He died there."}},
		{"bullets", "Russia will:\n- send arms\n- train men", []string{"Russia will:", "- send arms", "- train men"}},
		{"numbered list", "1. Send arms.\n2. Train men.", []string{"1. Send arms.", "2. Train men."}},
		{"credit of a picture", "The Fawn Image: Nick Moreau.", []string{"The Fawn", "Image: Nick Moreau."}},
		{"company", "Raytheon Co. Inc. said so. Boeing Co. said no.", []string{"Raytheon Co. Inc. said so.", "Boeing Co. said no."}},
		{"time", "It began at 9 a.m. EST and ended at 5 p.m. The army left.", []string{"It began at 9 a.m. EST and ended at 5 p.m.", "The army left."}},
		{"decimal and version", "Spending rose 3.5 percent to $1.2 billion. It fell.", []string{"Spending rose 3.5 percent to $1.2 billion.", "It fell."}},
		{"ellipsis", "We waited... Then it came. We wait ... and see.", []string{"We waited...", "Then it came.", "We wait ... and see."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Split(c.text, 0)
			var got []string
			for _, s := range d.Sentences {
				got = append(got, d.Text[s.Begin:s.End])
			}
			if strings.Join(got, "\n|") != strings.Join(c.want, "\n|") {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestSplitBody(t *testing.T) {
	d := Split("date 2020-06-23 India spoke.", 16)
	if got := words(d); got != "India spoke ." {
		t.Errorf("body at 16: %q", got)
	}
	if d.Tokens[0].Begin != 16 {
		t.Errorf("the first token begins at %d: offsets are into the whole text", d.Tokens[0].Begin)
	}
	for _, body := range []int{-1, 3, 100} { // outside, or inside a rune
		checkDoc(t, Split("aй", body), body)
	}
}

func TestUnits(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The S-400, Su-30MKI, F-16C/D, K9 and 5G.", "S-400/designation Su-30MKI/designation F-16C/D/designation K9/designation 5G/designation"},
		{"India-China border, Russian-made jets", "India-China/pair"},
		{"worth $5 billion, 20 million euros, US$ 3.2bn, Rs 500 crore", "$5 billion/amount 20 million euros/amount US$ 3.2bn/amount Rs 500 crore/amount"},
		{"In 2019 some 20 tanks, a 3-day visit", ""},
	} {
		d := Split(c.text, 0)
		var got []string
		for _, u := range d.Units {
			got = append(got, d.UnitText(u)+"/"+string(u.Kind))
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, g, c.want)
		}
	}
}

func TestLongSentenceIsCut(t *testing.T) {
	for name, text := range map[string]string{
		"words":    strings.Repeat("and more of it ", 1<<14),
		"one word": strings.Repeat("a", 1<<20),
		"marks":    strings.Repeat(".", 1<<18),
		"quotes":   strings.Repeat(`" . `, 1<<16),
		"hyphens":  strings.Repeat("a-", 1<<16),
		"brackets": strings.Repeat("(", 1<<17),
		"lines":    strings.Repeat("A\n", 1<<16),
		"stops":    strings.Repeat("U.S. ", 1<<15),
		"commas":   strings.Repeat("1,", 1<<16),
		"blanks":   "a" + strings.Repeat(" ", 1<<20) + "b",
	} {
		d := Split(text, 0)
		checkDoc(t, d, 0)
		if name == "words" && !d.Sentences[0].Cut {
			t.Errorf("%s: the first sentence of %d tokens is not marked as cut", name, d.Sentences[0].Last)
		}
	}
}

func TestProse(t *testing.T) {
	for text, want := range map[string]bool{
		"India signed a deal with Russia.":                   true,
		"“We’re happy.”":                                     true,
		"India will pay $5.4bn by 2025, and more after that": true,
		"KEY POINTS":                false,
		"Image: United States Navy": false,
		"x[i] ^= 0xff; }":           false,
		"Su-30 | 272 | 1997":        false,
		"Rajnath Singh, Narendra Modi, A. K. Antony, Wang Yi.": false,
	} {
		if d := Split(text, 0); d.Sentences[0].Prose != want {
			t.Errorf("%q: Prose is %v", text, !want)
		}
	}
}

// checkDoc asserts what holds for every text.
func checkDoc(t *testing.T, d *Doc, body int) {
	t.Helper()
	at, token := min(max(body, 0), len(d.Text)), 0
	for at < len(d.Text) && !utf8.RuneStart(d.Text[at]) { // a body inside a rune
		at++
	}
	for n, s := range d.Sentences {
		if s.First != token || s.Last <= s.First || s.Last > len(d.Tokens) {
			t.Fatalf("sentence %d has the tokens %d to %d after %d", n, s.First, s.Last, token)
		}
		token = s.Last
		if s.Begin != d.Tokens[s.First].Begin || s.End != d.Tokens[s.Last-1].End {
			t.Fatalf("sentence %d: %d-%d is not the span of its tokens", n, s.Begin, s.End)
		}
		if s.Last-s.First > MaxTokens || s.End-s.Begin > MaxBytes+maxChunk {
			t.Fatalf("sentence %d has %d tokens, %d bytes", n, s.Last-s.First, s.End-s.Begin)
		}
		text := d.Text[s.Begin:s.End]
		if text != strings.TrimSpace(text) {
			t.Fatalf("sentence %d is not trimmed: %q", n, text)
		}
		for _, l := range strings.Split(text, "\n")[1:] {
			if strings.TrimSpace(l) == "" {
				t.Fatalf("sentence %d crosses a blank line: %q", n, text)
			}
		}
	}
	if token != len(d.Tokens) {
		t.Fatalf("%d tokens, %d in sentences", len(d.Tokens), token)
	}
	valid := utf8.ValidString(d.Text)
	for i, k := range d.Tokens {
		if k.Begin < at || k.End <= k.Begin || k.End > len(d.Text) {
			t.Fatalf("token %d: %d-%d after %d", i, k.Begin, k.End, at)
		}
		if valid && (!utf8.RuneStart(d.Text[k.Begin]) || k.End < len(d.Text) && !utf8.RuneStart(d.Text[k.End])) {
			t.Fatalf("token %d: %d-%d is not on rune boundaries", i, k.Begin, k.End)
		}
		for _, r := range d.Text[at:k.Begin] {
			if !blank(r) {
				t.Fatalf("between the tokens before %d stands %q", i, d.Text[at:k.Begin])
			}
		}
		if strings.ContainsAny(d.Text[k.Begin:k.End], " \n\t") {
			t.Fatalf("token %d holds a blank: %q", i, d.Text[k.Begin:k.End])
		}
		at = k.End
	}
	last := 0
	for _, u := range d.Units {
		if u.First < last || u.Last <= u.First || u.Last > len(d.Tokens) {
			t.Fatalf("unit %v after %d", u, last)
		}
		last = u.Last
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"", "India’s S-400. “No.”\n\n- a\n", "U.S. The 'a' (b) [1]", "\xff\xfe.", "a--b...c\u200b1,2$3–4", "1. a\n2. b", "\u00a0\n\u00a0\nA",
		"cannot n't 's US$5bn w/o 5-6-7 A.B@c.d :)"} {
		f.Add(s, 0)
	}
	f.Fuzz(func(t *testing.T, text string, body int) {
		checkDoc(t, Split(text, body), body)
	})
}
