package graph

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/newskg/kg/schema"
)

// variants makes versions of the shared readings that state different things of the same articles and things.
func variants(t testing.TB) [][]schema.Reading {
	base := readings(t)
	out := make([][]schema.Reading, len(base))
	for i, r := range base {
		for v := range 4 {
			c := r
			c.Article.Text += fmt.Sprintf("Version %d.\n", v)
			c.Facts, c.Things = nil, nil
			for j, f := range r.Facts {
				if (j+v)%4 != 0 {
					c.Facts = append(c.Facts, f)
				}
			}
			for j, th := range r.Things {
				if (j+v)%3 == 0 {
					th.Alt = append(append([]string(nil), th.Alt...), fmt.Sprintf("name %d", v))
					if v == 3 {
						th.Label = "Another " + th.Label
					}
				}
				c.Things = append(c.Things, th)
			}
			out[i] = append(out[i], c)
		}
	}
	return out
}

// Whatever was put, replaced and forgotten before, the graph is that of the articles which are there.
func TestRandomHistories(t *testing.T) {
	all := variants(t)
	fresh := func(t *testing.T, backend string, current map[int]int) string {
		o := testOptions
		o.Backend = backend
		s, err := OpenMemory(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for i := range all {
			if v, ok := current[i]; ok {
				put(t, s, all[i][v])
			}
		}
		return export(t, s, ExportOptions{Provenance: true})
	}
	for _, backend := range Backends() {
		for seed := range uint64(3) {
			t.Run(fmt.Sprintf("%s/%d", backend, seed), func(t *testing.T) {
				o := testOptions
				o.Backend = backend
				s, err := OpenMemory(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				random := rand.New(rand.NewPCG(seed, 1))
				current := make(map[int]int)
				for step := range 25 {
					i, v := random.IntN(len(all)), random.IntN(4)
					if _, loaded := current[i]; loaded && random.IntN(3) == 0 {
						if _, err := s.Forget(t.Context(), all[i][0].Article.ID); err != nil {
							t.Fatal(err)
						}
						delete(current, i)
					} else {
						put(t, s, all[i][v])
						current[i] = v
					}
					if step%5 != 4 {
						continue
					}
					if want, got := fresh(t, backend, current), export(t, s, ExportOptions{Provenance: true}); got != want {
						t.Fatalf("step %d, articles %v:\n%s", step, current, diffLines(want, got))
					}
				}
			})
		}
	}
}

// Reading goes on while articles are put and forgotten.
func TestReadersBesideAWriter(t *testing.T) {
	all := variants(t)
	eachStore(t, func(t *testing.T, s *Store) {
		put(t, s, all[0][0])
		var wg sync.WaitGroup
		stop := make(chan struct{})
		for range 3 {
			wg.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					list, err := s.Articles(t.Context())
					if err != nil || len(list) == 0 {
						t.Errorf("%v, %v", list, err)
						return
					}
				}
			})
		}
		for v := range 4 {
			put(t, s, all[1][v], all[2][v])
			if _, err := s.Forget(t.Context(), all[2][v].Article.ID); err != nil {
				t.Error(err)
			}
		}
		close(stop)
		wg.Wait()
	})
}
