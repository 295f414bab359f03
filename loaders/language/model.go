package language

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"sync"
	"sync/atomic"
)

// Model tags and parses. It is safe for use by many goroutines at once.
type Model struct {
	tags, rels []string
	feats      []string // sorted; the first is the unknown word
	featID     map[string]int32
	net        *network
	turned     [][]float32 // the matrices of net, cols by rows
	embed      string      // a row of signed bytes for each feature
	scale      []float32   // what a row's bytes are multiplied by
	lemmas     map[string]string

	// What the first layer makes of a form does not depend on its neighbours: of the first forms met it is kept.
	forms  *sync.Map // form to []float32
	kept   *atomic.Int32
	spaces *sync.Pool
}

// maxForms is how many forms are kept, 2 KB each.
const maxForms = 6000

// index makes what is derived from the tables.
func (m *Model) index() {
	m.featID = make(map[string]int32, len(m.feats))
	for i, s := range m.feats {
		m.featID[s] = int32(i)
	}
	m.spaces = &sync.Pool{New: func() any { return new(space) }}
	m.forget()
}

func (m *Model) forget() { m.forms, m.kept = new(sync.Map), new(atomic.Int32) }

// known appends the features of form that the model has, the word or the unknown word first.
func (m *Model) known(ids []int32, form string) []int32 {
	var buf [maxFeatures]string
	for i, s := range features(buf[:0], form) {
		id, ok := m.featID[s]
		if ok || i == 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// setEmbedding rounds the vectors of the features to bytes and makes the network ready for use.
func (m *Model) setEmbedding(e []float32) {
	d := m.net.Embed
	b := make([]byte, len(e))
	m.scale = make([]float32, len(m.feats))
	for r := range m.feats {
		m.scale[r] = roundRow(b[r*d:r*d+d], e[r*d:r*d+d])
	}
	m.embed = string(b)
	m.ready()
}

// roundRow writes x as signed bytes and returns their unit.
func roundRow(b []byte, x []float32) float32 {
	top := float32(0)
	for _, v := range x {
		top = max(top, v, -v)
	}
	if top == 0 {
		clear(b)
		return 0
	}
	scale := top / 127
	for i, v := range x {
		b[i] = byte(int8(math.RoundToEven(float64(v / scale))))
	}
	return scale
}

// ready turns the weights over for gemm and forgets what was kept.
func (m *Model) ready() {
	all := m.net.all()
	m.turned = make([][]float32, len(all))
	for k, p := range all {
		t := make([]float32, len(p.w))
		for i := range p.rows {
			row := p.row(i)
			for j, v := range row {
				t[j*p.rows+i] = v
			}
		}
		m.turned[k] = t
	}
	m.forget()
}

// quantize rounds the weights as the file does, so that a model is the same before writing and after reading.
func (m *Model) quantize() {
	for _, p := range m.net.all() {
		b := make([]byte, p.cols)
		for i := range p.rows {
			row := p.row(i)
			if p.rows == 1 { // biases stay whole
				continue
			}
			scale := roundRow(b, row)
			for j := range row {
				row[j] = float32(float32(int8(b[j])) * scale)
			}
		}
	}
	m.ready()
}

const magic = "kg language model 1\n"

// WriteTo writes the model in the form that ReadModel reads.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	var b []byte
	b = append(b, magic...)
	number := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	float := func(v float32) { b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v)) }
	table := func(s []string) {
		number(len(s))
		for _, v := range s {
			number(len(v))
			b = append(b, v...)
		}
	}
	for _, n := range []int{m.net.Embed, m.net.Hidden, m.net.Arc, m.net.Label} {
		number(n)
	}
	table(m.tags)
	table(m.rels)
	table(m.feats)
	keys := make([]string, 0, len(m.lemmas))
	for k := range m.lemmas {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	table(keys)
	for _, k := range keys {
		number(len(m.lemmas[k]))
		b = append(b, m.lemmas[k]...)
	}
	for _, s := range m.scale {
		float(s)
	}
	b = append(b, m.embed...)
	for _, p := range m.net.all() {
		if p.rows == 1 {
			for _, v := range p.w {
				float(v)
			}
			continue
		}
		row := make([]byte, p.cols)
		for i := range p.rows {
			float(roundRow(row, p.row(i)))
			b = append(b, row...)
		}
	}
	n, err := w.Write(b)
	if err != nil {
		return int64(n), fmt.Errorf("write the language model: %w", err)
	}
	return int64(n), nil
}

// ReadModel reads a model that WriteTo wrote.
func ReadModel(r io.Reader) (*Model, error) {
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		return nil, fmt.Errorf("read the language model: %w", err)
	}
	return parseModel(b.String())
}

var errModel = errors.New("read the language model: the file is damaged or of another version; train it again with 'kg train language'")

// reader takes a model file apart; after the first error it gives zeros.
type reader struct {
	s   string
	bad bool
}

func (r *reader) take(n int) string {
	if r.bad || n < 0 || n > len(r.s) {
		r.bad = true
		return ""
	}
	t := r.s[:n]
	r.s = r.s[n:]
	return t
}

func (r *reader) number() int {
	n := uint64(0)
	for shift := 0; shift < 35; shift += 7 {
		c := r.take(1)
		if c == "" {
			return 0
		}
		n |= uint64(c[0]&0x7f) << shift
		if c[0] < 0x80 {
			return int(n)
		}
	}
	r.bad = true
	return 0
}

func (r *reader) table() []string {
	n := r.number()
	if n > len(r.s) {
		r.bad = true
		return nil
	}
	t := make([]string, n)
	for i := range t {
		t[i] = r.take(r.number())
	}
	return t
}

func (r *reader) floats(v []float32) {
	s := r.take(4 * len(v))
	if s == "" {
		return
	}
	for i := range v {
		v[i] = math.Float32frombits(uint32(s[4*i]) | uint32(s[4*i+1])<<8 | uint32(s[4*i+2])<<16 | uint32(s[4*i+3])<<24)
	}
}

func parseModel(s string) (*Model, error) {
	r := &reader{s: s}
	if r.take(len(magic)) != magic {
		return nil, errModel
	}
	d := dims{Embed: r.number(), Hidden: r.number(), Arc: r.number(), Label: r.number()}
	m := &Model{tags: r.table(), rels: r.table(), feats: r.table()}
	keys := r.table()
	m.lemmas = make(map[string]string, len(keys))
	for _, k := range keys {
		m.lemmas[k] = r.take(r.number())
	}
	const most = 1 << 12
	if r.bad || len(m.feats) == 0 || len(m.tags) == 0 || len(m.rels) == 0 || d.Embed > most || d.Hidden > most || d.Arc > most || d.Label > most {
		return nil, errModel
	}
	m.scale = make([]float32, len(m.feats))
	r.floats(m.scale)
	m.embed = r.take(len(m.feats) * d.Embed)
	if r.bad {
		return nil, errModel
	}
	m.net = newNetwork(d, len(m.tags), len(m.rels))
	for _, p := range m.net.all() {
		if p.rows == 1 {
			r.floats(p.w)
			continue
		}
		var scale [1]float32
		for i := range p.rows {
			r.floats(scale[:])
			row, b := p.row(i), r.take(p.cols)
			for j := range len(b) {
				row[j] = float32(float32(int8(b[j])) * scale[0])
			}
		}
	}
	if r.bad || r.s != "" {
		return nil, errModel
	}
	m.index()
	m.ready()
	return m, nil
}
