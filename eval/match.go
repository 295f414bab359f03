package eval

import (
	"cmp"
	"slices"
)

// pairing is what came of comparing what an article's gold holds with what was found; all are indexes.
type pairing struct {
	pairs    [][2]int // gold, found
	missed   []int    // gold that counts
	spurious []int    // found
}

// pairUp pairs gold items with found ones, one to one, the best match first and required items before optional ones.
// match is 0 for none. What matches a gold item that is taken already is a restatement and no error, unless it says the
// same as a found item that is paired (again).
func pairUp(optional []bool, found int, match func(gold, found int) int, again func(found, paired int) bool) pairing {
	type candidate struct{ score, required, gold, found int }
	var candidates []candidate
	matched := make([]bool, found)
	for i, opt := range optional {
		required := 1
		if opt {
			required = 0
		}
		for j := range found {
			if score := match(i, j); score > 0 {
				candidates = append(candidates, candidate{score, required, i, j})
				matched[j] = true
			}
		}
	}
	// Among equals the last comes first: any order would do, and this is the reference scorer's.
	slices.SortFunc(candidates, func(a, b candidate) int {
		return -cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.required, b.required), cmp.Compare(a.gold, b.gold), cmp.Compare(a.found, b.found))
	})
	var p pairing
	goldUsed, foundUsed := make([]bool, len(optional)), make([]bool, found)
	for _, c := range candidates {
		if !goldUsed[c.gold] && !foundUsed[c.found] {
			goldUsed[c.gold], foundUsed[c.found] = true, true
			p.pairs = append(p.pairs, [2]int{c.gold, c.found})
		}
	}
	for i, opt := range optional {
		if !goldUsed[i] && !opt {
			p.missed = append(p.missed, i)
		}
	}
	for j := range found {
		if foundUsed[j] {
			continue
		}
		wrong := !matched[j]
		for k := 0; k < found && !wrong && again != nil; k++ {
			wrong = foundUsed[k] && again(j, k)
		}
		if wrong {
			p.spurious = append(p.spurious, j)
		}
	}
	return p
}
