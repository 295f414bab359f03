package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// provenanceOf is the provenance graph, without descriptions, as short lines.
func provenanceOf(t *testing.T, s *Store) []string {
	t.Helper()
	lines := make(map[string]bool)
	err := s.walk(t.Context(), ExportOptions{Provenance: true}, func(q quad.Quad) error {
		subject := strings.TrimPrefix(shortName(q.Subject), schema.Base)
		if q.Label == provenance && !strings.HasPrefix(subject, "description/") && q.Predicate != kgContributes {
			lines[fmt.Sprintf("%s %s %s", subject, shortName(q.Predicate), strings.TrimPrefix(shortName(q.Object), schema.Base))] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(lines))
}

// Each load says in the terms of PROV-O what it used, what it made, which program did it by which rules; nothing of it
// stands among the facts, and what no article refers to any more goes.
func TestProvenance(t *testing.T) {
	var s *Store
	open := func(version, rules string, day int) {
		var err error
		if s == nil {
			s, err = OpenMemory(t.Context(), Options{})
		}
		if err != nil {
			t.Fatal(err)
		}
		s.options.Version, s.options.Rules = version, rules
		s.options.Now = func() time.Time { return time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC) }
	}
	rs := readings(t)
	open("1.0", strings.Repeat("a", 64), 1)
	defer func() { s.Close() }()
	put(t, s, rs...)
	first := provenanceOf(t, s)
	for _, want := range []string{
		"load/turkey-2019 rdf:type prov:Activity",
		"load/turkey-2019 prov:used text/e67aefc608f8853af957728de6b5d919127e45c71fb1cadd12e9f707d9d8b1d6",
		"load/turkey-2019 prov:generated article:turkey-2019",
		"load/turkey-2019 prov:endedAtTime 2026-01-01T00:00:00Z",
		"load/turkey-2019 prov:wasAssociatedWith agent/kg-1.0",
		"load/turkey-2019 prov:qualifiedAssociation association/kg-1.0-aaaaaaaaaaaaaaaa",
		"load/turkey-2019 kg:version 1.0",
		"association/kg-1.0-aaaaaaaaaaaaaaaa prov:agent agent/kg-1.0",
		"association/kg-1.0-aaaaaaaaaaaaaaaa prov:hadPlan plan/" + strings.Repeat("a", 64),
		"agent/kg-1.0 rdf:type prov:SoftwareAgent",
		"plan/" + strings.Repeat("a", 64) + " rdf:type prov:Plan",
	} {
		if !slices.ContainsFunc(first, func(line string) bool { return strings.Contains(strings.ReplaceAll(line, `"`, ""), want) }) {
			t.Errorf("no %s in\n%s", want, strings.Join(first, "\n"))
		}
	}
	facts := export(t, s, ExportOptions{})

	// Another version reads one article otherwise: the first association stays while others refer to it.
	open("2.0", strings.Repeat("b", 64), 2)
	changed := rs[0]
	changed.Facts = changed.Facts[:len(changed.Facts)-1]
	put(t, s, changed)
	count := func(part string) (n int) {
		for _, line := range provenanceOf(t, s) {
			if strings.Contains(line, part) {
				n++
			}
		}
		return n
	}
	if count("agent/kg-1.0 ") == 0 || count("agent/kg-2.0 ") == 0 {
		t.Errorf("one of the two programs is gone:\n%s", strings.Join(provenanceOf(t, s), "\n"))
	}
	put(t, s, rs[0])
	if export(t, s, ExportOptions{}) != facts {
		t.Error("the facts tell of the load")
	}
	for _, r := range rs {
		if _, err := s.Forget(t.Context(), r.Article.ID); err != nil {
			t.Fatal(err)
		}
	}
	if left := provenanceOf(t, s); len(left) > 0 {
		t.Errorf("what is left of forgotten articles:\n%s", strings.Join(left, "\n"))
	}
}
