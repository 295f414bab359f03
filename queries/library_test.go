package queries

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/newskg/kg/graph"
)

// Every bundled query runs on each backend, on readings that leave much of what it asks for unsaid. What they answer on
// the bundled articles is in testdata/answers, which cmd/kg tests.
func TestLibrary(t *testing.T) {
	for _, backend := range graph.Backends() {
		t.Run(backend, func(t *testing.T) { testLibrary(t, newsStoreOn(t, backend)) })
	}
}

func testLibrary(t *testing.T, store *graph.Store) {
	s := NewSession(store)
	withSentence := 0
	for _, q := range Bundled().Queries() {
		if !strings.HasPrefix(q.Example, "kg query "+q.Name) || !strings.HasSuffix(q.Question, "?") || !slices.Contains(families, q.Family) {
			t.Errorf("%s: head: %+v", q.Name, q)
		}
		given := make(map[string]string)
		for _, p := range q.Params {
			if p.Default == "" && !p.Optional {
				t.Errorf("%s: the parameter %s has no default", q.Name, p.Name)
			}
			// Things that these readings have.
			if thing, ok := map[string]string{"nation": "India", "party": "India", "person": "Rajnath Singh", "weapon": "S-400", "thing": "India",
				"office": "Defence Minister of India", "agreement": "India-Russia S-400 agreement", "organization": ""}[p.Type]; ok && (p.Default != "" || !p.Optional) {
				given[p.Name] = thing
			}
		}
		if slices.ContainsFunc(q.Params, func(p Param) bool { return p.Type == "organization" && !p.Optional }) {
			continue // they have none
		}
		r, err := s.Ask(t.Context(), q, given, Options{})
		if err != nil {
			t.Errorf("%s: %v", q.Name, err)
			continue
		}
		if err := s.Cite(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(r.Rows, func(row Row) bool { return row.Get(sentenceColumn) != nil }) {
			withSentence++
		}
	}
	if withSentence < 15 {
		t.Errorf("only %d queries have a row with a sentence", withSentence)
	}
}

func TestQueryNames(t *testing.T) {
	for name, want := range map[string]string{"suplliers": "did you mean suppliers?", "xyzzy": "there is about, "} {
		if _, err := Bundled().Find(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A wrong parameter is an error that says what is valid instead.
func TestBind(t *testing.T) {
	dir := t.TempDir()
	script(t, dir, "all", `// What may parameters be?
// @param nation nation = India: x
// @param side party?: x
// @param arm weapon?: x
// @param anything thing?: x
// @param news article?: x
// @param day date?: x
// @param n number = 3: x
// @param status status = Actual: x
// @param act event = any: x
// @param class class = Nation: x
// @param role role?: x
// @param kind category?: x
// @param way in|out|both = in: x
// @param words text = two words: x
// @example kg query all
g.Emit(params)`)
	script(t, dir, "needy", "// Whose?\n// @param nation nation: whose\n// @param other nation: the other's\n// @example kg query needy\n1")
	script(t, dir, "absent", "// Whose?\n// @param nation nation = Atlantis: whose\n// @example kg query absent\n1")
	l, err := OpenLibrary(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := NewSession(newsStore(t))
	for _, c := range []struct{ query, param, value, want string }{
		{"all", "nations", "India", "there is none of that name; did you mean nation?"},
		{"all", "zzz", "India", "the query has nation, side, arm"},
		{"needy", "nation", "India", "parameter other: has to be given; the query cannot do without other (the other's)"},
		{"absent", "", "", `class=Nation (the default; --param nation=… gives another)`},
		{"all", "nation", "Inida", `did you mean "India"?`},
		{"all", "nation", "S-400", `"S-400" is no nation but a weapon system`},
		{"all", "nation", "", "is empty; it is a nation"},
		{"all", "side", "Rajnath Singh", `"Rajnath Singh" is no nation or organization but a person`},
		{"all", "arm", "S-40", `no weapon system of this graph is called "S-40"; did you mean "S-400"?`},
		{"all", "news", "s400-202", `there is no article "s400-202"; did you mean s400-2020?`},
		{"all", "news", "zzz", `kg articles lists them`},
		{"all", "day", "2020-13-01", `"2020-13-01" is no date; write a day as 2020-06-23`},
		{"all", "day", "yesterday", `is no date`},
		{"all", "n", "0", `"0" is no number from 1 on`},
		{"all", "n", "many", `no number`},
		{"all", "status", "Actua", `there is no status "Actua"; did you mean Actual?`},
		{"all", "status", "x", `there is Actual, Planned, Possible, Negated, any`},
		{"all", "act", "Consul", `did you mean Consult?`},
		{"all", "class", "Natoin", `did you mean Nation?`},
		{"all", "role", "DefenseMinister", `did you mean DefenceMinister?`},
		{"all", "kind", "Tanks", `did you mean Tank?`},
		{"all", "way", "sideways", `there is no choice "sideways"; there is in, out, both`},
	} {
		q, err := l.Find(c.query)
		if err != nil {
			t.Fatal(err)
		}
		given := map[string]string{}
		if c.param != "" {
			given[c.param] = c.value
		}
		if _, err := s.Bind(t.Context(), q, given); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %s=%s: %v, want %q", c.query, c.param, c.value, err, c.want)
		}
	}
	all, _ := l.Find("all")
	r, err := s.Ask(t.Context(), all, map[string]string{"nation": " bharat ", "news": "article:s400-2020", "day": "2020-06", "status": "planned", "act": "kg:Consult",
		"role": "defenceminister", "way": "OUT"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"nation":"bharat","side":"","arm":"","anything":"","news":"s400-2020","day":"2020-06","n":"3","status":"Planned","act":"Consult",` +
		`"class":"Nation","role":"DefenceMinister","kind":"","way":"out","words":"two words"}`
	if got := lines(t, s, r); !sameFields(got, want) {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// sameFields compares two flat objects whatever the order of their fields.
func sameFields(a, b string) bool {
	fields := func(s string) []string {
		list := strings.Split(strings.Trim(s, "{}"), `,"`)
		for i := range list {
			list[i] = strings.Trim(list[i], `"`)
		}
		slices.Sort(list)
		return list
	}
	return slices.Equal(fields(a), fields(b))
}

func script(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name+".js"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// A folder of the user's own joins in; what is wrong with a script is said with its file and line.
func TestOwnLibrary(t *testing.T) {
	head := "// Whose?\n// @example kg query x\n"
	dir := t.TempDir()
	script(t, dir, "mine", head+"g.Emit(1)")
	script(t, dir, "grouped", "// Whose?\r\n// @family Arms trade\r\n// @example kg query grouped\r\ng.Emit(2)")
	script(t, dir, "wrong", head+"g.V().Outt()")
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("not a query"), 0o666); err != nil {
		t.Fatal(err)
	}
	l, err := OpenLibrary(dir)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(l.Queries()) - len(Bundled().Queries()); n != 3 {
		t.Errorf("%d queries joined", n)
	}
	var list strings.Builder
	if err := l.List(&list); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(list.String(), "Arms trade\n") || !strings.Contains(list.String(), "\n\nYour own\n  mine ") ||
		strings.Index(list.String(), "  grouped ") > strings.Index(list.String(), "Diplomacy") {
		t.Errorf("%s", list.String())
	}
	s := NewSession(newsStore(t))
	wrong, _ := l.Find("wrong")
	if _, err := s.Ask(t.Context(), wrong, nil, Options{}); err == nil || !strings.HasPrefix(err.Error(), filepath.Join(dir, "wrong.js")+":3:") {
		t.Errorf("no place: %v", err)
	}

	for _, c := range []struct{ file, text, want string }{
		{"a", "g.V()", "a.js:1: the script states no question; a query begins with a comment"},
		{"b", "// Whose?\ng.V()", "b.js:1: the head has no @example"},
		{"c", "// Whose?\n// @parm nation nation: x\n", "c.js:2: @parm: there is @family, @param, @example"},
		{"d", "// Whose?\n// @param nation\n", `d.js:2: "@param nation" is not "@param NAME TYPE = DEFAULT: HELP"`},
		{"e", "// Whose?\n// notes\n// @param n natoin = India: x\n", `e.js:3: there is no type "natoin"; did you mean nation?`},
		{"f", "// Whose?\n// @param n nation: x\n// @param n nation: x\n", "f.js:3: the parameter n stands twice"},
		{"g", "// Whose?\n// @family\n", "g.js:2: @family says nothing"},
		{"suppliers", head, "suppliers.js: the name suppliers is taken by a bundled query"},
		{"two words", head, "two words.js: the name of a query is letters"},
	} {
		dir := t.TempDir()
		script(t, dir, c.file, c.text)
		if _, err := OpenLibrary(dir); err == nil || !strings.HasPrefix(err.Error(), filepath.Join(dir, c.want)) {
			t.Errorf("%s: %v", c.file, err)
		}
	}
	other := t.TempDir()
	script(t, other, "mine", head)
	if _, err := OpenLibrary(dir, other); err == nil || !strings.Contains(err.Error(), "is taken by "+filepath.Join(dir, "mine.js")) {
		t.Errorf("clash: %v", err)
	}
	if _, err := OpenLibrary(filepath.Join(dir, "absent")); err == nil || !strings.Contains(err.Error(), "absent") {
		t.Errorf("no folder: %v", err)
	}
}

// Scripts are given whole events and quantities.
func TestRecords(t *testing.T) {
	s := NewSession(newsStore(t))
	for _, c := range []struct{ name, script, want string }{
		{"an event", `var e = kg.event("event:s400-2020_Assault_298"); [e.class, e.who.length, e.whom.length, e.killed, e.place, e.ev].join(" ")`,
			`{"value":"kg:Assault 2 0 20 place:Ladakh article:s400-2020#char=298,414"}`},
		{"no event", `g.Emit({e: kg.event("nation:India")})`, `{"e":null}`},
		{"by class", `kg.events(g.Find("India").In("kg:actorNation"), {event: "Assault"}).map(function (e) { return e.event })`, `{"value":"event:s400-2020_Assault_298"}`},
		{"in order", `var days = kg.events(g.V("kg:Event").In("rdf:type")).map(function (e) { return e.from || e.to || "9999" }); g.Emit(days.length > 3 && days.join() === days.slice().sort().join())`, `{"value":true}`},
		{"by classes", `kg.events("", {event: ["Assault", "kg:Request"]}).map(function (e) { return e.class }).sort().join()`, `{"value":"kg:Assault,kg:Request"}`},
		{"by what they have", `kg.events("", {has: "kg:killed"}).map(function (e) { return e.event })`, `{"value":"event:s400-2020_Assault_298"}`},
		{"by days", `kg.events(g.V("kg:Event").In("rdf:type"), {from: "2021", until: "2021-12"}).every(function (e) { return e.from.slice(0, 4) === "2021" })`, `{"value":true}`},
		{"by name", `kg.events("bharat", {event: "Assault"}).map(function (e) { return e.event })`, `{"value":"event:s400-2020_Assault_298"}`},
		{"of all", `kg.events("", {event: "kg:Assault"}).map(function (e) { return e.event })`, `{"value":"event:s400-2020_Assault_298"}`},
		{"days", `kg.firstDay("2020-02") + kg.lastDay("2020-02")`, `{"value":"2020-02-012020-02-29"}`},
		{"ties", `[kg.ties().length === kg.ties("cooperation").length + kg.ties("conflict").length, kg.ties("conflict").indexOf("kg:attacked") > 0].join()`, `{"value":"true,true"}`},
		{"any status", `kg.events(g.V("kg:Event").In("rdf:type"), {status: "any"}).length === kg.events(g.V("kg:Event").In("rdf:type")).length`, `{"value":true}`},
		{"values", `kg.values("event:s400-2020_Assault_298", "kg:actorNation", "kg:place")`, "{\"value\":\"nation:China\"}\n{\"value\":\"nation:India\"}\n{\"value\":\"place:Ladakh\"}"},
		{"no value", `g.Emit({v: kg.value("nation:India", "kg:killed")})`, `{"v":null}`},
		{"sentences", `kg.sentences("nation:China")`, `{"value":"article:s400-2020#char=298,414"}`},
	} {
		r, err := s.Run(t.Context(), c.script, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := lines(t, s, r); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for script, want := range map[string]string{
		`kg.events(g.V(), {status: "Actuall"})`:          "there is no \"Actuall\"; there is Actual, Planned",
		`kg.events(g.V(), {from: "2020-13"})`:            "no date",
		`kg.events(g.V(), {event: "Meet"})`:              "there is no \"Meet\"",
		`kg.events("Inida")`:                             "nothing is called",
		`kg.events("", {has: "place"})`:                  "no property",
		`kg.events("", {status: ["Actual", "Planned"]})`: "expected one text",
		`kg.ties("war")`:                                 "there is any, cooperation, conflict",
		`kg.firstDay("soon")`:                            "no date",
		`kg.events(g.V(), "Actual")`:                     "expected an object",
	} {
		if _, err := s.Run(t.Context(), script, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", script, err)
		}
	}
}
