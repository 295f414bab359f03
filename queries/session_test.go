package queries

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/schema"
)

// readingsFile is absolute, as some tests work in a folder of their own.
var readingsFile, _ = filepath.Abs(filepath.Join("..", "testdata", "readings.json"))

// newsStore is a store of the hand-made readings that tests of several packages share.
func newsStore(t testing.TB) *graph.Store { return newsStoreOn(t, "") }

func newsStoreOn(t testing.TB, backend string) *graph.Store {
	t.Helper()
	data, err := os.ReadFile(readingsFile)
	if err != nil {
		t.Fatal(err)
	}
	var readings []schema.Reading
	if err := json.Unmarshal(data, &readings); err != nil {
		t.Fatal(err)
	}
	s, err := graph.OpenMemory(t.Context(), graph.Options{Backend: backend})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, r := range readings {
		if _, err := s.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// lines are the rows of a result as JSON.
func lines(t testing.TB, s *Session, r *Result) string {
	t.Helper()
	var b strings.Builder
	f, err := FindResultFormat("jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(t.Context(), &b, f, r, Layout{}); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestScripts(t *testing.T) {
	for _, backend := range graph.Backends() {
		t.Run(backend, func(t *testing.T) { testScripts(t, newsStoreOn(t, backend)) })
	}
}

func testScripts(t *testing.T, store *graph.Store) {
	for _, c := range []struct{ name, script, want string }{
		{"short names in and out", `g.V("nation:India").Out("kg:seeks").All()`, `{"id":"weapon:S-400"}`},
		{"angle brackets", `g.V("<nation:India>").Out("<kg:seeks>").All()`, `{"id":"weapon:S-400"}`},
		{"full IRIs", `g.V("https://w3id.org/newskg/nation/India").Out("<https://w3id.org/newskg/ns#seeks>").All()`, `{"id":"weapon:S-400"}`},
		{"g.IRI and iri", `g.V(g.IRI("nation:India")).Out(iri("kg:seeks")).All()`, `{"id":"weapon:S-400"}`},
		{"small letters", `graph.vertex("nation:India").out("kg:seeks").all()`, `{"id":"weapon:S-400"}`},
		{"a last path is run", `g.V("nation:India").Out("kg:seeks")`, `{"id":"weapon:S-400"}`},
		{"a last value is shown", `g.V("nation:India").Out("kg:seeks").Count()`, `{"value":1}`},
		{"a last list is shown", `[1, "nation:India"]`, "{\"value\":1}\n{\"value\":\"nation:India\"}"},
		{"a definition shows nothing", `var f = function() { return 1 }; function h() {}`, ``},
		{"evidence", `g.V("nation:Russia").LabelContext(g.V(), "ev").Out("kg:suppliesArmsTo").Tag("x").Order().All()`,
			`{"x":"nation:India","id":"nation:India","ev":"article:s400-2020#char=63,202"}
{"x":"nation:India","id":"nation:India","ev":"article:visits/delhi-2021#char=133,200"}
{"x":"nation:Turkey","id":"nation:Turkey","ev":"article:turkey-2019#char=48,167"}`},
		{"evidence without a set of labels", `g.V("nation:India").LabelContext(null, "ev").Out("kg:seeks").All()`, `{"id":"weapon:S-400","ev":"article:s400-2020#char=63,202"}`},
		{"evidence with text", `g.V("nation:India").LabelContext(g.V().Save("kg:begin", "b"), "ev").Out("kg:seeks").All()`, `{"b":63,"id":"weapon:S-400","ev":"article:s400-2020#char=63,202"}`},
		{"facts of a sentence", `g.V("nation:India").LabelContext("article:s400-2020#char=63,202").Out().Unique().Order().All()`, "{\"id\":\"nation:Russia\"}\n{\"id\":\"weapon:S-400\"}"},
		{"number by value", `g.V().Has("kg:killed", 20).Save("kg:place", "where").All()`, `{"where":"place:Ladakh","id":"event:s400-2020_Assault_298"}`},
		{"number of another datatype", `g.V().Has("kg:value", 5e9).All()`, `{"id":"agreement:India-Russia_S-400_agreement__2018"}`},
		{"comparison by value", `g.V("event:s400-2020_Assault_298").Has("kg:killed", gt(9)).Out("kg:killed").All()`, `{"id":20}`},
		{"comparison that fails", `g.V("event:s400-2020_Assault_298").Has("kg:killed", lt(9)).All()`, ``},
		{"date by value", `g.V().Has("kg:date", "2021-12-06").All()`, `{"id":"event:visits/delhi-2021_Consult_36"}`},
		{"JavaScript date", `g.V().Has("kg:date", new Date("2021-12-06")).Count()`, `{"value":1}`},
		{"dates of any precision", `g.V("nation:India").In("kg:buyer").Out("kg:signedOn").Filter(gte("2018"), lt("2019-01-01")).All()`, `{"id":"2018-10"}`},
		{"a month is not before one of its days", `g.V("nation:India").In("kg:buyer").Out("kg:signedOn").Filter(lt("2018-10-15")).All()`, ``},
		{"order by number", `g.V("article:s400-2020").In("schema:isPartOf").Out("kg:begin").Order().All()`, "{\"id\":63}\n{\"id\":203}\n{\"id\":298}\n{\"id\":415}"},
		{"order keeps the tags of each", `g.V("article:s400-2020").In("schema:isPartOf").Tag("s").Out("kg:begin").Order().Limit(2).All()`,
			"{\"s\":\"article:s400-2020#char=63,202\",\"id\":63}\n{\"s\":\"article:s400-2020#char=203,297\",\"id\":203}"},
		{"two Saves give the product", `g.V("event:s400-2020_Assault_298").Save("kg:actor", "a").Save("kg:actorNation", "n").Count()`, `{"value":4}`},
		{"three Saves give the product", `g.V("event:s400-2020_Assault_298").Save("kg:actor", "a").Save("rdf:type", "t").Save("kg:actorNation", "n").Count()`, `{"value":8}`},
		{"a second optional Save", `g.V("event:s400-2020_Assault_298").Save("kg:actor", "a").SaveOpt("kg:about", "x").Count()`, `{"value":2}`},
		{"a second Save has the label context", `g.V("nation:India").LabelContext("article:s400-2020#char=63,202").Save("kg:seeks", "a").Save("kg:requestedOf", "b").All()`, `{"a":"weapon:S-400","b":"nation:Russia","id":"nation:India"}`},
		{"find by label, other name and code", `kg.find("India").concat(kg.find("bharat"), kg.find("IND"), kg.find("turkiye"), kg.find("nation:China"))`,
			"{\"value\":\"nation:India\"}\n{\"value\":\"nation:India\"}\n{\"value\":\"nation:India\"}\n{\"value\":\"nation:Turkey\"}\n{\"value\":\"nation:China\"}"},
		{"find of a class", `g.Find("India", "Nation").All()`, `{"id":"nation:India"}`},
		{"find nothing", `g.Emit(kg.find("Atlantis").length)`, `{"value":0}`},
		{"label", `kg.label("nation:Turkey")`, `{"value":"Türkiye"}`},
		{"sentence", `var e = kg.sentence("article:turkey-2019#char=48,167"); g.Emit({d: e.published, a: e.article, n: e.text.length})`, `{"d":"2019-07-12","a":"article:turkey-2019","n":119}`},
		{"emit of what is nested", `g.Emit({a: [1, {b: "x"}], n: null, t: true})`, `{"a":[1,{"b":"x"}],"n":null,"t":true}`},
		{"callback", `g.V("nation:India").Out("kg:operates").ForEach(function(d) { g.Emit({weapon: d.id}) })`, `{"weapon":"weapon:Su-30MKI"}`},
		{"callback with a limit", `var n = 0; g.V("nation:Russia").Out("kg:supplies").ForEach(2, function(d) { n++ }); g.Emit(n)`, `{"value":2}`},
		{"values make the round", `g.V(g.V("nation:India").Out("kg:seeks").ToArray()).Out("rdfs:label").All()`, `{"id":"S-400"}`},
		{"an empty list is no node", `g.V([]).Count()`, `{"value":0}`},
		{"tags of a row", `g.V("nation:India").Tag("n").Out("kg:seeks").TagValue().n`, `{"value":"nation:India"}`},
		{"no value", `g.Emit({v: g.V("nation:India").Out("kg:nothing").ToValue()})`, `{"v":null}`},
		{"back", `g.V("weapon:S-400").In("kg:seeks").Tag("n").Out("kg:operates").Back("n").All()`, `{"n":"nation:India","id":"nation:India"}`},
		{"morphism", `var partner = g.M().Out("kg:metWith"); g.V("nation:India").Follow(partner).FollowR(partner).Unique().All()`, `{"id":"nation:India"}`},
		{"recursion", `g.V("nation:China").FollowRecursive("kg:clashedWith").Order().All()`, "{\"id\":\"nation:China\"}\n{\"id\":\"nation:India\"}"},
		{"sets", `g.V("nation:India","nation:China").Except(g.V("nation:China")).Union(g.V("nation:Russia")).Order().All()`, "{\"id\":\"nation:India\"}\n{\"id\":\"nation:Russia\"}"},
		{"like and regex", `g.V("weapon:S-400").Out("skos:altLabel").Filter(like("S-%"), regex("Triumf$")).All()`, `{"id":"S-400 Triumf"}`},
		{"predicates", `g.V("nation:China").OutPredicates().Filter(regex("^kg:.*With$", true)).Order().All()`, "{\"id\":\"kg:clashedWith\"}\n{\"id\":\"kg:disputesBorderWith\"}"},
		{"own text", `g.V(str("S-400")).In("rdfs:label").All()`, `{"id":"weapon:S-400"}`},
		{"typed text", `g.V(typed("20", "xsd:integer")).In("kg:killed").Count()`, `{"value":1}`},
		{"params", `g.Emit(params.nation + params.n)`, `{"value":"India2"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := NewSession(store)
			r, err := s.Run(t.Context(), c.script, Options{Params: map[string]string{"nation": "India", "n": "2"}})
			if err != nil {
				t.Fatal(err)
			}
			if got := lines(t, s, r); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// No script ends the process: whatever is passed to whatever method, the error names the method and the argument.
func TestHostileScripts(t *testing.T) {
	store := newsStore(t)
	s := NewSession(store) // one session: each script must leave it usable
	for _, c := range []struct{ script, want string }{
		// The eight that end Cayley's own process.
		{`g.V("<a>").Out({})`, "path.out: argument 1: expected a predicate"},
		{`iri(1)`, "iri: argument 1: expected a text, got a number"},
		{`iri({})`, "iri: argument 1: expected a text, got an object"},
		{`g.V("<a>").LabelContext({})`, "path.labelContext: argument 1"},
		{`g.V("<a>").FollowRecursive({})`, "path.followRecursive: argument 1"},
		{`g.V("<a>").Out("kg:seeks", {})`, "path.out: argument 2: expected the name of a tag, got an object"},
		{`g.V("<a>").Out(function(){})`, "path.out: argument 1: expected a predicate, a list of predicates or a path, got a function"},
		{`g.V("nation:India").FollowR(g.M().Labels()).All()`, "path.followR: a path with .Labels() cannot be walked backwards"},
		// Those that overflow Go's stack.
		{`function f() { g.V("nation:India").ForEach(f) } f()`, "callbacks nest deeper than 50"},
		{`function f() { f() } f()`, "calls nest deeper than 2000"},
		{`var a = {}; a.a = a; g.Emit(a)`, "the value contains itself"},
		{`var a = []; a.push(a); g.Emit({x: a})`, "the value contains itself"},
		{`var a = {}, b = a; for (var i = 0; i < 1000; i++) { b.x = {}; b = b.x } g.Emit(a)`, "nests deeper than"},
		{strings.Repeat("(", 100000), "nests deeper than 1000 brackets"},
		{strings.Repeat("!", 150000) + "1", "nests deeper than 1000 brackets"},
		{`eval("1")`, "running a text as a script is not offered"},
		{`(function(){}).constructor("return 1")()`, "running a text as a script is not offered"},
		{`var p = g.V("nation:India"); for (var i = 0; i < 3; i++) p = p.Back("x")`, `no step before has the tag "x"`},
		// Those that take gigabytes at one stroke.
		{`"x".repeat(1e10)`, "larger than 5000000"},
		{`"x".padStart(1e10)`, "larger than 5000000"},
		{`Array(4e9).fill(0)`, "larger than 5000000"},
		{`Array(4e9).join("x")`, "larger than 5000000"},
		{`Array.from({length: 4e9})`, "larger than 5000000"},
		{`Math.max.apply(null, {length: 4e9})`, "larger than 5000000"},
		{`new Uint8Array(4e9)`, "Uint8Array is not offered"},
		{`"a".repeat(1e6).replaceAll("a", "b".repeat(1e6))`, "larger than 5000000"},
		// Wrong arguments of every kind.
		{`g.V({})`, "g.V: argument 1: expected a name, a text, a number or a date, got an object"},
		{`g.V(null)`, "g.V: argument 1"},
		{`g.V(g.V())`, "g.V: argument 1: expected a name, a text, a number or a date, got a path"},
		{`g.V([["a"]])`, "g.V: a list within a list"},
		{`g.V().Out("India")`, `path.out: argument 1: expected a predicate such as "kg:seeks", got the text "India"`},
		{`g.V().Has()`, "path.has: takes 1 or more arguments, got 0: .Has(predicate"},
		{`g.V().Has("kg:seeks", gt(1), 2)`, "path.has: argument 3: expected a filter"},
		{`g.V().Limit("x")`, "path.limit: argument 1: expected a number"},
		{`g.V().Limit(-1)`, "path.limit: argument 1"},
		{`g.V().Tag(1)`, "path.tag: argument 1: expected the name of a tag"},
		{`g.V().Save(g.V())`, "saving along a path needs the name of a tag"},
		{`g.V().Tag("x").Save("kg:seeks", "x")`, `the tag "x" is taken`},
		{`g.V().And("x")`, "path.and: argument 1: expected a path, got a text"},
		{`g.V().ForEach(1)`, "path.forEach: argument 1: expected a function, got a number"},
		{`g.M().All()`, "begin with g.V()"},
		{`g.V().Filter(1)`, "path.filter: argument 1: expected a filter"},
		{`gt({})`, "gt: argument 1"},
		{`regex("(")`, "regex: argument 1: error parsing regexp"},
		{`g.Find("Indai")`, `nothing is called "Indai"; did you mean "India"?`},
		{`g.Find("Rajnath", "kg:Person")`, `no kg:Person is called "Rajnath"; did you mean "Rajnath Singh"`},
		{`g.AddNamespace("ex", "http://example.org/")`, "the prefixes are fixed"},
		{`g.V.call(1, function(){})`, "g.V: argument 1"},
		{`g.V().All.call({})`, "path.all: is not called on a path"},
		{`g.Emit(g.V())`, "a path cannot be shown"},
		{`g.Emit({f: function() {}})`, "f: a function cannot be shown"},
		{`throw new Error("mine")`, "mine"},
		{`throw 1`, "1"},
		{`nothing.here`, "nothing is not defined"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		_, err := s.Run(ctx, c.script, Options{})
		cancel()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.80s\n  gives %v\n  not   %s", c.script, err, c.want)
		}
		if r, err := s.Run(t.Context(), `g.V("nation:India").Out("kg:seeks").ToValue()`, Options{}); err != nil || lines(t, s, r) != `{"value":"weapon:S-400"}` {
			t.Fatalf("after %.80s the session is broken: %v", c.script, err)
		}
	}
}

func TestErrorsShowThePlace(t *testing.T) {
	store := newsStore(t)
	for _, c := range []struct{ script, want string }{
		{"g.V(\"nation:India\")\n\t.Out({})", "x.js:2:6: TypeError: path.out: argument 1: expected a predicate, a list of predicates or a path, got an object\n    \t.Out({})\n    \t    ^"},
		{"var é = 1;\nvar ü = é +* 2", "x.js:2:12: Unexpected token *\n    var ü = é +* 2\n               ^"},
		{"var x = 1\n\nx.y.z", "x.js:3:5: TypeError: Cannot read property 'z' of undefined\n    x.y.z\n        ^"},
		{"var g2 = g;\n\"x\".repeat(1e9)", "x.js:2:11: RangeError: text would be larger than 5000000\n    \"x\".repeat(1e9)\n              ^"},
		{"let a = 1;\nlet a = 2", "x.js:2:5: Identifier 'a' has already been declared"},
	} {
		_, err := NewSession(store).Run(t.Context(), c.script, Options{Name: "x.js"})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got\n%v\nwant\n%s", err, c.want)
		}
		var place *ScriptError
		if !errors.As(err, &place) {
			t.Errorf("%T", err)
		}
	}
}

func TestComplete(t *testing.T) {
	for _, script := range []string{"g.V(", "function f() {", "g.V(\"x\").", "`open", "/* open", "[1,", "if (true)", "var x =", "g.V()\n  .Out("} {
		if err := Complete(script); !errors.Is(err, ErrIncomplete) {
			t.Errorf("%q: %v", script, err)
		}
	}
	for _, script := range []string{"", "g.V()", "// comment", "{}"} {
		if err := Complete(script); err != nil {
			t.Errorf("%q: %v", script, err)
		}
	}
	for _, script := range []string{")", "g.V(]", "var 1", `"open`} {
		if err := Complete(script); err == nil || errors.Is(err, ErrIncomplete) {
			t.Errorf("%q: %v", script, err)
		}
	}
}

func TestStopping(t *testing.T) {
	store := newsStore(t)
	s := NewSession(store)
	for _, script := range []string{
		`while (true) {}`,
		`try { while (true) {} } catch (e) { while (true) {} }`,
		`var a = []; while (true) g.V().ForEach(function(d) {})`,
		`function f() { g.V().Out().In().Out().In().Out().Count() } f()`,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		_, err := s.Run(ctx, script, Options{})
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", script, err)
		}
	}
	// What was given before the end is kept.
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	r, err := s.Run(ctx, `g.Emit(1); while (true) {}`, Options{})
	if !errors.Is(err, context.DeadlineExceeded) || r == nil || lines(t, s, r) != `{"value":1}` {
		t.Errorf("%v", err)
	}
}

func TestMemoryLimit(t *testing.T) {
	s := NewSession(newsStore(t))
	for _, script := range []string{
		`var a = []; while (true) a.push({x: a.length})`,
		`var s = "0123456789"; while (true) s += s + "x"`,
	} {
		if _, err := s.Run(t.Context(), script, Options{Memory: 64 << 20}); !errors.Is(err, ErrMemory) {
			t.Errorf("%s: %v", script, err)
		}
	}
}

func TestRowLimit(t *testing.T) {
	s := NewSession(newsStore(t))
	for _, c := range []struct {
		script    string
		limit     int
		rows      int
		truncated bool
	}{
		{`g.V("article:s400-2020").In("schema:isPartOf").All()`, 3, 3, true},
		{`g.V("article:s400-2020").In("schema:isPartOf").All()`, 4, 4, false},
		{`g.V("article:s400-2020").In("schema:isPartOf").All()`, 0, 4, false},
		{`for (var i = 0; ; i++) g.Emit(i)`, 10, 10, true},
		{`for (var i = 0; ; i++) try { g.Emit(i) } catch (e) {}`, 10, 10, true},
		{`g.V("article:s400-2020").In("schema:isPartOf")`, 2, 2, true},
	} {
		r, err := s.Run(t.Context(), c.script, Options{Limit: c.limit})
		if err != nil || len(r.Rows) != c.rows || r.Truncated != c.truncated {
			t.Errorf("%s, at most %d: %d rows, truncated %v, %v", c.script, c.limit, len(r.Rows), r.Truncated, err)
		}
	}
}

// What a script defines is there for the next one; its rows are not.
func TestSessionKeepsVariables(t *testing.T) {
	s := NewSession(newsStore(t))
	for i, c := range []struct{ script, want string }{
		{`var india = g.V("nation:India")`, ``},
		{`india.Out("kg:seeks")`, `{"id":"weapon:S-400"}`},
		{`1 + 1`, `{"value":2}`},
	} {
		r, err := s.Run(t.Context(), c.script, Options{})
		if err != nil || lines(t, s, r) != c.want {
			t.Errorf("%d: %s, %v", i, lines(t, s, r), err)
		}
	}
}

func TestHints(t *testing.T) {
	s := NewSession(newsStore(t))
	r, err := s.Run(t.Context(), `g.V("india").Out("kg:seeks")`, Options{})
	if err != nil || fmt.Sprint(r.Hints) != `["india" is a text; the thing of that name is "nation:India"]` {
		t.Errorf("%v, %v", r.Hints, err)
	}
}

func TestCiteAndWhy(t *testing.T) {
	s := NewSession(newsStore(t))
	r, err := s.Run(t.Context(), `g.V("nation:India").LabelContext(g.V(), "ev").Out("kg:operates")`, Options{})
	if err != nil {
		t.Fatal(err)
	}
	why, err := s.Why(t.Context(), r, 1)
	if err != nil || len(why) != 1 || why[0] != (Evidence{Sentence: "article:s400-2020#char=415,451", Article: "article:s400-2020", Text: "India already operates the Su-30MKI.",
		Headline: "India presses Russia for early S-400 delivery", Published: "2020-06-23", URL: "https://example.org/news/s400?x=1&y=2"}) {
		t.Errorf("%+v, %v", why, err)
	}
	if _, err := s.Why(t.Context(), r, 2); err == nil {
		t.Error("a row that is not there has evidence")
	}
	if err := s.Cite(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if got, want := lines(t, s, r), `{"id":"weapon:Su-30MKI","ev":"article:s400-2020#char=415,451","published":"2020-06-23","sentence":"India already operates the Su-30MKI."}`; got != want {
		t.Errorf("got %s", got)
	}
	var b strings.Builder
	if err := s.Write(t.Context(), &b, &resultFormats[0], r, Layout{Width: 40}); err != nil {
		t.Fatal(err)
	}
	if want := "id        published   sentence\n────────  ──────────  ──────────────────\nSu-30MKI  2020-06-23  India already ope…\n"; b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

// Every method bears every kind of argument, and none leaves the session unusable.
func TestEveryMethodWithEveryArgument(t *testing.T) {
	store := newsStore(t)
	s := NewSession(store)
	arguments := []string{"", "null", "undefined", "0", "-1", "1.5", "NaN", "1e300", `""`, `"nation:India"`, `"<"`, `"_:"`, "true", "{}", "[]", "[[]]", "[null]", `["kg:seeks", 1]`,
		"function () { throw 1 }", "g.V('nation:India')", "g.M()", "g.M().Labels()", "gt(1)", "new Date(NaN)", "Symbol()", "10n", "/x/", "new Map()", "g", "kg.find", "Object.create(null)",
		"{toString: function () { return this }}", "new Proxy({}, {get: function () { throw 2 }})"}
	tables := []struct {
		owner   string
		methods []method
	}{{"g.", graphMethods}, {"kg.", kgMethods}, {"", globalFunctions}, {`g.V("nation:India").Tag("x").`, pathMethods}, {`g.M().`, pathMethods}, {`g.V("nation:India").Labels().`, pathMethods}}
	n := 0
	for _, table := range tables {
		for _, m := range table.methods {
			for i, a := range arguments {
				args := a
				if i%2 == 1 {
					args += ", " + arguments[(i*7+len(m.names[0]))%len(arguments)]
				}
				script := fmt.Sprintf("var r = %s%s(%s); r && r.All && r.All()", table.owner, m.names[0], strings.TrimSuffix(args, ", "))
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				_, err := s.Run(ctx, script, Options{Limit: 5})
				cancel()
				var at *ScriptError
				if err != nil && !errors.As(err, &at) {
					t.Errorf("%s: %v", script, err)
				}
				n++
			}
		}
	}
	if r, err := s.Run(t.Context(), `g.V("nation:India").Out("kg:seeks").Count()`, Options{}); err != nil || lines(t, s, r) != `{"value":1}` {
		t.Errorf("after %d scripts the session is broken: %v", n, err)
	}
}
