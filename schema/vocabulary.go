package schema

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
)

//go:embed data/kg.ttl
var ontology string

// Ontology is the OWL ontology of the model as Turtle: what NewVocabulary holds, with labels, comments, alignments to
// the vocabularies that others know, and PLOVER as a SKOS scheme.
func Ontology() string { return ontology }

//go:embed data/shapes.ttl
var shapes string

// Shapes are the SHACL shapes of a good graph, as Turtle.
func Shapes() string { return shapes }

// Class is one class of model.md. Things have exactly one of those without a parent; events have kg:Event and one of
// the sixteen.
type Class struct {
	Name      string // short name
	Parent    string // kg:Event for the classes of PLOVER, else empty
	QuadClass int    // PLOVER's quad class of an event class, 0 otherwise
	Thing     bool   // described in the things graph, and found in text
}

// Property is one property of model.md with what it may join.
type Property struct {
	Name   string   // short name
	Domain []string // classes that may be its subject; empty: any
	Range  []string // classes of an IRI object, or the datatypes of a literal ("" is a plain string)
	// Literal says that objects are literals.
	Literal bool
	// Symmetric says that the statement stands both ways.
	Symmetric bool
}

// Vocabulary is every class and property that the graph may use. A fact outside it is a bug, caught where it is made.
type Vocabulary struct {
	Classes    []Class
	Properties []Property

	class    map[string]*Class
	property map[string]*Property
}

// Roles are the kinds of office, the values of kg:role, most senior first.
var Roles = []string{"kg:HeadOfState", "kg:HeadOfGovernment", "kg:ForeignMinister", "kg:DefenceMinister", "kg:Minister",
	"kg:Spokesperson", "kg:Ambassador", "kg:MilitaryCommander", "kg:Legislator", "kg:SecretaryGeneral", "kg:Official"}

// WeaponCategories are the values of kg:category.
var WeaponCategories = []string{"kg:AirDefence", "kg:CombatAircraft", "kg:Helicopter", "kg:Drone", "kg:TransportAircraft",
	"kg:MissileSystem", "kg:Artillery", "kg:Tank", "kg:ArmouredVehicle", "kg:Ship", "kg:Submarine", "kg:Radar", "kg:Munition",
	"kg:NuclearWeapon", "kg:OtherWeapon"}

// DirectEdges join the sides of an Actual event; the first four stand both ways.
var DirectEdges = []string{"kg:agreedWith", "kg:metWith", "kg:clashedWith", "kg:cooperatedWith", "kg:promised", "kg:providedTo",
	"kg:supported", "kg:concededTo", "kg:aided", "kg:retreatedFrom", "kg:requestedOf", "kg:accused", "kg:rejected", "kg:threatened",
	"kg:protestedAgainst", "kg:sanctioned", "kg:mobilizedAgainst", "kg:coerced", "kg:attacked"}

var (
	side   = []string{"kg:Nation", "kg:Organization"}
	agent  = []string{"kg:Nation", "kg:Organization", "kg:Person"}
	things = []string{"kg:Nation", "kg:Person", "kg:Office", "kg:Organization", "kg:WeaponSystem", "kg:Agreement", "kg:Place"}
	dates  = []string{"xsd:date", "xsd:gYearMonth", "xsd:gYear"}
)

// NewVocabulary builds the vocabulary of model.md.
func NewVocabulary() *Vocabulary {
	v := &Vocabulary{
		Classes: []Class{
			{Name: "kg:Nation", Thing: true}, {Name: "kg:Person", Thing: true}, {Name: "kg:Office", Thing: true},
			{Name: "kg:Organization", Thing: true}, {Name: "kg:WeaponSystem", Thing: true}, {Name: "kg:Agreement", Thing: true},
			{Name: "kg:Place", Thing: true}, {Name: "kg:Event"}, {Name: "kg:Sentence"}, {Name: "kg:Quantity"}, {Name: "kg:Tenure"},
			{Name: "kg:EventCluster"},
			{Name: "kg:Agree", Parent: "kg:Event", QuadClass: 1}, {Name: "kg:Consult", Parent: "kg:Event", QuadClass: 1},
			{Name: "kg:Support", Parent: "kg:Event", QuadClass: 1}, {Name: "kg:Concede", Parent: "kg:Event", QuadClass: 1},
			{Name: "kg:Cooperate", Parent: "kg:Event", QuadClass: 2}, {Name: "kg:Aid", Parent: "kg:Event", QuadClass: 2},
			{Name: "kg:Retreat", Parent: "kg:Event", QuadClass: 2}, {Name: "kg:Request", Parent: "kg:Event", QuadClass: 3},
			{Name: "kg:Accuse", Parent: "kg:Event", QuadClass: 3}, {Name: "kg:Reject", Parent: "kg:Event", QuadClass: 3},
			{Name: "kg:Threaten", Parent: "kg:Event", QuadClass: 3}, {Name: "kg:Protest", Parent: "kg:Event", QuadClass: 4},
			{Name: "kg:Sanction", Parent: "kg:Event", QuadClass: 4}, {Name: "kg:Mobilize", Parent: "kg:Event", QuadClass: 4},
			{Name: "kg:Coerce", Parent: "kg:Event", QuadClass: 4}, {Name: "kg:Assault", Parent: "kg:Event", QuadClass: 4},
		},
		Properties: []Property{
			{Name: "kg:holdsOffice", Domain: []string{"kg:Person"}, Range: []string{"kg:Office"}},
			{Name: "kg:heldOffice", Domain: []string{"kg:Person"}, Range: []string{"kg:Office"}},
			{Name: "kg:officeOf", Domain: []string{"kg:Office"}, Range: side},
			{Name: "kg:role", Domain: []string{"kg:Office"}},
			{Name: "kg:officialOf", Domain: []string{"kg:Person"}, Range: side},
			{Name: "kg:holder", Domain: []string{"kg:Tenure"}, Range: []string{"kg:Person"}},
			{Name: "kg:office", Domain: []string{"kg:Tenure"}, Range: []string{"kg:Office"}},
			{Name: "kg:since", Literal: true, Domain: []string{"kg:Tenure"}, Range: dates},
			{Name: "kg:until", Literal: true, Domain: []string{"kg:Tenure"}, Range: dates},
			{Name: "kg:sector", Literal: true, Domain: []string{"kg:Office", "kg:Organization"}, Range: []string{""}},
			{Name: "kg:ofNation", Domain: []string{"kg:Organization"}, Range: []string{"kg:Nation"}},
			{Name: "kg:memberOf", Domain: []string{"kg:Nation"}, Range: []string{"kg:Organization"}},
			{Name: "kg:inNation", Domain: []string{"kg:Place"}, Range: []string{"kg:Nation"}},
			{Name: "kg:claimedBy", Domain: []string{"kg:Place"}, Range: []string{"kg:Nation"}},
			{Name: "dcterms:isReplacedBy", Domain: []string{"kg:Nation"}, Range: []string{"kg:Nation"}},
			{Name: "kg:origin", Domain: []string{"kg:WeaponSystem"}, Range: []string{"kg:Nation"}},
			{Name: "kg:maker", Domain: []string{"kg:WeaponSystem"}, Range: []string{"kg:Organization"}},
			{Name: "kg:variantOf", Domain: []string{"kg:WeaponSystem"}, Range: []string{"kg:WeaponSystem"}},
			{Name: "kg:category", Domain: []string{"kg:WeaponSystem"}},
			{Name: "kg:ordered", Domain: []string{"kg:Nation"}, Range: []string{"kg:WeaponSystem"}},
			{Name: "kg:seeks", Domain: []string{"kg:Nation"}, Range: []string{"kg:WeaponSystem"}},
			{Name: "kg:operates", Domain: []string{"kg:Nation"}, Range: []string{"kg:WeaponSystem"}},
			{Name: "kg:supplies", Domain: []string{"kg:Nation"}, Range: []string{"kg:WeaponSystem"}},
			{Name: "kg:suppliesArmsTo", Domain: []string{"kg:Nation"}, Range: []string{"kg:Nation"}},
			{Name: "kg:party", Domain: []string{"kg:Agreement"}, Range: side},
			{Name: "kg:supplier", Domain: []string{"kg:Agreement", "kg:Event"}, Range: agent},
			{Name: "kg:buyer", Domain: []string{"kg:Agreement", "kg:Event"}, Range: agent},
			{Name: "kg:covers", Domain: []string{"kg:Agreement"}, Range: []string{"kg:WeaponSystem", "kg:Place", "kg:Organization"}},
			{Name: "kg:stage", Domain: []string{"kg:Agreement"}},
			{Name: "kg:replaces", Domain: []string{"kg:Agreement"}, Range: []string{"kg:Agreement"}},
			{Name: "kg:signedOn", Literal: true, Domain: []string{"kg:Agreement"}, Range: dates},
			{Name: "kg:value", Literal: true, Domain: []string{"kg:Agreement"}, Range: []string{"xsd:decimal"}},
			{Name: "kg:currency", Literal: true, Domain: []string{"kg:Agreement"}, Range: []string{""}},
			{Name: "kg:valueBound", Literal: true, Domain: []string{"kg:Agreement"}, Range: []string{""}},
			{Name: "kg:quantity", Domain: []string{"kg:Agreement", "kg:Event"}, Range: []string{"kg:Quantity"}},
			{Name: "kg:number", Literal: true, Domain: []string{"kg:Quantity"}, Range: []string{"xsd:decimal"}},
			{Name: "kg:unit", Literal: true, Domain: []string{"kg:Quantity"}, Range: []string{""}},
			{Name: "kg:bound", Literal: true, Domain: []string{"kg:Quantity"}, Range: []string{""}},
			{Name: "kg:of", Domain: []string{"kg:Quantity"}, Range: []string{"kg:WeaponSystem", "kg:Nation", "kg:Organization"}},
			{Name: "kg:disputesBorderWith", Domain: []string{"kg:Nation"}, Range: []string{"kg:Nation"}, Symmetric: true},

			{Name: "kg:statedIn", Domain: []string{"kg:Event"}, Range: []string{"kg:Sentence"}},
			{Name: "kg:actor", Domain: []string{"kg:Event"}, Range: agent},
			{Name: "kg:recipient", Domain: []string{"kg:Event"}, Range: agent},
			{Name: "kg:actorNation", Domain: []string{"kg:Event"}, Range: []string{"kg:Nation"}},
			{Name: "kg:recipientNation", Domain: []string{"kg:Event"}, Range: []string{"kg:Nation"}},
			{Name: "kg:host", Domain: []string{"kg:Event"}, Range: agent},
			{Name: "kg:mediator", Domain: []string{"kg:Event"}, Range: agent},
			{Name: "kg:inferred", Domain: []string{"kg:Event"}, Range: things},
			{Name: "kg:about", Domain: []string{"kg:Event"}, Range: things},
			{Name: "kg:content", Domain: []string{"kg:Event"}, Range: []string{"kg:Event"}},
			{Name: "kg:what", Literal: true, Domain: []string{"kg:Event"}, Range: []string{""}},
			{Name: "kg:date", Literal: true, Domain: []string{"kg:Event"}, Range: dates},
			{Name: "kg:dateEnd", Literal: true, Domain: []string{"kg:Event"}, Range: dates},
			{Name: "kg:earliest", Literal: true, Domain: []string{"kg:Event"}, Range: []string{"xsd:date"}},
			{Name: "kg:latest", Literal: true, Domain: []string{"kg:Event"}, Range: []string{"xsd:date"}},
			{Name: "kg:dateBasis", Literal: true, Domain: []string{"kg:Event"}, Range: []string{""}},
			{Name: "kg:place", Domain: []string{"kg:Event"}, Range: []string{"kg:Place", "kg:Nation"}},
			{Name: "kg:status", Domain: []string{"kg:Event"}},
			{Name: "kg:outcome", Domain: []string{"kg:Event"}},
			{Name: "kg:attributedTo", Domain: []string{"kg:Event", "kg:Sentence"}, Range: agent},
			{Name: "kg:attribution", Literal: true, Domain: []string{"kg:Event"}, Range: []string{""}},
			{Name: "kg:mode", Literal: true, Domain: []string{"kg:Event"}, Range: []string{""}},
			{Name: "kg:context", Literal: true, Domain: []string{"kg:Event"}, Range: []string{""}},
			{Name: "kg:trigger", Literal: true, Domain: []string{"kg:Event"}, Range: []string{""}},
			{Name: "kg:begin", Literal: true, Range: []string{"xsd:integer"}},
			{Name: "kg:end", Literal: true, Range: []string{"xsd:integer"}},
			{Name: "kg:rule", Literal: true, Domain: []string{"kg:Event"}, Range: []string{""}},
			{Name: "kg:killed", Literal: true, Domain: []string{"kg:Event"}, Range: []string{"xsd:integer"}},
			{Name: "kg:wounded", Literal: true, Domain: []string{"kg:Event"}, Range: []string{"xsd:integer"}},
			{Name: "kg:detained", Literal: true, Domain: []string{"kg:Event"}, Range: []string{"xsd:integer"}},
			{Name: "kg:sameEventAs", Domain: []string{"kg:Event"}, Range: []string{"kg:EventCluster"}},

			{Name: "kg:mentions", Domain: []string{"kg:Sentence"}, Range: things},
			{Name: "kg:text", Literal: true, Range: []string{""}},
			{Name: "kg:sha256", Literal: true, Range: []string{""}},
			{Name: "kg:iso3", Literal: true, Domain: []string{"kg:Nation"}, Range: []string{""}},
			{Name: "kg:quadClass", Literal: true, Range: []string{"xsd:integer"}},
			{Name: "rdf:type"}, {Name: "owl:sameAs"},
			{Name: "rdfs:label", Literal: true, Range: []string{""}}, {Name: "skos:altLabel", Literal: true, Range: []string{""}},
			{Name: "rdfs:subClassOf"},
			{Name: "schema:isPartOf"}, {Name: "schema:datePublished", Literal: true, Range: dates},
			{Name: "schema:headline", Literal: true, Range: []string{""}}, {Name: "schema:url", Literal: true, Range: []string{"", "xsd:anyURI"}},
			{Name: "schema:publisher", Literal: true, Range: []string{""}},

			{Name: "kg:version", Literal: true, Range: []string{""}},
			{Name: "kg:contributes", Literal: true, Range: []string{""}},
			{Name: "kg:describes", Literal: true, Range: []string{""}},
		},
	}
	for i, edge := range DirectEdges {
		v.Properties = append(v.Properties, Property{Name: edge, Domain: side, Range: side, Symmetric: i < 4})
	}
	v.class = make(map[string]*Class, len(v.Classes))
	for i := range v.Classes {
		v.class[v.Classes[i].Name] = &v.Classes[i]
	}
	v.property = make(map[string]*Property, len(v.Properties))
	for i := range v.Properties {
		v.property[v.Properties[i].Name] = &v.Properties[i]
	}
	return v
}

// Class returns the class of a short name, or nil.
func (v *Vocabulary) Class(name string) *Class { return v.class[name] }

// Property returns the property of a short name, or nil.
func (v *Vocabulary) Property(name string) *Property { return v.property[name] }

// ClassOf tells the class of a thing from its short name, by its prefix; empty for what is no thing.
func ClassOf(name string) string {
	prefix, _, _ := strings.Cut(name, ":")
	return classOfPrefix[prefix]
}

var classOfPrefix = map[string]string{
	"nation": "kg:Nation", "person": "kg:Person", "office": "kg:Office", "org": "kg:Organization", "weapon": "kg:WeaponSystem",
	"agreement": "kg:Agreement", "place": "kg:Place", "event": "kg:Event", "quantity": "kg:Quantity", "tenure": "kg:Tenure",
	"cluster": "kg:EventCluster",
}

// Check says what is wrong with a fact: a property that the model does not have, or one used between the wrong kinds.
func (v *Vocabulary) Check(f Fact) error {
	p := v.property[f.Predicate]
	if p == nil {
		return fmt.Errorf("schema: %s %s %s: no such property in the model", f.Subject, f.Predicate, f.Object.Value)
	}
	if c := ClassOf(f.Subject); len(p.Domain) > 0 && c != "" && !contains(p.Domain, c) {
		return fmt.Errorf("schema: %s %s: the subject is a %s, not one of %s", f.Subject, f.Predicate, c, strings.Join(p.Domain, ", "))
	}
	if p.Literal != (f.Object.Kind == Literal) {
		return fmt.Errorf("schema: %s %s %s: a literal where a thing is asked for, or the reverse", f.Subject, f.Predicate, f.Object.Value)
	}
	if len(p.Range) == 0 {
		return nil
	}
	if p.Literal {
		if !contains(p.Range, f.Object.Datatype) {
			return fmt.Errorf("schema: %s %s %q: datatype %q, not one of %q", f.Subject, f.Predicate, f.Object.Value, f.Object.Datatype, p.Range)
		}
		return nil
	}
	if c := ClassOf(f.Object.Value); c != "" && !contains(p.Range, c) {
		return fmt.Errorf("schema: %s %s %s: the object is a %s, not one of %s", f.Subject, f.Predicate, f.Object.Value, c, strings.Join(p.Range, ", "))
	}
	return nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// sortedKeys returns the keys of a map in order, so that no map order reaches a result.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
