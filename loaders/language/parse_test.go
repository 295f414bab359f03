package language

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func load(t testing.TB) *Model {
	t.Helper()
	m, err := LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// analyse splits and parses text.
func analyse(m *Model, text string) *Doc {
	d := Split(text, 0)
	for s := range d.Sentences {
		m.Parse(d, s)
	}
	return d
}

// checkTrees asserts that each sentence is one tree, with every annotation set.
func checkTrees(t *testing.T, d *Doc) {
	t.Helper()
	for n, s := range d.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			k := &d.Tokens[i]
			if k.Tag == "" || k.Lemma == "" || k.Rel == "" {
				t.Fatalf("sentence %d, token %q: tag %q, lemma %q, relation %q", n, d.Word(i), k.Tag, k.Lemma, k.Rel)
			}
			if k.Head < 0 {
				roots++
				if k.Head != -1 || k.Rel != "root" {
					t.Fatalf("sentence %d: token %q has the head %d and the relation %s", n, d.Word(i), k.Head, k.Rel)
				}
				continue
			}
			if k.Rel == "root" {
				t.Fatalf("sentence %d: token %q is a root with a head", n, d.Word(i))
			}
			// Up to the root in at most as many steps as there are tokens.
			at := i
			for steps := 0; at >= 0; steps++ {
				if at < s.First || at >= s.Last || steps > s.Last-s.First {
					t.Fatalf("sentence %d: token %q does not hang on the root", n, d.Word(i))
				}
				at = d.Tokens[at].Head
			}
		}
		if roots != 1 {
			t.Fatalf("sentence %d of %d tokens has %d roots", n, s.Last-s.First, roots)
		}
	}
}

// TestWhoDidWhat reads off trees what extraction needs: governor, relation, dependent.
func TestWhoDidWhat(t *testing.T) {
	m := load(t)
	for _, c := range []struct {
		text string
		want []string // "governor relation dependent"
	}{
		{"India and Russia signed the S-400 deal in 2018.", []string{"signed nsubj India", "India conj Russia", "signed obj deal"}},
		{"The ships were bought by India from France.", []string{"bought nsubj:pass ships", "bought aux:pass were", "bought obl:agent India", "India case by"}},
		{"Russia did not sell missiles to Iran.", []string{"sell nsubj Russia", "sell advmod not", "sell obj missiles"}},
		{"The minister said that Moscow would deliver the jets.", []string{"said nsubj minister", "said ccomp deliver", "deliver nsubj Moscow", "deliver obj jets", "deliver aux would"}},
		{"Beijing, which had warned Tokyo, recalled its ambassador.", []string{"recalled nsubj Beijing", "Beijing acl:relcl warned", "warned obj Tokyo", "recalled obj ambassador"}},
		{"India plans to buy helicopters.", []string{"plans nsubj India", "plans xcomp buy", "buy obj helicopters"}},
	} {
		d := analyse(m, c.text)
		have := map[string]bool{}
		for i, k := range d.Tokens {
			if k.Head >= 0 {
				have[d.Word(k.Head)+" "+k.Rel+" "+d.Word(i)] = true
			}
		}
		for _, w := range c.want {
			if !have[w] {
				var b bytes.Buffer
				WriteCoNLLU(&b, d)
				t.Errorf("no arc %q in\n%s", w, b.String())
			}
		}
	}
}

func TestLemma(t *testing.T) {
	m := load(t)
	for _, c := range [][3]string{
		{"signed", "VBD", "sign"}, {"said", "VBD", "say"}, {"was", "VBD", "be"}, {"deploying", "VBG", "deploy"},
		{"missiles", "NNS", "missile"}, {"armies", "NNS", "army"}, {"India", "NNP", "India"}, {"supplied", "VBN", "supply"},
		{"stopped", "VBD", "stop"}, {"announced", "VBD", "announce"}, {"imposes", "VBZ", "impose"}, {"n’t", "RB", "not"},
		{"larger", "JJR", "large"}, {"bought", "VBN", "buy"}, {"deescalating", "VBG", "deescalate"}, {"jets", "NNS", "jet"},
		{"underwent", "VBD", "undergo"}, {"series", "NNS", "series"}, {"12,000", "CD", "12000"}, {"U.S.", "NNP", "U.S."},
	} {
		if got := m.Lemma(c[0], c[1]); got != c[2] {
			t.Errorf("lemma of %s as %s is %q, not %q", c[0], c[1], got, c[2])
		}
	}
}

func TestParseAnyText(t *testing.T) {
	m := load(t)
	for name, text := range map[string]string{
		"nothing":       "",
		"one mark":      ".",
		"marks":         strings.Repeat("?!) ", 300),
		"one word":      strings.Repeat("x", 5000),
		"no full stop":  strings.Repeat("and the minister of the land ", 400),
		"same word":     strings.Repeat("buffalo ", 900),
		"code":          "for i := 0; i < n; i++ { x[i] ^= 0xff }\n\tif err != nil { return }",
		"table":         "Su-30 | 272 | 1997\nMiG-29 | 65 | 1985\n",
		"Hindi":         "भारत और रूस ने समझौते पर हस्ताक्षर किए।",
		"Chinese":       "中国和印度举行会谈。两国同意撤军。",
		"bad bytes":     "India \xff\xfe signed \xc3( a deal.",
		"capitals":      "INDIA SIGNS DEAL WITH RUSSIA",
		"curly":         "“We won’t,” he said—‘ever’.",
		"control codes": "a\x00b\x1b[31m c",
	} {
		t.Run(name, func(t *testing.T) { checkTrees(t, analyse(m, text)) })
	}
}

// A sentence longer than Split makes them comes from pretokenized text.
func TestParseLongSentence(t *testing.T) {
	m := load(t)
	d := Split(strings.Repeat("India signed a deal and ", 300), 0)
	d.Sentences = []Sentence{{Begin: 0, End: len(d.Text), First: 0, Last: len(d.Tokens)}}
	m.Parse(d, 0)
	checkTrees(t, d)
}

func TestParseKeepsGivenTags(t *testing.T) {
	m := load(t)
	d := Split("Fish fish.", 0)
	for i := range d.Tokens {
		d.Tokens[i].Tag, d.Tokens[i].Lemma = "FW", "given"
	}
	m.Parse(d, 0)
	if d.Tokens[0].Tag != "FW" || d.Tokens[1].Lemma != "given" {
		t.Errorf("the tags and lemmas that were there are gone: %v", d.Tokens)
	}
	checkTrees(t, d)
}

func TestTagAgreesWithParse(t *testing.T) {
	m := load(t)
	const text = "Gen. Rawat said India will buy 36 Rafale jets for $8.7 billion."
	a, b := analyse(m, text), Split(text, 0)
	for s := range b.Sentences {
		m.Tag(b, s)
	}
	for i := range a.Tokens {
		if a.Tokens[i].Tag != b.Tokens[i].Tag || a.Tokens[i].Lemma != b.Tokens[i].Lemma {
			t.Errorf("%s: %s %s by Parse, %s %s by Tag", a.Word(i), a.Tokens[i].Tag, a.Tokens[i].Lemma, b.Tokens[i].Tag, b.Tokens[i].Lemma)
		}
	}
}

func TestParseTogether(t *testing.T) {
	m := load(t)
	text := strings.Repeat("Lavrov met Jaishankar in Moscow. They discussed the S-400 deal, which Washington opposes.\n\n", 20)
	var want bytes.Buffer
	if err := WriteCoNLLU(&want, analyse(load(t), text)); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			var got bytes.Buffer
			WriteCoNLLU(&got, analyse(m, text))
			if got.String() != want.String() {
				t.Error("the analysis differs when others run at the same time")
			}
		}()
	}
	wait.Wait()
}

func TestDamagedModel(t *testing.T) {
	for name, s := range map[string]string{
		"empty": "", "another file": "hello", "cut short": english[:len(english)/2], "longer": english + "x", "head only": magic,
	} {
		if _, err := ReadModel(strings.NewReader(s)); err == nil || !strings.Contains(err.Error(), "kg train language") {
			t.Errorf("%s: error %v does not say what to do", name, err)
		}
	}
}

func TestTrainIsReproducible(t *testing.T) {
	m := load(t)
	gold := analyse(m, strings.Repeat("India signed a deal with Russia. The army was sent to the border. ", 3)+
		"China’s minister said on Friday that talks would go on, and Japan agreed.")
	o := TrainOptions{Treebanks: []*Doc{gold}, Seed: 3, Epochs: 2, dims: dims{12, 9, 10, 11}}
	train := func() []byte {
		n, err := Train(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := n.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		back, err := ReadModel(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		var x, y bytes.Buffer
		WriteCoNLLU(&x, analyse(n, gold.Text))
		WriteCoNLLU(&y, analyse(back, gold.Text))
		if x.String() != y.String() {
			t.Error("the model read back analyses otherwise than the one written")
		}
		return b.Bytes()
	}
	first := train()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if !bytes.Equal(first, train()) {
		t.Error("the same data and seed gave another model on one processor")
	}
	o.Seed = 4
	if bytes.Equal(first, train()) {
		t.Error("the seed changes nothing")
	}
}

func TestTrainLearns(t *testing.T) {
	m := load(t)
	gold := []*Doc{analyse(m, "India signed a deal with Russia. The army was sent to the border. China warned Japan.")}
	n, err := Train(context.Background(), TrainOptions{Treebanks: gold, Epochs: 250, dims: dims{24, 16, 16, 16}, rate: 1e-2, drop: [4]float32{.01, .01, .01, .01}})
	if err != nil {
		t.Fatal(err)
	}
	if a := Evaluate(n, gold); a.LAS() < 95 || a.XPOS() < 95 {
		t.Errorf("three sentences learned by heart: LAS %.1f, XPOS %.1f", a.LAS(), a.XPOS())
	}
}

func TestTrainErrors(t *testing.T) {
	if _, err := Train(context.Background(), TrainOptions{}); err == nil {
		t.Error("no error without words")
	}
	if _, err := Train(context.Background(), TrainOptions{Treebanks: []*Doc{Split("No tags.", 0)}}); err == nil || !strings.Contains(err.Error(), `"No"`) {
		t.Errorf("error %v does not name the word without a tag", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	gold := analyse(load(t), "India signed a deal.")
	if _, err := Train(ctx, TrainOptions{Treebanks: []*Doc{gold}}); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped training gave %v", err)
	}
}

// Figures of the embedded model on the development halves less a margin of half a point; its notice has the exact ones.
func TestAccuracy(t *testing.T) {
	m := load(t)
	for _, c := range []struct {
		file           string
		xpos, las, lem float64
	}{
		{"ewt-dev.conllu", 94.4, 84.7, 96.5},
		{"gum-dev.conllu", 96.2, 85.5, 97.5},
	} {
		a := Evaluate(m, readTreebank(t, c.file))
		t.Logf("%s: XPOS %.2f lemma %.2f UAS %.2f LAS %.2f", c.file, a.XPOS(), a.Lemma(), a.UAS(), a.LAS())
		if a.XPOS() < c.xpos || a.LAS() < c.las || a.Lemma() < c.lem {
			t.Errorf("%s: below XPOS %.1f, LAS %.1f or lemmas %.1f", c.file, c.xpos, c.las, c.lem)
		}
	}
}

func FuzzParse(f *testing.F) {
	m := load(f)
	f.Add("India signed. \n\n- a (b)")
	f.Fuzz(func(t *testing.T, text string) { checkTrees(t, analyse(m, text)) })
}

// BenchmarkParse reads raw text; run it with -cpu 1,2 for the speed of one thread and two.
func BenchmarkParse(b *testing.B) {
	m := load(b)
	var texts []string
	words := 0
	for _, d := range readTreebank(b, "gum-dev.conllu") {
		texts = append(texts, d.Text)
		words += len(d.Tokens)
	}
	for b.Loop() {
		var wait sync.WaitGroup
		next := make(chan string, len(texts))
		for _, t := range texts {
			next <- t
		}
		close(next)
		for range runtime.GOMAXPROCS(0) {
			wait.Add(1)
			go func() {
				defer wait.Done()
				for t := range next {
					analyse(m, t)
				}
			}()
		}
		wait.Wait()
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}
