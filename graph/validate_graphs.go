package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// What SHACL has no words for, as it knows neither named graphs nor characters of a text.

// ownCheck is the constraint component of the checks of this file.
var ownCheck = schema.MustExpand("shape:OwnCheck")

func (c *chunk) fault(shape, wanted string, focus, path, value quad.Value, wrong string) {
	c.own = append(c.own, Finding{Severity: Fault, Shape: "shape:" + shape, Component: ownCheck, Wanted: wanted, Wrong: wrong, focus: focus, path: path, value: value})
}

var (
	inThings = names("rdf:type", "rdfs:label", "skos:altLabel", "kg:iso3", "owl:sameAs", "kg:role", "kg:officeOf")
	// inBackground are the properties for which no sentence has to stand.
	inBackground = names("rdf:type", "kg:holder", "kg:office", "kg:since", "kg:until", "kg:sector", "kg:ofNation", "kg:memberOf",
		"kg:inNation", "kg:claimedBy", "dcterms:isReplacedBy", "kg:origin", "kg:maker", "kg:variantOf", "kg:category",
		"kg:officeOf", "kg:role", "kg:party", "kg:signedOn", "kg:stage")

	kgStatedIn = mustIRI("kg:statedIn")
	kgTrigger  = mustIRI("kg:trigger")
	kgSince    = mustIRI("kg:since")
	kgUntil    = mustIRI("kg:until")
	kgStatus   = mustIRI("kg:status")
	kgActual   = mustIRI("kg:Actual")
)

func names(short ...string) map[quad.Value]bool {
	set := make(map[quad.Value]bool, len(short))
	for _, name := range short {
		set[mustIRI(name)] = true
	}
	return set
}

// checkShared looks at the graphs that articles share: only what a thing is, and what no sentence has to state, stands
// there; a tenure does not end before it begins.
func (c *chunk) checkShared() {
	since := make(map[quad.Value]quad.Value)
	for _, q := range c.quads {
		switch {
		case q.Label == things && !inThings[q.Predicate], q.Label == background && !inBackground[q.Predicate]:
			c.fault("Evidence", "what is no description of a thing and no background stands in the graph of the sentence that states it",
				q.Subject, q.Predicate, q.Object, "it stands in "+shortName(q.Label))
		case q.Predicate == kgSince:
			since[q.Subject] = q.Object
		}
	}
	for _, q := range c.quads {
		if q.Predicate != kgUntil || since[q.Subject] == nil {
			continue
		}
		from, to := lexical(since[q.Subject]), lexical(q.Object)
		if n := min(len(from), len(to)); from[:n] > to[:n] {
			c.fault("TenureOrder", "a tenure does not end before it begins", q.Subject, q.Predicate, q.Object, fmt.Sprintf("it begins %s and ends %s", from, to))
		}
	}
}

// checkLoose looks at what stands in no graph beside articles: it may say anything but what needs a sentence.
func (c *chunk) checkLoose() {
	vocabulary := schema.NewVocabulary()
	for _, q := range c.quads {
		if name := shortName(q.Predicate); q.Label == nil && strings.HasPrefix(name, "kg:") && vocabulary.Property(name) != nil {
			c.fault("Evidence", evidenceWanted, q.Subject, q.Predicate, q.Object, "it stands in no graph")
		}
	}
}

const evidenceWanted = "every statement stands in the graph of a sentence that is described, with its text, in the graph of its article"

// checkArticle looks at the quads of one article.
func (c *chunk) checkArticle(article quad.IRI, quads []quad.Quad) {
	sentences := make(map[quad.Value]map[quad.Value]string) // sentence -> property -> value
	events := make(map[quad.Value]*eventSides)
	var text, sum string
	for _, q := range quads {
		if q.Label == article {
			if q.Subject == article {
				switch q.Predicate {
				case kgText:
					text = lexical(q.Object)
				case kgSHA256:
					sum = lexical(q.Object)
				}
				continue
			}
			if sentences[q.Subject] == nil {
				sentences[q.Subject] = make(map[quad.Value]string)
			}
			sentences[q.Subject][q.Predicate] = lexical(q.Object)
			continue
		}
		if strings.HasPrefix(shortName(q.Subject), "event:") {
			e := events[q.Subject]
			if e == nil {
				e = &eventSides{}
				events[q.Subject] = e
			}
			e.take(q)
		}
	}
	if h := sha256.Sum256([]byte(text)); sum != "" && hex.EncodeToString(h[:]) != sum {
		c.fault("TextHash", "the hash of an article is that of its text", article, kgSHA256, quad.String(sum), "its text has another hash: it was changed")
	}
	runes := []rune(text)
	for _, q := range quads {
		if q.Label == article && q.Predicate == rdfType && q.Object == kgSentence {
			c.checkSentence(article, q.Subject, sentences[q.Subject], runes)
		}
	}
	for _, q := range quads {
		if q.Label == article && q.Subject != article && sentences[q.Subject][rdfType] == "" {
			c.fault("ArticleGraph", "the graph of an article tells of the article and of its sentences only", q.Subject, q.Predicate, q.Object,
				"it stands in the graph of the article "+shortName(article))
		}
		if q.Label == article {
			continue
		}
		if e := events[q.Subject]; e != nil && e.statedIn != nil && e.statedIn != q.Label {
			c.fault("EventGraph", "all that is said of an event stands in the graph of the sentence that states it", q.Subject, q.Predicate, q.Object,
				fmt.Sprintf("this stands in %s, the event is stated in %s", shortName(q.Label), shortName(e.statedIn)))
		}
		if class, ok := edgeClass[q.Predicate]; ok && !edgeFrom(events, q, class) {
			c.fault("DirectEdge", "an edge between two sides comes from an Actual event of its class in the same sentence", q.Subject, q.Predicate, q.Object,
				fmt.Sprintf("%s %s %s, but no Actual %s with these sides stands there", shortName(q.Subject), shortName(q.Predicate), shortName(q.Object), class))
		}
	}
}

// checkForms looks at how dates are written, where the engine checks no more than their datatype.
func (c *chunk) checkForms() {
	for _, q := range c.quads {
		if o, ok := q.Object.(quad.TypedString); ok {
			switch datatype := schema.Shorten(string(o.Type)); datatype {
			case "xsd:date", "xsd:gYearMonth", "xsd:gYear":
				if text := string(o.Value); !schema.ValidDate(text) || schema.DateType(text) != datatype {
					c.fault("DateForm", "a date is a day, month or year that there is: 2020-06-23, 2020-06 or 2020", q.Subject, q.Predicate, q.Object,
						fmt.Sprintf("%q is no %s", text, datatype))
				}
			}
		}
	}
}

// checkSentence holds a sentence against the text of its article.
func (c *chunk) checkSentence(article quad.IRI, sentence quad.Value, has map[quad.Value]string, text []rune) {
	var begin, end int
	_, err := fmt.Sscanf(has[kgBegin]+" "+has[kgEnd], "%d %d", &begin, &end)
	switch {
	case err != nil:
		return // the shapes tell
	case begin < 0 || begin >= end || end > len(text):
		c.fault("SentenceSpan", "a sentence lies within the text of its article", sentence, nil, nil,
			fmt.Sprintf("it is characters %d to %d of a text of %d", begin, end, len(text)))
	case string(text[begin:end]) != has[kgText]:
		c.fault("SentenceText", "the text of a sentence is that piece of its article's text", sentence, kgText, nil,
			fmt.Sprintf("there the article has %.80q", string(text[begin:end])))
	}
	if want := fmt.Sprintf("%s#char=%d,%d", string(article), begin, end); shaclTerm(sentence).Value() != want {
		c.fault("SentenceName", "a sentence is named by its article and its range of characters", sentence, nil, nil,
			"its article and range give "+schema.Shorten(want))
	}
}

// eventSides is what a direct edge is held against.
type eventSides struct {
	statedIn, graph quad.Value
	actual          bool
	classes         []string
	sides           []quad.Value
}

func (e *eventSides) take(q quad.Quad) {
	e.graph = q.Label
	switch q.Predicate {
	case kgStatedIn:
		e.statedIn = q.Object
	case kgStatus:
		e.actual = q.Object == kgActual
	case rdfType:
		e.classes = append(e.classes, strings.TrimPrefix(shortName(q.Object), "kg:"))
	default:
		if sideProperties[q.Predicate] {
			e.sides = append(e.sides, q.Object)
		}
	}
}

var sideProperties = names("kg:actor", "kg:recipient", "kg:actorNation", "kg:recipientNation", "kg:host", "kg:mediator")

func edgeFrom(events map[quad.Value]*eventSides, q quad.Quad, class string) bool {
	for _, e := range events {
		if e.actual && e.graph == q.Label && slices.Contains(e.classes, class) && slices.Contains(e.sides, q.Subject) && slices.Contains(e.sides, q.Object) {
			return true
		}
	}
	return false
}

// edgeClass is the class of event that a direct edge comes from.
var edgeClass = func() map[quad.Value]string {
	classes := []string{"Agree", "Consult", "Assault", "Cooperate", "Agree", "Cooperate", "Support", "Concede", "Aid", "Retreat", "Request",
		"Accuse", "Reject", "Threaten", "Protest", "Sanction", "Mobilize", "Coerce", "Assault"}
	m := make(map[quad.Value]string, len(classes))
	for i, edge := range schema.DirectEdges {
		m[mustIRI(edge)] = classes[i]
	}
	return m
}()

// unevidenced finds the quads that stand in the graph of a sentence or article that is not described.
func (v *validator) unevidenced() error {
	described := make(map[quad.Value]bool)
	known := func(label quad.Value) (bool, error) {
		if ok, seen := described[label]; seen {
			return ok, nil
		}
		want := kgSentence
		if KindOf(label) == "articles" {
			want = newsArticle
		}
		ok := false
		err := v.r.each(quad.Subject, label, func(q quad.Quad) error {
			ok = ok || q.Predicate == rdfType && q.Object == want
			return nil
		})
		described[label] = ok
		return ok, err
	}
	c := v.chunk()
	err := v.r.all(func(q quad.Quad) error {
		if kind := KindOf(q.Label); kind != "sentences" && kind != "articles" || q.Label == nil {
			return nil
		}
		ok, err := known(q.Label)
		if !ok && err == nil {
			c.add(q)
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, q := range c.quads {
		c.fault("Evidence", evidenceWanted, q.Subject, q.Predicate, q.Object, "there is no sentence "+shortName(q.Label))
	}
	return c.finish()
}
