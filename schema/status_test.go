package schema

import (
	"strings"
	"testing"
)

// A mistake in a file of status words is an error that tells its place.
func TestStatusWordsAreStrict(t *testing.T) {
	const good = "[[class]]\nname = \"plans\"\nverbs = \"plan\"\ngoverns = \"infinitive\"\nstatus = \"Planned\"\nnegated = \"Negated\"\n"
	if _, err := ParseStatusWords("s.toml", []byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"verbs =", "verb =", `s.toml:3: unknown key class.verb`},
		{`"infinitive"`, `"infinite"`, `s.toml:1: class "plans": governs "infinite"`},
		{`"Planned"`, `"Likely"`, `s.toml:1: class "plans": status "Likely"`},
		{"governs = \"infinitive\"\n", "", `s.toml:1: class "plans": it does not say what its words govern`},
		{"negated = \"Negated\"\n", "negated = \"Negated\"\n\n" + good, `s.toml:8: class "plans": verb "plan" governs an infinitive in class "plans" too`},
	} {
		_, err := ParseStatusWords("s.toml", []byte(strings.Replace(good, c.old, c.new, 1)))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.new, err, c.want)
		}
	}
}
