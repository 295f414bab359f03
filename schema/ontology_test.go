package schema_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tggo/goRDFlib/shacl"

	"github.com/newskg/kg/schema"
)

// The ontology and the vocabulary are equal, both ways.
func TestOntologyIsTheVocabulary(t *testing.T) {
	g, err := shacl.LoadTurtle(strings.NewReader(schema.Ontology()), "")
	if err != nil {
		t.Fatal(err)
	}
	iri := func(name string) shacl.Term { return shacl.IRI(schema.MustExpand(name)) }
	// names are the objects of a property, a union as its members, as sorted short names.
	names := func(s shacl.Term, predicate string) []string {
		var out []string
		for _, o := range g.Objects(s, iri(predicate)) {
			if o.IsBlank() {
				for _, union := range g.Objects(o, iri("owl:unionOf")) {
					for _, member := range g.RDFList(union) {
						out = append(out, schema.Shorten(member.Value()))
					}
				}
				continue
			}
			out = append(out, schema.Shorten(o.Value()))
		}
		slices.Sort(out)
		return out
	}
	equal := func(what string, got, want []string) {
		want = slices.Sorted(slices.Values(want))
		if !slices.Equal(got, want) {
			t.Errorf("%s: the ontology has %q, the vocabulary %q", what, got, want)
		}
	}
	has := func(s shacl.Term, class string) bool { return slices.Contains(names(s, "rdf:type"), class) }

	v := schema.NewVocabulary()
	for _, c := range v.Classes {
		s := iri(c.Name)
		if !has(s, "owl:Class") || len(names(s, "rdfs:label")) != 1 || len(names(s, "rdfs:comment")) != 1 {
			t.Errorf("%s: the ontology lacks it as a class with one label and comment", c.Name)
		}
		if c.Parent != "" {
			equal(c.Name+" rdfs:subClassOf", names(s, "rdfs:subClassOf"), []string{c.Parent})
			equal(c.Name+" kg:quadClass", names(s, "kg:quadClass"), []string{string(rune('0' + c.QuadClass))})
			concept := "plover:" + strings.ToUpper(strings.TrimPrefix(c.Name, "kg:"))
			equal(c.Name+" skos:exactMatch", names(s, "skos:exactMatch"), []string{concept})
			equal(concept+" skos:exactMatch", names(iri(concept), "skos:exactMatch"), []string{c.Name})
			if len(names(iri(concept), "skos:broader")) != 1 || len(names(iri(concept), "skos:definition")) != 1 || len(names(iri(concept), "skos:notation")) < 2 {
				t.Errorf("%s lacks a quad class, a definition or a notation", concept)
			}
		}
	}
	for _, p := range v.Properties {
		s := iri(p.Name)
		ours := strings.HasPrefix(p.Name, "kg:")
		if !ours && len(names(s, "rdf:type")) == 0 {
			continue // a term of RDF itself
		}
		kind := "owl:ObjectProperty"
		if p.Literal {
			kind = "owl:DatatypeProperty"
		}
		if !has(s, kind) && !has(s, "owl:AnnotationProperty") {
			t.Errorf("%s is no %s in the ontology but %q", p.Name, kind, names(s, "rdf:type"))
		}
		if has(s, "owl:SymmetricProperty") != p.Symmetric {
			t.Errorf("%s: symmetric in one of ontology and vocabulary only", p.Name)
		}
		if !ours {
			continue
		}
		if len(names(s, "rdfs:label")) != 1 || len(names(s, "rdfs:comment")) != 1 {
			t.Errorf("%s has not one label and one comment in the ontology", p.Name)
		}
		equal(p.Name+" rdfs:domain", names(s, "rdfs:domain"), p.Domain)
		if len(p.Domain) > 1 {
			equal(p.Name+" schema:domainIncludes", names(s, "schema:domainIncludes"), p.Domain)
		}
		want := slices.Clone(p.Range)
		for i, datatype := range want {
			if datatype == "" {
				want[i] = "xsd:string"
			}
		}
		got := names(s, "schema:rangeIncludes")
		if r := names(s, "rdfs:range"); len(r) > 0 {
			if len(got) > 0 {
				equal(p.Name+" schema:rangeIncludes", got, want)
			}
			got = r
		}
		switch {
		case has(s, "owl:AnnotationProperty"):
		case len(want) == 0 && !p.Literal:
			equal(p.Name+" rdfs:range", got, []string{"skos:Concept"})
		default:
			equal(p.Name+" rdfs:range", got, want)
		}
	}
	// The other way: nothing of ours in the ontology that the vocabulary does not have.
	for _, triple := range g.Triples() {
		for _, term := range []shacl.Term{triple.Subject, triple.Predicate} {
			name := schema.Shorten(term.Value())
			if !term.IsIRI() || !strings.HasPrefix(name, "kg:") {
				continue
			}
			if isClass := has(term, "owl:Class"); isClass != (v.Class(name) != nil) {
				t.Errorf("%s is a class in one of ontology and vocabulary only", name)
			}
			isProperty := has(term, "owl:ObjectProperty") || has(term, "owl:DatatypeProperty") || has(term, "owl:AnnotationProperty")
			if isProperty != (v.Property(name) != nil) {
				t.Errorf("%s is a property in one of ontology and vocabulary only", name)
			}
		}
	}
	for scheme, values := range map[string][]string{"kg:Roles": schema.Roles, "kg:WeaponCategories": schema.WeaponCategories} {
		var got []string
		for _, s := range g.Subjects(iri("skos:inScheme"), iri(scheme)) {
			got = append(got, schema.Shorten(s.Value()))
		}
		slices.Sort(got)
		equal(scheme, got, values)
	}
}
