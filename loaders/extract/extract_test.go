package extract

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/newskg/kg/schema"
)

// shared gives the tests one extractor: it is made to be shared.
var shared = sync.OnceValues(func() (*Extractor, error) {
	gaz, err := schema.NewGazetteer()
	if err != nil {
		return nil, err
	}
	frames, err := schema.NewFrames()
	if err != nil {
		return nil, err
	}
	return New(gaz, frames)
})

func extractor(t testing.TB) *Extractor {
	t.Helper()
	ex, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return ex
}

func analyse(t testing.TB, date, text string) *Analysis {
	t.Helper()
	return extractor(t).Analyse(schema.Article{ID: "t", Date: date, Text: text})
}

// The steps must come in an order in which each finds what it needs.
func TestStepsAreChecked(t *testing.T) {
	steps := Steps()
	steps[0], steps[1] = steps[1], steps[0]
	_, err := newExtractor(&schema.Gazetteer{}, nil, nil, steps)
	if err == nil || !strings.Contains(err.Error(), "times requires tokens") {
		t.Errorf("a wrong order gives %v", err)
	}
}

func TestMentions(t *testing.T) {
	for _, c := range []struct{ date, text, want string }{
		// spelling, case, hyphens, plurals
		{"2020-01-01", "Algeria flies Su 30MKA and Mig 29 fighters.", "Algeria=nation:Algeria Su 30MKA=weapon:Su-30MKA Mig 29=weapon:MiG-29"},
		{"2020-01-01", "Egypt bought F-16s.", "Egypt=nation:Egypt F-16s=weapon:F-16"},
		{"2020-01-01", "The U.S. and the UK met in the U.N.", "U.S.=nation:United_States UK=nation:United_Kingdom U.N.=org:United_Nations"},
		{"2020-01-01", "Kim Jong-un spoke.", "Kim Jong-un=person:Kim_Jong_Un"},
		// demonyms, adjectives, pairs
		{"2020-01-01", "The Poles and a Danish frigate took part.", "Poles=nation:Poland Danish=nation:Denmark"},
		{"2020-01-01", "Tension on the India-China border grew.", "India=nation:India China=nation:China"},
		// a capital acts, or is a place
		{"2020-01-01", "Moscow rejected the offer.", "Moscow=nation:Russia"},
		{"2020-01-01", "They met in Moscow.", "Moscow=place:Moscow"},
		{"2020-01-01", "Washington-New Delhi ties are good.", "Washington=nation:United_States New Delhi=nation:India"},
		{"2020-01-01", "The Kremlin denied it.", "Kremlin=nation:Russia"},
		// titles and names, known or not
		{"2020-07-01", "French Minister of the Armed Forces Florence Parly spoke.", "French=nation:France Florence Parly=person:Florence_Parly"},
		{"2020-07-01", "Chilean army spokesman Rodrigo Pelayo Funes spoke.", "Chilean=nation:Chile Rodrigo Pelayo Funes=person:Rodrigo_Pelayo_Funes__Chile"},
		{"2020-07-01", "Defence Minister Rajnath Singh left Delhi. Singh will return.", "Rajnath Singh=person:Rajnath_Singh Singh=person:Rajnath_Singh"},
		// nothing known, nothing linked
		{"2020-07-01", "The Javelin throw was won by a student.", ""},
		{"2020-07-01", "We ate turkey.", ""},
		// a misspelt name of a nation that the article names rightly elsewhere
		{"2020-07-01", "Ukraine asked for help. The president of Urkaine spoke.", "Ukraine=nation:Ukraine Urkaine=nation:Ukraine"},
	} {
		a := analyse(t, c.date, c.text)
		var got []string
		for _, m := range a.Mentions {
			if m.Kind == Name && m.Class != "kg:Office" {
				got = append(got, a.Text(m.First, m.Last)+"="+m.Thing)
			}
		}
		g := strings.Join(got, " ")
		if c.want == "" && g != "" {
			t.Errorf("%q: found %s, want nothing", c.text, g)
		}
		for _, part := range splitWants(c.want) {
			if !strings.Contains(" "+g+" ", " "+part+" ") {
				t.Errorf("%q: found %s, want %s", c.text, g, part)
			}
		}
	}
}

// splitWants cuts "A B=x C=y" into "A B=x" and "C=y".
func splitWants(s string) []string {
	var out []string
	var words []string
	for _, w := range strings.Fields(s) {
		words = append(words, w)
		if strings.Contains(w, "=") {
			out = append(out, strings.Join(words, " "))
			words = nil
		}
	}
	return out
}

func TestDates(t *testing.T) {
	const day = "2020-06-23" // a Tuesday
	for _, c := range []struct{ text, want string }{
		{"They met on Tuesday.", "2020-06-23"},
		{"They met on Monday.", "2020-06-22"},
		{"They will meet on Friday.", "2020-06-26"},
		{"They are due to meet Thursday.", "2020-06-25"},
		{"They met last Friday.", "2020-06-19"},
		{"He visited Rome on July 12, 2019.", "2019-07-12"},
		{"He visited Rome on 12 July 2019.", "2019-07-12"},
		{"He visited Rome on 3 March.", "2020-03-03"},
		{"He visited Rome on Dec. 5.", "2019-12-05"},
		{"He will visit Rome in February.", "2021-02"},
		{"He visited Rome in February.", "2020-02"},
		{"He visited Rome last September.", "2019-09"},
		{"The deal was signed in 2018.", "2018"},
		{"The treaty of 1991 lapsed.", "1991"},
		{"It happened yesterday.", "2020-06-22"},
		{"It happened last week.", "2020-06"},
		{"It happened last month.", "2020-05"},
		{"It happened earlier this year.", "2020"},
		{"It happened three years ago.", "2017"},
		{"It happened two weeks ago.", "2020-06"},
		{"It was four decades ago.", ""}, // vague
		{"On Friday, 5 June, they met.", "2020-06-05"},
		{"They ordered 2000 rifles of that type.", "none"},
		{"May he rest.", "none"},
		{"He died on 31 February 2020.", ""}, // no such day
	} {
		a := analyse(t, day, c.text)
		got := "none"
		for _, m := range a.Mentions {
			if m.Class == "Date" {
				got = m.Date.Value
				break
			}
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	if a := analyse(t, "", "They met on Tuesday, in May 2019."); len(a.Mentions) == 0 || a.Mentions[0].Date == nil || a.Mentions[0].Date.Value != "2019-05" {
		t.Errorf("without a day of publication only calendar dates resolve: %+v", a.Mentions)
	}
}

func TestAmounts(t *testing.T) {
	for _, c := range []struct{ text, number, unit, bound string }{
		{"It cost more than $5 billion.", "5000000000", "USD", "at least"},
		{"The deal, worth than $5 billion, holds.", "5000000000", "USD", "at least"},
		{"It is worth about USD 3.4 billion.", "3400000000", "USD", "about"},
		{"It cost up to €250 million.", "250000000", "EUR", "at most"},
		{"They paid 420 billion rupees.", "420000000000", "INR", "exact"},
		{"They paid £1.5bn for it.", "1500000000", "GBP", "exact"},
		{"It sent 3,200 soldiers.", "3200", "troops", "exact"},
		{"At least twenty-two soldiers died.", "22", "troops", "at least"},
		{"It ordered 24 fighter jets.", "24", "item", "exact"},
		{"Nearly 5 million shells were sent.", "5000000", "item", "about"},
		{"It flies Su-30 fighters.", "", "", ""},
		{"Growth was 5 percent.", "", "", ""},
	} {
		a := analyse(t, "2020-06-23", c.text)
		var got Amount
		for _, m := range a.Mentions {
			if m.Amount != nil {
				got = *m.Amount
				break
			}
		}
		if got.Number != c.number || got.Unit != c.unit || got.Bound != c.bound {
			t.Errorf("%q: %+v, want %s %s %s", c.text, got, c.number, c.unit, c.bound)
		}
	}
}

// facts lists the facts of a text that are no parts of events, as "s p o".
func facts(a *Analysis) []string {
	var out []string
	for _, f := range a.Facts {
		if schema.ClassOf(f.Subject) != "kg:Event" && !strings.HasSuffix(edgeNames, f.Predicate) && !strings.Contains(edgeNames, f.Predicate+" ") {
			out = append(out, fmt.Sprintf("%s %s %s", f.Subject, f.Predicate, f.Object.Value))
		}
	}
	sort.Strings(out)
	return out
}

var edgeNames = func() string {
	var s []string
	for _, e := range edgeOf {
		s = append(s, e[0], e[1])
	}
	return strings.Join(s, " ") + " "
}()

func TestRelations(t *testing.T) {
	for _, c := range []struct {
		date, text string
		want       []string // all must be stated
		not        []string // none may be
	}{
		{"2021-05-01", "Indonesian Defence Minister Prabowo Subianto met his French counterpart, Florence Parly.",
			[]string{"person:Prabowo_Subianto kg:holdsOffice office:DefenceMinister_of_Indonesia", "person:Florence_Parly kg:holdsOffice office:DefenceMinister_of_France",
				"person:Florence_Parly kg:officialOf nation:France"}, nil},
		{"2021-05-01", "Former US president Barack Obama spoke.", []string{"person:Barack_Obama kg:heldOffice office:HeadOfState_of_United_States"},
			[]string{"person:Barack_Obama kg:holdsOffice office:HeadOfState_of_United_States"}},
		{"2021-05-01", "Morocco has ordered Bayraktar TB2 drones from Turkey.", []string{"nation:Morocco kg:ordered weapon:Bayraktar_TB2",
			"nation:Turkey kg:supplies weapon:Bayraktar_TB2", "nation:Turkey kg:suppliesArmsTo nation:Morocco"}, nil},
		{"2021-05-01", "Thailand plans to buy F-35 fighters.", []string{"nation:Thailand kg:seeks weapon:F-35"}, []string{"nation:Thailand kg:ordered weapon:F-35"}},
		{"2021-05-01", "Greece did not buy the S-400 system from Russia.", nil, []string{"nation:Greece kg:ordered weapon:S-400", "nation:Russia kg:supplies weapon:S-400"}},
		{"2021-05-01", "Washington warned Jakarta against buying Su-35 jets.", nil, []string{"nation:Indonesia kg:ordered weapon:Su-35", "nation:United_States kg:ordered weapon:Su-35"}},
		{"2021-05-01", "If Serbia buys the S-400 system, sanctions follow.", nil, []string{"nation:Serbia kg:ordered weapon:S-400"}},
		{"2021-05-01", "Norway operates F-35 fighters.", []string{"nation:Norway kg:operates weapon:F-35"}, nil},
		{"2021-05-01", "The Russian-made Kornet missile hit a tank.", []string{"weapon:Kornet kg:origin nation:Russia"}, nil},
		{"2021-05-01", "Germany delivered Leopard 2 tanks to Hungary.", []string{"nation:Germany kg:supplies weapon:Leopard_2", "nation:Germany kg:suppliesArmsTo nation:Hungary"}, nil},
		{"2021-05-01", "Leopard 2 tanks were delivered to Hungary by Germany.", []string{"nation:Germany kg:supplies weapon:Leopard_2", "nation:Germany kg:suppliesArmsTo nation:Hungary"}, nil},
		{"2021-05-01", "Eritrea and Djibouti have a border dispute.", []string{"nation:Eritrea kg:disputesBorderWith nation:Djibouti", "nation:Djibouti kg:disputesBorderWith nation:Eritrea"}, nil},
		{"2021-05-01", "In 2019 Qatar and Italy signed an agreement for the NH90 helicopter worth 3 billion euros.",
			[]string{"agreement:Italy-Qatar_NH90_agreement__2019 kg:party nation:Italy", "agreement:Italy-Qatar_NH90_agreement__2019 kg:party nation:Qatar",
				"agreement:Italy-Qatar_NH90_agreement__2019 kg:covers weapon:NH90", "agreement:Italy-Qatar_NH90_agreement__2019 kg:signedOn 2019",
				"agreement:Italy-Qatar_NH90_agreement__2019 kg:value 3000000000", "nation:Qatar kg:ordered weapon:NH90"}, nil},
	} {
		got := facts(analyse(t, c.date, c.text))
		for _, w := range c.want {
			if !containsString(got, w) {
				t.Errorf("%q: no %q among\n  %s", c.text, w, strings.Join(got, "\n  "))
			}
		}
		for _, w := range c.not {
			if containsString(got, w) {
				t.Errorf("%q states %q", c.text, w)
			}
		}
	}
}

// Every example sentence of every frame gives the event that its file expects. Known misses are listed, and a listed
// one that comes right fails the test.
func TestFrameExamples(t *testing.T) {
	ex := extractor(t)
	for _, class := range ex.frames.Classes {
		if len(class.Examples) == 0 {
			t.Errorf("%s has no examples", class.Class)
		}
		for _, e := range class.Examples {
			a := ex.Analyse(schema.Article{ID: "t", Date: "2021-06-16", Text: e.Text})
			found := exampleHolds(ex, a, class.Class, e)
			if miss := knownMisses[e.Text]; found == miss {
				if miss {
					t.Errorf("%s: %q is listed as a known miss and comes right: take it off the list", class.Class, e.Text)
				} else {
					t.Errorf("%s: %q: got %s", class.Class, e.Text, told(a))
				}
			}
		}
	}
}

// knownMisses are examples that the engine does not read yet.
var knownMisses = readKnownMisses("known-misses.txt")

// readKnownMisses reads a list in testdata, one known miss a line.
func readKnownMisses(name string) map[string]bool {
	raw, _ := os.ReadFile(filepath.Join("testdata", name))
	out := map[string]bool{}
	for _, l := range strings.Split(string(raw), "\n") {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out[l] = true
		}
	}
	return out
}

func exampleHolds(ex *Extractor, a *Analysis, class string, e schema.FrameExample) bool {
	status := e.Status
	if status == "" {
		status = "Actual"
	}
	labels := func(ps []Participant) []string {
		var out []string
		for _, n := range nationsIn(ps) {
			out = append(out, a.label(ex, n))
		}
		for _, p := range named(ps) {
			if p.Nation == "" {
				out = append(out, a.label(ex, p.Thing))
			}
		}
		sort.Strings(out)
		return out
	}
	sorted := func(l []string) []string { l = append([]string(nil), l...); sort.Strings(l); return l }
	for _, ev := range a.Events {
		if ev.Class != class {
			continue
		}
		if e.None {
			return false
		}
		if ev.Status == status && reflect.DeepEqual(labels(ev.Actors), sorted(e.Actors)) && reflect.DeepEqual(labels(ev.Recipients), sorted(e.Recipients)) {
			return true
		}
	}
	return e.None
}

func told(a *Analysis) string {
	var out []string
	for _, e := range a.Events {
		out = append(out, fmt.Sprintf("%s %s %v -> %v", e.Class, e.Status, nationsIn(e.Actors), nationsIn(e.Recipients)))
	}
	if out == nil {
		return "no event"
	}
	return strings.Join(out, "; ")
}

// checkSpans says what is wrong with the spans of an analysis: each must lie on character boundaries and in its text,
// and the evidence of each fact must be a sentence.
func checkSpans(a *Analysis) error {
	runes := utf8.RuneCountInString(a.Article.Text)
	sentences := map[schema.Span]bool{}
	for s := range a.Doc.Sentences {
		sp := a.SentenceSpan(s)
		if sp.Begin < 0 || sp.End > runes || sp.Begin >= sp.End {
			return fmt.Errorf("sentence %v outside the text of %d characters", sp, runes)
		}
		if got := string([]rune(a.Article.Text)[sp.Begin:sp.End]); got != a.Article.Text[a.Doc.Sentences[s].Begin:a.Doc.Sentences[s].End] {
			return fmt.Errorf("the characters %v are %q, not the sentence", sp, got)
		}
		sentences[sp] = true
	}
	for _, m := range a.Mentions {
		if m.First < 0 || m.Last > len(a.Doc.Tokens) || m.First >= m.Last {
			return fmt.Errorf("mention %+v", m)
		}
	}
	for _, f := range a.Facts {
		if !sentences[f.Sentence] {
			return fmt.Errorf("the evidence %v of %s %s is no sentence", f.Sentence, f.Subject, f.Predicate)
		}
		if f.Trigger.Begin < f.Sentence.Begin || f.Trigger.End > f.Sentence.End {
			return fmt.Errorf("the trigger %v of %s %s is outside its sentence %v", f.Trigger, f.Subject, f.Predicate, f.Sentence)
		}
	}
	return nil
}

func FuzzSpans(f *testing.F) {
	files, _ := filepath.Glob("../../testdata/articles/*.txt")
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Add("President 🙂 of Łódź, Poland — “met” Kim Jong-\nun on 31/31/2020 $ € 5bn")
	f.Add("Its his their who which Moscow-Moscow-Moscow, and, and and Russia Russia's 's's")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 20000 {
			return
		}
		a := extractor(t).Analyse(schema.Article{ID: "f", Date: "2020-02-29", Text: text})
		if err := checkSpans(a); err != nil {
			t.Errorf("%v\n%q", err, text)
		}
	})
}

// The same text gives the same reading, to the byte, whatever ran before.
func TestReadingIsDeterministic(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/articles/poland-korea-2022.txt")
	if err != nil {
		t.Fatal(err)
	}
	art := schema.Article{ID: "p", Date: "2022-08-26", Text: string(raw)}
	first, _ := json.Marshal(extractor(t).Analyse(art).Reading())
	for range 3 {
		again, _ := json.Marshal(extractor(t).Analyse(art).Reading())
		if string(first) != string(again) {
			t.Fatal("two readings of one text differ")
		}
	}
}

// A thing that is only inferred is not mentioned.
func TestInferredIsNotMentioned(t *testing.T) {
	r := analyse(t, "2020-06-23", "Indian Defence Minister Rajnath Singh met his Russian counterpart in Moscow.").Reading()
	for _, m := range r.Sentences[0].Mentions {
		if m == "person:Sergei_Shoigu" {
			t.Error("the counterpart, whom the sentence does not name, is among its mentions")
		}
	}
}

// A register row comes out whole: who ordered how many of what from whom and when; and the dead with whose they are.
func TestEventProperties(t *testing.T) {
	for _, c := range []struct {
		date, text, class string
		want              []string // property and value of the one event of the class, or of its quantities
	}{
		{"2008-03-08", "Venezuela ordered 24 Su-30 fighters from Russia in 2006.", "Agree",
			[]string{"kg:actorNation nation:Venezuela", "kg:actorNation nation:Russia", "kg:about weapon:Su-30", "kg:date 2006", "kg:dateBasis stated", "kg:status kg:Actual",
				"kg:number 24", "kg:unit item", "kg:of weapon:Su-30", "kg:bound exact"}},
		{"2021-05-03", "Armenia attacked Azerbaijan on Sunday.", "Assault",
			[]string{"kg:actorNation nation:Armenia", "kg:recipientNation nation:Azerbaijan", "kg:date 2021-05-02", "kg:dateBasis relative", "kg:trigger attacked"}},
		{"2021-05-03", "Turkish troops killed 12 Syrian soldiers on Sunday.", "Assault",
			[]string{"kg:killed 12", "kg:unit killed", "kg:of nation:Syria"}},
		{"2021-05-03", "Egypt is urging Ethiopia to stop the filling of the dam.", "Request",
			[]string{"kg:what to stop the filling of the dam", "kg:dateBasis tense", "kg:date 2021-05-03"}},
		{"2021-05-03", "Kenya has threatened Somalia with sanctions, a diplomat said.", "Threaten", []string{"kg:attribution a diplomat", "kg:status kg:Actual"}},
	} {
		a := analyse(t, c.date, c.text)
		var got []string
		n := 0
		for _, e := range a.Events {
			if e.Class == c.class {
				n++
			}
		}
		for _, f := range a.Facts {
			if cl := schema.ClassOf(f.Subject); cl == "kg:Event" || cl == "kg:Quantity" {
				got = append(got, f.Predicate+" "+f.Object.Value)
			}
		}
		if n != 1 {
			t.Errorf("%q: %s", c.text, told(a))
		}
		for _, w := range c.want {
			if !containsString(got, w) {
				t.Errorf("%q: no %q among\n  %s", c.text, w, strings.Join(got, "\n  "))
			}
		}
	}
}
