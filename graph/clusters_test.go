package graph

import (
	"reflect"
	"testing"
)

// Reports of one happening share a cluster whatever their status; other sides, other matter and other days do not.
func TestClusterQuads(t *testing.T) {
	day := func(iri, class, actor, other, matter, from, to string) report {
		r := report{iri: "https://w3id.org/newskg/event/" + iri, article: iri[:1], class: class, actors: []string{actor}, earliest: from, latest: to}
		if other != "" {
			r.others = []string{other}
		}
		if matter != "" {
			r.matter = []string{matter}
		}
		return r
	}
	reports := []report{
		day("a1", "kg:Assault", "nation:X", "nation:Y", "", "2020-01-01", "2020-01-01"),
		day("b1", "kg:Assault", "nation:X", "nation:Y", "", "2020-01-01", "2020-01-31"), // the month holds the day
		day("c1", "kg:Assault", "nation:X", "nation:Y", "", "2020-03-01", "2020-03-01"), // another day
		day("c2", "kg:Assault", "nation:Y", "nation:X", "", "2020-01-01", "2020-01-01"), // the other way round
		day("d1", "kg:Agree", "nation:X", "", "weapon:A", "2020-01-01", "2020-01-01"),
		day("d2", "kg:Agree", "nation:X", "", "weapon:B", "2020-01-01", "2020-01-01"), // another matter
		day("e1", "kg:Agree", "nation:X", "", "weapon:A", "", ""),                     // no day, another article
		day("e2", "kg:Agree", "nation:X", "", "", "", ""),                             // no day, the same article
	}
	quads, n := clusterQuads(reports)
	got := map[string]string{}
	for _, q := range quads {
		if q.Predicate != rdfType {
			subject, object := q.Subject.String(), q.Object.String()
			got[subject[len(subject)-3:len(subject)-1]] = object[len(object)-3 : len(object)-1]
		}
	}
	want := map[string]string{"a1": "a1", "b1": "a1", "c1": "c1", "c2": "c2", "d1": "d1", "d2": "d2", "e1": "e1", "e2": "e1"}
	if !reflect.DeepEqual(got, want) || n != 6 {
		t.Errorf("%d clusters: %v, want %v", n, got, want)
	}
}
