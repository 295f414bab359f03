package queries

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Tab offers what may stand at the cursor, which is where "|" is.
func TestTab(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"script.js", "other.txt"} {
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir("scripts", 0o777); err != nil {
		t.Fatal(err)
	}
	r, _, _, _ := newREPL(t, `var russia = 1`, `.param nation=India`)
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		line string
		from string // what is replaced
		want string // the first candidate
		and  string // another
		not  string
	}{
		{line: `g.|`, want: "AddDefaultNamespaces", and: "V", not: "Out"},
		{line: `g.v|`, from: "v", want: "V", not: "M"},
		{line: `g.V().ou|`, from: "ou", want: "Out", and: "OutPredicates"},
		{line: "g.V()\n  .Ha|", from: "Ha", want: "Has"},
		{line: `kg.f|`, from: "f", want: "find"},
		{line: `params.|`, want: "nation"},
		{line: `rus|`, from: "rus", want: "russia"},
		{line: `re|`, from: "re", want: "regex"},
		{line: `g.V("nation:In|`, from: "nation:In", want: "nation:India"},
		{line: `g.V("nation:in|`, from: "nation:in", want: "nation:India"},
		{line: `g.V("ind|`, from: "ind", want: "nation:India"},
		{line: `g.V("Bhar|`, from: "Bhar", want: "nation:India"},
		{line: `g.V("weap|`, from: "weap", want: "weapon:"},
		{line: `g.V("nation:China", "nation:Ru|`, from: "nation:Ru", want: "nation:Russia"},
		{line: `g.Find("s-4|`, from: "s-4", want: "S-400"},
		{line: `g.Find("Rajnath S|`, from: "Rajnath S", want: "Rajnath Singh"},
		{line: `g.Find("India", "Na|`, from: "Na", want: "Nation"},
		{line: `g.V("nation:India").Out("|`, want: "rdf:type"},
		{line: `g.V("nation:India").Out(["kg:see|`, from: "kg:see", want: "kg:seeks"},
		{line: `g.V("x(\"").In("suppl|`, from: "suppl", want: "kg:supplies", and: "kg:suppliesArmsTo"},
		{line: `g.V().Has("rdf:type", "kg:Na|`, from: "kg:Na", want: "kg:Nation"},
		{line: `1 // g.|`, from: "//", want: ""},
		{line: `.des|`, from: ".des", want: ".describe"},
		{line: `.describe raj|`, from: "raj", want: "Rajnath Singh"},
		{line: `.describe weapon:S|`, from: "weapon:S", want: "weapon:S-400"},
		{line: `.timeline India, chi|`, from: "chi", want: "China"},
		{line: `.run sup|`, from: "sup", want: "suppliers"},
		{line: `.run suppliers |`, want: "nation="},
		{line: `.run suppliers nation=tur|`, from: "tur", want: "Turkey"},
		{line: `.run events party=India status=Pl|`, from: "Pl", want: "Planned"},
		{line: `.run evidence a=Russia b|`, from: "b", want: "b="},
		{line: `.run nothing |`, want: ""},
		{line: `.read s|`, from: "s", want: "script.js", and: "scripts/"},
		{line: `.load other.txt s|`, from: "s", want: "script.js"},
		{line: `.mode m|`, from: "m", want: "markdown"},
		{line: `.timer o|`, from: "o", want: "off", and: "on"},
		{line: `.help fol|`, from: "fol", want: "Follow"},
		{line: `.article tur|`, from: "tur", want: "turkey-2019"},
		{line: `.explain g.V("nation:Chi|`, from: "nation:Chi", want: "nation:China"},
		{line: `.nothing x|`, want: ""},
		{line: `g.V("|").Out()`, want: ""},
		{line: `g.Find("\"|`, from: `\"`, want: ""},
	} {
		line, _, _ := strings.Cut(c.line, "|")
		cursor := len([]rune(line))
		got, err := r.Complete(t.Context(), strings.Replace(c.line, "|", "", 1), cursor)
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		has := func(text string) bool {
			return slices.ContainsFunc(got.Candidates, func(k Candidate) bool { return k.Text == text })
		}
		first := ""
		if len(got.Candidates) > 0 {
			first = got.Candidates[0].Text
			if from := string([]rune(line)[got.From:]); from != c.from {
				t.Errorf("%s: replaces %q", c.line, from)
			}
		}
		if first != c.want || c.and != "" && !has(c.and) || c.not != "" && has(c.not) {
			t.Errorf("%s: %+v", c.line, got.Candidates)
		}
	}
}
