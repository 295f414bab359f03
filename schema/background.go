package schema

import "strings"

// Background describes known things and what the gazetteers hold of them: the facts that have no sentence behind them.
// What a fact points to is described too, so that nothing in the graph is without a label; the offices of the nations
// named come with their tenures.
func (g *Gazetteer) Background(names []string) ([]Thing, []Fact) {
	b := &backgrounder{g: g, seen: map[string]bool{}, told: map[string]bool{}}
	for _, n := range names {
		b.describe(n)
	}
	for _, n := range names {
		b.facts(n)
	}
	return b.things, b.out
}

type backgrounder struct {
	g      *Gazetteer
	seen   map[string]bool
	told   map[string]bool
	things []Thing
	out    []Fact
}

// describe adds the description of a known thing, once.
func (b *backgrounder) describe(name string) {
	if b.seen[name] {
		return
	}
	b.seen[name] = true
	if t := b.g.things[name]; t != nil {
		b.things = append(b.things, *t)
		return
	}
	if role, of, ok := b.g.officeParts(name); ok {
		b.things = append(b.things, b.g.Office(role, of))
		b.describe(of)
	}
}

func (b *backgrounder) fact(subject, predicate string, object Term) {
	if object.Kind == IRI {
		b.describe(object.Value)
	}
	b.out = append(b.out, Fact{Subject: subject, Predicate: predicate, Object: object, Graph: InBackground})
}

// facts adds what the gazetteers know of a thing.
func (b *backgrounder) facts(name string) {
	if b.told[name] {
		return
	}
	b.told[name] = true
	g := b.g
	switch ClassOf(name) {
	case "kg:Nation":
		n := g.Nations[name]
		if n == nil {
			return
		}
		for _, s := range n.ReplacedBy {
			b.fact(name, "dcterms:isReplacedBy", Ref(s))
		}
		for _, o := range g.members[name] {
			b.fact(name, "kg:memberOf", Ref(o))
		}
		for _, role := range []string{"kg:HeadOfState", "kg:HeadOfGovernment", "kg:ForeignMinister", "kg:DefenceMinister"} {
			for _, t := range g.tenures[role+" "+name] {
				b.tenure(t)
			}
		}
	case "kg:Person":
		if p := g.Persons[name]; p != nil {
			for _, t := range p.Tenures {
				b.tenure(t)
			}
		}
	case "kg:Organization":
		if o := g.Organizations[name]; o != nil {
			if o.Nation != "" {
				b.fact(name, "kg:ofNation", Ref(o.Nation))
			}
			if o.Sector != "" {
				b.fact(name, "kg:sector", Text(o.Sector))
			}
		}
	case "kg:Place":
		if p := g.Places[name]; p != nil {
			if p.Nation != "" {
				b.fact(name, "kg:inNation", Ref(p.Nation))
			}
			for _, c := range p.ClaimedBy {
				b.fact(name, "kg:claimedBy", Ref(c))
			}
		}
	case "kg:WeaponSystem":
		if w := g.Weapons[name]; w != nil {
			b.fact(name, "kg:category", Ref(w.Category))
			for _, o := range w.Origin {
				b.fact(name, "kg:origin", Ref(o))
			}
			if w.Maker != "" {
				b.fact(name, "kg:maker", Ref(w.Maker))
			}
			if w.Family != "" {
				b.fact(name, "kg:variantOf", Ref(w.Family))
				b.facts(w.Family)
			}
		}
	}
}

// tenure adds one tenure as a node of its own.
func (b *backgrounder) tenure(t *Tenure) {
	office := b.g.Office(t.Role, t.Of)
	node := t.Name()
	if b.told[node] {
		return
	}
	b.told[node] = true
	if !b.seen[office.Name] {
		b.seen[office.Name] = true
		b.things = append(b.things, office)
		b.describe(t.Of)
	}
	b.fact(node, "rdf:type", Ref("kg:Tenure"))
	b.fact(node, "kg:holder", Ref(t.Person.Name))
	b.fact(node, "kg:office", Ref(office.Name))
	if t.Since != "" {
		b.fact(node, "kg:since", Typed(t.Since, DateType(t.Since)))
	}
	if t.Until != "" {
		b.fact(node, "kg:until", Typed(t.Until, DateType(t.Until)))
	}
}

// Name is the short name of a tenure: who, which office, since when.
func (t *Tenure) Name() string {
	_, person, _ := strings.Cut(t.Person.Name, ":")
	_, of, _ := strings.Cut(t.Of, ":")
	name := "tenure:" + person + "_" + strings.TrimPrefix(t.Role, "kg:") + "_of_" + of
	if t.Since != "" {
		name += "_" + t.Since
	}
	return name
}

// officeParts takes an office's short name apart.
func (g *Gazetteer) officeParts(name string) (role, of string, ok bool) {
	local, isOffice := strings.CutPrefix(name, "office:")
	if !isOffice {
		return "", "", false
	}
	r, body, found := strings.Cut(local, "_of_")
	if !found || !contains(Roles, "kg:"+r) {
		return "", "", false
	}
	for _, prefix := range []string{"nation:", "org:"} {
		if g.things[prefix+body] != nil {
			return "kg:" + r, prefix + body, true
		}
	}
	return "", "", false
}
