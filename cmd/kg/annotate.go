package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/loaders"
	"github.com/newskg/kg/loaders/extract"
	"github.com/newskg/kg/loaders/language"
	"github.com/newskg/kg/schema"
)

func annotateCommand() *cli.Command {
	return &cli.Command{
		Name:      "annotate",
		Usage:     "show what the pipeline sees in articles, without a graph",
		ArgsUsage: "PATH...",
		Description: "Prints sentences, tokens, mentions with the thing that each is linked to, dates, amounts, and the facts with the rule behind each.\n" +
			"JSON offsets count Unicode characters of the stored text; several articles give one object a line. Its mentions are whole noun phrases,\n" +
			"with titles and determiners: name says where the thing's own name stands in one, within lists the names and values inside, and\n" +
			"the id is empty where the words give no identity (\"a mortar\", \"Iraqi security forces\"); the graph holds only what has one.",
		Flags: []cli.Flag{
			gazetteerFlag(),
			framesFlag(),
			&cli.StringFlag{Name: "format", Value: "text", Usage: "write `FORMAT`: text, json, conllu"},
			&cli.StringFlag{Name: "pretokenized", Usage: "tag and parse the tokens of a CoNLL-U `FILE` and print them as CoNLL-U"},
		},
		Action: func(c *cli.Context) error {
			format := c.String("format")
			if format != "text" && format != "json" && format != "conllu" {
				return usageError(c, "annotate: no format %q; it is text, json or conllu", format)
			}
			if file := c.String("pretokenized"); file != "" {
				if c.NArg() > 0 {
					return usageError(c, "annotate: --pretokenized takes no further paths")
				}
				return parsePretokenized(c.App.Writer, file)
			}
			if c.NArg() == 0 {
				return usageError(c, "annotate: which articles? give a file, a folder, a glob or - for standard input")
			}
			ex, err := extractor(c)
			if err != nil {
				return err
			}
			sources, failures := loaders.Expand(c.Args().Slice())
			w := bufio.NewWriter(c.App.Writer)
			for _, src := range sources {
				loaders.Read(src, c.App.Reader, func(art schema.Article, readErr error) bool {
					if readErr != nil {
						failures = append(failures, loaders.Failure{Input: src.Path, Err: readErr})
						return true
					}
					switch format {
					case "conllu":
						err = writeCoNLLU(w, ex, art)
					case "json":
						err = json.NewEncoder(w).Encode(annotation(ex.AnalyseAll(art)))
					default:
						err = annotateText(w, ex.Analyse(art))
					}
					return err == nil && c.Context.Err() == nil
				})
				if err != nil {
					break
				}
			}
			if flushErr := w.Flush(); err == nil {
				err = flushErr
			}
			for _, f := range failures {
				fmt.Fprintln(c.App.ErrWriter, "kg: "+f.Error())
			}
			switch {
			case err != nil:
				return err
			case c.Context.Err() != nil:
				return c.Context.Err()
			case len(failures) > 0:
				return fmt.Errorf("%s could not be read", plural(len(failures), "input"))
			}
			return nil
		},
	}
}

type jsonSpan struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

type jsonToken struct {
	jsonSpan
	Text  string `json:"text"`
	Tag   string `json:"tag"`
	Lemma string `json:"lemma"`
	// Head is the index of the governor among the tokens of the sentence, -1 for the root.
	Head     int    `json:"head"`
	Relation string `json:"relation"`
}

// jsonParticipant is an actor or recipient; ID is "" when its words name nobody known.
type jsonParticipant struct {
	ID     string `json:"id"`
	Nation string `json:"nation,omitempty"`
	jsonSpan
	Inferred bool `json:"inferred,omitempty"`
}

// jsonMatter is a thing that an event concerns, with its words where the sentence has some.
type jsonMatter struct {
	ID string `json:"id"`
	*jsonSpan
}

type jsonEvent struct {
	ID          string            `json:"id"`
	Class       string            `json:"class"`
	Status      string            `json:"status"`
	Date        string            `json:"date"`
	Place       string            `json:"place"`
	Sentence    jsonSpan          `json:"sentence"`
	Trigger     jsonSpan          `json:"trigger"`
	Actors      []jsonParticipant `json:"actors"`
	Recipients  []jsonParticipant `json:"recipients"`
	About       []jsonMatter      `json:"about"`
	Attributed  []string          `json:"attributedTo,omitempty"`
	Attribution string            `json:"attribution,omitempty"`
	Rule        string            `json:"rule"`
}

type jsonSentence struct {
	jsonSpan
	Tokens []jsonToken `json:"tokens"`
}

// jsonMention is a whole noun phrase: "the Turkish Foreign Minister Hakan Fidan".
type jsonMention struct {
	jsonSpan
	Text  string `json:"text"`
	Class string `json:"class"`
	// ID is the thing that it is in the graph, empty where the words give it no identity ("a mortar").
	ID string `json:"id"`
	// Name is where the thing's own name stands, when the phrase has more.
	Name *jsonSpan `json:"name,omitempty"`
	// Within are the names and values inside the phrase: "Turkish".
	Within   []jsonMention `json:"within,omitempty"`
	Inferred bool          `json:"inferred,omitempty"`
	Rule     string        `json:"rule,omitempty"`
	Value    string        `json:"value,omitempty"`
	Unit     string        `json:"unit,omitempty"`
	Bound    string        `json:"bound,omitempty"`
	Basis    string        `json:"basis,omitempty"`
	Earliest string        `json:"earliest,omitempty"`
	Latest   string        `json:"latest,omitempty"`
}

type jsonFact struct {
	S        string   `json:"s"`
	P        string   `json:"p"`
	O        string   `json:"o"`
	Sentence jsonSpan `json:"sentence"`
	Rule     string   `json:"rule"`
	Begin    int      `json:"begin"`
	End      int      `json:"end"`
}

type jsonArticle struct {
	ID        string         `json:"id"`
	Date      string         `json:"date"`
	Text      string         `json:"text"`
	Sentences []jsonSentence `json:"sentences"`
	Mentions  []jsonMention  `json:"mentions"`
	Facts     []jsonFact     `json:"facts"`
	Events    []jsonEvent    `json:"events"`
}

// annotation is an analysis in the form that annotate prints.
func annotation(a *extract.Analysis) jsonArticle {
	out := jsonArticle{ID: a.Article.ID, Date: a.Article.Date, Text: a.Article.Text, Sentences: []jsonSentence{}, Mentions: []jsonMention{},
		Facts: []jsonFact{}, Events: []jsonEvent{}}
	for s, sn := range a.Doc.Sentences {
		js := jsonSentence{jsonSpan: jsonSpan(a.SentenceSpan(s)), Tokens: []jsonToken{}}
		for i := sn.First; i < sn.Last; i++ {
			tok := a.Doc.Tokens[i]
			head := -1
			if tok.Head >= 0 {
				head = tok.Head - sn.First
			}
			js.Tokens = append(js.Tokens, jsonToken{jsonSpan(a.Span(i, i+1)), a.Doc.Word(i), tok.Tag, tok.Lemma, head, tok.Rel})
		}
		out.Sentences = append(out.Sentences, js)
	}
	for _, p := range a.Phrases {
		jm := jsonMention{Class: strings.TrimPrefix(p.Class, "kg:")}
		if p.Head >= 0 {
			m := a.Mentions[p.Head]
			jm = mentionOf(a, m)
			if name := jm.jsonSpan; m.First != p.First || m.Last != p.Last {
				jm.Name = &name
			}
			jm.Class = strings.TrimPrefix(p.Class, "kg:")
		}
		jm.jsonSpan, jm.Text, jm.Rule = jsonSpan(a.Span(p.First, p.Last)), a.Text(p.First, p.Last), p.Rule
		for _, k := range p.Within {
			jm.Within = append(jm.Within, mentionOf(a, a.Mentions[k]))
		}
		out.Mentions = append(out.Mentions, jm)
	}
	for _, f := range a.Facts {
		out.Facts = append(out.Facts, jsonFact{f.Subject, f.Predicate, f.Object.Value, jsonSpan(f.Sentence), f.Rule, f.Trigger.Begin, f.Trigger.End})
	}
	participants := func(ps []extract.Participant) []jsonParticipant {
		out := []jsonParticipant{}
		for _, p := range ps {
			out = append(out, jsonParticipant{p.Thing, p.Nation, jsonSpan(a.Span(p.First, p.Last)), p.Inferred})
		}
		return out
	}
	matters := func(e *extract.Event) []jsonMatter {
		out := []jsonMatter{}
		for _, x := range e.About {
			m := jsonMatter{ID: x}
			if k := mentionIn(a, e.Sentence, func(m extract.Mention) bool { return m.Thing == x }); k >= 0 {
				span := jsonSpan(a.Span(a.Mentions[k].First, a.Mentions[k].Last))
				m.jsonSpan = &span
			}
			out = append(out, m)
		}
		return out
	}
	for _, e := range a.Events {
		je := jsonEvent{ID: e.ID, Class: e.Class, Status: e.Status, Date: e.When(a.Article.Date), Place: e.Place, Sentence: jsonSpan(a.SentenceSpan(e.Sentence)),
			Trigger: jsonSpan(a.Span(e.First, e.Last)), Actors: participants(e.Actors), Recipients: participants(e.Recipients), About: matters(e),
			Attribution: e.Attribution, Rule: e.Rule}
		for _, p := range e.Attributed {
			je.Attributed = append(je.Attributed, p.Thing)
		}
		out.Events = append(out.Events, je)
	}
	return out
}

// mentionOf is a mention by its own words.
func mentionOf(a *extract.Analysis, m extract.Mention) jsonMention {
	jm := jsonMention{jsonSpan: jsonSpan(a.Span(m.First, m.Last)), Text: a.Text(m.First, m.Last), Class: strings.TrimPrefix(m.Class, "kg:"), ID: m.Thing,
		Inferred: m.Kind == extract.Reference, Rule: m.Rule}
	if d := m.Date; d != nil {
		jm.Value, jm.Basis, jm.Earliest, jm.Latest = d.Value, d.Basis, d.Earliest, d.Latest
	}
	if q := m.Amount; q != nil {
		jm.Value, jm.Unit, jm.Bound = q.Number, q.Unit, q.Bound
	}
	return jm
}

// writeCoNLLU prints the sentences of an article as the parser sees plain text.
func writeCoNLLU(w io.Writer, ex *extract.Extractor, art schema.Article) error {
	doc := language.Split(art.Text, art.Body)
	for s := range doc.Sentences {
		ex.Model().Parse(doc, s)
	}
	return language.WriteCoNLLU(w, doc)
}

// parsePretokenized tags and parses the given tokens, so that anyone can score the parser with the usual script.
func parsePretokenized(w io.Writer, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	docs, err := language.ReadCoNLLU(f)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	model, err := language.LoadModel()
	if err != nil {
		return err
	}
	for _, doc := range docs {
		for i := range doc.Tokens {
			doc.Tokens[i].Tag, doc.Tokens[i].Lemma, doc.Tokens[i].Head, doc.Tokens[i].Rel = "", "", -1, ""
		}
		for s := range doc.Sentences {
			model.Parse(doc, s)
		}
		if err := language.WriteCoNLLU(w, doc); err != nil {
			return err
		}
	}
	return nil
}

// annotateText prints each sentence with its mentions and facts below it.
func annotateText(w io.Writer, a *extract.Analysis) error {
	fmt.Fprintf(w, "article %s", a.Article.ID)
	if a.Article.Date != "" {
		fmt.Fprintf(w, ", %s", a.Article.Date)
	}
	if a.Article.Headline != "" {
		fmt.Fprintf(w, ", %q", a.Article.Headline)
	}
	fmt.Fprintln(w)
	for s, sn := range a.Doc.Sentences {
		span := a.SentenceSpan(s)
		fmt.Fprintf(w, "\n[%d,%d] %s\n", span.Begin, span.End, strings.Join(strings.Fields(a.Article.Text[sn.Begin:sn.End]), " "))
		for _, m := range a.Mentions {
			if m.First < sn.First || m.First >= sn.Last {
				continue
			}
			value := m.Thing
			switch {
			case m.Date != nil:
				value = strings.TrimSpace(m.Date.Value + " (" + m.Date.Basis + ")")
			case m.Amount != nil:
				value = m.Amount.Bound + " " + m.Amount.Number + " " + m.Amount.Unit
			case m.Kind == extract.Reference:
				value += " (inferred)"
			}
			fmt.Fprintf(w, "    %-14s %-32s %s  [%s]\n", strings.TrimPrefix(m.Class, "kg:"), strings.Join(strings.Fields(a.Text(m.First, m.Last)), " "), value, m.Rule)
		}
		for _, f := range a.Facts {
			if f.Sentence == span && !strings.HasPrefix(f.Subject, "event:") {
				fmt.Fprintf(w, "  = %s %s %s  [%s]\n", f.Subject, f.Predicate, f.Object.Value, f.Rule)
			}
		}
		for _, e := range a.Events {
			if e.Sentence == s {
				fmt.Fprintf(w, "  * %s\n", eventLine(a, e))
				slots(w, a, e)
			}
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}

// slots prints what filled the slots of an event: the thing, its words, and the path in the tree from the trigger to
// them.
func slots(w io.Writer, a *extract.Analysis, e *extract.Event) {
	slot := func(name, thing string, p extract.Participant) {
		line := fmt.Sprintf("      %-9s", name)
		if thing != "" {
			line += " " + thing
		}
		if p.Last > p.First {
			line += fmt.Sprintf(" %q", strings.Join(strings.Fields(a.Text(p.First, p.Last)), " "))
		}
		if path := a.PathTo(e, p); path != "" {
			line += ": " + path
		}
		fmt.Fprintln(w, line)
	}
	for _, p := range e.Actors {
		slot("actor", p.Thing, p)
	}
	for _, p := range e.Recipients {
		slot("recipient", p.Thing, p)
	}
	mention := func(is func(extract.Mention) bool) extract.Participant {
		if k := mentionIn(a, e.Sentence, is); k >= 0 {
			return extract.Participant{First: a.Mentions[k].First, Last: a.Mentions[k].Last}
		}
		return extract.Participant{}
	}
	for _, x := range e.About {
		slot("about", x, mention(func(m extract.Mention) bool { return m.Thing == x }))
	}
	if e.Place != "" {
		slot("place", e.Place, mention(func(m extract.Mention) bool { return m.Thing == e.Place }))
	}
	if e.Date != nil && e.Date.Value != "" {
		slot("date", e.Date.Value, mention(func(m extract.Mention) bool { return m.Date == e.Date }))
	}
	for _, p := range e.Attributed {
		slot("says", p.Thing, p)
	}
	for _, x := range e.Content {
		if x.ID != "" {
			slot("content", x.ID, extract.Participant{First: x.First, Last: x.Last})
		}
	}
}

// mentionIn finds a mention in a sentence, -1 for none.
func mentionIn(a *extract.Analysis, s int, is func(extract.Mention) bool) int {
	sn := a.Doc.Sentences[s]
	return slices.IndexFunc(a.Mentions, func(m extract.Mention) bool { return m.First >= sn.First && m.Last <= sn.Last && is(m) })
}

// eventLine tells an event in one line: class, status, who to whom, when and where, the words and the rule.
func eventLine(a *extract.Analysis, e *extract.Event) string {
	side := func(ps []extract.Participant) string {
		var out []string
		for _, p := range ps {
			if p.Thing == "" {
				out = append(out, strconv.Quote(strings.Join(strings.Fields(a.Text(p.First, p.Last)), " ")))
				continue
			}
			out = append(out, p.Thing)
		}
		return strings.Join(out, ", ")
	}
	line := e.Class + " " + e.Status + ": " + side(e.Actors)
	if len(e.Recipients) > 0 {
		line += " -> " + side(e.Recipients)
	}
	if len(e.About) > 0 {
		line += " about " + strings.Join(e.About, ", ")
	}
	if d := e.When(a.Article.Date); d != "" {
		line += " on " + d
	}
	if e.Place != "" {
		line += " in " + e.Place
	}
	if s := side(e.Attributed); s != "" || e.Attribution != "" {
		line += " says " + s + e.Attribution
	}
	return line + "  [" + e.Rule + ": " + strings.Join(strings.Fields(a.Text(e.First, e.Last)), " ") + "]"
}
