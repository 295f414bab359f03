package pebblestore

import (
	"os/exec"
	"strings"
	"testing"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
)

// TestConformance runs Cayley's own suite for stores, with its integration cases, which read their data from Cayley's
// folders. The only skips are two of Cayley's own.
func TestConformance(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		t.Fatalf("where Cayley's module is: %v", err)
	}
	t.Chdir(strings.TrimSpace(string(out)) + "/graph/graphtest")
	for _, where := range []string{"memory", "disk"} {
		t.Run(where, func(t *testing.T) {
			graphtest.TestAll(t, func(t testing.TB) (cayley.QuadStore, cayley.Options) {
				var s *Store
				var err error
				if where == "memory" {
					s, err = OpenMemory()
				} else {
					s, err = Open(t.Context(), t.TempDir(), Options{NoSync: true})
				}
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() {
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				})
				return s, nil
			}, &graphtest.Config{AlwaysRunIntegration: true})
		})
	}
}
