package main

import (
	"context"
	"fmt"
	"math/rand"
	"sort"
	"time"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/schema"
)

// build fills a new store with made-up news: articles of ten sentences, each with an event between two nations, a
// weapon and two of many officials. India stands in two of five events, so that it is a hub.
func build(ctx context.Context, dir string, quads int) error {
	store, err := graph.Open(ctx, dir, graph.Options{NoSync: true, Version: "bench"})
	if err != nil {
		return err
	}
	defer store.Close()
	random := rand.New(rand.NewSource(1))
	have := 0
	for n := 0; have < quads; n++ {
		result, err := store.Put(ctx, article(n, random))
		if err != nil {
			return err
		}
		have += result.Added
	}
	return nil
}

var nations = []string{"India", "Russia", "China", "France", "Turkey", "Poland", "Egypt", "Japan", "Israel", "Iran", "Iraq", "Indonesia",
	"Ireland", "Iceland", "Italy", "Germany", "Brazil", "Chile", "Peru", "Mexico", "Canada", "Spain", "Norway", "Sweden", "Finland", "Greece",
	"Vietnam", "Thailand", "Pakistan", "Nepal", "Kenya", "Ghana", "Nigeria", "Angola", "Qatar", "Oman", "Jordan", "Syria", "Ukraine", "Belarus"}

var firstNames = []string{"Rajnath", "Sergei", "Wei", "Anna", "Ingrid", "Indira", "Paul", "Mehmet", "Omar", "Kenji"}

func article(n int, random *rand.Rand) schema.Reading {
	day := time.Date(2000, 1, 1+n*2%9000, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	r := schema.Reading{Article: schema.Article{ID: fmt.Sprintf("news/%05d", n), Date: day, Headline: fmt.Sprintf("Talks, round %d", n)}}
	described := make(map[string]bool)
	thing := func(name, class, label string, alt ...string) string {
		if !described[name] {
			described[name] = true
			r.Things = append(r.Things, schema.Thing{Name: name, Class: class, Label: label, Alt: alt})
		}
		return name
	}
	nation := func() string {
		label := nations[random.Intn(len(nations))]
		if random.Intn(5) == 0 {
			label = "India"
		}
		return thing("nation:"+label, "kg:Nation", label, "Republic of "+label)
	}
	text := ""
	for i := 0; i < 10; i++ {
		a, b := nation(), nation()
		for a == b {
			b = nation()
		}
		weapon := fmt.Sprintf("X-%d", random.Intn(400))
		w := thing("weapon:"+weapon, "kg:WeaponSystem", weapon, "Xavier "+weapon)
		who := fmt.Sprintf("%s Singh-%d", firstNames[random.Intn(len(firstNames))], random.Intn(3000))
		p := thing("person:"+schema.LocalName(who), "kg:Person", who, "Mr "+who)
		begin := len(text)
		sentence := fmt.Sprintf("In round %d of the talks %s asked %s, said %s in report %d, to speed up the delivery of the %s that it ordered in the spring.",
			n, a[7:], b[7:], who, i, weapon)
		text += sentence + " "
		span := schema.Span{Begin: begin, End: begin + len(sentence)}
		mentions := []string{a, b, p, w}
		sort.Strings(mentions)
		r.Sentences = append(r.Sentences, schema.Sentence{Span: span, Mentions: mentions})
		class := []string{"kg:Request", "kg:Consult", "kg:Assault"}[random.Intn(3)]
		edge := map[string]string{"kg:Request": "kg:requestedOf", "kg:Consult": "kg:metWith", "kg:Assault": "kg:attacked"}[class]
		event := fmt.Sprintf("event:news/%05d_%s_%d", n, class[3:], begin)
		s := schema.SentenceName(r.Article.ID, span.Begin, span.End)
		for _, f := range []struct {
			s, p string
			o    schema.Term
		}{
			{event, "rdf:type", schema.Ref("kg:Event")}, {event, "rdf:type", schema.Ref(class)}, {event, "kg:statedIn", schema.Ref(s)},
			{event, "kg:actor", schema.Ref(p)}, {event, "kg:recipient", schema.Ref(b)}, {event, "kg:actorNation", schema.Ref(a)},
			{event, "kg:recipientNation", schema.Ref(b)}, {event, "kg:about", schema.Ref(w)}, {event, "kg:status", schema.Ref("kg:Actual")},
			{event, "kg:date", schema.Typed(day, "xsd:date")}, {event, "kg:earliest", schema.Typed(day, "xsd:date")},
			{event, "kg:latest", schema.Typed(day, "xsd:date")}, {event, "kg:trigger", schema.Text("asked")},
			{event, "kg:begin", schema.Typed(fmt.Sprint(begin), "xsd:integer")}, {event, "kg:end", schema.Typed(fmt.Sprint(begin+5), "xsd:integer")},
			{event, "kg:rule", schema.Text("bench")},
			{a, edge, schema.Ref(b)}, {a, "kg:seeks", schema.Ref(w)}, {p, "kg:officialOf", schema.Ref(a)},
		} {
			r.Facts = append(r.Facts, schema.Fact{Subject: f.s, Predicate: f.p, Object: f.o, Sentence: span, Graph: schema.InSentence, Rule: "bench", Trigger: span})
		}
	}
	r.Article.Text = text
	sort.Slice(r.Things, func(i, j int) bool { return r.Things[i].Name < r.Things[j].Name })
	return r
}
