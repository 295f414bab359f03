package language

import (
	"fmt"
	"strings"
	"testing"
)

func TestZZCollapse(t *testing.T) {
	m := load(t)
	for _, f := range []string{"ewt-dev.conllu", "gum-dev.conllu"} {
		gold := readTreebank(t, f)
		var plain, coll []*Doc
		_ = plain
		for _, g := range gold {
			var text strings.Builder
			d := &Doc{}
			for _, s := range g.Sentences {
				// find runs
				newIdx := make([]int, s.Last-s.First)
				type nt struct {
					tok  Token
					word string
				}
				var toks []nt
				for i := s.First; i < s.Last; {
					j := i
					for j < s.Last && strings.HasPrefix(g.Tokens[j].Tag, "NNP") {
						j++
					}
					root := -1
					if j-i >= 2 {
						out := 0
						for k := i; k < j; k++ {
							if h := g.Tokens[k].Head; h < i || h >= j {
								out++
								root = k
							}
						}
						// nothing outside but on root may hang on inside
						for k := s.First; k < s.Last; k++ {
							h := g.Tokens[k].Head
							if (k < i || k >= j) && h >= i && h < j && h != root {
								out = 9
							}
						}
						if out != 1 {
							j = i + 1
							root = i
						}
					} else {
						j = i + 1
						root = i
					}
					for k := i; k < j; k++ {
						newIdx[k-s.First] = len(toks)
					}
					w := g.Word(j - 1)
					toks = append(toks, nt{g.Tokens[root], w})
					i = j
				}
				sent := Sentence{First: len(d.Tokens), Begin: text.Len()}
				for _, k := range toks {
					b := text.Len()
					text.WriteString(k.word)
					e := text.Len()
					text.WriteByte(' ')
					h := -1
					if k.tok.Head >= 0 {
						h = sent.First + newIdx[k.tok.Head-s.First]
					}
					d.Tokens = append(d.Tokens, Token{Begin: b, End: e, Tag: k.tok.Tag, Lemma: k.tok.Lemma, Head: h, Rel: k.tok.Rel})
				}
				sent.Last = len(d.Tokens)
				sent.End = text.Len()
				d.Sentences = append(d.Sentences, sent)
			}
			d.Text = text.String()
			coll = append(coll, d)
		}
		a, b := Evaluate(m, gold), Evaluate(m, coll)
		fmt.Printf("%s plain %d tok las %.2f collapsed %d tok las %.2f\n", f, a.Tokens, a.LAS(), b.Tokens, b.LAS())
		for _, r := range []string{"nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod:poss", "conj", "ccomp", "appos", "root"} {
			fmt.Printf("%s %.1f>%.1f (n %d>%d) ", r, a.Relations[r].F1(), b.Relations[r].F1(), a.Relations[r].Gold, b.Relations[r].Gold)
		}
		fmt.Println()
	}
}
