package graph

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// A ploverRecord is one event under the field names of the PLOVER manual (Open Event Data Alliance, chapter "JSON Data
// Fields"), one record a report. Fields that the manual does not have are date_basis and status.
type ploverRecord struct {
	ID string `json:"id"`
	// Date is the first day that the report allows, EndDate the last where that is another. Where the report gives none,
	// Date is the article's, and DateBasis says so: "publication".
	Date      string         `json:"date"`
	EndDate   string         `json:"enddate,omitempty"`
	DateBasis string         `json:"date_basis"`
	Source    []ploverActor  `json:"source"`
	Recipient []ploverActor  `json:"recipient,omitempty"`
	Event     []string       `json:"event"`
	Mode      []string       `json:"mode,omitempty"`
	Context   []string       `json:"context,omitempty"`
	QuadCode  int            `json:"quad_code"`
	Status    string         `json:"status"`
	Place     *ploverPlace   `json:"event_loc,omitempty"`
	Trigger   []string       `json:"event_text,omitempty"`
	Size      *ploverSize    `json:"size_info,omitempty"`
	Link      string         `json:"link,omitempty"`
	Text      string         `json:"text,omitempty"`
	TextInfo  ploverTextInfo `json:"text_info"`
	Cite      ploverCite     `json:"cite_info"`
}

type ploverActor struct {
	Code   string `json:"code,omitempty"`
	Sector string `json:"sector,omitempty"`
	Text   string `json:"actor_text"`
	ID     string `json:"identifier_id"`
	Office string `json:"office,omitempty"`
}

type ploverPlace struct {
	Name string `json:"name"`
	Code string `json:"cc3,omitempty"`
}

type ploverSize struct {
	Dead     int `json:"dead,omitempty"`
	Injured  int `json:"injured,omitempty"`
	Arrested int `json:"arrested,omitempty"`
}

type ploverTextInfo struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type ploverCite struct {
	Citation    string `json:"citation"`
	Title       string `json:"title,omitempty"`
	URL         string `json:"url,omitempty"`
	Publication string `json:"publication,omitempty"`
}

// plannedAgree are the acts that PLOVER codes as AGREE while they lie ahead.
var plannedAgree = map[string]bool{"kg:Consult": true, "kg:Support": true, "kg:Cooperate": true, "kg:Aid": true}

// writePLOVER writes the exported events as PLOVER records, one a line, in the order of articles and sentences.
func writePLOVER(w io.Writer, e *exporter) error {
	p := &ploverWriter{e: e, things: make(map[string]properties)}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, article := range e.articles {
		own, sentences, err := e.article(article)
		if err != nil {
			return err
		}
		about := make(map[quad.Value]properties)
		for _, q := range own {
			if about[q.Subject] == nil {
				about[q.Subject] = make(properties)
			}
			about[q.Subject].add(q)
		}
		for _, sentence := range sentences {
			quads, err := e.statements(sentence)
			if err != nil {
				return err
			}
			for len(quads) > 0 {
				n := 1
				for n < len(quads) && quads[n].Subject == quads[0].Subject {
					n++
				}
				event := make(properties)
				for _, q := range quads[:n] {
					event.add(q)
				}
				if slices.Contains(event["rdf:type"], "kg:Event") {
					r, err := p.record(shortName(quads[0].Subject), event, about[sentence], about[article])
					if err != nil {
						return err
					}
					if r != nil {
						r.Cite.Citation = strings.TrimPrefix(string(article), articleBase)
						if err := encoder.Encode(r); err != nil {
							return err
						}
					}
				}
				quads = quads[n:]
			}
		}
	}
	return nil
}

// properties are the values of a resource by property, IRIs as short names, in the order of quads.
type properties map[string][]string

func (p properties) add(q quad.Quad) {
	name := shortName(q.Predicate)
	p[name] = append(p[name], termOf(q.Object).Value)
}

func (p properties) one(name string) string {
	if list := p[name]; len(list) > 0 {
		return list[0]
	}
	return ""
}

func (p properties) number(name string) int {
	n, err := strconv.Atoi(p.one(name))
	if err != nil {
		return 0
	}
	return n
}

type ploverWriter struct {
	e      *exporter
	things map[string]properties // those looked up, up to maxThings
}

const maxThings = 10000

// record is the record of an event, nil where it is not to be exported.
func (p *ploverWriter) record(id string, event, sentence, article properties) (*ploverRecord, error) {
	class := ""
	for _, c := range event["rdf:type"] {
		if c != "kg:Event" {
			class = c
		}
	}
	c := vocabulary.Class(class)
	if c == nil || c.Parent != "kg:Event" {
		return nil, fmt.Errorf("%s: %q is no class of events", id, class)
	}
	r := &ploverRecord{
		ID: strings.TrimPrefix(id, "event:"), QuadCode: c.QuadClass, Mode: event["kg:mode"], Context: event["kg:context"],
		Status:   strings.ToLower(strings.TrimPrefix(event.one("kg:status"), "kg:")),
		Text:     sentence.one("kg:text"),
		TextInfo: ploverTextInfo{sentence.number("kg:begin"), sentence.number("kg:end")},
		Cite:     ploverCite{Title: article.one("schema:headline"), URL: article.one("schema:url"), Publication: article.one("schema:publisher")},
	}
	switch event.one("kg:status") {
	case "kg:Planned":
		r.Context = append(slices.Clip(r.Context), "future")
		if plannedAgree[class] {
			// The act that is planned is of another category; what is reported is the agreement to it.
			class, r.QuadCode, r.Mode = "kg:Agree", 1, nil
		}
	case "kg:Possible":
		r.Context = append(slices.Clip(r.Context), "hypothetical")
	case "kg:Negated":
		if !p.e.options.Negated {
			return nil, nil
		}
		r.Context = append(slices.Clip(r.Context), "negation")
	}
	r.Event = []string{strings.ToUpper(strings.TrimPrefix(class, "kg:"))}
	r.Trigger = event["kg:trigger"]
	p.date(r, event, article)
	var err error
	if r.Link, err = p.cluster(id); err != nil {
		return nil, err
	}
	if r.Source, err = p.actors(event["kg:actor"], event["kg:actorNation"]); err != nil {
		return nil, err
	}
	if r.Recipient, err = p.actors(event["kg:recipient"], event["kg:recipientNation"]); err != nil {
		return nil, err
	}
	if name := event.one("kg:place"); name != "" {
		place, err := p.thing(name)
		if err != nil {
			return nil, err
		}
		r.Place = &ploverPlace{Name: place.one("rdfs:label")}
		if r.Place.Code, err = p.code(name, place); err != nil {
			return nil, err
		}
	}
	if size := (ploverSize{event.number("kg:killed"), event.number("kg:wounded"), event.number("kg:detained")}); size != (ploverSize{}) {
		r.Size = &size
	}
	if p.e.options.NoEvidence {
		r.Text = ""
	}
	return r, nil
}

// date gives the first and last day, from what the report says of its day.
func (p *ploverWriter) date(r *ploverRecord, event, article properties) {
	first, last := event.one("kg:earliest"), event.one("kg:latest")
	r.DateBasis = event.one("kg:dateBasis")
	switch {
	case first != "":
		r.Date = first
		if last != first {
			r.EndDate = last
		}
	case last != "":
		// No first day is known: the last one stands for both, as with other coders.
		r.Date = last
	default:
		r.Date, r.DateBasis = article.one("schema:datePublished"), "publication"
	}
	if r.DateBasis == "" {
		r.DateBasis = "stated"
	}
}

// actors are those of one side. A nation that none of them stands for by itself is an actor too.
func (p *ploverWriter) actors(names, nations []string) ([]ploverActor, error) {
	out := []ploverActor{}
	for _, name := range names {
		thing, err := p.thing(name)
		if err != nil {
			return nil, err
		}
		a := ploverActor{Text: thing.one("rdfs:label"), ID: name, Sector: thing.one("kg:sector")}
		if a.Code, err = p.code(name, thing); err != nil {
			return nil, err
		}
		switch schema.ClassOf(name) {
		case "kg:Nation":
			a.Sector = "GOV"
		case "kg:Person":
			if err := p.person(&a, thing, nations); err != nil {
				return nil, err
			}
		}
		for _, same := range thing["owl:sameAs"] {
			if q, ok := strings.CutPrefix(same, "wd:"); ok {
				a.ID = q
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// person gives a person the code of whom he acts for and the sector of his office: the first office of one of the
// nations that the event names for this side, else the first.
func (p *ploverWriter) person(a *ploverActor, person properties, nations []string) error {
	var of []string
	for _, name := range slices.Concat(person["kg:holdsOffice"], person["kg:heldOffice"]) {
		office, err := p.thing(name)
		if err != nil {
			return err
		}
		ours := slices.ContainsFunc(office["kg:officeOf"], func(n string) bool { return slices.Contains(nations, n) })
		if a.Office != "" && !ours {
			continue
		}
		a.Office, of = office.one("rdfs:label"), office["kg:officeOf"]
		if a.Sector, err = p.officeSector(office); err != nil {
			return err
		}
		if ours {
			break
		}
	}
	if len(of) == 0 {
		if of = person["kg:officialOf"]; len(of) > 0 {
			a.Sector = "GOV"
		} else if len(nations) == 1 {
			of = nations
		}
	}
	var err error
	a.Code, err = p.codeOf(of)
	return err
}

// roleSectors are the sectors of offices that are not the government's.
var roleSectors = map[string]string{"kg:MilitaryCommander": "MIL", "kg:Legislator": "LEG"}

// officeSector is the sector of an office: its own, that of its kind, that of its organization, else the government.
func (p *ploverWriter) officeSector(office properties) (string, error) {
	if sector := office.one("kg:sector"); sector != "" {
		return sector, nil
	}
	for _, role := range office["kg:role"] {
		if sector := roleSectors[role]; sector != "" {
			return sector, nil
		}
	}
	for _, name := range office["kg:officeOf"] {
		if schema.ClassOf(name) == "kg:Organization" {
			of, err := p.thing(name)
			return of.one("kg:sector"), err
		}
	}
	return "GOV", nil
}

// code is the ISO code of a nation, or of the one that an organization or a place belongs to; Kosovo, which has none of
// ISO's, is KOS in PLOVER. An organization of nations has its sector as code.
func (p *ploverWriter) code(name string, thing properties) (string, error) {
	switch schema.ClassOf(name) {
	case "kg:Nation":
		if code := thing.one("kg:iso3"); code != "XKX" {
			return code, nil
		}
		return "KOS", nil
	case "kg:Organization":
		code, err := p.codeOf(thing["kg:ofNation"])
		if code == "" && thing.one("kg:sector") == "IGO" {
			code = "IGO"
		}
		return code, err
	case "kg:Place":
		return p.codeOf(thing["kg:inNation"])
	}
	return "", nil
}

// codeOf is the code of the first nation or organization of a list.
func (p *ploverWriter) codeOf(names []string) (string, error) {
	if len(names) == 0 {
		return "", nil
	}
	thing, err := p.thing(names[0])
	if err != nil {
		return "", err
	}
	return p.code(names[0], thing)
}

// thing is what is said of a thing anywhere, in the order of quads.
func (p *ploverWriter) thing(name string) (properties, error) {
	if known, ok := p.things[name]; ok {
		return known, nil
	}
	iri, err := IRI(name)
	if err != nil {
		return nil, err
	}
	quads, err := p.e.quads(quad.Subject, iri)
	if err != nil {
		return nil, err
	}
	out := make(properties)
	for _, q := range sortedUnique(quads) {
		if name := shortName(q.Predicate); !slices.Contains(out[name], termOf(q.Object).Value) {
			out.add(q)
		}
	}
	if len(p.things) >= maxThings {
		clear(p.things)
	}
	p.things[name] = out
	return out, nil
}

// cluster is the happening that an event reports.
func (p *ploverWriter) cluster(id string) (string, error) {
	iri, err := IRI(id)
	if err != nil {
		return "", err
	}
	quads, err := p.e.about(clusters, iri)
	if err != nil || len(quads) == 0 {
		return "", err
	}
	return strings.TrimPrefix(shortName(quads[0].Object), "cluster:"), nil
}
