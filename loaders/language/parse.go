package language

// space is the working memory of one analysis.
type space struct {
	arena []float32
	used  int
}

func (s *space) room(n int) []float32 {
	if s.used+n > len(s.arena) {
		return make([]float32, n) // the arena grows for the next sentence
	}
	r := s.arena[s.used : s.used+n : s.used+n]
	return r
}

// take returns n zeros that last until the next sentence.
func (s *space) take(n int) []float32 {
	r := s.room(n)
	s.used += n
	clear(r)
	return r
}

func (s *space) begin() {
	if s.used > len(s.arena) {
		s.arena = make([]float32, s.used+s.used/2)
	}
	s.used = 0
}

// linear adds x, n rows, times the weights p to y, which begins as the bias b in each row, or as zeros for b < 0.
func (m *Model) linear(sp *space, x []float32, p, b, n int) []float32 {
	q := m.net.all()[p]
	y := sp.take(n * q.rows)
	if b >= 0 {
		bias := m.turned[b]
		for i := range n {
			copy(y[i*q.rows:], bias)
		}
	}
	gemm(y, x, m.turned[p], n, q.cols, q.rows)
	return y
}

// gates returns what the first layer makes of a form.
func (m *Model) gates(sp *space, form string) []float32 {
	if v, ok := m.forms.Load(form); ok {
		return v.([]float32)
	}
	var buf [maxFeatures]int32
	y := m.sumGates(sp, m.known(buf[:0], form))
	if len(form) < 40 && m.kept.Load() < maxForms {
		m.kept.Add(1)
		m.forms.Store(string(append([]byte(nil), form...)), append([]float32(nil), y...))
	}
	return y
}

// sumGates returns what the first layer makes of a token with the features.
func (m *Model) sumGates(sp *space, features []int32) []float32 {
	d := m.net.Embed
	x := sp.take(d)
	for _, f := range features {
		row, scale := m.embed[int(f)*d:int(f)*d+d], m.scale[f]
		for j := range x {
			x[j] += float32(float32(int8(row[j])) * scale)
		}
	}
	return m.linear(sp, x, pIn1, pB1, 1)
}

// layer runs a recurrent layer over pre, n by 6H, into h, n rows of width apart, from the column at.
func (m *Model) layer(sp *space, pre []float32, n, pRec int, h []float32, width, at int) {
	hs := m.net.Hidden
	c := sp.take(hs)
	for dir := range 2 {
		clear(c)
		var prev []float32
		rec := m.turned[pRec+dir]
		for k := range n {
			i := k
			if dir == 1 {
				i = n - 1 - k
			}
			g := pre[i*6*hs+dir*3*hs : i*6*hs+(dir+1)*3*hs]
			if prev != nil {
				gemm(g, prev, rec, 1, hs, 3*hs)
			}
			out := h[i*width+at+dir*hs : i*width+at+(dir+1)*hs]
			f, a, o := g[:hs], g[hs:2*hs], g[2*hs:3*hs]
			for j := range out {
				fj := sigmoid(f[j])
				v := float32((1-fj)*tanh(a[j])) + float32(fj*c[j])
				c[j] = v
				out[j] = float32(sigmoid(o[j]) * v)
			}
			prev = out
		}
	}
}

// read returns what the first layer makes of the tokens first to last of d.
func (m *Model) read(sp *space, d *Doc, first, last int) []float32 {
	width := 6 * m.net.Hidden
	pre := sp.take((last - first) * width)
	for i := first; i < last; i++ {
		copy(pre[(i-first)*width:], m.gates(sp, d.Word(i)))
	}
	return pre
}

// encode runs both layers; it returns their outputs side by side, and those of the second.
func (m *Model) encode(sp *space, pre []float32, n int) (both, h2 []float32) {
	hs := m.net.Hidden
	both = sp.take(n * 4 * hs)
	m.layer(sp, pre, n, pRec1, both, 4*hs, 0)
	h1 := sp.take(n * 2 * hs)
	for i := range n {
		copy(h1[i*2*hs:(i+1)*2*hs], both[i*4*hs:])
	}
	pre = m.linear(sp, h1, pIn2, pB2, n)
	h2 = sp.take(n * 2 * hs)
	m.layer(sp, pre, n, pRec2, h2, 2*hs, 0)
	for i := range n {
		copy(both[i*4*hs+2*hs:(i+1)*4*hs], h2[i*2*hs:(i+1)*2*hs])
	}
	return both, h2
}

// windows calls f for runs of at most MaxTokens tokens of sentence s; there is more than one only where the sentence was
// not made by Split.
func windows(d *Doc, s int, f func(first, last int)) {
	sent := &d.Sentences[s]
	for first := sent.First; first < sent.Last; first += MaxTokens {
		f(first, min(first+MaxTokens, sent.Last))
	}
}

// Tag sets the Penn tags and the lemmas of sentence s of d.
func (m *Model) Tag(d *Doc, s int) {
	sp := m.spaces.Get().(*space)
	defer m.spaces.Put(sp)
	windows(d, s, func(first, last int) {
		sp.begin()
		both, _ := m.encode(sp, m.read(sp, d, first, last), last-first)
		m.setTags(sp, d, first, last, both)
	})
}

func (m *Model) setTags(sp *space, d *Doc, first, last int, both []float32) {
	scores := m.linear(sp, both, pTag, pTagB, last-first)
	n := len(m.tags)
	for i := first; i < last; i++ {
		t := &d.Tokens[i]
		t.Tag = m.tags[best(scores[(i-first)*n:(i-first+1)*n])]
		t.Lemma = m.Lemma(d.Word(i), t.Tag)
	}
}

func best(x []float32) int {
	k := 0
	for i, v := range x {
		if v > x[k] {
			k = i
		}
	}
	return k
}

// Parse sets the heads and relations of sentence s of d: always one tree with one root. Tags and lemmas are set too
// unless all are there already.
func (m *Model) Parse(d *Doc, s int) {
	sp := m.spaces.Get().(*space)
	defer m.spaces.Put(sp)
	sent := &d.Sentences[s]
	tagged := true
	for i := sent.First; i < sent.Last; i++ {
		tagged = tagged && d.Tokens[i].Tag != ""
	}
	root := -1
	windows(d, s, func(first, last int) {
		sp.begin()
		both, h2 := m.encode(sp, m.read(sp, d, first, last), last-first)
		if !tagged {
			m.setTags(sp, d, first, last, both)
		}
		m.setTree(sp, d, first, last, h2)
		for i := first; i < last; i++ {
			t := &d.Tokens[i]
			if t.Head >= 0 {
				continue
			}
			if root < 0 {
				root = i
			} else {
				t.Head, t.Rel = root, "parataxis"
			}
		}
	})
}

// arcs returns n rows of n+1 scores: how well each token, and last the root, governs the token of the row.
func (m *Model) arcs(sp *space, h2 []float32, n int) []float32 {
	N, A := n+1, m.net.Arc
	dep := m.linear(sp, h2, pDep, pDepB, n)
	leaky(dep)
	gov := m.linear(sp, h2, pGov, pGovB, n)
	leaky(gov)
	q := m.linear(sp, dep, pPair, -1, n)
	govT := sp.take(A * N)
	for j, r := range m.net.root.w {
		for i := range n {
			govT[j*N+i] = gov[i*A+j]
		}
		govT[j*N+n] = r
	}
	arc := sp.take(n * N)
	gemm(arc, q, govT, n, A, N)
	far := m.linear(sp, dep, pDist, -1, n)
	for i := range n {
		row, f := arc[i*N:(i+1)*N], far[i*distances:(i+1)*distances]
		for g := range n {
			row[g] += f[distance(g, i)]
		}
		row[i] = -1e9
		row[n] += f[distance(-1, i)]
	}
	return arc
}

// relations returns for each token the scores of the relations to its governor, n standing for the root.
func (m *Model) relations(sp *space, h2 []float32, heads []int) []float32 {
	n, L := len(heads), m.net.Label
	hid := m.linear(sp, h2, pLDep, pLDepB, n)
	gov := m.linear(sp, h2, pLGov, -1, n)
	for i, g := range heads {
		from := m.net.lroot.w
		if g < n {
			from = gov[g*L : (g+1)*L]
		}
		h := hid[i*L : (i+1)*L]
		for j := range h {
			h[j] += from[j]
		}
	}
	leaky(hid)
	return m.linear(sp, hid, pRel, pRelB, n)
}

func (m *Model) setTree(sp *space, d *Doc, first, last int, h2 []float32) {
	n := last - first
	heads := tree(m.arcs(sp, h2, n), n)
	scores := m.relations(sp, h2, heads)
	R := len(m.rels)
	for i, g := range heads {
		t := &d.Tokens[first+i]
		row := scores[i*R : (i+1)*R]
		if g == n {
			t.Head, t.Rel = -1, "root"
			continue
		}
		k := best(row)
		if m.rels[k] == "root" { // only the root is one
			row[k] = -1e9
			k = best(row)
		}
		t.Head, t.Rel = first+g, m.rels[k]
	}
}
