package main

import (
	"fmt"

	"github.com/cayleygraph/quad"
)

const (
	base = "https://w3id.org/newskg/"
	ns   = base + "ns#"
)

const (
	rdfType   = quad.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
	rdfsLabel = quad.IRI("http://www.w3.org/2000/01/rdf-schema#label")
	kgPerson  = quad.IRI(ns + "Person")
	kgText    = quad.IRI(ns + "text")
	worksFor  = quad.IRI(ns + "officialOf")
	metWith   = quad.IRI(ns + "metWith")
	livesIn   = quad.IRI(ns + "place")
	memberOf  = quad.IRI(ns + "memberOf")
	age       = quad.IRI(ns + "number")
)

func person(i int) quad.IRI { return quad.IRI(fmt.Sprintf("%sperson/Person_%d", base, i)) }
func org(i int) quad.IRI    { return quad.IRI(fmt.Sprintf("%sorg/Organization_%d", base, i)) }
func spot(i int) quad.IRI   { return quad.IRI(fmt.Sprintf("%splace/Place_%d", base, i)) }
func nation(i int) quad.IRI { return quad.IRI(fmt.Sprintf("%snation/Nation_%d", base, i)) }
func article(i int) quad.IRI {
	return quad.IRI(fmt.Sprintf("%sarticle/2020/%02d/story-%d", base, i%12+1, i))
}

// sentence numbers count through all articles, ten in each.
func sentence(n int) quad.IRI {
	return quad.IRI(fmt.Sprintf("%s#char=%d,%d", article(n/10), n%10*120, n%10*120+117))
}

// perPerson are the quads about one person: seven facts in three sentences, the texts of which are quads too.
const perPerson = 10

func people(quads int) int { return quads / perPerson }

// generate makes the quads, the same ones for the same number.
func generate(quads int, fn func(quad.Quad) bool) {
	n := people(quads)
	for i := 0; i < n; i++ {
		a, b, c := sentence(3*i), sentence(3*i+1), sentence(3*i+2)
		me := person(i)
		name := quad.String(fmt.Sprintf("Person %d of the %d. district", i, i%97))
		boss := org(i * 31 % (n/100 + 1))
		other := (i*7919 + 13) % n
		for k, q := range [perPerson]quad.Quad{
			{Subject: me, Predicate: rdfType, Object: kgPerson, Label: a},
			{Subject: me, Predicate: rdfsLabel, Object: name, Label: a},
			{Subject: me, Predicate: worksFor, Object: boss, Label: a},
			{Subject: me, Predicate: livesIn, Object: spot(i % 500), Label: b},
			{Subject: me, Predicate: metWith, Object: person(other), Label: b},
			{Subject: me, Predicate: memberOf, Object: nation(i % 190), Label: c},
			{Subject: me, Predicate: age, Object: quad.TypedString{Value: quad.String(fmt.Sprint(20 + i%60)), Type: "http://www.w3.org/2001/XMLSchema#integer"}, Label: c},
			{Subject: a, Predicate: kgText, Object: quad.String(fmt.Sprintf("%s has worked for organization %d since March, two officials with knowledge of the matter said on day %d.", string(name), i*31%(n/100+1), i)), Label: article(3 * i / 10)},
			{Subject: b, Predicate: kgText, Object: quad.String(fmt.Sprintf("In place %d, where the talks were held, person %d was received by person %d and stayed for dinner.", i%500, i, other)), Label: article((3*i + 1) / 10)},
			{Subject: c, Predicate: kgText, Object: quad.String(fmt.Sprintf("Nation %d, whose citizen person %d is, has neither confirmed nor denied the report.", i%190, i)), Label: article((3*i + 2) / 10)},
		} {
			if i*perPerson+k >= quads || !fn(q) {
				return
			}
		}
	}
}

type namedQuery struct{ name, text string }

// queriesFor asks about the middle of the data, so that nothing is at an end of a file.
func queriesFor(quads int) []namedQuery {
	n := people(quads)
	i := n / 2
	v := func(x quad.IRI) string { return fmt.Sprintf("g.V(%q)", x.String()) }
	p := func(x quad.IRI) string { return fmt.Sprintf("%q", x.String()) }
	boss := org(i * 31 % (n/100 + 1))
	return []namedQuery{
		{"one hop", v(person(i)) + ".Out(" + p(metWith) + ").All()"},
		{"all properties", v(person(i)) + `.Out(null, "p").All()`},
		{"two hops", v(person(i)) + ".Out(" + p(metWith) + ").Out(" + p(metWith) + ").All()"},
		{"hub", v(boss) + ".In(" + p(worksFor) + ").All()"},
		{"colleagues", v(person(i)) + ".Out(" + p(worksFor) + ").In(" + p(worksFor) + ").All()"},
		{"hub to hub", v(boss) + ".In(" + p(worksFor) + ").Out(" + p(memberOf) + ").Is(" + p(nation(i%190)) + ").All()"},
		{"intersection", v(spot(i%500)) + ".In(" + p(livesIn) + ").Intersect(" + v(nation(i%190)) + ".In(" + p(memberOf) + ")).All()"},
		{"several values", "g.V().Has(" + p(memberOf) + ", " + p(nation(i%190)) + ").Has(" + p(livesIn) + ", " + p(spot(i%500)) + ").All()"},
		{"evidence with text", v(person(i)) + ".LabelContext(g.V().Save(" + p(kgText) + `, "t"), "ev").Out(` + p(metWith) + ").All()"},
		{"facts of a sentence", "g.V().LabelContext(" + v(sentence(3*i)) + ").Out().All()"},
		{"count of a class", "g.Emit(" + v(kgPerson) + ".In(" + p(rdfType) + ").Count())"},
		{"name prefix", "g.V().Has(" + p(rdfsLabel) + `, like("Person ` + fmt.Sprint(i) + `%")).All()`},
	}
}
