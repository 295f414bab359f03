package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/loaders"
	"github.com/newskg/kg/loaders/extract"
	"github.com/newskg/kg/schema"
)

func annotateCommand() *cli.Command {
	return &cli.Command{
		Name:      "annotate",
		Usage:     "show what the pipeline sees in articles, without a graph",
		ArgsUsage: "PATH...",
		Description: "Prints sentences, tokens, mentions with the thing that each is linked to, dates, amounts, and the facts with the rule behind each.\n" +
			"JSON offsets count Unicode characters of the stored text; several articles give one object a line.",
		Flags: []cli.Flag{
			gazetteerFlag(),
			&cli.StringFlag{Name: "format", Value: "text", Usage: "`FORMAT` text or json"},
		},
		Action: func(c *cli.Context) error {
			format := c.String("format")
			if format != "text" && format != "json" {
				return usageError(c, "annotate: no format %q; it is text or json", format)
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
					a := ex.Analyse(art)
					if format == "json" {
						err = json.NewEncoder(w).Encode(annotation(a))
					} else {
						err = annotateText(w, a)
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
	Text string `json:"text"`
}

type jsonSentence struct {
	jsonSpan
	Tokens []jsonToken `json:"tokens"`
}

type jsonMention struct {
	jsonSpan
	Text     string `json:"text"`
	Class    string `json:"class"`
	ID       string `json:"id"`
	Inferred bool   `json:"inferred,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Value    string `json:"value,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Bound    string `json:"bound,omitempty"`
	Basis    string `json:"basis,omitempty"`
	Earliest string `json:"earliest,omitempty"`
	Latest   string `json:"latest,omitempty"`
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
	Events    []any          `json:"events"`
}

// annotation is an analysis in the form that annotate prints.
func annotation(a *extract.Analysis) jsonArticle {
	out := jsonArticle{ID: a.Article.ID, Date: a.Article.Date, Text: a.Article.Text, Sentences: []jsonSentence{}, Mentions: []jsonMention{},
		Facts: []jsonFact{}, Events: []any{}}
	for s, sn := range a.Doc.Sentences {
		js := jsonSentence{jsonSpan: jsonSpan(a.SentenceSpan(s)), Tokens: []jsonToken{}}
		for i := sn.First; i < sn.Last; i++ {
			js.Tokens = append(js.Tokens, jsonToken{jsonSpan(a.Span(i, i+1)), a.Doc.Word(i)})
		}
		out.Sentences = append(out.Sentences, js)
	}
	for _, m := range a.Mentions {
		jm := jsonMention{jsonSpan: jsonSpan(a.Span(m.First, m.Last)), Text: a.Text(m.First, m.Last), Class: strings.TrimPrefix(m.Class, "kg:"), ID: m.Thing,
			Inferred: m.Kind == extract.Reference, Rule: m.Rule}
		if d := m.Date; d != nil {
			jm.Value, jm.Basis, jm.Earliest, jm.Latest = d.Value, d.Basis, d.Earliest, d.Latest
		}
		if q := m.Amount; q != nil {
			jm.Value, jm.Unit, jm.Bound = q.Number, q.Unit, q.Bound
		}
		out.Mentions = append(out.Mentions, jm)
	}
	for _, f := range a.Facts {
		out.Facts = append(out.Facts, jsonFact{f.Subject, f.Predicate, f.Object.Value, jsonSpan(f.Sentence), f.Rule, f.Trigger.Begin, f.Trigger.End})
	}
	return out
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
			if f.Sentence == span {
				fmt.Fprintf(w, "  = %s %s %s  [%s]\n", f.Subject, f.Predicate, f.Object.Value, f.Rule)
			}
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}
