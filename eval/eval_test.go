package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/newskg/kg/schema"
)

const text = "Egypt signed a deal for Rafale jets with France. It wants more. Egypt and France met."

// The sentences of text.
const (
	signed = "article:a#char=0,48"
	wants  = "article:a#char=49,63"
	met    = "article:a#char=64,85"
)

// things are what every graph of these tests says of its things.
const things = `
nation:Egypt rdf:type kg:Nation
nation:Egypt rdfs:label "Egypt"
nation:France rdf:type kg:Nation
nation:France skos:altLabel "The French Republic"
nation:Russia rdf:type kg:Nation
weapon:Rafale rdf:type kg:WeaponSystem
agreement:Egypt-France_Rafale_agreement__2015 rdf:type kg:Agreement
`

// graphOf makes a graph of lines of three or four terms, in short names and quoted literals.
func graphOf(t *testing.T, lines string) *Graph {
	t.Helper()
	var b strings.Builder
	for _, line := range strings.Split(lines, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		words := strings.Fields(line)
		if i := strings.Index(line, `"`); i >= 0 {
			end := strings.LastIndex(line, `"`) + 1
			words = append(append(strings.Fields(line[:i]), line[i:end]), strings.Fields(line[end:])...)
		}
		for _, w := range words {
			if w[0] != '"' {
				w = "<" + schema.MustExpand(w) + ">"
			}
			b.WriteString(w + " ")
		}
		b.WriteString(".\n")
	}
	g, err := ReadGraph(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// goldOf makes gold of the three lists in JSON.
func goldOf(t *testing.T, entities, relations, events string) *Gold {
	t.Helper()
	g := &Gold{ID: "a", Text: text}
	data := fmt.Sprintf(`{"entities":[%s],"relations":[%s],"events":[%s]}`, entities, relations, events)
	if err := json.Unmarshal([]byte(data), g); err != nil {
		t.Fatal(err)
	}
	return g
}

func score(t *testing.T, gold *Gold, g *Graph) *Scores {
	t.Helper()
	s, err := Score([]*Gold{gold}, g)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNormal(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"Erdoğan", "erdogan"}, {"Łódź", "Lodz"}, {"The White House", "white house"}, {"Côte d’Ivoire", "Cote dIvoire"},
		{"  S-400 (Triumf) ", "s 400 triumf"}, {"Abdel_Fattah", "abdel fattah"}, {"ﬁve", "five"}, {"theatre", "theatre"},
	} {
		if normal(c.a) != normal(c.b) {
			t.Errorf("%q is %q, %q is %q", c.a, normal(c.a), c.b, normal(c.b))
		}
	}
	if !forms("S-400").meets(forms("S400")) || !forms("U.S.").meets(forms("US")) || forms("S-400").meets(forms("S-300")) || len(forms("—")) != 0 {
		t.Error("a name goes with its blanks and without")
	}
}

func TestEntities(t *testing.T) {
	for _, c := range []struct {
		name, gold, graph string
		want              Tally
	}{
		{"by name, alias and IRI", `{"id":"Egypt","class":"Nation"},{"id":"French Republic","class":"Nation"},{"id":"fighter","class":"WeaponSystem","aliases":["rafale"]}`,
			signed + " kg:mentions nation:Egypt article:a\n" + signed + " kg:mentions nation:France article:a\n" + signed + " kg:mentions weapon:Rafale article:a", Tally{3, 0, 0}},
		{"in a fact without a mention", `{"id":"Egypt","class":"Nation"}`, "nation:Egypt kg:ordered weapon:Rafale " + signed, Tally{1, 1, 0}},
		{"of another class", `{"id":"Egypt","class":"Place"}`, signed + " kg:mentions nation:Egypt article:a", Tally{0, 1, 1}},
		{"of two classes", `{"id":"Egypt","class":"Nation"}`, signed + " kg:mentions nation:Egypt article:a\nnation:Egypt rdf:type kg:Place", Tally{0, 1, 1}},
		{"optional", `{"id":"Egypt","class":"Nation","optional":true},{"id":"Russia","class":"Nation","optional":true}`,
			signed + " kg:mentions nation:Egypt article:a", Tally{0, 0, 0}},
		{"a second thing of the name", `{"id":"Egypt","class":"Nation"}`,
			signed + " kg:mentions nation:Egypt article:a\n" + signed + " kg:mentions nation:Egypt__2 article:a\nnation:Egypt__2 rdf:type kg:Nation", Tally{1, 0, 0}},
		{"in another article", `{"id":"Egypt","class":"Nation"}`, "article:b#char=0,9 kg:mentions nation:Egypt article:b", Tally{0, 0, 1}},
	} {
		s := score(t, goldOf(t, c.gold, "", ""), graphOf(t, things+c.graph))
		if s.Entities.Tally != c.want {
			t.Errorf("%s: got %+v, want %+v: %v", c.name, s.Entities.Tally, c.want, s.Notes)
		}
	}
}

func TestRelations(t *testing.T) {
	const office = "person:Sisi rdf:type kg:Person\noffice:X kg:officeOf nation:Egypt\nperson:Sisi kg:holdsOffice office:X " + signed + "\n"
	const deal = "agreement:Egypt-France_Rafale_agreement__2015 "
	const entities = `{"id":"the Rafale deal","class":"Agreement"},{"id":"Egypt","class":"Nation"},{"id":"France","class":"Nation"}`
	const party = `{"s":"the Rafale deal","p":"party","o":"Egypt"}`
	for _, c := range []struct {
		name, gold, graph string
		want              Tally
	}{
		{"found, wrong, missed", `{"s":"Egypt","p":"seeks","o":"Rafale"},{"s":"Egypt","p":"ordered","o":"Rafale"}`,
			"nation:Egypt kg:ordered weapon:Rafale " + signed + "\nnation:Russia kg:ordered weapon:Rafale " + signed, Tally{1, 1, 1}},
		{"stated twice", `{"s":"Egypt","p":"ordered","o":"Rafale"}`,
			"nation:Egypt kg:ordered weapon:Rafale " + signed + "\nnation:Egypt kg:ordered weapon:Rafale " + wants, Tally{1, 0, 0}},
		{"in the background only", `{"s":"Rafale","p":"origin","o":"France"}`, "weapon:Rafale kg:origin nation:France", Tally{0, 0, 1}},
		{"of a thing of another class and the same name", `{"s":"Egypt","p":"ordered","o":"Rafale"}`,
			"org:Egypt rdf:type kg:Organization\norg:Egypt kg:ordered weapon:Rafale " + signed, Tally{0, 1, 1}},
		{"of an event", "", "event:s rdf:type kg:Agree " + signed + "\nevent:s kg:covers weapon:Rafale " + signed, Tally{0, 0, 0}},
		{"a property that is not scored", "", "nation:Egypt kg:memberOf nation:France " + signed, Tally{0, 0, 0}},
		{"an office", `{"s":"Sisi","p":"holdsOffice","role":"HeadOfState","of":"Egypt"}`, office + "office:X kg:role kg:HeadOfState", Tally{1, 0, 0}},
		{"an executive president", `{"s":"Sisi","p":"holdsOffice","role":"HeadOfState","of":"Egypt"}`,
			office + "office:X kg:role kg:HeadOfState\noffice:X kg:role kg:HeadOfGovernment", Tally{1, 0, 0}},
		{"an office of two roles", `{"s":"Sisi","p":"holdsOffice","role":"HeadOfState","of":"Egypt"}`,
			office + "office:X kg:role kg:HeadOfState\noffice:X kg:role kg:Spokesperson", Tally{0, 1, 1}},
		{"an office of another role", `{"s":"Sisi","p":"holdsOffice","role":"HeadOfState","of":"Egypt"}`, office + "office:X kg:role kg:Minister", Tally{0, 1, 1}},
		{"a border, the other way", `{"s":"Egypt","p":"disputesBorderWith","o":"Russia"}`, "nation:Russia kg:disputesBorderWith nation:Egypt " + signed, Tally{1, 0, 0}},
		{"an agreement by its parties", party, deal + "kg:party nation:Egypt " + signed, Tally{1, 0, 0}},
		{"an agreement of which one party is missing", party + `,{"s":"the Rafale deal","p":"party","o":"France"}`, deal + "kg:party nation:Egypt " + signed, Tally{0, 1, 2}},
		{"an agreement that covers something else", party + `,{"s":"the Rafale deal","p":"covers","o":"Mistral"}`,
			deal + "kg:party nation:Egypt " + signed + "\n" + deal + "kg:covers weapon:Rafale " + signed, Tally{0, 2, 2}},
		{"a value, as a number", party + `,{"s":"the Rafale deal","p":"value","o":5.2e9,"optional":false}`,
			deal + "kg:party nation:Egypt " + signed + "\n" + deal + `kg:value "5200000000" ` + signed, Tally{2, 0, 0}},
		{"a date, exactly", party + `,{"s":"the Rafale deal","p":"signedOn","o":"2015-02"}`,
			deal + "kg:party nation:Egypt " + signed + "\n" + deal + `kg:signedOn "2015-02-16" ` + signed, Tally{1, 1, 1}},
	} {
		s := score(t, goldOf(t, entities, c.gold, ""), graphOf(t, things+c.graph))
		if s.Relations.Tally != c.want {
			t.Errorf("%s: got %+v, want %+v: %v", c.name, s.Relations.Tally, c.want, s.Notes)
		}
	}
}

// event gives the quads of an event; a nation that begins with > is a recipient.
func event(name, class, sentence string, nations ...string) string {
	lines := []string{"event:" + name + " rdf:type kg:" + class + " " + sentence, "event:" + name + " kg:status kg:Actual " + sentence}
	for _, n := range nations {
		property := "kg:actorNation"
		if name, recipient := strings.CutPrefix(n, ">"); recipient {
			property, n = "kg:recipientNation", name
		}
		lines = append(lines, "event:"+name+" "+property+" nation:"+n+" "+sentence)
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestEvents(t *testing.T) {
	const (
		agree    = `{"type":"Agree","actorNations":["Egypt","France"],"status":"Actual","evidence":"Egypt signed"}`
		consult  = `{"type":"Consult","actorNations":["Egypt","France"],"status":"Actual","evidence":"France met"}`
		request  = `{"type":"Request","actorNations":["Egypt"],"recipientNations":["France"],"status":"Actual","evidence":"wants"}`
		optional = `{"type":"Request","actorNations":["Egypt"],"status":"Actual","evidence":"wants","optional":true}`
		people   = `{"type":"Protest","actors":["Sisi"],"status":"Actual","evidence":"wants"}`
	)
	for _, c := range []struct {
		name, gold, graph string
		want              Tally
		restated          int
	}{
		{"the frame", request, event("r", "Request", wants, "Egypt", ">France"), Tally{1, 0, 0}, 0},
		{"turned round", request, event("r", "Request", wants, "France", ">Egypt"), Tally{0, 1, 1}, 0},
		{"a nation too many", request, event("r", "Request", wants, "Egypt", "Russia", ">France"), Tally{0, 1, 1}, 0},
		{"a nation too few", request, event("r", "Request", wants, "Egypt"), Tally{0, 1, 1}, 0},
		{"another class", request, event("r", "Threaten", wants, "Egypt", ">France"), Tally{0, 1, 1}, 0},
		{"two classes", request, event("r", "Request", wants, "Egypt", ">France") + "event:r rdf:type kg:Threaten " + wants, Tally{0, 1, 1}, 0},
		{"two-sided, told with a recipient", agree, event("s", "Agree", signed, "Egypt", ">France"), Tally{1, 0, 0}, 0},
		{"one-sided, told without", request, event("r", "Request", wants, "Egypt", "France"), Tally{0, 1, 1}, 0},
		{"one-sided though the gold has two actors", `{"type":"Mobilize","actorNations":["Egypt","France"],"status":"Actual","evidence":"wants"}`,
			event("r", "Mobilize", wants, "Egypt", ">France"), Tally{0, 1, 1}, 0},
		{"told again in another sentence", consult, event("m", "Consult", met, "Egypt", "France") + event("n", "Consult", signed, "Egypt", "France"), Tally{1, 0, 0}, 1},
		{"twice from one sentence", consult, event("m", "Consult", met, "Egypt", "France") + event("n", "Consult", met, "Egypt", "France"), Tally{1, 1, 0}, 0},
		{"optional, found", optional, event("r", "Request", wants, "Egypt"), Tally{0, 0, 0}, 0},
		{"optional, missed", optional, "", Tally{0, 0, 0}, 0},
		{"without nations, by participants", people, event("p", "Protest", wants) + "event:p kg:actor person:Sisi " + wants + "\nperson:Sisi rdf:type kg:Person", Tally{1, 0, 0}, 0},
	} {
		s := score(t, goldOf(t, "", "", c.gold), graphOf(t, things+c.graph))
		if s.Events.Tally != c.want || s.Accuracy["restated"].Right != c.restated {
			t.Errorf("%s: got %+v and %d restated, want %+v and %d: %v", c.name, s.Events.Tally, s.Accuracy["restated"].Right, c.want, c.restated, s.Notes)
		}
	}
}

// Of two reports that fit, the one from the gold's sentence is the found one, whichever comes first.
func TestEventOfTheSentence(t *testing.T) {
	const gold = `{"type":"Consult","actorNations":["Egypt","France"],"status":"Actual","evidence":"France met"}`
	right, other := event("m", "Consult", met, "Egypt", "France"), event("n", "Consult", signed, "Egypt", "France")
	for _, graph := range []string{right + other, other + right} {
		if s := score(t, goldOf(t, "", "", gold), graphOf(t, things+graph)); s.Accuracy["evidence"] != (Share{1, 1}) {
			t.Errorf("evidence %v: %v", s.Accuracy["evidence"], s.Notes)
		}
	}
}

func TestProperties(t *testing.T) {
	frame := `{"type":"Request","actorNations":["Egypt"],"status":"Actual","evidence":"wants",%s}`
	base := event("r", "Request", wants, "Egypt") + wants + " kg:text \"It wants more.\" article:a\n"
	on := func(p, o string) string { return "event:r kg:" + p + " " + o + " " + wants + "\n" }
	for _, c := range []struct {
		measure, gold, graph string
		want                 bool
	}{
		{"status", `"status":"Actual"`, "", true},
		{"status", `"status":"Planned"`, "", false},
		{"status", `"status":"Actual"`, on("status", "kg:Planned"), false},
		{"date", `"date":null`, "", true},
		{"date", `"date":null`, on("date", `"2015"`), false},
		{"date", `"date":"2015"`, "", false},
		{"date", `"date":"2015-02"`, on("date", `"2015-02"`), true},
		{"date", `"date":"2015-02"`, on("date", `"2015-02-16"`), false},
		{"date", `"date":"2015-02"`, on("date", `"2015-02-16"`) + on("dateEnd", `"2015-02-18"`), true},
		{"date", `"date":"2015-02-15"`, on("date", `"2015-02-16"`) + on("dateEnd", `"2015-02-18"`), false},
		{"place", `"place":"France"`, on("place", "nation:France"), true},
		{"place", `"place":"France"`, on("place", "nation:Egypt"), false},
		{"about", `"about":["Rafale"]`, on("about", "weapon:Rafale") + on("about", "nation:France"), true},
		{"about", `"about":["Rafale","France"]`, on("about", "weapon:Rafale"), false},
		{"actors", `"actors":["Egypt"]`, on("actor", "nation:Egypt"), true},
		{"actors", `"actors":["Egypt"]`, "", false},
		{"evidence", `"about":[]`, "", true},
		{"evidence", `"about":[]`, "event:r kg:trigger \"met\" " + met, false},
		{"evidence", `"evidence":"Egypt signed"`, "", false},
		{"sentence text", `"about":[]`, "", true},
		{"attribution", `"attributedTo":"France"`, on("attributedTo", "nation:France"), true},
		{"attribution", `"attributedTo":"France"`, on("attributedTo", "nation:Egypt"), false},
		{"attribution", `"attributedTo":"two people familiar with it"`, on("attribution", `"people familiar with it"`), true},
		{"attribution", `"attributedTo":"Egypt"`, on("attribution", `"Egypt"`), false},
	} {
		gold := goldOf(t, `{"id":"Egypt","class":"Nation"}`, "", fmt.Sprintf(frame, c.gold))
		s := score(t, gold, graphOf(t, things+base+c.graph))
		want := Share{0, 1}
		if c.want {
			want.Right = 1
		}
		if s.Accuracy[c.measure] != want {
			t.Errorf("%s with %s and %q: got %v, want %v: %v", c.measure, c.gold, c.graph, s.Accuracy[c.measure], want, s.Notes)
		}
	}
	whole := strings.ReplaceAll(event("r", "Request", wants, "Egypt"), wants, "article:a#char=0,900")
	if s := score(t, goldOf(t, "", "", fmt.Sprintf(frame, `"place":null`)), graphOf(t, things+whole)); s.Accuracy["evidence"] != (Share{0, 1}) {
		t.Error("a sentence as long as an article is no evidence")
	}
	s := score(t, goldOf(t, "", "", fmt.Sprintf(frame, `"place":null`)), graphOf(t, things+base))
	if _, counted := s.Accuracy["place"]; counted {
		t.Error("a place counts where the gold has one only")
	}
}

func TestEventOfTwoArticles(t *testing.T) {
	g := graphOf(t, event("r", "Request", wants, "Egypt")+event("r", "Request", "article:b#char=0,5", "Egypt"))
	if _, err := Score([]*Gold{goldOf(t, "", "", "")}, g); err == nil || !strings.Contains(err.Error(), "event:r") {
		t.Errorf("got %v, want an error that names the event", err)
	}
}

// The rows of a kind add up to the whole, the intervals hold it, and scoring again gives the same.
func TestScores(t *testing.T) {
	var golds []*Gold
	graph := things
	for i := range 6 {
		id := fmt.Sprint("n", i)
		golds = append(golds, &Gold{ID: id, Text: text, Entities: []GoldEntity{{ID: "Egypt", Class: "Nation"}, {ID: "Rafale", Class: "WeaponSystem"}}})
		for j, thing := range []string{"nation:Egypt", "weapon:Rafale", "nation:Russia"} {
			if (i+j)%3 != 0 {
				graph += "article:" + id + "#char=0,48 kg:mentions " + thing + " article:" + id + "\n"
			}
		}
	}
	golds = append(golds, &Gold{ID: "absent", Text: text})
	s, err := Score(golds, graphOf(t, graph))
	if err != nil {
		t.Fatal(err)
	}
	if s.Articles != 7 || !slices.Equal(s.Missing, []string{"absent"}) {
		t.Errorf("%d articles, missing %v", s.Articles, s.Missing)
	}
	if s.Entities.Tally != (Tally{8, 4, 4}) || s.Entities.By["Nation"].Tally != (Tally{4, 4, 2}) || s.Entities.By["WeaponSystem"].Tally != (Tally{4, 0, 2}) {
		t.Errorf("entities %+v", s.Entities)
	}
	e := s.Entities.Figures
	for _, m := range []struct {
		value float64
		in    Interval
	}{{e.P, e.PInterval}, {e.R, e.RInterval}, {e.F1, e.F1Interval}} {
		if m.value < 0.66 || m.value > 0.67 || m.in[0] >= m.value || m.in[1] <= m.value || m.in[0] < 0.4 || m.in[1] > 1 {
			t.Errorf("%v in %v", m.value, m.in)
		}
	}
	again, err := Score(golds, graphOf(t, graph))
	if err != nil {
		t.Fatal(err)
	}
	one, _ := json.Marshal(s)
	two, _ := json.Marshal(again)
	if string(one) != string(two) {
		t.Errorf("not the same scores twice:\n%s\n%s", one, two)
	}
}

func TestReadGraph(t *testing.T) {
	g, err := ReadGraph(strings.NewReader("# a comment\n\n" +
		`<s> <p> "a \"b\" \\ é\u00e9\U0001F600\n"^^<t> <g> . # why` + "\r\n" +
		`_:b1 <p> "x"@en-GB .` + "\n" +
		`_:b1 <p> _:b2.` + "\n" +
		`<s><p>"x"<g>.`))
	if err != nil {
		t.Fatal(err)
	}
	want := []quad{{"s", "p", "a \"b\" \\ éé😀\n", "g"}, {"_:b1", "p", "x", ""}, {"_:b1", "p", "_:b2", ""}, {"s", "p", "x", "g"}}
	if !slices.Equal(g.quads, want) {
		t.Errorf("got %q", g.quads)
	}
	for _, c := range []struct{ line, want string }{
		{`<s> <p> <o>`, `does not end with "."`},
		{`<s> <p> .`, "2 terms"},
		{`<s> <p> <o> <g> <h> .`, "5 terms"},
		{`<s> <p> "o .`, "no quotation mark closes"},
		{`<s> <p> <o .`, `no ">" closes`},
		{`s <p> <o> .`, "want <IRI>"},
		{`<s> <p> "\u12" .`, "hexadecimal"},
		{`<s> <p> "\q" .`, "escapes nothing"},
		{`<s> <p> <o> . <x>`, `behind the "."`},
		{"<s> <p> \"\xff\" .", "UTF-8"},
	} {
		if _, err := ReadGraph(strings.NewReader("<s> <p> <o> .\n" + c.line)); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "line 2: ") {
			t.Errorf("%s: got %v, want line 2 and %s", c.line, err, c.want)
		}
	}
}

// No input makes the reader or the scorer panic.
func FuzzReadGraph(f *testing.F) {
	f.Add(`<s> <p> "a\"b"^^<t> <g> .`)
	f.Add(`_:a <p> _:b. # c`)
	f.Add(`<https://w3id.org/newskg/article/a#char=0,99999999999999999999> <p> "\u0041"@en .`)
	f.Fuzz(func(t *testing.T, line string) {
		if g, err := ReadGraph(strings.NewReader(line)); err == nil {
			Score([]*Gold{{ID: "a", Text: text}}, g)
		}
	})
}

func TestReadGold(t *testing.T) {
	good := `{"id":"a","text":"x","relations":[{"s":"d","p":"value","o":5000000000}],"events":[{"type":"Agree","date":null,"place":null}]}`
	for _, c := range []struct {
		files []string
		want  string
	}{
		{[]string{good}, ""},
		{[]string{good, good}, "0.json already"},
		{[]string{"{\n \"id\": 3}"}, "0.json:2:"},
		{[]string{"{\n\"id\" \"a\"}"}, "0.json:2:6:"},
		{[]string{`{"id":"a"}`}, "needs an id and a text"},
		{nil, "holds no gold files"},
	} {
		dir := t.TempDir()
		for i, content := range c.files {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i, ".json")), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		golds, err := ReadGold(dir)
		switch {
		case c.want != "":
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q: got %v, want %s", c.files, err, c.want)
			}
		case err != nil:
			t.Error(err)
		case golds[0].Relations[0].O != "5000000000" || golds[0].Events[0].Date != "":
			t.Errorf("got %+v", golds[0])
		}
	}
	if _, err := ReadGold(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that is not there")
	}
}
