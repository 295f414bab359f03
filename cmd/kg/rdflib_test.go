package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// questions are asked of rdflib in SPARQL and of kg as bundled queries; the columns are those of the SPARQL.
var questions = []struct {
	name    string
	args    []string
	columns []string
	sparql  string
}{
	{"buyers", []string{"--param", "weapon=S-400"}, []string{"nation", "relation", "ev"}, `
		SELECT ?nation ?relation ?ev WHERE {
			?weapon a kg:WeaponSystem ; rdfs:label "S-400" .
			VALUES ?relation { kg:ordered kg:seeks kg:operates }
			GRAPH ?ev { ?nation ?relation ?weapon } }`},
	{"origin", []string{"--param", "nation=Russia"}, []string{"nation", "relation", "weapon", "ev"}, `
		SELECT DISTINCT ?nation ?relation ?weapon ?ev WHERE {
			?maker a kg:Nation ; rdfs:label "Russia" .
			?weapon kg:origin ?maker .
			VALUES ?relation { kg:ordered kg:seeks kg:operates }
			GRAPH ?ev { ?nation ?relation ?weapon }
			FILTER (?nation != ?maker) }`},
	{"maker", []string{"--param", "organization=Lockheed Martin"}, []string{"weapon", "nation", "relation", "ev"}, `
		SELECT DISTINCT ?weapon ?nation ?relation ?ev WHERE {
			?maker a kg:Organization ; rdfs:label "Lockheed Martin" .
			?weapon kg:maker ?maker .
			VALUES ?relation { kg:supplies kg:ordered kg:seeks kg:operates }
			GRAPH ?ev { ?nation ?relation ?weapon } }`},
	{"suppliers", []string{"--param", "nation=Poland"}, []string{"supplier", "buyer", "weapons", "ev"}, `
		SELECT ?supplier ?buyer ?weapons ?ev WHERE {
			?buyer a kg:Nation ; rdfs:label "Poland" .
			GRAPH ?ev { ?supplier kg:suppliesArmsTo ?buyer }
			OPTIONAL { GRAPH ?ev { ?supplier kg:supplies ?weapons } } }`},
	{"holders", []string{"--param", "office=Defence Minister of India"}, []string{"person", "since", "until"}, `
		SELECT DISTINCT ?person ?since ?until WHERE {
			?office a kg:Office ; rdfs:label "Defence Minister of India" .
			{ ?tenure kg:office ?office ; kg:holder ?person .
			  OPTIONAL { ?tenure kg:since ?since } OPTIONAL { ?tenure kg:until ?until } }
			UNION { ?person kg:holdsOffice|kg:heldOffice ?office .
			  FILTER NOT EXISTS { ?any kg:office ?office ; kg:holder ?person } } }`},
	{"borders", nil, []string{"nation", "disputesWith", "ev"}, `
		SELECT ?nation ?disputesWith ?ev WHERE {
			GRAPH ?ev { ?nation kg:disputesBorderWith ?disputesWith }
			FILTER (STR(?nation) < STR(?disputesWith)) }`},
}

// An export says to rdflib what the store says to kg, and contradicts the ontology nowhere.
func TestRDFLibAgrees(t *testing.T) {
	const python = "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import rdflib").Run(); err != nil {
		t.Skip("no rdflib for /usr/bin/python3: apt-get install python3-rdflib")
	}
	dir := t.TempDir()
	db, nquads, ontology, asked := filepath.Join(dir, "kg.db"), filepath.Join(dir, "graph.nq"), filepath.Join(dir, "kg.ttl"), filepath.Join(dir, "questions.json")
	run := func(args ...string) []byte {
		t.Helper()
		var out, errs bytes.Buffer
		if code := Run(append([]string{"kg"}, args...), strings.NewReader(""), &out, &errs); code != exitGood {
			t.Fatalf("kg %s: exit %d: %s", strings.Join(args, " "), code, errs.String())
		}
		return out.Bytes()
	}
	run("load", "--no-sync", "--db", db, filepath.Join("..", "..", "testdata", "articles"))
	run("export", "--db", db, "-o", nquads)
	sparql := make(map[string]string)
	for _, q := range questions {
		sparql[q.name] = "PREFIX kg: <https://w3id.org/newskg/ns#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n" + q.sparql
	}
	text, err := json.Marshal(sparql)
	if err != nil {
		t.Fatal(err)
	}
	for file, content := range map[string][]byte{ontology: run("ontology"), asked: text} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(python, filepath.Join("..", "..", "testdata", "sparql", "check.py"), nquads, ontology, asked)
	command.Stderr = os.Stderr
	printed, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Rows         map[string][][]string
		Inconsistent []string
		Inferred     int
	}
	if err := json.Unmarshal(printed, &answer); err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		var rows []map[string]any
		if err := json.Unmarshal(run(append([]string{"query", q.name, "--db", db, "--format", "json", "--limit", "0"}, q.args...)...), &rows); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range rows {
			got = append(got, flat(row, q.columns)...)
		}
		var want []string
		for _, row := range answer.Rows[q.name] {
			want = append(want, strings.Join(row, " | "))
		}
		if q.name == "borders" { // each pair once, in one of the two orders
			for i, row := range got {
				words := strings.Split(row, " | ")
				slices.Sort(words[:2])
				got[i] = strings.Join(words, " | ")
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s: kg has %d rows, rdflib %d\nkg:\n%s\nrdflib:\n%s", q.name, len(got), len(want), strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for _, sentence := range answer.Inconsistent {
		t.Errorf("under RDFS: %s", sentence)
	}
	if answer.Inferred == 0 {
		t.Error("nothing was inferred: the ontology was not read")
	}
}

// flat gives a row's columns as text, a list as one row for each value.
func flat(row map[string]any, columns []string) []string {
	rows := []string{""}
	for i, column := range columns {
		values, ok := row[column].([]any)
		if !ok || len(values) == 0 {
			values = []any{row[column]}
			if ok {
				values[0] = nil
			}
		}
		var next []string
		for _, prefix := range rows {
			for _, value := range values {
				text := ""
				if value != nil {
					text = fmt.Sprint(value)
				}
				if i > 0 {
					text = prefix + " | " + text
				}
				next = append(next, text)
			}
		}
		rows = next
	}
	return rows
}
