package extract

import (
	"strings"
	"testing"
)

// The act that is demanded, promised, refused, threatened or charged is an event of its own, and never counts as done
// for being spoken of.
func TestContent(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The United States urged Turkey to withdraw its troops from Syria.", "Request of United States -> Retreat by Turkey from Syria: Possible"},
		{"Japan demanded that China release the fishermen.", "Request of Japan -> Concede by China: Possible"},
		{"Norway promised to give Ukraine six F-16 jets.", "Agree of Norway -> Aid by Norway to Ukraine: Planned"},
		{"Germany refused to give Ukraine tanks.", "Reject of Germany -> Aid by Germany to Ukraine: Negated"},
		{"Iran threatened to attack Israel.", "Threaten of Iran -> Assault by Iran to Israel: Possible"},
		{"Iraq accused Iran of attacking Kuwait.", "Accuse of Iraq -> Assault by Iran to Kuwait: Possible"},
		// a word that somebody is to say is told well enough by who wants it of whom
		{"Russia called on India to condemn violence.", ""},
		// two acts, neither about the other
		{"Iran attacked Israel and threatened Jordan.", ""},
	} {
		a := analyse(t, "2023-05-04", c.text)
		ids, got := map[string]*Event{}, ""
		for _, e := range a.Events {
			ids[e.ID] = e
		}
		side := func(word string, ps []Participant) string {
			var out []string
			for _, p := range named(ps) {
				out = append(out, a.label(extractor(t), p.Thing))
			}
			if len(out) == 0 {
				return ""
			}
			return word + strings.Join(out, ", ")
		}
		for _, f := range a.Facts {
			if f.Predicate == "kg:content" {
				e, x := ids[f.Subject], ids[f.Object.Value]
				prep := " to "
				if x.Class == "Retreat" {
					prep = " from "
				}
				got += e.Class + side(" of ", e.Actors) + " -> " + x.Class + side(" by ", x.Actors) + side(prep, x.Recipients) + ": " + x.Status
			}
		}
		if got != c.want {
			t.Errorf("%s\ngot  %q\nwant %q", c.text, got, c.want)
		}
	}
}
