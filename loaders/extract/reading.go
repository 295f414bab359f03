package extract

import (
	"sort"
	"strings"

	"github.com/newskg/kg/schema"
)

// Reading turns an analysis into what a store takes: sentences with their mentions, facts, and the things named with
// what the gazetteers know of them.
func (a *Analysis) Reading() schema.Reading { return a.reading }

// read assembles the reading; the extractor's gazetteer gives what is known of the things.
func (ex *Extractor) read(a *Analysis) {
	r := schema.Reading{Article: a.Article, Facts: a.Facts}
	mentioned := map[string]bool{}
	for s := range a.Doc.Sentences {
		sent := schema.Sentence{Span: a.SentenceSpan(s)}
		here := map[string]bool{}
		for _, k := range a.inSentence(s) {
			if m := &a.Mentions[k]; m.Thing != "" && m.Kind == Name {
				here[m.Thing] = true
				mentioned[m.Thing] = true
				if m.Class == "kg:WeaponSystem" || m.Class == "kg:Agreement" && m.Rule == "gazetteer" || m.Class == "kg:Organization" && m.Rule == "gazetteer" {
					a.name(m.Thing, plainName(a.Text(m.First, m.Last)))
				}
			}
		}
		sent.Mentions = sortedNames(here)
		r.Sentences = append(r.Sentences, sent)
	}
	named := map[string]bool{}
	for n := range mentioned {
		named[n] = true
	}
	for _, f := range a.Facts {
		named[f.Subject] = true
		if f.Object.Kind == schema.IRI && schema.ClassOf(f.Object.Value) != "" {
			named[f.Object.Value] = true
		}
	}
	things, background := ex.gaz.Background(sortedNames(named))
	have := map[string]bool{}
	for _, t := range things {
		have[t.Name] = true
	}
	for _, name := range sortedNames(named) {
		if t := a.things[name]; t != nil && !have[name] {
			things = append(things, *t)
			have[name] = true
		}
	}
	for i := range things {
		t := &things[i]
		for _, alt := range sortedNames(a.met[t.Name]) {
			if alt != t.Label && !containsString(t.Alt, alt) {
				t.Alt = append(append([]string(nil), t.Alt...), alt)
			}
		}
		sort.Strings(t.Alt)
		if mt := a.things[t.Name]; mt != nil && t.Class != "kg:Office" {
			if t.Class == "kg:Organization" && mt.Of != "" {
				background = append(background, schema.Fact{Subject: t.Name, Predicate: "kg:ofNation", Object: schema.Ref(mt.Of), Graph: schema.InBackground})
			}
			t.Of = ""
		}
	}
	sort.SliceStable(things, func(i, j int) bool { return things[i].Name < things[j].Name })
	r.Things = things
	r.Facts = append(append([]schema.Fact(nil), a.Facts...), background...)
	a.reading = r
}

// plainName drops what a mention has beyond the name: a plural -s of a designation.
func plainName(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if n := len(s); n > 3 && s[n-1] == 's' && s[n-2] >= '0' && s[n-2] <= '9' {
		return s[:n-1]
	}
	return s
}

func containsString(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
