package language

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sort"
	"strings"
	"sync"
)

// TrainOptions says what to train on and how. The zero value of a number stands for its default.
type TrainOptions struct {
	// Treebanks are the analysed texts, as ReadCoNLLU gives them.
	Treebanks []*Doc
	// Seed decides the first weights, the order of the sentences and what is dropped. The same treebanks, options and
	// seed give the same model to the bit, however many the processors and with or without vector instructions.
	Seed uint64
	// Epochs is how often the treebanks are read; 0 stands for 30.
	Epochs int
	// Report, if set, is called after each epoch.
	Report func(Progress)

	// For tests and experiments.
	dims dims
	rate float64
	drop [4]float32 // the parts of the tokens' vectors, the layers' outputs, the hidden vectors and the recurrence left out
}

// Progress tells how far a training has come.
type Progress struct {
	Epoch, Epochs int     // which epoch of how many, from 1
	Loss          float64 // of a token, on average over the epoch, in nats
	Model         *Model  // the model as it stands, fit for Evaluate until Report returns
}

// example is a sentence to learn from.
type example struct {
	feats [][]int32 // for each token its known features, the word first (or the unknown word)
	rare  []float32 // for each token how probably its word is dropped
	tags  []int32
	heads []int32 // -1 for the root
	rels  []int32
}

// Train makes a model from treebanks. It ends early, with the error of ctx, when ctx is done.
func Train(ctx context.Context, o TrainOptions) (*Model, error) {
	if o.Epochs == 0 {
		o.Epochs = 30
	}
	if o.dims == (dims{}) {
		o.dims = dims{Embed: 128, Hidden: 80, Arc: 96, Label: 80}
	}
	if o.rate == 0 {
		o.rate = 2e-3
	}
	if o.drop == [4]float32{} {
		o.drop = [4]float32{0.2, 0.2, 0.25, 0.1}
	}
	m, examples, err := prepare(o)
	if err != nil {
		return nil, err
	}
	if err := m.learn(ctx, examples, o); err != nil {
		return nil, err
	}
	m.quantize()
	return m, nil
}

// learn trains m, which has its vocabulary only.
func (m *Model) learn(ctx context.Context, examples []example, o TrainOptions) error {
	m.net = newNetwork(o.dims, len(m.tags), len(m.rels))
	t := newTrainer(m, o)
	const batchTokens = 500
	order := make([]int, len(examples))
	tokens := 0
	for i := range order {
		order[i] = i
		tokens += len(examples[i].tags)
	}
	done := 0
	for epoch := 1; epoch <= o.Epochs; epoch++ {
		rng := random(o.Seed*1_000_003 + uint64(epoch))
		for i := len(order) - 1; i > 0; i-- {
			j := rng.below(i + 1)
			order[i], order[j] = order[j], order[i]
		}
		loss := 0.0
		for i := 0; i < len(order); {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("train the analyser: stopped in epoch %d of %d: %w", epoch, o.Epochs, err)
			}
			j, n := i, 0
			for j < len(order) && n < batchTokens {
				n += len(examples[order[j]].tags)
				j++
			}
			// Up to the full rate in the first steps, then down to nothing in a straight line.
			rate := o.rate * min(1, float64(t.steps+1)/200) * (1 - float64(done)/float64(o.Epochs*tokens))
			loss += t.batch(examples, order[i:j], rng.next(), n, rate)
			done += n
			i = j
		}
		if o.Report != nil {
			t.export()
			o.Report(Progress{epoch, o.Epochs, loss / float64(tokens), m})
		}
	}
	t.export()
	return nil
}

// prepare builds the vocabulary, the tag set, the relations and the lemma table, and turns sentences into examples.
func prepare(o TrainOptions) (*Model, []example, error) {
	feats, tags, rels := map[string]int{}, map[string]int{}, map[string]int{}
	var f []string
	n := 0
	for _, d := range o.Treebanks {
		for _, t := range d.Tokens {
			if t.Tag == "" || t.Rel == "" {
				return nil, nil, fmt.Errorf("train the analyser: the word %q has no tag or no relation: training needs both for every word", d.Text[t.Begin:t.End])
			}
			tags[t.Tag]++
			rels[t.Rel]++
			n++
		}
		for i := range d.Tokens {
			f = features(f[:0], d.Word(i))
			for _, s := range f {
				feats[s]++
			}
		}
	}
	if n == 0 {
		return nil, nil, errors.New("train the analyser: the treebanks hold no words")
	}
	for s, c := range feats {
		least := 2
		if s[0] != 'w' && s[0] != 'S' {
			least = 3
		}
		if c < least {
			delete(feats, s)
		}
	}
	feats[""] = 1 // the unknown word
	m := &Model{tags: sortedKeys(tags), rels: sortedKeys(rels), feats: sortedKeys(feats)}
	m.lemmas = learnLemmas(o.Treebanks)
	m.index()
	tagID, relID := ids(m.tags), ids(m.rels)
	var examples []example
	for _, d := range o.Treebanks {
		for _, s := range d.Sentences {
			if s.Last-s.First > 250 {
				continue
			}
			e := example{}
			for i := s.First; i < s.Last; i++ {
				t := &d.Tokens[i]
				row := m.known(nil, d.Word(i))
				e.feats = append(e.feats, row)
				count := feats[m.feats[row[0]]]
				if row[0] == 0 {
					count = 0
				}
				e.rare = append(e.rare, 0.4/(0.4+float32(count)))
				e.tags = append(e.tags, tagID[t.Tag])
				e.rels = append(e.rels, relID[t.Rel])
				head := int32(-1)
				if t.Head >= 0 {
					head = int32(t.Head - s.First)
				}
				e.heads = append(e.heads, head)
			}
			examples = append(examples, e)
		}
	}
	return m, examples, nil
}

func sortedKeys(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func ids(names []string) map[string]int32 {
	m := make(map[string]int32, len(names))
	for i, s := range names {
		m[s] = int32(i)
	}
	return m
}

// param is a dense matrix under training: its weights, the same turned over, and the state of Adam.
type param struct {
	*matrix
	turned []float32 // cols by rows
	m, v   []float32
}

// shards is into how many parts a batch is split; each has its own gradient. It is fixed lest the sums depend on the
// number of processors.
const shards = 2

type trainer struct {
	model  *Model
	net    *network
	o      TrainOptions
	params []param
	embed  []float32 // features by Embed
	em, ev []float32
	last   []int32 // the step at which a row was last updated
	work   [shards]*worker
	steps  int
}

func newTrainer(m *Model, o TrainOptions) *trainer {
	t := &trainer{model: m, net: m.net, o: o}
	rng := random(o.Seed + 77)
	n := t.net
	for i, p := range n.all() {
		scale := float32(math.Sqrt(1 / float64(p.cols)))
		switch p {
		case &n.b1, &n.b2:
			// Gates begin by remembering.
			for j := range p.w {
				if j%(3*n.Hidden) < n.Hidden {
					p.w[j] = 1
				}
			}
			scale = 0
		case &n.tagB, &n.depB, &n.govB, &n.ldepB, &n.relB:
			scale = 0
		case &n.pair, &n.dist:
			scale *= 0.5
		}
		if scale > 0 {
			for j := range p.w {
				p.w[j] = rng.normal() * scale
			}
		}
		t.params = append(t.params, param{matrix: p, turned: make([]float32, len(p.w)), m: make([]float32, len(p.w)), v: make([]float32, len(p.w))})
		t.params[i].turn()
	}
	size := len(m.feats) * n.Embed
	t.embed, t.em, t.ev = make([]float32, size), make([]float32, size), make([]float32, size)
	t.last = make([]int32, len(m.feats))
	for i := range t.embed {
		t.embed[i] = rng.normal() * 0.15
	}
	for s := range t.work {
		t.work[s] = newWorker(t)
	}
	return t
}

func (p *param) turn() {
	for i := range p.rows {
		for j := range p.cols {
			p.turned[j*p.rows+i] = p.w[i*p.cols+j]
		}
	}
}

// batch learns from the sentences order, of n tokens together, and returns their loss.
func (t *trainer) batch(examples []example, order []int, seed uint64, n int, rate float64) float64 {
	var wait sync.WaitGroup
	for s, w := range t.work {
		wait.Add(1)
		go func() {
			defer wait.Done()
			w.begin()
			for k := s; k < len(order); k += shards {
				w.rng = random(seed + uint64(k)*0x9e37)
				w.learn(&examples[order[k]])
			}
		}()
	}
	wait.Wait()
	t.steps++
	loss := 0.0
	for _, w := range t.work {
		loss += w.loss
	}
	t.update(n, rate)
	return loss
}

// update takes one step of Adam; the rows of features that did not occur are left alone.
func (t *trainer) update(n int, rate float64) {
	const b1, b2, tiny = 0.9, 0.98, 1e-8
	inv := 1 / float32(n)
	// Clip the norm of the gradient.
	norm := 0.0
	for i := range t.params {
		g0, g1 := t.work[0].grads[i], t.work[1].grads[i]
		for j := range g0 {
			g := (g0[j] + g1[j]) * inv
			g0[j] = g
			norm += float64(g) * float64(g)
		}
	}
	rows := t.work[0].touched
	for _, r := range t.work[1].touched {
		if t.work[0].mark[r] == 0 {
			rows = append(rows, r)
		}
	}
	d := t.net.Embed
	for _, r := range rows {
		g0, g1 := t.work[0].embed[int(r)*d:int(r)*d+d], t.work[1].embed[int(r)*d:int(r)*d+d]
		for j := range g0 {
			g := (g0[j] + g1[j]) * inv
			g0[j] = g
			norm += float64(g) * float64(g)
		}
	}
	clip := float32(1)
	if norm = math.Sqrt(norm); norm > 1 {
		clip = float32(1 / norm)
	}
	c1 := 1 - math.Pow(b1, float64(t.steps))
	c2 := 1 - math.Pow(b2, float64(t.steps))
	step := float32(rate / c1)
	c2i := float32(1 / c2)
	adam := func(w, m, v, g []float32) {
		m, v, g = m[:len(w)], v[:len(w)], g[:len(w)]
		for j := range w {
			x := float32(g[j] * clip)
			m[j] = float32(b1*m[j]) + float32((1-b1)*x)
			v[j] = float32(b2*v[j]) + float32(float32((1-b2)*x)*x)
			w[j] -= float32(step*m[j]) / (sqrt(float32(v[j]*c2i)) + tiny)
		}
	}
	var wait sync.WaitGroup
	wait.Add(1)
	go func() {
		defer wait.Done()
		for i := range t.params {
			p := &t.params[i]
			adam(p.w, p.m, p.v, t.work[0].grads[i])
			p.turn()
		}
	}()
	for _, r := range rows {
		a, b := int(r)*d, int(r)*d+d
		adam(t.embed[a:b], t.em[a:b], t.ev[a:b], t.work[0].embed[a:b])
	}
	wait.Wait()
	t.work[0].touched = rows
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// export hands the vectors of the features to the model.
func (t *trainer) export() {
	t.model.setEmbedding(t.embed)
}

// worker learns from one sentence at a time.
type worker struct {
	t       *trainer
	rng     random
	loss    float64
	grads   [][]float32
	embed   []float32
	touched []int32
	mark    []uint8
	arena   []float32
	used    int
}

func newWorker(t *trainer) *worker {
	w := &worker{t: t, embed: make([]float32, len(t.embed)), mark: make([]uint8, len(t.model.feats)), arena: make([]float32, 1<<22)}
	for i := range t.params {
		w.grads = append(w.grads, make([]float32, len(t.params[i].w)))
	}
	return w
}

func (w *worker) begin() {
	w.loss = 0
	for _, g := range w.grads {
		clear(g)
	}
	d := w.t.net.Embed
	for _, r := range w.touched {
		clear(w.embed[int(r)*d : int(r)*d+d])
		w.mark[r] = 0
	}
	w.touched = w.touched[:0]
}

// room returns n zeros that last until the next sentence.
func (w *worker) room(n int) []float32 {
	if w.used+n > len(w.arena) {
		return make([]float32, n)
	}
	r := w.arena[w.used : w.used+n : w.used+n]
	w.used += n
	clear(r)
	return r
}

// linear adds x, n rows, times the weights of parameter p to y.
func (w *worker) linear(y, x []float32, p, n int) {
	q := &w.t.params[p]
	gemm(y, x, q.turned, n, q.cols, q.rows)
}

// bias sets every row of y to the vector p.
func (w *worker) bias(y []float32, p, n int) {
	b := w.t.params[p].w
	for i := range n {
		copy(y[i*len(b):], b)
	}
}

// back adds the gradients of linear: to dx those of its input, and to those of p those of its weights.
func (w *worker) back(dy, x, dx []float32, p, n int) {
	q := &w.t.params[p]
	if dx != nil {
		gemm(dx, dy, q.w, n, q.rows, q.cols)
	}
	turned := w.room(len(dy))
	for i := range n {
		for j := range q.rows {
			turned[j*n+i] = dy[i*q.rows+j]
		}
	}
	gemm(w.grads[p], turned, x, q.rows, n, q.cols)
}

func (w *worker) backBias(dy []float32, p, n int) {
	g := w.grads[p]
	for i := range n {
		row := dy[i*len(g) : i*len(g)+len(g)]
		for j, v := range row {
			g[j] += v
		}
	}
}

// mask returns n factors: 0 with the probability p, else what keeps the mean.
func (w *worker) mask(n int, p float32) []float32 {
	m := w.room(n)
	keep := 1 / (1 - p)
	for i := range m {
		if w.rng.float() >= p {
			m[i] = keep
		}
	}
	return m
}

// The places of the parameters in network.all.
const (
	pIn1 = iota
	pB1
	pRec1
	_
	pIn2
	pB2
	pRec2
	_
	pTag
	pTagB
	pDep
	pDepB
	pGov
	pGovB
	pRoot
	pPair
	pDist
	pLDep
	pLDepB
	pLGov
	pLRoot
	pRel
	pRelB
)

// recurrent is what one direction of a layer remembers for its way back.
type recurrent struct {
	gates []float32 // n by 3H: f g o after their functions
	c     []float32 // n by H
	hIn   []float32 // n by H: the h that came in, dropped in part
	mask  []float32
}

// forward runs a layer: x, n by in, to h, n by 2H.
func (w *worker) forward(x []float32, n, pIn, pBias, pRec int) (h []float32, rs [2]recurrent) {
	hs := w.t.net.Hidden
	pre := w.room(n * 6 * hs)
	w.bias(pre, pBias, n)
	w.linear(pre, x, pIn, n)
	h = w.room(n * 2 * hs)
	for dir := range 2 {
		r := recurrent{gates: w.room(n * 3 * hs), c: w.room(n * hs), hIn: w.room(n * hs), mask: w.mask(hs, w.t.o.drop[3])}
		var hPrev, cPrev []float32
		for k := range n {
			i := k
			if dir == 1 {
				i = n - 1 - k
			}
			g := r.gates[i*3*hs : (i+1)*3*hs]
			copy(g, pre[i*6*hs+dir*3*hs:i*6*hs+(dir+1)*3*hs])
			hIn := r.hIn[i*hs : (i+1)*hs]
			if hPrev != nil {
				for j := range hIn {
					hIn[j] = float32(hPrev[j] * r.mask[j])
				}
				w.linear(g, hIn, pRec+dir, 1)
			}
			c := r.c[i*hs : (i+1)*hs]
			out := h[i*2*hs+dir*hs : i*2*hs+(dir+1)*hs]
			for j := range c {
				f, a, o := sigmoid(g[j]), tanh(g[hs+j]), sigmoid(g[2*hs+j])
				g[j], g[hs+j], g[2*hs+j] = f, a, o
				v := float32((1 - f) * a)
				if cPrev != nil {
					v += float32(f * cPrev[j])
				}
				c[j] = v
				out[j] = float32(o * v)
			}
			hPrev, cPrev = out, c
		}
		rs[dir] = r
	}
	return h, rs
}

// backward returns the gradient of x from that of h.
func (w *worker) backward(dh, x []float32, rs [2]recurrent, n, pIn, pBias, pRec int) []float32 {
	hs := w.t.net.Hidden
	dPre := w.room(n * 6 * hs)
	for dir := range 2 {
		r := &rs[dir]
		dc := w.room(hs)
		dhNext := w.room(hs)
		dg := w.room(n * 3 * hs)
		for k := n - 1; k >= 0; k-- {
			i, prev := k, k-1
			if dir == 1 {
				i = n - 1 - k
				prev = i + 1
			}
			g := r.gates[i*3*hs : (i+1)*3*hs]
			d := dg[i*3*hs : (i+1)*3*hs]
			c := r.c[i*hs : (i+1)*hs]
			out := dh[i*2*hs+dir*hs : i*2*hs+(dir+1)*hs]
			for j := range c {
				f, a, o := g[j], g[hs+j], g[2*hs+j]
				dhj := out[j] + dhNext[j]
				dcj := dc[j] + float32(dhj*o)
				before := float32(0)
				if k > 0 {
					before = r.c[prev*hs+j]
				}
				d[j] = float32(float32(dcj*(before-a)) * float32(f*(1-f)))
				d[hs+j] = float32(float32(dcj*(1-f)) * (1 - float32(a*a)))
				d[2*hs+j] = float32(float32(dhj*c[j]) * float32(o*(1-o)))
				dc[j] = float32(dcj * f)
			}
			clear(dhNext)
			if k > 0 {
				q := &w.t.params[pRec+dir]
				gemm(dhNext, d, q.w, 1, q.rows, q.cols)
				for j := range dhNext {
					dhNext[j] = float32(dhNext[j] * r.mask[j])
				}
			}
		}
		w.back(dg, r.hIn, nil, pRec+dir, n)
		for i := range n {
			copy(dPre[i*6*hs+dir*3*hs:i*6*hs+(dir+1)*3*hs], dg[i*3*hs:(i+1)*3*hs])
		}
	}
	w.backBias(dPre, pBias, n)
	dx := w.room(len(x))
	w.back(dPre, x, dx, pIn, n)
	return dx
}

// softmax turns the scores s into the gradient of the loss of the right class, returning the loss.
func softmax(s []float32, right int) float64 {
	top := s[0]
	for _, v := range s {
		top = max(top, v)
	}
	sum := float32(0)
	for i, v := range s {
		s[i] = exp(v - top)
		sum += s[i]
	}
	inv := 1 / sum
	for i := range s {
		s[i] = float32(s[i] * inv)
	}
	p := s[right]
	s[right] -= 1
	return -math.Log(math.Max(float64(p), 1e-30))
}

// rows scales each row of x by the same mask.
func rows(x, mask []float32) {
	for i := 0; i < len(x); i += len(mask) {
		row := x[i : i+len(mask)]
		for j, v := range mask {
			row[j] = float32(row[j] * v)
		}
	}
}

// leaky is the function of the hidden vectors; its slope is told by the sign of its value.
func leaky(x []float32) {
	for i, v := range x {
		if v < 0 {
			x[i] = float32(0.1 * v)
		}
	}
}

func leakyBack(d, y []float32) {
	for i, v := range y {
		if v < 0 {
			d[i] = float32(0.1 * d[i])
		}
	}
}

// learn adds the loss and the gradients of one sentence.
func (w *worker) learn(e *example) {
	w.used = 0
	net := w.t.net
	n, D, H, A, L := len(e.tags), net.Embed, net.Hidden, net.Arc, net.Label
	drop := w.t.o.drop
	// Vectors of the tokens.
	used := make([][]int32, n)
	x := w.room(n * D)
	xMask := w.mask(n*D, drop[0])
	for i := range n {
		row := e.feats[i]
		if w.rng.float() < e.rare[i] {
			row = append([]int32{0}, row[1:]...)
		}
		used[i] = row
		v := x[i*D : (i+1)*D]
		for _, f := range row {
			for j, a := range w.t.embed[int(f)*D : int(f)*D+D] {
				v[j] += a
			}
		}
	}
	for i := range x {
		x[i] = float32(x[i] * xMask[i])
	}
	h1, r1 := w.forward(x, n, pIn1, pB1, pRec1)
	m1 := w.mask(2*H, drop[1])
	rows(h1, m1)
	h2, r2 := w.forward(h1, n, pIn2, pB2, pRec2)
	m2 := w.mask(2*H, drop[1])
	rows(h2, m2)
	dh1, dh2 := w.room(n*2*H), w.room(n*2*H)

	// Tags, from both layers.
	both := w.room(n * 4 * H)
	for i := range n {
		copy(both[i*4*H:], h1[i*2*H:(i+1)*2*H])
		copy(both[i*4*H+2*H:], h2[i*2*H:(i+1)*2*H])
	}
	T := len(w.t.model.tags)
	s := w.room(n * T)
	w.bias(s, pTagB, n)
	w.linear(s, both, pTag, n)
	for i := range n {
		w.loss += softmax(s[i*T:(i+1)*T], int(e.tags[i]))
	}
	dBoth := w.room(n * 4 * H)
	w.back(s, both, dBoth, pTag, n)
	w.backBias(s, pTagB, n)
	for i := range n {
		for j := range 2 * H {
			dh1[i*2*H+j] += dBoth[i*4*H+j]
			dh2[i*2*H+j] += dBoth[i*4*H+2*H+j]
		}
	}

	// Arcs. The governor n is the root.
	dep, gov := w.room(n*A), w.room((n+1)*A)
	w.bias(dep, pDepB, n)
	w.linear(dep, h2, pDep, n)
	leaky(dep)
	w.bias(gov, pGovB, n)
	w.linear(gov[:n*A], h2, pGov, n)
	copy(gov[n*A:], net.root.w)
	leaky(gov[:n*A])
	mDep, mGov := w.mask(A, drop[2]), w.mask(A, drop[2])
	rows(dep, mDep)
	rows(gov, mGov)
	q := w.room(n * A)
	w.linear(q, dep, pPair, n)
	N := n + 1
	govT := w.room(A * N)
	for i := range N {
		for j := range A {
			govT[j*N+i] = gov[i*A+j]
		}
	}
	arc := w.room(n * N)
	gemm(arc, q, govT, n, A, N)
	far := w.room(n * distances)
	w.linear(far, dep, pDist, n)
	for i := range n {
		row := arc[i*N : (i+1)*N]
		for g := range row {
			switch g {
			case i:
				row[g] = -1e9
			case n:
				row[g] += far[i*distances+distance(-1, i)]
			default:
				row[g] += far[i*distances+distance(g, i)]
			}
		}
		right := int(e.heads[i])
		if right < 0 {
			right = n
		}
		w.loss += softmax(row, right)
		row[i] = 0
	}
	dq, dGov, dDep := w.room(n*A), w.room(N*A), w.room(n*A)
	gemm(dq, arc, gov, n, N, A)
	arcT := w.room(N * n)
	dFar := w.room(n * distances)
	for i := range n {
		for g := range N {
			v := arc[i*N+g]
			arcT[g*n+i] = v
			k := g
			if g == n {
				k = -1
			}
			dFar[i*distances+distance(k, i)] += v
		}
	}
	gemm(dGov, arcT, q, N, n, A)
	w.back(dq, dep, dDep, pPair, n)
	w.back(dFar, dep, dDep, pDist, n)
	rows(dDep, mDep)
	rows(dGov, mGov)
	// The sign of a value that was dropped is lost, but so is its gradient.
	leakyBack(dDep, dep)
	leakyBack(dGov[:n*A], gov[:n*A])
	w.back(dDep, h2, dh2, pDep, n)
	w.backBias(dDep, pDepB, n)
	w.back(dGov[:n*A], h2, dh2, pGov, n)
	w.backBias(dGov[:n*A], pGovB, n)
	for j, v := range dGov[n*A:] {
		w.grads[pRoot][j] += v
	}

	// Relations, under the right governor.
	hid, lg := w.room(n*L), w.room(N*L)
	w.bias(hid, pLDepB, n)
	w.linear(hid, h2, pLDep, n)
	w.linear(lg[:n*L], h2, pLGov, n)
	copy(lg[n*L:], net.lroot.w)
	for i := range n {
		g := int(e.heads[i])
		if g < 0 {
			g = n
		}
		for j := range L {
			hid[i*L+j] += lg[g*L+j]
		}
	}
	leaky(hid)
	mLab := w.mask(L, drop[2])
	rows(hid, mLab)
	R := len(w.t.model.rels)
	s = w.room(n * R)
	w.bias(s, pRelB, n)
	w.linear(s, hid, pRel, n)
	for i := range n {
		w.loss += softmax(s[i*R:(i+1)*R], int(e.rels[i]))
	}
	dHid, dLg := w.room(n*L), w.room(N*L)
	w.back(s, hid, dHid, pRel, n)
	w.backBias(s, pRelB, n)
	rows(dHid, mLab)
	leakyBack(dHid, hid)
	for i := range n {
		g := int(e.heads[i])
		if g < 0 {
			g = n
		}
		for j := range L {
			dLg[g*L+j] += dHid[i*L+j]
		}
	}
	w.back(dHid, h2, dh2, pLDep, n)
	w.backBias(dHid, pLDepB, n)
	w.back(dLg[:n*L], h2, dh2, pLGov, n)
	for j, v := range dLg[n*L:] {
		w.grads[pLRoot][j] += v
	}

	// Back through the layers.
	rows(dh2, m2)
	d := w.backward(dh2, h1, r2, n, pIn2, pB2, pRec2)
	for i := range d {
		dh1[i] += d[i]
	}
	rows(dh1, m1)
	dx := w.backward(dh1, x, r1, n, pIn1, pB1, pRec1)
	for i := range n {
		v := dx[i*D : (i+1)*D]
		for j := range v {
			v[j] = float32(v[j] * xMask[i*D+j])
		}
		for _, f := range used[i] {
			if w.mark[f] == 0 {
				w.mark[f] = 1
				w.touched = append(w.touched, f)
			}
			g := w.embed[int(f)*D : int(f)*D+D]
			for j, a := range v {
				g[j] += a
			}
		}
	}
}

// learnLemmas lists the words whose dictionary form the rules get wrong, as "form tag lemma", sorted. The commonest
// lemma of a form wins.
func learnLemmas(docs []*Doc) map[string]string {
	counts := map[string]map[string]int{}
	for _, d := range docs {
		for i := range d.Tokens {
			t := &d.Tokens[i]
			if t.Lemma == "" || strings.ContainsAny(t.Lemma, "\t\n ") {
				continue
			}
			if t.Tag == "GW" { // a part of a word that was torn apart has the lemma of the whole
				continue
			}
			key := lemmaKey(d.Word(i), t.Tag)
			if counts[key] == nil {
				counts[key] = map[string]int{}
			}
			counts[key][t.Lemma]++
		}
	}
	table := map[string]string{}
	for key, lemmas := range counts {
		best, most := "", 0
		for _, l := range sortedKeys(lemmas) {
			if lemmas[l] > most {
				best, most = l, lemmas[l]
			}
		}
		form, tag, _ := strings.Cut(key, "\t")
		if best != lemmaByRule(form, tag) {
			table[key] = best
		}
	}
	return table
}
