package language

import "testing"

// everyTree calls f with each assignment of governors to n tokens that is a tree with one root.
func everyTree(n int, f func(heads []int)) {
	heads := make([]int, n)
	var fill func(i int)
	fill = func(i int) {
		if i < n {
			for g := 0; g <= n; g++ {
				if g != i {
					heads[i] = g
					fill(i + 1)
				}
			}
			return
		}
		roots := 0
		for _, g := range heads {
			if g == n {
				roots++
			}
		}
		if roots == 1 && cycle(heads, n) == nil {
			f(heads)
		}
	}
	fill(0)
}

func TestTreeIsTheBest(t *testing.T) {
	rng := random(7)
	for round := range 300 {
		n := 1 + round%5
		score := make([]float32, n*(n+1))
		for i := range score {
			score[i] = float32(rng.below(20))
		}
		for i := range n {
			score[i*(n+1)+i] = -1e9
		}
		sum := func(heads []int) (s float32) {
			for i, g := range heads {
				s += score[i*(n+1)+g]
			}
			return s
		}
		top := float32(-1e9)
		everyTree(n, func(heads []int) { top = max(top, sum(heads)) })
		got := tree(score, n)
		found := false
		everyTree(n, func(heads []int) {
			same := true
			for i := range heads {
				same = same && heads[i] == got[i]
			}
			found = found || same
		})
		if !found {
			t.Fatalf("round %d: %v is no tree with one root", round, got)
		}
		if sum(got) != top {
			t.Fatalf("round %d: %v scores %g, the best tree %g", round, got, sum(got), top)
		}
	}
}
