package graph

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/cayleygraph/quad"
)

// sorter puts quads in order by subject, predicate, object and graph, each once. It holds a few megabytes in memory
// and the rest in a temporary file, so that any number of quads can be sorted.
type sorter struct {
	limit int // bytes in memory
	arena []byte
	index []piece
	file  *os.File
	runs  []run
	size  int64 // of the file
}

type piece struct{ begin, end uint32 }

type run struct{ begin, end int64 }

// sorterLimit is how many bytes of terms a sorter keeps in memory.
const sorterLimit = 4 << 20

func newSorter() *sorter { return &sorter{limit: sorterLimit} }

// close frees the temporary file. The sorter may be used again.
func (s *sorter) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
	*s = sorter{limit: s.limit}
}

func (s *sorter) add(q quad.Quad) error {
	begin := len(s.arena)
	var err error
	if s.arena, err = appendQuadRecord(s.arena, q); err != nil {
		return err
	}
	s.index = append(s.index, piece{uint32(begin), uint32(len(s.arena))})
	if len(s.arena)+8*len(s.index) < s.limit {
		return nil
	}
	return s.spill()
}

func (s *sorter) sort() {
	slices.SortFunc(s.index, func(a, b piece) int {
		return bytes.Compare(s.arena[a.begin:a.end], s.arena[b.begin:b.end])
	})
	s.index = slices.CompactFunc(s.index, func(a, b piece) bool {
		return bytes.Equal(s.arena[a.begin:a.end], s.arena[b.begin:b.end])
	})
}

// spill writes what is in memory as a sorted run.
func (s *sorter) spill() error {
	if s.file == nil {
		var err error
		if s.file, err = os.CreateTemp("", "kg-sort-"); err != nil {
			return fmt.Errorf("sort: %w", err)
		}
	}
	s.sort()
	begin := s.size
	w := bufio.NewWriterSize(s.file, 1<<16)
	var length [binary.MaxVarintLen64]byte
	for _, r := range s.index {
		n := binary.PutUvarint(length[:], uint64(r.end-r.begin))
		w.Write(length[:n])
		w.Write(s.arena[r.begin:r.end])
		s.size += int64(n) + int64(r.end-r.begin)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("sort: %w", err)
	}
	s.runs = append(s.runs, run{begin, s.size})
	s.arena, s.index = s.arena[:0], s.index[:0]
	return nil
}

// each calls fn with the quads in order. It may be called again, not at the same time.
func (s *sorter) each(fn func(quad.Quad) error) error {
	var d recordReader
	if s.file == nil {
		s.sort()
		for _, r := range s.index {
			q, err := d.read(s.arena[r.begin:r.end])
			if err != nil {
				return err
			}
			if err := fn(q); err != nil {
				return err
			}
		}
		return nil
	}
	if len(s.index) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.arena, s.index = nil, nil
	m := make(runHeap, 0, len(s.runs))
	// Many runs share the memory that one would have.
	buffer := max(4<<10, min(64<<10, s.limit/len(s.runs)))
	for _, r := range s.runs {
		source := &runReader{r: bufio.NewReaderSize(io.NewSectionReader(s.file, r.begin, r.end-r.begin), buffer)}
		if err := source.next(); err != nil {
			return fmt.Errorf("sort: %w", err)
		}
		m = append(m, source)
	}
	heap.Init(&m)
	var last []byte
	for first := true; len(m) > 0; {
		if first || !bytes.Equal(m[0].record, last) {
			first = false
			last = append(last[:0], m[0].record...)
			q, err := d.read(last)
			if err != nil {
				return err
			}
			if err := fn(q); err != nil {
				return err
			}
		}
		switch err := m[0].next(); {
		case err == io.EOF:
			heap.Pop(&m)
		case err != nil:
			return fmt.Errorf("sort: %w", err)
		default:
			heap.Fix(&m, 0)
		}
	}
	return nil
}

// runReader reads one sorted run.
type runReader struct {
	r      *bufio.Reader
	record []byte
}

func (r *runReader) next() error {
	n, err := binary.ReadUvarint(r.r)
	if err != nil {
		return err
	}
	r.record = slices.Grow(r.record[:0], int(n))[:n]
	_, err = io.ReadFull(r.r, r.record)
	return err
}

// runHeap is the heap of runs by their next record.
type runHeap []*runReader

func (m runHeap) Len() int           { return len(m) }
func (m runHeap) Less(i, j int) bool { return bytes.Compare(m[i].record, m[j].record) < 0 }
func (m runHeap) Swap(i, j int)      { m[i], m[j] = m[j], m[i] }
func (m *runHeap) Push(x any)        { *m = append(*m, x.(*runReader)) }
func (m *runHeap) Pop() any {
	old := *m
	last := old[len(old)-1]
	*m = old[:len(old)-1]
	return last
}

// A record is the four terms, each its kind, its text and, of a literal, its datatype or language. Records sort by
// their bytes as compareValues sorts terms.
const (
	recordNone byte = iota
	recordIRI
	recordBNode
	recordLiteral
)

func appendQuadRecord(b []byte, q quad.Quad) ([]byte, error) {
	for _, v := range [...]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		switch v := v.(type) {
		case nil:
			b = append(b, recordNone)
		case quad.IRI:
			b = appendRecordText(append(b, recordIRI), string(v))
		case quad.BNode:
			b = appendRecordText(append(b, recordBNode), string(v))
		case quad.String:
			b = appendRecordText(appendRecordText(append(b, recordLiteral), string(v)), "")
		case quad.TypedString:
			b = appendRecordText(appendRecordText(append(b, recordLiteral), string(v.Value)), string(v.Type))
		case quad.LangString:
			b = appendRecordText(appendRecordText(append(b, recordLiteral), string(v.Value)), "@"+v.Lang)
		default:
			return b, fmt.Errorf("quad %v: %v is of a type that RDF does not have: %T", q, v, v)
		}
	}
	return b, nil
}

// appendRecordText writes a text so that none begins another: zero bytes are told from its end.
func appendRecordText(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] == 0 {
			for j := 0; j < len(s); j++ {
				if b = append(b, s[j]); s[j] == 0 {
					b = append(b, 0xff)
				}
			}
			return append(b, 0, 1)
		}
	}
	return append(append(b, s...), 0, 1)
}

// recordReader turns records into quads. It keeps the terms of the last record, as sorted ones have most in common.
type recordReader struct {
	last [4]struct {
		data  []byte
		value quad.Value
	}
}

func (d *recordReader) read(b []byte) (quad.Quad, error) {
	for i := range d.last {
		n, err := recordTermLength(b)
		if err != nil {
			return quad.Quad{}, err
		}
		last := &d.last[i]
		if !bytes.Equal(last.data, b[:n]) || last.data == nil {
			last.data = append(last.data[:0], b[:n]...)
			last.value = readRecordTerm(b[:n])
		}
		b = b[n:]
	}
	return quad.Quad{Subject: d.last[0].value, Predicate: d.last[1].value, Object: d.last[2].value, Label: d.last[3].value}, nil
}

func recordTermLength(b []byte) (int, error) {
	if len(b) > 0 && b[0] == recordNone {
		return 1, nil
	}
	texts := 1
	if len(b) > 0 && b[0] == recordLiteral {
		texts = 2
	}
	n := 1
	for ; texts > 0; texts-- {
		for {
			i := bytes.IndexByte(b[min(n, len(b)):], 0)
			if i < 0 || n+i+1 >= len(b) {
				return 0, fmt.Errorf("sort: a broken record %q", b)
			}
			if n += i + 2; b[n-1] == 1 {
				break
			}
		}
	}
	return n, nil
}

func readRecordTerm(b []byte) quad.Value {
	kind := b[0]
	if kind == recordNone {
		return nil
	}
	text, rest := cutRecordText(b[1:])
	switch kind {
	case recordIRI:
		return quad.IRI(text)
	case recordBNode:
		return quad.BNode(text)
	}
	more, _ := cutRecordText(rest)
	switch {
	case more == "":
		return quad.String(text)
	case more[0] == '@':
		return quad.LangString{Value: quad.String(text), Lang: more[1:]}
	}
	return quad.TypedString{Value: quad.String(text), Type: quad.IRI(more)}
}

func cutRecordText(b []byte) (string, []byte) {
	end := bytes.IndexByte(b, 0)
	if b[end+1] == 1 {
		return string(b[:end]), b[end+2:]
	}
	var text []byte
	for i := 0; ; i++ {
		if b[i] == 0 {
			if b[i+1] == 1 {
				return string(text), b[i+2:]
			}
			text, i = append(text, 0), i+1
			continue
		}
		text = append(text, b[i])
	}
}
