package extract

import (
	"strings"
	"testing"

	"github.com/newskg/kg/schema"
)

// TestParticipants holds who acts, who is acted on and where, as things and as words.
func TestParticipants(t *testing.T) {
	ex := extractor(t)
	for _, c := range []struct{ text, class, actors, recipients, place string }{
		{"Gunmen attacked six Iraqi soldiers near Mosul.", "Assault", "=Gunmen", "Iraq=six Iraqi soldiers", "Mosul"},
		{"Jordanian forces attacked rebels on Monday.", "Assault", "Jordan=Jordanian forces", "=rebels", ""},
		{"Norway rejected the Turkish request on Monday.", "Reject", "Norway=Norway", "Turkey=the Turkish request", ""},
		{"Germany condemned the Russian invasion of Ukraine.", "Accuse", "Germany=Germany", "Russia=the Russian invasion of Ukraine", ""},
		{"Chad threatened to close the border if Niger sends troops.", "Threaten", "Chad=Chad", "Niger=Niger", ""},
		{"Israel bombed Aleppo.", "Assault", "Israel=Israel", "Syria=Aleppo", ""},
		{"Peru and Chile fought for years. Norway offered to mediate between the two countries.", "Agree", "Norway=Norway", "Peru=the two countries Chile=the two countries", ""},
		{"The presidents of Chad, Mali and Niger met in Dakar.", "Consult", "Chad=The presidents of Chad, Mali and Niger Mali=The presidents of Chad, Mali and Niger Niger=The presidents of Chad, Mali and Niger", "", "Dakar"},
		{"Iran's Foreign Ministry accused Sudan of lying.", "Accuse", "Iran=Iran's Foreign Ministry", "Sudan=Sudan", ""},
	} {
		a := ex.Analyse(schema.Article{ID: "t", Date: "2021-06-16", Text: c.text})
		told := func(ps []Participant) string {
			var out []string
			for _, p := range ps {
				name := p.Thing[strings.Index(p.Thing, ":")+1:]
				out = append(out, name+"="+a.Text(p.First, p.Last))
			}
			return strings.Join(out, " ")
		}
		found := false
		var got []string
		for _, e := range a.Events {
			place := e.Place[strings.Index(e.Place, ":")+1:]
			got = append(got, e.Class+": "+told(e.Actors)+" -> "+told(e.Recipients)+" in "+place)
			found = found || e.Class == c.class && told(e.Actors) == c.actors && told(e.Recipients) == c.recipients && place == c.place
		}
		if !found {
			t.Errorf("%s\n\tgot  %s\n\twant %s: %s -> %s in %s", c.text, strings.Join(got, "; "), c.class, c.actors, c.recipients, c.place)
		}
	}
}
