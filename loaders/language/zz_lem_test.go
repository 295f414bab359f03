package language

import (
	"fmt"
	"sort"
	"strings"
	"testing"
)

func TestZZLem(t *testing.T) {
	m := load(t)
	c := map[string]int{}
	right, n := 0, 0
	tc := map[string]int{}
	for _, f := range []string{"ewt-dev.conllu", "gum-dev.conllu"} {
		for _, g := range readTreebank(t, f) {
			for i := range g.Tokens {
				k := &g.Tokens[i]
				n++
				if l := m.Lemma(g.Word(i), k.Tag); l == k.Lemma {
					right++
				} else {
					c[g.Word(i)+" "+k.Tag+" "+l+" gold "+k.Lemma]++
				}
			}
			a := analyse(m, "x")
			_ = a
			d := &Doc{Text: g.Text, Tokens: append([]Token(nil), g.Tokens...), Sentences: g.Sentences}
			for s := range d.Sentences {
				m.Tag(d, s)
			}
			for i := range g.Tokens {
				if d.Tokens[i].Tag != g.Tokens[i].Tag {
					tc[g.Tokens[i].Tag+">"+d.Tokens[i].Tag]++
					if strings.HasPrefix(f, "gum") && false {
						fmt.Println(g.Word(i))
					}
				}
			}
		}
	}
	fmt.Printf("lemma with gold tags %.2f\n", 100*float64(right)/float64(n))
	show := func(c map[string]int, n int) {
		var keys []string
		for k := range c {
			keys = append(keys, k)
		}
		sort.Slice(keys, func(i, j int) bool {
			if c[keys[i]] != c[keys[j]] {
				return c[keys[i]] > c[keys[j]]
			}
			return keys[i] < keys[j]
		})
		for _, k := range keys[:min(n, len(keys))] {
			fmt.Printf("%d %s; ", c[k], k)
		}
		fmt.Println()
	}
	show(c, 110)
	show(tc, 50)
}
