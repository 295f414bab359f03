package extract

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/newskg/kg/schema"
)

// toldInFull are the relations that a row of relations.tsv tells in full.
var toldInFull = wordsOf("kg:ordered kg:seeks kg:operates kg:supplies kg:suppliesArmsTo kg:origin kg:party kg:covers kg:signedOn kg:value kg:disputesBorderWith kg:holdsOffice kg:heldOffice")

// TestRelationSentences reads the sentences of testdata/gold-sentences/relations.tsv: each row tells all the relations
// of arms, agreements, borders and offices that its text states, and the quantities. "?" marks what it may state, "/"
// parts what may be told either way, "*" stands for anything, "agreement" for any agreement, and "agreements 1" counts
// them. A row holds where nothing is missing and nothing is too much. The rows that do not hold are listed, and one that
// begins to hold must be taken off the list.
func TestRelationSentences(t *testing.T) {
	ex := extractor(t)
	raw, err := os.ReadFile(filepath.Join("..", "..", "testdata", "gold-sentences", "relations.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	known := readKnownMisses("known-relation-misses.txt")
	rows, held, found, missed, wrong := 0, 0, 0, 0, 0
	for n, line := range strings.Split(strings.TrimRight(string(raw), "\n"), "\n")[1:] {
		f := strings.Split(line, "\t")
		if len(f) != 2 {
			t.Fatalf("relations.tsv:%d: %d columns, want 2", n+2, len(f))
		}
		got := toldRelations(ex, ex.Analyse(schema.Article{ID: "t", Date: "2021-06-16", Text: f[0]}))
		lacks, excess := compareRelations(got, f[1])
		missed += len(lacks)
		wrong += len(excess)
		found += len(got) - len(excess)
		rows++
		holds := len(lacks)+len(excess) == 0
		switch {
		case holds && known[f[0]]:
			t.Errorf("listed as a known miss and comes right, take it off the list: %s", f[0])
		case !holds && !known[f[0]]:
			t.Errorf("%s\n\tlacks %s\n\texcess %s", f[0], strings.Join(lacks, "; "), strings.Join(excess, "; "))
		}
		if holds {
			held++
		}
		delete(known, f[0])
	}
	for text := range known {
		t.Errorf("a known miss that is no row of relations.tsv: %s", text)
	}
	t.Logf("%d of %d rows hold; of the relations %d are found, %d missed, %d wrong", held, rows, found, missed, wrong)
}

// toldRelations lists the relations and quantities of an analysis as the rows spell them, each once.
func toldRelations(ex *Extractor, a *Analysis) []string {
	said := map[string]bool{}
	deals := map[string]bool{}
	quantity := map[string][3]string{}
	for _, f := range a.Facts {
		if q := quantity[f.Subject]; strings.HasPrefix(f.Subject, "quantity:") {
			switch f.Predicate {
			case "kg:number":
				q[0] = f.Object.Value
			case "kg:unit":
				q[1] = f.Object.Value
			case "kg:of":
				q[2] = a.label(ex, f.Object.Value)
			}
			quantity[f.Subject] = q
			continue
		}
		if !toldInFull[f.Predicate] {
			continue
		}
		s, o := a.label(ex, f.Subject), f.Object.Value
		if strings.HasPrefix(f.Subject, "agreement:") {
			s = "agreement"
			deals[f.Subject] = true
		}
		if local, office := strings.CutPrefix(o, "office:"); office {
			o = strings.ReplaceAll(local, "_", " ")
		} else if f.Object.Kind == schema.IRI {
			o = a.label(ex, o)
		}
		said[s+" "+strings.TrimPrefix(f.Predicate, "kg:")+" "+o] = true
	}
	for _, q := range quantity {
		if q[1] == "item" {
			said["quantity "+q[0]+" "+q[2]] = true
		} else {
			said[strings.TrimSpace("quantity "+q[0]+" "+q[1]+" "+q[2])] = true
		}
	}
	switch len(deals) {
	case 0:
	case 1:
		said["agreements 1"] = true
	default:
		said["agreements 2"] = true
	}
	out := make([]string, 0, len(said))
	for s := range said {
		out = append(out, s)
	}
	sort.Strings(out)
	return out
}

// compareRelations tells what a row lacks and what it has too much. Quantities and counts are too much only where the
// row names others of the kind; a border dispute is told once and stands both ways.
func compareRelations(got []string, row string) (lacks, excess []string) {
	var allowed []string
	for _, item := range strings.Split(row, "; ") {
		optional := strings.HasPrefix(item, "?")
		met := optional || item == ""
		for _, choice := range strings.Split(strings.TrimPrefix(item, "?"), " / ") {
			allowed = append(allowed, choice)
			if x, y, ok := strings.Cut(choice, " disputesBorderWith "); ok {
				allowed = append(allowed, y+" disputesBorderWith "+x)
			}
			met = met || containsString(got, choice)
		}
		if !met {
			lacks = append(lacks, item)
		}
	}
	for _, g := range got {
		ok := strings.HasPrefix(g, "quantity ") && !strings.Contains(row, "quantity ") || strings.HasPrefix(g, "quantity ") && strings.Contains(row, " value "+strings.Fields(g)[1]) ||
			strings.HasPrefix(g, "agreements ") && !strings.Contains(row, "agreements ")
		for _, want := range allowed {
			prefix, any := strings.CutSuffix(want, "*")
			ok = ok || g == want || any && strings.HasPrefix(g, prefix)
		}
		if !ok {
			excess = append(excess, g)
		}
	}
	return lacks, excess
}
