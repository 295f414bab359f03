package schema

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func gazetteer(t *testing.T) *Gazetteer {
	t.Helper()
	g, err := NewGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The sizes that the gazetteers are promised to have.
func TestGazetteerIsLarge(t *testing.T) {
	g := gazetteer(t)
	fm := map[string]bool{}
	for _, ts := range g.tenures {
		for _, ten := range ts {
			if ten.Role == "kg:ForeignMinister" || ten.Role == "kg:DefenceMinister" {
				fm[ten.Of] = true
			}
		}
	}
	for what, n := range map[string][2]int{
		"nations":                   {len(g.Nations), 200},
		"places":                    {len(g.Places), 1500},
		"organizations":             {len(g.Organizations), 300},
		"weapon systems":            {len(g.Weapons), 600},
		"persons with offices":      {len(g.Persons), 1500},
		"nations with ministers":    {len(fm), 70},
		"wordings of offices":       {len(g.Titles), 200},
		"treaties with a name":      {len(g.Treaties), 100},
		"things with a Wikidata id": {withWikidata(g), 200},
	} {
		if n[0] < n[1] {
			t.Errorf("%s: %d, want at least %d", what, n[0], n[1])
		}
	}
}

func withWikidata(g *Gazetteer) int {
	n := 0
	for _, t := range g.things {
		n += len(t.SameAs)
	}
	return n
}

// One Wikidata identity stands on one thing only.
func TestWikidataIdentitiesAreUnique(t *testing.T) {
	g := gazetteer(t)
	owner := map[string]string{}
	for _, name := range sortedKeys(g.things) {
		for _, q := range g.things[name].SameAs {
			if owner[q] != "" {
				t.Errorf("%s stands on %s and %s", q, owner[q], name)
			}
			owner[q] = name
		}
	}
	for _, name := range sortedKeys(g.offices) {
		if q := g.offices[name]; owner[q] != "" {
			t.Errorf("%s stands on %s and %s", q, owner[q], name)
		}
		owner[g.offices[name]] = name
	}
}

// How many things have an identity that a named source gives: every present nation, the heads of state and of
// government of the list of world leaders that are in officials.csv, and their offices.
func TestWikidataCoverage(t *testing.T) {
	g := gazetteer(t)
	got := map[string]int{"kg:Office": len(g.offices)}
	for name, thing := range g.things {
		got[thing.Class] += len(thing.SameAs)
		if n := g.Nations[name]; n != nil && n.Kind != "former" && len(thing.SameAs) == 0 {
			t.Errorf("%s has none", name)
		}
	}
	for class, want := range map[string]int{"kg:Nation": 198, "kg:Person": 356, "kg:Office": 268} {
		if got[class] < want {
			t.Errorf("%s: %d, want at least %d", class, got[class], want)
		}
	}
	if office := g.Office("kg:HeadOfState", "nation:United_States"); len(office.SameAs) != 1 {
		t.Errorf("%+v", office)
	}
}

// An identity is of one thing that there is, with its source.
func TestIdentitiesAreChecked(t *testing.T) {
	for rows, want := range map[string]string{
		"nation:Atlantis,Q1,me":  "there is no nation:Atlantis",
		"org:NATO,7184,me":       "want Q and digits",
		"org:NATO,Q99999999999,": "no source",
		"nation:India,Q1,me":     "nation:India is wd:Q668 already",
		"org:NATO,Q99999999999,me\norg:ASEAN,Q99999999999,me": "wd:Q99999999999 is org:NATO already",
	} {
		file := filepath.Join(t.TempDir(), "mine.csv")
		write(t, file, "thing,wikidata,source\n"+rows+"\n")
		if _, err := NewGazetteer(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", rows, err, want)
		}
	}
}

// A thing's name follows from its label, whatever is added to tell namesakes apart.
func TestNamesFollowFromLabels(t *testing.T) {
	g := gazetteer(t)
	for _, name := range sortedKeys(g.things) {
		_, local, _ := strings.Cut(name, ":")
		local, _, _ = strings.Cut(local, "__")
		if want := LocalName(g.things[name].Label); Key(local) != Key(want) && g.things[name].Class != "kg:Nation" {
			t.Errorf("%s has the label %q, whose name is %s", name, g.things[name].Label, want)
		}
	}
}

// No two things of a kind differ only in case, hyphen, blank or accent.
func TestNamesOfAKindAreApart(t *testing.T) {
	g := gazetteer(t)
	seen := map[string]string{}
	for _, name := range sortedKeys(g.things) {
		prefix, local, _ := strings.Cut(name, ":")
		k := prefix + ":" + strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(Fold(local)))
		if seen[k] != "" {
			t.Errorf("%s and %s differ only in case, hyphens or blanks", seen[k], name)
		}
		seen[k] = name
	}
}

// A form that two things of one class claim must be marked as ambiguous by both, so that the linker asks for context.
func TestAmbiguousFormsAreMarked(t *testing.T) {
	g := gazetteer(t)
	for _, k := range sortedKeys(g.forms) {
		byWords := map[string][]Form{}
		for _, f := range g.forms[k] {
			if f.Sense != AsSeat && ClassOf(f.Thing) != "kg:Person" { // namesakes are told apart by office and date
				byWords[Words(f.Text)+"/"+ClassOf(f.Thing)] = append(byWords[Words(f.Text)+"/"+ClassOf(f.Thing)], f)
			}
		}
		for _, w := range sortedKeys(byWords) {
			fs := byWords[w]
			for _, f := range fs[1:] {
				if f.Thing != fs[0].Thing && (!f.Context || !fs[0].Context) {
					t.Errorf("%q is claimed by %s and %s without being marked ambiguous (?) on both", f.Text, fs[0].Thing, f.Thing)
				}
			}
		}
	}
}

// The tenures of an office that one person holds at a time do not overlap beyond what their precision leaves open.
func TestTenuresDoNotOverlap(t *testing.T) {
	g := gazetteer(t)
	for _, k := range sortedKeys(g.tenures) {
		role, _, _ := strings.Cut(k, " ")
		switch role {
		case "kg:HeadOfState", "kg:HeadOfGovernment", "kg:ForeignMinister", "kg:DefenceMinister", "kg:SecretaryGeneral":
		default:
			continue
		}
		ts := g.tenures[k]
		for i, a := range ts {
			for _, b := range ts[i+1:] {
				if a.Since == "" || b.Since == "" {
					continue
				}
				endA, endB := "9999-12-31", "9999-12-31"
				if a.Until != "" {
					endA = EarliestDay(a.Until)
				}
				if b.Until != "" {
					endB = EarliestDay(b.Until)
				}
				from := max(LatestDay(a.Since), LatestDay(b.Since))
				if from < min(endA, endB) {
					t.Errorf("%s: %s (%s to %s) and %s (%s to %s) overlap", k, a.Person.Label, a.Since, a.Until, b.Person.Label, b.Since, b.Until)
				}
			}
		}
	}
}

func TestWeaponFamiliesExist(t *testing.T) {
	g := gazetteer(t)
	for _, name := range sortedKeys(g.Weapons) {
		w := g.Weapons[name]
		if w.Family != "" && g.Weapons[w.Family] == nil {
			t.Errorf("%s: its family %s has no row", name, w.Family)
		}
		seen := map[string]bool{}
		for f := w; f != nil; f = g.Weapons[f.Family] {
			if seen[f.Name] {
				t.Errorf("%s: its families form a circle", name)
				break
			}
			seen[f.Name] = true
		}
	}
}

func TestCapitalsAreKnownPlaces(t *testing.T) {
	g := gazetteer(t)
	for _, name := range sortedKeys(g.Nations) {
		if c := g.Nations[name].Capital; c != "" && g.Places[c] == nil {
			t.Errorf("%s: its capital %s has no row in places.csv", name, c)
		}
	}
}

// A user's file adds rows; a wrong row is refused with its file and line, and all wrong rows are told at once.
func TestUserGazetteer(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "mine.csv")
	write(t, good, "# my weapons\nid,label,category,origin,maker,family,aliases,wikidata,source\nZ-99,Z-99,Drone,France,,,Sky Broom,,me\n")
	g, err := NewGazetteer(good)
	if err != nil {
		t.Fatal(err)
	}
	if fs := g.Lookup(Key("Sky Broom")); len(fs) != 1 || fs[0].Thing != "weapon:Z-99" {
		t.Errorf("the user's alias is not found: %v", fs)
	}
	bad := filepath.Join(dir, "bad.csv")
	write(t, bad, "id,label,category,origin,maker,family,aliases,wikidata,source\nZ-1,Z-1,Broomstick,France,,,,,me\nZ-2,Z-2,Drone,Atlantis,,,,,me\n")
	_, err = NewGazetteer(bad)
	if err == nil {
		t.Fatal("wrong rows are taken")
	}
	for _, want := range []string{bad + ":2:", "Broomstick", "kg:Drone", bad + ":3:", "Atlantis"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %q:\n%v", want, err)
		}
	}
	unknown := filepath.Join(dir, "unknown.csv")
	write(t, unknown, "thing,name\nx,y\n")
	if _, err = NewGazetteer(unknown); err == nil || !strings.Contains(err.Error(), "unknown header") {
		t.Errorf("an unknown header gives %v", err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestLocalName(t *testing.T) {
	for label, want := range map[string]string{
		"India":                "India",
		"Rajnath Singh":        "Rajnath_Singh",
		"S-400":                "S-400",
		"F-16C/D":              "F-16C%2FD",
		"Recep Tayyip Erdoğan": "Recep_Tayyip_Erdogan",
		"Mariusz Błaszczak":    "Mariusz_Blaszczak",
		"Straße":               "Strasse",
		"Côte d’Ivoire":        "Cote_d%27Ivoire",
		"  two   blanks ":      "two_blanks",
	} {
		if got := LocalName(label); got != want {
			t.Errorf("LocalName(%q) = %q, want %q", label, got, want)
		}
	}
}

func TestShortenAndExpand(t *testing.T) {
	for _, name := range []string{"nation:India", "kg:seeks", "article:x/y#char=1,2", "xsd:date", "wd:Q668", "schema:headline"} {
		iri, ok := Expand(name)
		if !ok || Shorten(iri) != name {
			t.Errorf("%s expands to %s and back to %s", name, iri, Shorten(iri))
		}
	}
	for _, other := range []string{"http://example.org/x", "nothing", "zz:y"} {
		if got, ok := Expand(other); ok || got != other {
			t.Errorf("Expand(%q) = %q, %v", other, got, ok)
		}
	}
}

func FuzzKeyIgnoresSpelling(f *testing.F) {
	f.Add("Su-30 MKI")
	f.Add("Erdoğan")
	f.Add("U.S.")
	f.Fuzz(func(t *testing.T, s string) {
		k := Key(s)
		if Key(k) != k {
			t.Errorf("Key(%q) = %q, whose key is %q", s, k, Key(k))
		}
		if k2 := Key(strings.ReplaceAll(s, "-", " ")); k2 != k {
			t.Errorf("Key(%q) depends on its hyphens: %q, %q", s, k, k2)
		}
	})
}
