package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// offices states who holds which office: from titles beside names, from "his Polish counterpart, NAME", and for known
// officials whom the sentence ties to their nation. References without a name ("his Russian counterpart") are linked by
// role, nation and date, and are marked as inferred.
func (ex *Extractor) offices(a *Analysis) {
	ex.counterparts(a)
	for _, p := range a.people {
		titled := false
		for _, r := range p.refs {
			for _, k := range r.titles {
				titled = ex.holds(a, p, r, &a.titles[k]) || titled
			}
		}
		if !titled {
			ex.tied(a, p)
		}
	}
	ex.roleReferences(a)
}

// vague are roles that a wording leaves open: a known office is more exact.
func vague(role string) bool {
	return role == "kg:Official" || role == "kg:Minister" || role == "kg:HeadOfState"
}

// holds states the office that a title beside a name gives; it reports whether it did.
func (ex *Extractor) holds(a *Analysis, p *person, r personRef, t *titleMention) bool {
	of := t.of
	if of == "" {
		of = p.of
	}
	if of == "" {
		return false
	}
	row := t.row(of)
	if row == nil {
		return false
	}
	role := row.Role
	former := t.former || r.former
	if p.known != nil && !former {
		role = ex.knownRole(a, p.known, row, of)
	}
	if row.Text == "general secretary" && schema.ClassOf(of) == "kg:Organization" {
		role = "kg:SecretaryGeneral" // of a party or body; a nation's general secretary leads its party
	}
	if rankOnly(row.Text) && len(r.titles) > 1 {
		return false // a rank beside an office
	}
	if p.known != nil && !former && leftBefore(p.known, role, of, a.Article.Date) {
		former = true
	}
	predicate := "kg:holdsOffice"
	if former {
		predicate = "kg:heldOffice"
	}
	office := ex.gaz.Office(role, of)
	a.things[office.Name] = &office
	a.state(ex, p.thing, predicate, schema.Ref(office.Name), "title "+row.Text, t.first, t.last)
	if !former {
		a.state(ex, p.thing, "kg:officialOf", schema.Ref(of), "title "+row.Text, t.first, t.last)
	}
	return true
}

// leftBefore reports whether a known person held an office and had certainly left it before a day.
func leftBefore(p *schema.Person, role, of, day string) bool {
	held := false
	for _, t := range p.Tenures {
		if t.Role != role || t.Of != of {
			continue
		}
		if day == "" || t.Until == "" || schema.LatestDay(t.Until) >= day {
			return false
		}
		held = true
	}
	return held
}

// knownRole makes a loose wording exact with what is known of the person: "Minister Błaszczak", "leader Kim".
func (ex *Extractor) knownRole(a *Analysis, p *schema.Person, row *schema.Title, of string) string {
	var best *schema.Tenure
	for _, t := range p.Tenures {
		if t.Of == of && (a.day.IsZero() || t.On(a.Article.Date)) {
			if t.Role == row.Role {
				return row.Role
			}
			if best == nil || t.Since > best.Since {
				best = t
			}
		}
	}
	if best == nil {
		return row.Role
	}
	switch {
	case row.Text == "republican" || row.Text == "democrat":
		return best.Role
	case row.Role == "kg:Minister" && strings.HasSuffix(best.Role, "Minister") && (row.Text == "minister" || row.Text == "ministers"),
		row.Text == "leader", row.Text == "secretary" && best.Role != "kg:SecretaryGeneral", row.Text == "premier",
		row.Text == "chief" && best.Role != "kg:HeadOfState":
		return best.Role
	}
	return row.Role
}

// rankOnly reports whether a wording is a military rank.
func rankOnly(title string) bool {
	for _, w := range strings.Fields(strings.ReplaceAll(strings.ToLower(title), ".", " ")) {
		switch w {
		case "general", "gen", "admiral", "adm", "lieutenant", "lt", "major", "maj", "brigadier", "brig", "vice", "rear", "colonel", "col", "captain", "capt",
			"marshal", "field", "air", "chief", "commodore", "commander", "cmdr", "sergeant", "sgt", "army", "fleet", "of", "the":
		default:
			return false
		}
	}
	return title != "commander" && title != "army chief" && title != "air chief" && title != "chief" && title != "chief of the army"
}

// tied states the known office of an official whom the sentence names with his nation ("China's Wang Yi"), when the
// article speaks of that office.
func (ex *Extractor) tied(a *Analysis, p *person) {
	if p.known == nil || a.day.IsZero() {
		return
	}
	for _, r := range p.refs {
		w := a.word(r.first-1, r.first)
		possessive := w == "'s" || w == "’s"
		var m *Mention
		if possessive {
			m = a.at(r.first - 2)
		} else {
			m = a.at(r.first - 1)
		}
		if m == nil || m.Class != "kg:Nation" || a.sent[m.First] != a.sent[r.first] {
			continue
		}
		for _, t := range p.known.Tenures {
			if t.Of != m.Thing || !t.On(a.Article.Date) {
				continue
			}
			a.state(ex, p.thing, "kg:officialOf", schema.Ref(t.Of), "nation's official", m.First, r.last)
			if ex.speaksOf(a, t.Role) {
				ex.inKnownOffice(a, p, t, m.First, r.last)
			}
		}
		return
	}
	// the leaders whom every reader knows go without a title; the article must name their nation and the office
	for _, t := range p.known.Tenures {
		if roleRank(t.Role) > roleRank("kg:DefenceMinister") || !t.On(a.Article.Date) || t.Since == "" || !a.namesThing(t.Of) || !ex.speaksOf(a, t.Role) {
			continue
		}
		r := p.refs[0]
		for _, q := range p.refs {
			if q.first < r.first {
				r = q
			}
		}
		if p.former(a) {
			return
		}
		a.state(ex, p.thing, "kg:officialOf", schema.Ref(t.Of), "known official", r.first, r.last)
		ex.inKnownOffice(a, p, t, r.first, r.last)
	}
}

// inKnownOffice states that a person holds an office that the gazetteers know.
func (ex *Extractor) inKnownOffice(a *Analysis, p *person, t *schema.Tenure, first, last int) {
	office := ex.gaz.Office(t.Role, t.Of)
	a.things[office.Name] = &office
	a.state(ex, p.thing, "kg:holdsOffice", schema.Ref(office.Name), "known official", first, last)
}

// former reports whether the article calls a person a former or past holder of anything.
func (p *person) former(a *Analysis) bool {
	for _, r := range p.refs {
		for k := 1; k <= 3; k++ {
			if formerWord[a.word(r.first-k, r.first)] {
				return true
			}
		}
	}
	return false
}

// namesThing reports whether the article names a thing.
func (a *Analysis) namesThing(thing string) bool {
	for i := range a.Mentions {
		if m := &a.Mentions[i]; m.Last > m.First && m.Thing == thing {
			return true
		}
	}
	return false
}

// speaksOf reports whether the article has a wording of a role.
func (ex *Extractor) speaksOf(a *Analysis, role string) bool {
	for i := range a.titles {
		for _, row := range a.titles[i].rows {
			if row.Role == role {
				return true
			}
		}
	}
	return false
}

// counterparts reads "his Ecuadorean counterpart, Rafael Correa": the name gets the role of the one before, in the
// other nation; without a name, the holder of that office on the article's day is inferred.
func (ex *Extractor) counterparts(a *Analysis) {
	for i := range a.lower {
		if a.lower[i] != "counterpart" && a.lower[i] != "counterparts" && a.lower[i] != "opposite" {
			continue
		}
		if a.lower[i] == "opposite" && a.word(i+1, i) != "number" {
			continue
		}
		m := a.at(i - 1)
		if m == nil || m.Class != "kg:Nation" || a.sent[m.First] != a.sent[i] {
			continue
		}
		role := ex.roleBefore(a, m.First)
		if role == "" {
			continue
		}
		j := i + 1
		if a.word(j, i) == "," {
			j++
		}
		if q := a.at(j); q != nil && q.Class == "kg:Person" && a.sent[j] == a.sent[i] {
			for _, p := range a.people {
				for k := range p.refs {
					if p.refs[k].first == q.First && (p.known == nil || ex.servedFor(p.known, m.Thing)) {
						if p.known == nil && p.of != m.Thing {
							ex.rename(a, p, m.Thing)
						}
						office := ex.gaz.Office(role, m.Thing)
						a.things[office.Name] = &office
						a.state(ex, p.thing, "kg:holdsOffice", schema.Ref(office.Name), "counterpart", i, i+1)
						a.state(ex, p.thing, "kg:officialOf", schema.Ref(m.Thing), "counterpart", i, i+1)
					}
				}
			}
			continue
		}
		if a.lower[i] == "counterpart" && !a.day.IsZero() {
			if h := ex.gaz.Holder(role, m.Thing, a.Article.Date); h != nil {
				a.mention(Mention{First: i, Last: i + 1, Class: "kg:Person", Thing: h.Name, Kind: Reference, Rule: "counterpart"})
			}
		}
	}
}

// rename gives a person known by form alone the nation that was found for him.
func (ex *Extractor) rename(a *Analysis, p *person, nation string) {
	_, local, _ := strings.Cut(nation, ":")
	old := p.thing
	p.thing, p.of = "person:"+schema.LocalName(p.label)+"__"+local, nation
	t := *a.things[old]
	t.Name = p.thing
	delete(a.things, old)
	a.things[p.thing] = &t
	a.met[p.thing] = a.met[old]
	delete(a.met, old)
	for i := range a.Mentions {
		if a.Mentions[i].Thing == old {
			a.Mentions[i].Thing = p.thing
		}
	}
	for i := range a.Facts {
		if a.Facts[i].Subject == old {
			a.Facts[i].Subject = p.thing
		}
	}
	a.of[p.thing] = nation
}

// roleBefore is the role of the person named last before a token, in its sentence or the one before.
func (ex *Extractor) roleBefore(a *Analysis, i int) string {
	if w := a.word(i-1, i); w == "his" || w == "her" { // whose counterpart
		t := ex.tree(a, a.sent[i])
		if k, ok := t.byToken[i-1]; ok {
			if ps := ex.personPronoun(a, t, k); len(ps) == 1 {
				return ex.roleOf(a, ps[0].Thing)
			}
		}
	}
	for s := a.sent[i]; s >= 0 && s >= a.sent[i]-1; s-- {
		sn := a.Doc.Sentences[s]
		for j := min(i, sn.Last) - 1; j >= sn.First; j-- {
			m := a.at(j)
			if m == nil || m.Class != "kg:Person" || m.Kind == Reference {
				continue
			}
			return ex.roleOf(a, m.Thing)
		}
	}
	return ""
}

// roleOf is the most senior role that the titles of a person give in this article, or else his known one.
func (ex *Extractor) roleOf(a *Analysis, thing string) string {
	best := len(schema.Roles)
	for _, p := range a.people {
		if p.thing != thing {
			continue
		}
		for _, r := range p.refs {
			for _, k := range r.titles {
				t := &a.titles[k]
				of := t.of
				if of == "" {
					of = p.of
				}
				if row := t.row(of); row != nil {
					role := row.Role
					if p.known != nil && of != "" {
						role = ex.knownRole(a, p.known, row, of)
					}
					best = min(best, roleRank(role))
				}
			}
		}
		if best == len(schema.Roles) && p.known != nil {
			for _, t := range p.known.Tenures {
				if t.On(a.Article.Date) {
					best = min(best, roleRank(t.Role))
				}
			}
		}
	}
	if best < len(schema.Roles) {
		return schema.Roles[best]
	}
	return ""
}

func roleRank(role string) int {
	for i, r := range schema.Roles {
		if r == role {
			return i
		}
	}
	return len(schema.Roles)
}

// roleReferences links a title that stands alone ("the foreign minister", "India's defence minister") to the one known
// person who is meant: the article's own holder of that office, else the holder on its day, marked as inferred.
func (ex *Extractor) roleReferences(a *Analysis) {
	used := map[int]bool{}
	for _, p := range a.people {
		for _, r := range p.refs {
			for _, k := range r.titles {
				used[k] = true
			}
		}
	}
	for k := range a.titles {
		t := &a.titles[k]
		if used[k] || t.plural {
			continue
		}
		det := a.word(t.first-1, t.first)
		if !t.stated && det != "the" {
			continue
		}
		row := t.row(t.of)
		if row == nil || roleRank(row.Role) > roleRank("kg:DefenceMinister") {
			continue
		}
		var found *person
		several := false
		for _, p := range a.people {
			if (t.of == "" || p.of == t.of) && ex.roleOf(a, p.thing) == row.Role {
				if found != nil {
					several = true
				}
				found = p
			}
		}
		switch {
		case found != nil && !several:
			a.mention(Mention{First: t.first, Last: t.last, Class: "kg:Person", Thing: found.thing, Kind: Reference, Rule: "role"})
		case found == nil && t.of != "" && t.stated && !t.former && !a.day.IsZero():
			if h := ex.gaz.Holder(row.Role, t.of, a.Article.Date); h != nil {
				a.mention(Mention{First: t.first, Last: t.last, Class: "kg:Person", Thing: h.Name, Kind: Reference, Rule: "role"})
			}
		}
	}
}
