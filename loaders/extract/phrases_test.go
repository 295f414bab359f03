package extract

import (
	"strings"
	"testing"

	"github.com/newskg/kg/schema"
)

// Phrases in brackets, each with the first letters of its class.
func TestPhrases(t *testing.T) {
	for _, want := range []string{
		// whole phrases: determiners, adjectives, titles, what "of" binds
		"[Organization Iraqi security forces] guard [Place the city of Basra].",
		"[Person The Foreign Secretary] met [Person the Turkish president] in [Place Geneva].",
		"[Person Foreign Minister Sergei Lavrov] met [Organization officials of the Syrian government].",
		"[Person The spokesman] praised [Organization the Government of Iraq].",
		// weapons by their class; who fights is no aircraft
		"[Organization Rebels] fired [WeaponSystem a mortar] and [WeaponSystem two-stage rockets] at [Place the airport].",
		"[Organization The fighters] destroyed [Quantity three] [WeaponSystem armoured vehicles].",
		// names that no gazetteer has
		"[Person Sheikh Abu Talib al-Rashidi] spoke first, and then [Person Rashidi] left [Place the village of Tel Arqoub].",
		"[Person Col. Jane Ortolan] said that [Person she] was ready.",
		// dates, sums, measures and plain numbers
		"[Date The past three days] brought [Quantity 23] raids and cost [Money $5 million].",
		"[Organization The army] advanced [Quantity 30 kilometres] in [Date early November 2005].",
		"[Organization Villagers] fled [Date four years ago], as the report [2] says.",
		// an adjective of what is nothing itself stands alone, a place with its nation is one address
		"The [Nation Syrian] conflict reached [Place Tripoli, Lebanon].",
		"[Organization The Jordanians] pay.",
	} {
		text := ""
		rest := want
		for {
			before, after, ok := strings.Cut(rest, "[")
			text += before
			if !ok {
				break
			}
			class, words, named := strings.Cut(after, " ")
			inside, behind, _ := strings.Cut(words, "]")
			if !named || class[0] < 'A' || class[0] > 'Z' {
				text += "["
				rest = after
				continue
			}
			text += inside
			rest = behind
		}
		a := extractor(t).AnalyseAll(schema.Article{ID: "t", Date: "2010-05-04", Text: text})
		got, at := "", 0
		for _, p := range a.Phrases {
			begin, end := a.Doc.Tokens[p.First].Begin, a.Doc.Tokens[p.Last-1].End
			got += text[at:begin] + "[" + strings.TrimPrefix(p.Class, "kg:") + " " + text[begin:end] + "]"
			at = end
		}
		if got += text[at:]; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// What has no identity stays out of the graph.
func TestPhrasesMakeNoThings(t *testing.T) {
	a := extractor(t).AnalyseAll(schema.Article{ID: "t", Date: "2010-05-04", Text: "The rebels fired a mortar at the city of Tel Arqoub."})
	if len(a.Phrases) == 0 {
		t.Fatal("no phrases")
	}
	for _, x := range a.Reading().Things {
		t.Errorf("the graph has %s", x.Name)
	}
}
