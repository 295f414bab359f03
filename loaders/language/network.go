package language

// The analyser is one network. A token's vector is the sum of the vectors of its features; two bidirectional recurrent
// layers read the sentence; from both layers come the tags, from the second, for each pair of tokens, how well the one
// governs the other (a biaffine score, with a term for their distance), and under which relation.
//
// The recurrent cell has a forget gate f, an output gate o and a candidate g: c' = f c + (1-f) g, h = o c'.

// dims are the sizes of a network.
type dims struct {
	Embed  int // of a token's vector
	Hidden int // of one direction of a recurrent layer
	Arc    int // of the vectors that arcs are scored by
	Label  int // of the vectors that relations are scored by
}

// matrix is rows by cols numbers, row by row. A row of weights belongs to one output.
type matrix struct {
	rows, cols int
	w          []float32
}

func newMatrix(rows, cols int) matrix { return matrix{rows, cols, make([]float32, rows*cols)} }

func (m *matrix) row(i int) []float32 { return m.w[i*m.cols : i*m.cols+m.cols] }

// network holds the dense weights; the vectors of the features stand apart.
type network struct {
	dims
	in1, b1 matrix    // 6H by D: forward f g o, backward f g o
	rec1    [2]matrix // 3H by H, per direction
	in2, b2 matrix    // 6H by 2H
	rec2    [2]matrix
	tag     matrix // tags by 4H
	tagB    matrix
	dep     matrix // A by 2H: the token as dependent
	depB    matrix
	gov     matrix // A by 2H: the token as governor
	govB    matrix
	root    matrix // 1 by A: the governor of the root
	pair    matrix // A by A
	dist    matrix // distances by A
	ldep    matrix // L by 2H
	ldepB   matrix
	lgov    matrix // L by 2H
	lroot   matrix // 1 by L
	rel     matrix // relations by L
	relB    matrix
}

func newNetwork(d dims, tags, rels int) *network {
	h, a, l := d.Hidden, d.Arc, d.Label
	return &network{
		dims: d,
		in1:  newMatrix(6*h, d.Embed), b1: newMatrix(1, 6*h),
		rec1: [2]matrix{newMatrix(3*h, h), newMatrix(3*h, h)},
		in2:  newMatrix(6*h, 2*h), b2: newMatrix(1, 6*h),
		rec2: [2]matrix{newMatrix(3*h, h), newMatrix(3*h, h)},
		tag:  newMatrix(tags, 4*h), tagB: newMatrix(1, tags),
		dep: newMatrix(a, 2*h), depB: newMatrix(1, a),
		gov: newMatrix(a, 2*h), govB: newMatrix(1, a),
		root: newMatrix(1, a), pair: newMatrix(a, a), dist: newMatrix(distances, a),
		ldep: newMatrix(l, 2*h), ldepB: newMatrix(1, l), lgov: newMatrix(l, 2*h), lroot: newMatrix(1, l),
		rel: newMatrix(rels, l), relB: newMatrix(1, rels),
	}
}

// all lists the matrices in the order of the model file.
func (n *network) all() []*matrix {
	return []*matrix{&n.in1, &n.b1, &n.rec1[0], &n.rec1[1], &n.in2, &n.b2, &n.rec2[0], &n.rec2[1], &n.tag, &n.tagB,
		&n.dep, &n.depB, &n.gov, &n.govB, &n.root, &n.pair, &n.dist, &n.ldep, &n.ldepB, &n.lgov, &n.lroot, &n.rel, &n.relB}
}

// distances is how many classes of signed distance there are; distance gives the class of governor g and dependent d,
// g being -1 for the root.
const distances = 24

func distance(g, d int) int {
	if g < 0 {
		return distances - 1
	}
	k := g - d
	side := 0
	if k < 0 {
		k, side = -k, 11
	}
	switch {
	case k <= 6:
		k--
	case k <= 8:
		k = 6
	case k <= 12:
		k = 7
	case k <= 18:
		k = 8
	case k <= 30:
		k = 9
	default:
		k = 10
	}
	return side + max(k, 0)
}
