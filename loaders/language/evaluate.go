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
