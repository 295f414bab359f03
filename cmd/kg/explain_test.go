package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/newskg/kg/schema"
)

// On a terminal, sentences keep to its width, and what made an event stands out by colour and brackets alike.
func TestExplainOnTerminal(t *testing.T) {
	text := "Norway urged Turkey to withdraw all of its troops from the north of Syria within two weeks."
	event := func(p string, o schema.Term) schema.Fact {
		return schema.Fact{Subject: "event:t_Request_7", Predicate: p, Object: o, Sentence: schema.Span{Begin: 0, End: len(text)}}
	}
	reading := schema.Reading{Article: schema.Article{ID: "t", Text: text}, Sentences: []schema.Sentence{{Span: schema.Span{Begin: 0, End: len(text)}}},
		Facts: []schema.Fact{event("rdf:type", schema.Ref("kg:Request")), event("kg:status", schema.Ref("kg:Actual")), event("kg:begin", schema.Text("7")), event("kg:end", schema.Text("12"))}}
	var out bytes.Buffer
	(&explainer{w: &out, width: 40, paint: true}).article(reading, schema.Span{})
	if !strings.Contains(out.String(), "[\x1b[1;4murged\x1b[0m]") || !strings.Contains(out.String(), "\x1b[32mActual\x1b[0m") {
		t.Errorf("colours missing in %q", out.String())
	}
	out.Reset()
	(&explainer{w: &out, width: 40}).article(reading, schema.Span{})
	sentence, _, _ := strings.Cut(out.String(), "  * ")
	for _, line := range strings.Split(sentence, "\n") {
		if len(line) > 40 {
			t.Errorf("%d columns in a terminal of 40: %s", len(line), line)
		}
	}
	if got := strings.Join(strings.Fields(sentence), " "); !strings.HasSuffix(got, strings.Replace(text, "urged", "[urged]", 1)) {
		t.Errorf("the sentence came out as %s", got)
	}
}
