package language

// Score counts agreement with a gold standard.
type Score struct {
	Right, System, Gold int
}

// F1 returns the harmonic mean of precision and recall, in per cent.
func (s Score) F1() float64 {
	if s.System+s.Gold == 0 {
		return 0
	}
	return 200 * float64(s.Right) / float64(s.System+s.Gold)
}

// Add returns the sum of two counts.
func (s Score) Add(o Score) Score {
	return Score{s.Right + o.Right, s.System + o.System, s.Gold + o.Gold}
}

// CompareSpans counts the tokens and the sentences of system that stand in gold with the same offsets. Both must be of
// the same text.
func CompareSpans(gold, system *Doc) (tokens, sentences Score) {
	span := func(n int, at func(int) (int, int)) map[[2]int]bool {
		m := make(map[[2]int]bool, n)
		for i := range n {
			b, e := at(i)
			m[[2]int{b, e}] = true
		}
		return m
	}
	common := func(a, b map[[2]int]bool) (s Score) {
		s.Gold, s.System = len(a), len(b)
		for k := range b {
			if a[k] {
				s.Right++
			}
		}
		return s
	}
	words := func(d *Doc) map[[2]int]bool {
		return span(len(d.Tokens), func(i int) (int, int) { return d.Tokens[i].Begin, d.Tokens[i].End })
	}
	sents := func(d *Doc) map[[2]int]bool {
		return span(len(d.Sentences), func(i int) (int, int) { return d.Sentences[i].Begin, d.Sentences[i].End })
	}
	return common(words(gold), words(system)), common(sents(gold), sents(system))
}

// Accuracy is how well a model does on treebanks, tokens and sentences given and tags its own; punctuation counts.
type Accuracy struct {
	Tokens, Tags, Lemmas, Heads, Labelled int
	// Relations counts for each relation the tokens that have it with the right head.
	Relations map[string]Score
}

func (a *Accuracy) percent(n int) float64 { return 100 * float64(n) / float64(max(a.Tokens, 1)) }

// XPOS, Lemma, UAS and LAS give the share of tokens with the right tag, lemma, head, and head and relation, in per cent.
func (a *Accuracy) XPOS() float64  { return a.percent(a.Tags) }
func (a *Accuracy) Lemma() float64 { return a.percent(a.Lemmas) }
func (a *Accuracy) UAS() float64   { return a.percent(a.Heads) }
func (a *Accuracy) LAS() float64   { return a.percent(a.Labelled) }

// Evaluate lets m tag and parse the sentences of gold anew and compares.
func Evaluate(m *Model, gold []*Doc) *Accuracy {
	a := &Accuracy{Relations: map[string]Score{}}
	for _, g := range gold {
		d := &Doc{Text: g.Text, Tokens: make([]Token, len(g.Tokens)), Sentences: g.Sentences}
		for i, t := range g.Tokens {
			d.Tokens[i] = Token{Begin: t.Begin, End: t.End, Head: -1}
		}
		for s := range d.Sentences {
			m.Parse(d, s)
		}
		for i := range g.Tokens {
			x, y := &g.Tokens[i], &d.Tokens[i]
			a.Tokens++
			if x.Tag == y.Tag {
				a.Tags++
			}
			if x.Lemma == y.Lemma {
				a.Lemmas++
			}
			gr, sr := a.Relations[x.Rel], a.Relations[y.Rel]
			if x.Head == y.Head {
				a.Heads++
				if x.Rel == y.Rel {
					a.Labelled++
					gr.Right++
					sr = gr
				}
			}
			gr.Gold++
			if x.Rel == y.Rel {
				gr.System++
				a.Relations[x.Rel] = gr
				continue
			}
			sr.System++
			a.Relations[x.Rel], a.Relations[y.Rel] = gr, sr
		}
	}
	return a
}
