package graph

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// report is what clustering needs of an event.
type report struct {
	iri, article     string
	class            string
	actors, others   []string // nations, or participants that stand for none, sorted
	matter           []string
	earliest, latest string // days; empty: the report gives none
}

// Cluster groups the reports of the same happening anew: reports of one class, of the same sides and a matter that
// overlaps or that one of them leaves out, on days that overlap, whatever their status. A report without a day goes
// with the others of its article only. The reports themselves are not touched; it returns the number of clusters.
func (s *Store) Cluster(ctx context.Context) (int, error) {
	s.write.Lock()
	defer s.write.Unlock()
	tx, done, err := s.begin(ctx)
	if err != nil {
		return 0, fmt.Errorf("graph: cluster: %w", err)
	}
	defer done()
	reports, err := tx.reports()
	if err != nil {
		return 0, fmt.Errorf("graph: cluster: %w", err)
	}
	former, err := tx.quads(quad.Label, clusters)
	if err != nil {
		return 0, fmt.Errorf("graph: cluster: %w", err)
	}
	next, n := clusterQuads(reports)
	deletes, adds := difference(sortedUnique(former), sortedUnique(next))
	if err := s.apply(ctx, deletes, adds); err != nil {
		return 0, fmt.Errorf("graph: cluster: %w", err)
	}
	return n, nil
}

// reports reads every event.
func (r *reader) reports() ([]report, error) {
	var events []quad.IRI
	err := r.each(quad.Object, mustIRI("kg:Event"), func(q quad.Quad) error {
		// Reports are those of articles; what a user imports is left as it is.
		if iri, ok := q.Subject.(quad.IRI); ok && q.Predicate == rdfType && KindOf(q.Label) == "sentences" {
			events = append(events, iri)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]report, 0, len(events))
	for _, iri := range events {
		rep := report{iri: string(iri)}
		sides := map[string][]string{}
		err := r.each(quad.Subject, iri, func(q quad.Quad) error {
			p, ok := q.Predicate.(quad.IRI)
			if !ok {
				return nil
			}
			value := lexical(q.Object)
			if o, ok := q.Object.(quad.IRI); ok {
				value = schema.Shorten(string(o))
			}
			switch name := schema.Shorten(string(p)); name {
			case "rdf:type":
				if value != "kg:Event" {
					rep.class = value
				}
				if g, ok := q.Label.(quad.IRI); ok {
					rep.article, _, _ = strings.Cut(string(g), "#")
				}
			case "kg:actor", "kg:recipient", "kg:actorNation", "kg:recipientNation":
				sides[name] = append(sides[name], value)
			case "kg:about":
				rep.matter = append(rep.matter, value)
			case "kg:earliest":
				rep.earliest = value
			case "kg:latest":
				rep.latest = value
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		pick := func(nations, things string) []string {
			list := sides[nations]
			if len(list) == 0 {
				list = sides[things]
			}
			sort.Strings(list)
			return list
		}
		rep.actors, rep.others = pick("kg:actorNation", "kg:actor"), pick("kg:recipientNation", "kg:recipient")
		sort.Strings(rep.matter)
		out = append(out, rep)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].iri < out[j].iri })
	return out, nil
}

// clusterQuads makes the quads of the clusters of reports, which are sorted by IRI; a cluster is named after its first.
func clusterQuads(reports []report) ([]quad.Quad, int) {
	parent := make([]int, len(reports))
	for i := range parent {
		parent[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	groups := map[string][]int{}
	for i, r := range reports {
		k := r.class + "|" + strings.Join(r.actors, " ") + "|" + strings.Join(r.others, " ")
		groups[k] = append(groups[k], i)
	}
	for _, members := range groups {
		for a, i := range members {
			for _, j := range members[:a] {
				if sameHappening(&reports[i], &reports[j]) {
					x, y := find(i), find(j)
					parent[max(x, y)] = min(x, y) // the first names the cluster
				}
			}
		}
	}
	var out []quad.Quad
	n := 0
	same, cluster := mustIRI("kg:sameEventAs"), mustIRI("kg:EventCluster")
	for i, r := range reports {
		first := find(i)
		node := quad.IRI(schema.MustExpand("cluster:") + strings.TrimPrefix(reports[first].iri, schema.MustExpand("event:")))
		if first == i {
			n++
			out = append(out, quad.Quad{Subject: node, Predicate: rdfType, Object: cluster, Label: clusters})
		}
		out = append(out, quad.Quad{Subject: quad.IRI(r.iri), Predicate: same, Object: node, Label: clusters})
	}
	return out, n
}

// sameHappening compares two reports of one class and the same sides.
func sameHappening(a, b *report) bool {
	if len(a.matter) > 0 && len(b.matter) > 0 && !shareOne(a.matter, b.matter) {
		return false
	}
	if a.earliest == "" || a.latest == "" || b.earliest == "" || b.latest == "" {
		return a.article == b.article
	}
	return a.earliest <= b.latest && b.earliest <= a.latest
}

// shareOne reports whether two sorted lists have an element in common.
func shareOne(a, b []string) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			return true
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return false
}
