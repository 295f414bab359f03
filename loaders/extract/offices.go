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
	taken := ex.appointments(a)
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
	ex.roleReferences(a, taken)
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
	if strings.HasPrefix(row.Text, "general secretary") && schema.ClassOf(of) == "kg:Organization" {
		role = "kg:SecretaryGeneral" // of a party or body; a nation's general secretary leads its party
	}
	if role == "kg:MilitaryCommander" && a.policeAfter(t.last) {
		role = "kg:Official" // "General X, the chief of the Colombian police"
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

// policeAfter reports whether "of the N police" stands behind a title.
func (a *Analysis) policeAfter(i int) bool {
	if a.word(i, i-1) != "of" {
		return false
	}
	for j := i + 1; j < i+6; j++ {
		switch a.word(j, i-1) {
		case "police", "gendarmerie", "carabinieri":
			return true
		case "", ",", "and":
			return false
		}
	}
	return false
}

// Verbs that put a person into an office, by who the person is; and those that tell of its end.
var (
	appoints = wordsOf("appoint name elect make choose install inaugurate swear confirm nominate reappoint select promote designate")
	assumes  = wordsOf("become serve take assume succeed replace act continue return remain stay")
	resigns  = wordsOf("resign quit step retire sack dismiss fire oust remove depose")
)

// appointments states the offices that a verb gives, not a title beside the name: "X was sworn in as defence minister of
// Zambia", "N named X its ambassador", "X, who took over as …", "X succeeded Y as …", "Y was replaced by X". It returns the
// titles that it took.
func (ex *Extractor) appointments(a *Analysis) map[int]bool {
	taken := map[int]bool{}
	for k := range a.titles {
		t := &a.titles[k]
		if t.plural || t.of == "" {
			continue
		}
		tr := ex.tree(a, a.sent[t.first])
		n, ok := tr.byToken[t.last-1]
		if !ok {
			continue
		}
		v, verb := n, -1
		for up := 0; up < 3 && v >= 0; up++ {
			if tr.nodes[v].isVerb() {
				verb = v
				break
			}
			if tr.kid(v, "cop") >= 0 { // "who was Moldova's defence minister until 2018"
				verb = v
				break
			}
			v = tr.nodes[v].head
		}
		if verb < 0 {
			continue
		}
		l := tr.nodes[verb].lemma
		copula := tr.kid(verb, "cop") >= 0 && verb == n
		as := a.asBefore(t.first)
		if !copula && !as && !(appoints[l] || l == "become" || l == "assume") || !copula && !appoints[l] && !assumes[l] && !resigns[l] {
			continue
		}
		if tr.nodes[verb].first >= t.first && !copula {
			continue
		}
		p := ex.appointee(a, tr, verb, copula)
		if p == nil || ex.ownStatus(a, tr, verb) != "Actual" || !copula && l != "nominate" && ex.governed(a, tr, verb) != "Actual" || l == "nominate" {
			continue
		}
		if p.known == nil && p.of != "" && p.of != t.of {
			continue
		}
		past := resigns[l] || (copula || l == "serve" || l == "act") && tr.wasUntil(a, verb)
		if copula && !past {
			continue // "he is the foreign minister of a state that": titles beside names tell of those
		}
		if ex.inOfficeOf(a, p, t, past) {
			taken[k] = true
		}
	}
	ex.successions(a)
	return taken
}

// asBefore reports whether "as" stands before a title, over the words that belong to it.
func (a *Analysis) asBefore(i int) bool {
	for k := 1; k < 8; k++ {
		switch w := a.word(i-k, i); {
		case w == "as":
			return true
		case w == "" || w == "," || w == "and" || w == "with":
			return false
		}
	}
	return false
}

// appointee is the person whom a verb gives an office: the object of who appoints, the subject of a passive or of who
// takes office.
func (ex *Extractor) appointee(a *Analysis, t *tree, v int, copula bool) *person {
	var ps []Participant
	if l := t.nodes[v].lemma; !copula && (appoints[l] || l == "sack" || l == "dismiss" || l == "fire" || l == "oust" || l == "remove" || l == "depose") {
		if t.passive(v) {
			if k := t.kid(v, "nsubj:pass"); k >= 0 {
				ps = ex.participants(a, t, k)
			} else if h := t.nodes[v].head; h >= 0 {
				ps = ex.objectOf(a, t, v)
			}
		} else {
			for _, k := range t.all(v, "obj", "iobj", "xcomp", "ccomp") {
				ps = append(ps, ex.resolveNode(a, t, k)...)
			}
		}
	} else if copula {
		if k := t.kid(v, "nsubj"); k >= 0 {
			ps = ex.participants(a, t, k)
		}
	} else {
		ps = ex.subjectOf(a, t, v)
	}
	var found *person
	for _, x := range ps {
		for _, p := range a.people {
			if p.thing == x.Thing && found != p {
				if found != nil {
					return nil
				}
				found = p
			}
		}
	}
	return found
}

// wasUntil reports whether a verb tells of a time that is over: "was … until 2018", "served as … from 2010 to 2014".
func (t *tree) wasUntil(a *Analysis, v int) bool {
	was := t.nodes[v].tag == "VBD"
	for _, k := range t.all(v, "cop", "aux") {
		if w := a.lower[t.nodes[k].first]; w == "was" || w == "had" {
			was = true
		}
	}
	if !was {
		return false
	}
	for i := range t.nodes {
		switch a.lower[t.nodes[i].first] {
		case "until", "till", "from", "between", "under", "when", "then":
			if i > 0 && t.under(i, v) {
				return true
			}
		}
	}
	return false
}

// inOfficeOf states that a person holds, or held, the office of a title.
func (ex *Extractor) inOfficeOf(a *Analysis, p *person, t *titleMention, past bool) bool {
	row := t.row(t.of)
	if row == nil || rankOnly(row.Text) {
		return false
	}
	past = past || p.known != nil && leftBefore(p.known, row.Role, t.of, a.Article.Date)
	if p.known == nil && p.of == "" {
		ex.rename(a, p, t.of)
	}
	office := ex.gaz.Office(row.Role, t.of)
	a.things[office.Name] = &office
	if past {
		a.state(ex, p.thing, "kg:heldOffice", schema.Ref(office.Name), "appointment", t.first, t.last)
		return true
	}
	a.state(ex, p.thing, "kg:holdsOffice", schema.Ref(office.Name), "appointment", t.first, t.last)
	a.state(ex, p.thing, "kg:officialOf", schema.Ref(t.of), "appointment", t.first, t.last)
	return true
}

// successions reads "Defence Minister Y was replaced by X" and "X replaced Y, the defence minister": X has Y's office.
func (ex *Extractor) successions(a *Analysis) {
	for s := range a.Doc.Sentences {
		sn := a.Doc.Sentences[s]
		found := false
		for i := sn.First; i < sn.Last; i++ {
			found = found || strings.HasPrefix(a.lower[i], "replaced") || strings.HasPrefix(a.lower[i], "succeeded")
		}
		if !found {
			continue
		}
		t := ex.tree(a, s)
		for v := range t.nodes {
			if l := t.nodes[v].lemma; l != "replace" && l != "succeed" || !t.nodes[v].isVerb() || ex.ownStatus(a, t, v) != "Actual" || ex.governed(a, t, v) != "Actual" {
				continue
			}
			next, old := ex.subjectOf(a, t, v), ex.objectOf(a, t, v)
			if len(next) != 1 || len(old) != 1 {
				continue
			}
			var x, y *person
			for _, p := range a.people {
				if p.thing == next[0].Thing {
					x = p
				}
				if p.thing == old[0].Thing {
					y = p
				}
			}
			if x == nil || y == nil || x == y {
				continue
			}
			for _, r := range y.refs {
				for _, k := range r.titles {
					if tm := a.titles[k]; a.sent[tm.first] == s && tm.of != "" && (x.of == "" || x.of == tm.of || x.known != nil) {
						ex.inOfficeOf(a, x, &tm, false)
					}
				}
			}
		}
	}
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
func (ex *Extractor) roleReferences(a *Analysis, taken map[int]bool) {
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
		if used[k] || taken[k] || t.plural {
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
