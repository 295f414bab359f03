package pictures

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/mattn/go-runewidth"
)

// The layout: each connected part of the graph is laid out so that things are as far apart as the paths between them
// are long (stress majorization, Gansner, Koren and North 2004), from the rings of a tree as its beginning; the part is
// turned so that it is wider than high, what overlaps is pushed apart, and the parts are put beside each other.
// Nothing in it is random.

type point struct{ x, y float64 }

// box is the place of a node: its middle and its size.
type box struct {
	point
	w, h  float64
	lines []string // of the label
}

const (
	fontSize   = 13.0
	lineHeight = 16.0
	labelSize  = 11.0 // of the font of an edge's label
	// longestLine is the number of columns after which a label is folded.
	longestLine    = 22
	longestCaption = 20 // the same of an edge
	captionHeight  = 13.0
	// mostDrawn is the number of nodes beyond which a drawing shows nothing any more.
	mostDrawn = 1500
)

// fold breaks a label into lines, as many as are drawn.
func fold(label string, longest, most int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(oneLine(label)) {
		if line != "" && runewidth.StringWidth(line)+1+runewidth.StringWidth(word) > longest {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return limit(append(lines, line), 2*longest, most)
}

// limit leaves the first lines and columns.
func limit(lines []string, longest, most int) []string {
	if len(lines) > most {
		lines = append(lines[:most-1], lines[most-1]+" …")
	}
	for i := range lines {
		lines[i] = runewidth.Truncate(lines[i], longest, "…")
	}
	return lines
}

func (n Node) lines() []string { return fold(n.Label, longestLine, 4) }

// lines are those of the caption, broken between its labels where that can be; none where there is none.
func (e Edge) lines() []string {
	var lines []string
	line := ""
	for i, words := range e.words() {
		if i > 0 {
			line += ","
			if runewidth.StringWidth(line)+1+runewidth.StringWidth(words) > longestCaption {
				lines, line = append(lines, line), ""
			} else {
				line += " "
			}
		}
		line += words
	}
	if line == "" {
		return nil
	}
	return limit(append(lines, line), longestCaption+10, 3)
}

// captionSize is the width and the height of the caption of an edge.
func (e Edge) captionSize() (w, h float64) {
	lines := e.lines()
	return widest(lines, labelSize), float64(len(lines)) * captionHeight
}

func widest(lines []string, size float64) float64 {
	out := 0.0
	for _, line := range lines {
		out = max(out, textWidth(line, size))
	}
	return out
}

// textWidth is about how wide a text is in a sans-serif font, in pixels; rather too wide than too narrow.
func textWidth(text string, size float64) float64 {
	width := 0.0
	for _, r := range text {
		switch {
		case runewidth.RuneWidth(r) == 2:
			width += 1.02
		case strings.ContainsRune("iljI.,;:'|!’ ", r):
			width += 0.32
		case strings.ContainsRune("frt()-[]/", r):
			width += 0.42
		case strings.ContainsRune("mwMW@%—…", r):
			width += 0.98
		case r >= 'A' && r <= 'Z':
			width += 0.71
		default:
			width += 0.62
		}
	}
	return width * size
}

// arranged is a picture with the places of its nodes.
type arranged struct {
	boxes []box
	// width and height of the whole, which begins at 0, 0.
	width, height float64
}

const margin = 24.0

func arrange(p *Picture) arranged {
	out := arranged{boxes: make([]box, len(p.Nodes))}
	for i, n := range p.Nodes {
		lines := n.lines()
		out.boxes[i] = box{w: math.Ceil(widest(lines, fontSize) + 22), h: lineHeight*float64(len(lines)) + 12, lines: lines}
	}
	var parts []part
	for _, members := range components(p) {
		parts = append(parts, newPart(p, members, out.boxes))
	}
	out.width, out.height = pack(parts, out.boxes)
	for i := range out.boxes {
		b := &out.boxes[i]
		b.x, b.y = math.Round(b.x), math.Round(b.y)
	}
	return out
}

// components are the connected parts by their members, the biggest first.
func components(p *Picture) [][]int {
	next := neighboursOf(p)
	seen := make([]bool, len(p.Nodes))
	var out [][]int
	for i := range p.Nodes {
		if seen[i] {
			continue
		}
		seen[i] = true
		queue := []int{i}
		for k := 0; k < len(queue); k++ {
			for _, j := range next[queue[k]] {
				if !seen[j] {
					seen[j] = true
					queue = append(queue, j)
				}
			}
		}
		slices.Sort(queue)
		out = append(out, queue)
	}
	sort.SliceStable(out, func(i, j int) bool { return len(out[i]) > len(out[j]) })
	return out
}

// neighboursOf lists for each node the nodes that it is joined with, in order.
func neighboursOf(p *Picture) [][]int {
	next := make([][]int, len(p.Nodes))
	for _, e := range p.Edges {
		if e.From != e.To {
			next[e.From] = append(next[e.From], e.To)
			next[e.To] = append(next[e.To], e.From)
		}
	}
	for i := range next {
		slices.Sort(next[i])
		next[i] = slices.Compact(next[i])
	}
	return next
}

// part is a connected part of a picture, laid out around 0, 0.
type part struct {
	members []int
	boxes   []box
}

func newPart(p *Picture, members []int, all []box) part {
	out := part{members: members, boxes: make([]box, len(members))}
	place := make(map[int]int, len(members))
	for i, m := range members {
		out.boxes[i], place[m] = all[m], i
	}
	if len(members) == 1 {
		return out
	}
	// How long each edge should be: so that its label stands between its ends, and all around a hub have room.
	between := make(map[[2]int]point)
	for _, e := range p.Edges {
		a, okA := place[e.From]
		b, okB := place[e.To]
		if okA && okB && a != b {
			key := [2]int{min(a, b), max(a, b)}
			w, h := e.captionSize()
			// Of several edges, the captions stand beside each other.
			between[key] = point{max(between[key].x, w), between[key].y + h}
		}
	}
	next := make([][]int, len(members))
	all2 := neighboursOf(p)
	for i, m := range members {
		for _, n := range all2[m] {
			next[i] = append(next[i], place[n])
		}
	}
	length := func(a, b int) float64 {
		x, y := out.boxes[a], out.boxes[b]
		caption := between[[2]int{min(a, b), max(a, b)}]
		want := 0.85*((x.w+y.w)/2+caption.x) + 0.6*caption.y + 34
		return max(want, 110, 12*float64(max(len(next[a]), len(next[b]))))
	}
	distances := shortest(next, length)
	rings(next, distances, out.boxes)
	majorize(distances, out.boxes)
	turn(out.boxes)
	separate(out.boxes, between)
	return out
}

// shortest are the lengths of the shortest paths between all nodes.
func shortest(next [][]int, length func(a, b int) float64) [][]float32 {
	n := len(next)
	out := make([][]float32, n)
	for from := range n {
		d := make([]float32, n)
		for i := range d {
			d[i] = math.MaxFloat32
		}
		d[from] = 0
		q := &queue{{from, 0}}
		for q.Len() > 0 {
			at := heap.Pop(q).(queued)
			if at.d > d[at.node] {
				continue
			}
			for _, j := range next[at.node] {
				if to := at.d + float32(length(at.node, j)); to < d[j] {
					d[j] = to
					heap.Push(q, queued{j, to})
				}
			}
		}
		out[from] = d
	}
	return out
}

type queued struct {
	node int
	d    float32
}

type queue []queued

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].d < q[j].d || q[i].d == q[j].d && q[i].node < q[j].node
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(queued)) }
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// rings puts the node from which the others are nearest in the middle and the others around it, each in the sector of
// the node through which it is reached, as wide as the leaves behind it.
func rings(next [][]int, distances [][]float32, boxes []box) {
	n := len(next)
	root, least := 0, math.Inf(1)
	for i := range n {
		sum := 0.0
		for _, d := range distances[i] {
			sum += float64(d)
		}
		if sum < least {
			root, least = i, sum
		}
	}
	children := make([][]int, n)
	seen := make([]bool, n)
	seen[root] = true
	order := []int{root}
	for k := 0; k < len(order); k++ {
		for _, j := range next[order[k]] {
			if !seen[j] {
				seen[j] = true
				children[order[k]] = append(children[order[k]], j)
				order = append(order, j)
			}
		}
	}
	leaves := make([]float64, n)
	for k := n - 1; k >= 0; k-- {
		i := order[k]
		for _, c := range children[i] {
			leaves[i] += leaves[c]
		}
		leaves[i] = max(leaves[i], 1)
	}
	begin, width := make([]float64, n), make([]float64, n)
	width[root] = 2 * math.Pi
	for _, i := range order {
		at := begin[i]
		for _, c := range children[i] {
			begin[c], width[c] = at, width[i]*leaves[c]/leaves[i]
			at += width[c]
		}
		angle, radius := begin[i]+width[i]/2, float64(distances[root][i])
		boxes[i].x, boxes[i].y = radius*math.Cos(angle), radius*math.Sin(angle)
	}
}

// majorize moves each node to where it is nearest to its wanted distances from all others, until nothing moves.
func majorize(distances [][]float32, boxes []box) {
	rounds := 300
	if len(boxes) > 400 {
		rounds = 60
	}
	for range rounds {
		moved := 0.0
		for i := range boxes {
			var x, y, weights float64
			for j := range boxes {
				if i == j {
					continue
				}
				d := float64(distances[i][j])
				w := 1 / (d * d)
				dx, dy := boxes[i].x-boxes[j].x, boxes[i].y-boxes[j].y
				norm := math.Hypot(dx, dy)
				if norm < 1e-6 {
					// Two at one place part in a direction of their own.
					angle := float64(i*7919+j*104729) * 2.399963
					dx, dy, norm = math.Cos(angle), math.Sin(angle), 1
				}
				x += w * (boxes[j].x + d*dx/norm)
				y += w * (boxes[j].y + d*dy/norm)
				weights += w
			}
			x, y = x/weights, y/weights
			moved = max(moved, math.Hypot(x-boxes[i].x, y-boxes[i].y))
			boxes[i].x, boxes[i].y = x, y
		}
		if moved < 0.05 {
			return
		}
	}
}

// turn lays the longest extent of a part along the width, and widens it a little, as labels and screens are wide.
func turn(boxes []box) {
	var mx, my float64
	for _, b := range boxes {
		mx, my = mx+b.x, my+b.y
	}
	mx, my = mx/float64(len(boxes)), my/float64(len(boxes))
	var xx, xy, yy float64
	for _, b := range boxes {
		dx, dy := b.x-mx, b.y-my
		xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
	}
	angle := -0.5 * math.Atan2(2*xy, xx-yy)
	sin, cos := math.Sin(angle), math.Cos(angle)
	for i := range boxes {
		dx, dy := boxes[i].x-mx, boxes[i].y-my
		boxes[i].x, boxes[i].y = 1.12*(dx*cos-dy*sin), 0.92*(dx*sin+dy*cos)
	}
}

// separate pushes apart the boxes that overlap, first all from the middle while many do, then pair by pair; and off the
// edges that they would cover. between holds the sizes of the captions of the edges.
func separate(boxes []box, between map[[2]int]point) {
	overlap := func(i, j int) (x, y float64) {
		a, b := boxes[i], boxes[j]
		gapX, gapY := 20.0, 16.0
		if caption, ok := between[[2]int{min(i, j), max(i, j)}]; ok {
			gapX, gapY = caption.x+30, caption.y+22
		}
		return (a.w+b.w)/2 + gapX - math.Abs(a.x-b.x), (a.h+b.h)/2 + gapY - math.Abs(a.y-b.y)
	}
	for range 12 {
		count := 0
		for i := range boxes {
			for j := range i {
				if x, y := overlap(i, j); x > 0 && y > 0 {
					count++
				}
			}
		}
		if count*6 <= len(boxes) {
			break
		}
		for i := range boxes {
			boxes[i].x, boxes[i].y = boxes[i].x*1.08, boxes[i].y*1.08
		}
	}
	// push parts the pairs that overlap, along the shorter way, and tells whether there were none.
	push := func() (calm bool) {
		calm = true
		for i := range boxes {
			for j := range i {
				x, y := overlap(i, j)
				if x <= 0.01 || y <= 0.01 {
					continue
				}
				calm = false
				a, b := &boxes[i], &boxes[j]
				if x < y {
					if a.x < b.x {
						x = -x
					}
					a.x, b.x = a.x+x/2, b.x-x/2
				} else {
					if a.y < b.y {
						y = -y
					}
					a.y, b.y = a.y+y/2, b.y-y/2
				}
			}
		}
		return calm
	}
	edges := make([][2]int, 0, len(between))
	for edge := range between {
		edges = append(edges, edge)
	}
	slices.SortFunc(edges, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	if len(edges)*len(boxes) <= 500_000 {
		for range 120 {
			uncover(boxes, edges)
			push()
		}
	}
	for range 400 {
		if push() {
			return
		}
	}
}

// uncover moves boxes a little away from the edges that run behind them.
func uncover(boxes []box, edges [][2]int) {
	for _, edge := range edges {
		a, b := boxes[edge[0]], boxes[edge[1]]
		dx, dy := b.x-a.x, b.y-a.y
		length := math.Hypot(dx, dy)
		if length < 1 {
			continue
		}
		nx, ny := -dy/length, dx/length
		for i := range boxes {
			c := &boxes[i]
			along := ((c.x-a.x)*dx + (c.y-a.y)*dy) / (length * length)
			if i == edge[0] || i == edge[1] || along <= 0 || along >= 1 {
				continue
			}
			off := (c.x-a.x)*nx + (c.y-a.y)*ny
			need := math.Abs(nx)*c.w/2 + math.Abs(ny)*c.h/2 + 8 - math.Abs(off)
			if need <= 0 {
				continue
			}
			if off < 0 {
				need = -need
			}
			c.x, c.y = c.x+0.25*need*nx, c.y+0.25*need*ny
		}
	}
}

// pack puts the parts beside each other in rows, and gives the size of the whole.
func pack(parts []part, boxes []box) (width, height float64) {
	type extent struct{ left, top, w, h float64 }
	extents := make([]extent, len(parts))
	area, widest := 0.0, 0.0
	for i, part := range parts {
		left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for _, b := range part.boxes {
			left, right = min(left, b.x-b.w/2), max(right, b.x+b.w/2)
			top, bottom = min(top, b.y-b.h/2), max(bottom, b.y+b.h/2)
		}
		extents[i] = extent{left, top, right - left, bottom - top}
		area += (right - left + 2*margin) * (bottom - top + 2*margin)
		widest = max(widest, right-left)
	}
	line := max(widest, math.Sqrt(area*1.7)) + 2*margin
	x, y, high := margin, margin, 0.0
	for i, part := range parts {
		e := extents[i]
		if x > margin && x+e.w > line {
			x, y, high = margin, y+high+2*margin, 0
		}
		for k, m := range part.members {
			boxes[m].x, boxes[m].y = part.boxes[k].x-e.left+x, part.boxes[k].y-e.top+y
		}
		x += e.w + 2*margin
		high = max(high, e.h)
		width = max(width, x-margin)
	}
	return math.Ceil(width), math.Ceil(y + high + margin)
}
