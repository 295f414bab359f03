package language

// tree returns for each of n tokens its governor, n standing for the root, so that the sum of the scores is highest
// among all trees with one root. score has n rows of n+1 scores.
func tree(score []float32, n int) []int {
	N := n + 1
	heads := make([]int, n)
	roots := 0
	for i := range n {
		heads[i] = best(score[i*N : (i+1)*N])
		if n == 1 {
			heads[i] = n
		}
		if heads[i] == n {
			roots++
		}
	}
	if roots == 1 && cycle(heads, n) == nil {
		return heads
	}
	// One root: arcs from it cost so much that no tree takes a second.
	s := make([][]float32, N)
	for i := range n {
		s[i] = append([]float32(nil), score[i*N:(i+1)*N]...)
		s[i][n] -= 1e6
	}
	s[n] = make([]float32, N)
	return arborescence(s, n)[:n]
}

// cycle returns the nodes of a cycle, nil without one. The root is the node n, whatever heads say of it.
func cycle(heads []int, n int) []int {
	state := make([]int, n+1) // 0 new, otherwise the walk that met it
	state[n] = -1
	for start := range n {
		walk := start + 1
		i := start
		for state[i] == 0 {
			state[i] = walk
			i = heads[i]
		}
		if state[i] != walk {
			continue
		}
		c := []int{i}
		for j := heads[i]; j != i; j = heads[j] {
			c = append(c, j)
		}
		return c
	}
	return nil
}

// arborescence is the algorithm of Chu, Liu and Edmonds: s[d][g] is the score of g governing d, the last node the root.
// A cycle of best governors is contracted to one node, the rest solved, and the cycle opened where it is entered.
func arborescence(s [][]float32, root int) []int {
	n := len(s)
	heads := make([]int, n)
	for d := range n {
		if d == root {
			heads[d] = root
			continue
		}
		k := -1
		for g := range n {
			if g != d && (k < 0 || s[d][g] > s[d][k]) {
				k = g
			}
		}
		heads[d] = k
	}
	c := cycle(heads, root)
	if c == nil {
		return heads
	}
	in := make([]bool, n)
	for _, d := range c {
		in[d] = true
	}
	// The nodes outside keep their order; the cycle comes before the root, which stays last.
	var nodes []int
	for d := range n {
		if !in[d] && d != root {
			nodes = append(nodes, d)
		}
	}
	k := len(nodes) // the contracted cycle
	nodes = append(nodes, -1, root)
	small := make([][]float32, len(nodes))
	enter := make([]int, len(nodes)) // the node of the cycle that g best enters
	leave := make([]int, len(nodes)) // the node of the cycle that best governs d
	for d := range nodes {
		small[d] = make([]float32, len(nodes))
		for g := range nodes {
			switch {
			case d == g || d == len(nodes)-1:
				small[d][g] = -1e9
			case d == k:
				top := float32(0)
				at := -1
				for _, v := range c {
					if gain := s[v][nodes[g]] - s[v][heads[v]]; at < 0 || gain > top {
						top, at = gain, v
					}
				}
				small[d][g], enter[g] = top, at
			case g == k:
				at := c[0]
				for _, v := range c {
					if s[nodes[d]][v] > s[nodes[d]][at] {
						at = v
					}
				}
				small[d][g], leave[d] = s[nodes[d]][at], at
			default:
				small[d][g] = s[nodes[d]][nodes[g]]
			}
		}
	}
	for d, g := range arborescence(small, len(nodes)-1) {
		switch {
		case d == len(nodes)-1:
		case d == k:
			heads[enter[g]] = nodes[g]
		case g == k:
			heads[nodes[d]] = leave[d]
		default:
			heads[nodes[d]] = nodes[g]
		}
	}
	return heads
}
