package pebblestore

import (
	"bytes"
	"cmp"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
)

func FuzzIDs(f *testing.F) {
	for shift := range 64 {
		f.Add(uint64(1)<<shift, uint64(1)<<shift-1)
	}
	f.Add(uint64(0), uint64(math.MaxUint64))
	f.Fuzz(func(t *testing.T, a, b uint64) {
		ka, kb := appendID(nil, a), appendID(nil, b)
		if id, n := cutID(append(ka[:len(ka):len(ka)], kb...)); id != a || n != len(ka) {
			t.Errorf("%d is read as %d, %d bytes of %d", a, id, n, len(ka))
		}
		if want := cmp.Compare(a, b); bytes.Compare(ka, kb) != want {
			t.Errorf("%d and %d sort as %x and %x", a, b, ka, kb)
		}
		for _, cut := range [][]byte{nil, ka[:len(ka)-1]} {
			if _, n := cutID(cut); n != 0 {
				t.Errorf("%x is read as an id", cut)
			}
		}
	})
}

func FuzzValues(f *testing.F) {
	f.Add("text", "type", int64(-1), 2.5)
	f.Add("", "", int64(math.MinInt64), math.Inf(-1))
	f.Add("\x00\xff", "\x00", int64(0), math.Copysign(0, -1))
	f.Fuzz(func(t *testing.T, a, b string, i int64, x float64) {
		values := []quad.Value{quad.IRI(a), quad.BNode(a), quad.String(a), quad.TypedString{Value: quad.String(a), Type: quad.IRI(b)},
			quad.LangString{Value: quad.String(a), Lang: b}, quad.Int(i), quad.Float(x), quad.Bool(i > 0),
			quad.Time(time.Unix(i>>8, i&0xff).UTC())}
		seen := map[string]quad.Value{}
		for _, v := range values {
			data, err := appendValue(nil, v)
			if err != nil {
				t.Fatal(err)
			}
			if other, ok := seen[string(data)]; ok {
				t.Errorf("%#v and %#v are stored alike", v, other)
			}
			seen[string(data)] = v
			got, err := decodeValue(data)
			if err != nil {
				t.Fatal(err)
			}
			if _, isFloat := v.(quad.Float); isFloat && math.IsNaN(x) {
				continue
			}
			if got != v {
				if eq, ok := v.(quad.Equaler); !ok || !eq.Equal(got) {
					t.Errorf("%#v comes back as %#v", v, got)
				}
			}
		}
		decodeValue([]byte(a)) // must not panic
	})
}

// TestSizes holds stated sizes against counted ones: exact where few, else within a factor that keeps plans right.
func TestSizes(t *testing.T) {
	s, err := OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w, err := s.NewQuadWriter()
	if err != nil {
		t.Fatal(err)
	}
	var quads []ids
	for i := range 20000 {
		q := iri("s"+strconv.Itoa(i/5), "p"+strconv.Itoa(i%5), "o"+strconv.Itoa(i%3*i), "l"+strconv.Itoa(i/12))
		if i%5 == 0 {
			q.Object = quad.IRI("class" + strconv.Itoa(i%35))
		}
		if err := w.WriteQuad(q); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	it := s.QuadsAllIterator().Iterate()
	defer it.Close()
	for it.Next(t.Context()) {
		quads = append(quads, ids(it.Result().(quadRef)))
	}
	count := map[ids]int64{}
	for _, q := range quads {
		for set := 1; set < 16; set++ {
			var pattern ids
			for p := range q {
				if set>>p&1 != 0 {
					pattern[p] = q[p]
				}
			}
			count[pattern]++
		}
	}
	for pattern, want := range count {
		n, exact, err := s.size(&pattern)
		if err != nil {
			t.Fatal(err)
		}
		if want < exactSize && (n != want || !exact) || exact && n != want {
			t.Errorf("%v: size %d (exact: %v), want %d", pattern, n, exact, want)
		}
		if n < want/8 || n > want*8 {
			t.Errorf("%v: size %d is far from %d", pattern, n, want)
		}
	}
}
