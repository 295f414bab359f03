package language

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
)

func TestMM(t *testing.T) {
	var tt, ss Score
	mm := map[string]int{}
	sm := []string{}
	for _, g := range readTreebank(t, os.Getenv("TB")) {
		d := Split(g.Text, 0)
		a, b := CompareSpans(g, d)
		tt = tt.Add(a)
		ss = ss.Add(b)
		// mismatch regions
		gi, di := 0, 0
		for gi < len(g.Tokens) && di < len(d.Tokens) {
			if g.Tokens[gi].Begin == d.Tokens[di].Begin && g.Tokens[gi].End == d.Tokens[di].End {
				gi++
				di++
				continue
			}
			gs, ds := gi, di
			gi++
			di++
			for gi < len(g.Tokens) && di < len(d.Tokens) && g.Tokens[gi-1].End != d.Tokens[di-1].End {
				if g.Tokens[gi-1].End < d.Tokens[di-1].End {
					gi++
				} else {
					di++
				}
			}
			var x, y []string
			for k := gs; k < gi; k++ {
				x = append(x, g.Word(k))
			}
			for k := ds; k < di; k++ {
				y = append(y, d.Word(k))
			}
			mm[strings.Join(x, " ")+"  <>  "+strings.Join(y, " ")]++
		}
		gb := map[int]bool{}
		db := map[int]bool{}
		for _, s := range g.Sentences {
			gb[s.End] = true
		}
		for _, s := range d.Sentences {
			db[s.End] = true
		}
		show := func(kind string, e int) {
			sm = append(sm, fmt.Sprintf("%s ...%s ||| %s", kind, strings.ReplaceAll(g.Text[max(0, e-50):e], "\n", "⏎"), strings.ReplaceAll(g.Text[e:min(len(g.Text), e+40)], "\n", "⏎")))
		}
		for e := range gb {
			if !db[e] {
				show("MISS", e)
			}
		}
		for e := range db {
			if !gb[e] {
				show("EXTRA", e)
			}
		}
	}
	fmt.Printf("%s token F1 %.2f sentence F1 %.2f\n", os.Getenv("TB"), tt.F1(), ss.F1())
	if os.Getenv("MM") == "" {
		return
	}
	keys := []string{}
	for k := range mm {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return mm[keys[i]] > mm[keys[j]] })
	for i, k := range keys {
		if i < 90 {
			fmt.Println(mm[k], k)
		}
	}
	sort.Strings(sm)
	for i, k := range sm {
		if i < 100 {
			fmt.Println(k)
		}
	}
}
