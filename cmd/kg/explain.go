package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/loaders"
	"github.com/newskg/kg/queries"
	"github.com/newskg/kg/schema"
)

func explainCommand() *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "show an article with its facts under each sentence",
		ArgsUsage: "ARTICLE...",
		Description: "ARTICLE is a loaded article's ID, as kg articles lists it, or one sentence of it, as query results name it\n" +
			"(article:ID#char=10,80); or a file, which is read without a graph. The words that made an event stand in\n" +
			"[brackets]. Colour is for terminals only, and not where NO_COLOR is set.",
		Flags: []cli.Flag{dbFlag(), waitFlag(), gazetteerFlag(), framesFlag()},
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return usageError(c, "explain: which article? kg articles lists the loaded ones; a file will do too")
			}
			w := bufio.NewWriter(c.App.Writer)
			p := &explainer{w: w, width: terminalWidth(c.App.Writer), paint: isTerminal(c.App.Writer) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
			for n, arg := range c.Args().Slice() {
				if n > 0 {
					fmt.Fprintln(w)
				}
				if err := explainOne(c, p, arg); err != nil {
					w.Flush()
					return err
				}
			}
			return w.Flush()
		},
	}
}

// explainOne explains what an argument names: a file where there is one, else an article of the graph.
func explainOne(c *cli.Context, p *explainer, arg string) error {
	if info, err := os.Stat(arg); err == nil && !info.IsDir() && !strings.HasPrefix(arg, "article:") {
		return explainFile(c, p, arg)
	}
	id, only, err := articleAndSentence(arg)
	if err != nil {
		return usageError(c, "explain: %v", err)
	}
	store, err := openReading(c)
	if err != nil {
		var missing *graph.NotFoundError
		if errors.As(err, &missing) {
			return fmt.Errorf("%s is no file, and %w", arg, err)
		}
		return err
	}
	defer store.Close()
	reading, err := store.Reading(c.Context, id)
	var unknown *graph.UnknownArticleError
	if errors.As(err, &unknown) {
		return unknownArticle(c, store, id)
	}
	if err != nil {
		return err
	}
	if only != (schema.Span{}) && !slices.ContainsFunc(reading.Sentences, func(s schema.Sentence) bool { return s.Span == only }) {
		return fmt.Errorf("%s has no sentence #char=%d,%d", id, only.Begin, only.End)
	}
	p.article(reading, only)
	return nil
}

// articleAndSentence takes apart how results name evidence: article:ID#char=B,E, short or in full.
func articleAndSentence(arg string) (id string, only schema.Span, err error) {
	id, part, found := strings.Cut(strings.TrimPrefix(schema.Shorten(strings.Trim(arg, "<>")), "article:"), "#char=")
	if found {
		if n, _ := fmt.Sscanf(part, "%d,%d", &only.Begin, &only.End); n != 2 || only.End <= only.Begin {
			return "", only, fmt.Errorf("%q names no sentence; one ends like #char=10,80", arg)
		}
	}
	return id, only, nil
}

// unknownArticle says which articles there are instead.
func unknownArticle(c *cli.Context, store *graph.Store, id string) error {
	articles, err := store.Articles(c.Context)
	if err != nil {
		return err
	}
	var ids, near []string
	for _, a := range articles {
		ids = append(ids, a.ID)
		if strings.Contains(strings.ToLower(a.ID), strings.ToLower(id)) {
			near = append(near, a.ID)
		}
	}
	if n := queries.Nearest(id, ids); n != "" && !slices.Contains(near, n) {
		near = append([]string{n}, near...)
	}
	switch {
	case len(ids) == 0:
		return fmt.Errorf("no article %q: the graph holds none; kg load PATH loads some", id)
	case len(near) == 0:
		return fmt.Errorf("no article %q, and no such file; kg articles lists the %s", id, plural(len(ids), "loaded article"))
	}
	return fmt.Errorf("no article %q, and no such file; did you mean %s?", id, strings.Join(near[:min(3, len(near))], " or "))
}

func explainFile(c *cli.Context, p *explainer, path string) error {
	ex, err := extractor(c)
	if err != nil {
		return err
	}
	sources, failures := loaders.Expand([]string{path})
	if len(failures) > 0 {
		return failures[0]
	}
	n := 0
	for _, src := range sources {
		loaders.Read(src, c.App.Reader, func(art schema.Article, readErr error) bool {
			if readErr != nil {
				err = loaders.Failure{Input: src.Path, Err: readErr}
				return false
			}
			if n++; n > 1 {
				fmt.Fprintln(p.w)
			}
			p.article(ex.Analyse(art).Reading(), schema.Span{})
			return c.Context.Err() == nil
		})
	}
	if err != nil {
		return err
	}
	return c.Context.Err()
}

// explainer prints articles with their facts.
type explainer struct {
	w     io.Writer
	width int // of the terminal, 0 for none
	paint bool
}

// Colours of a terminal.
const (
	bold      = "1"
	faint     = "2"
	underline = "4"
	red       = "31"
	green     = "32"
	yellow    = "33"
	cyan      = "36"
)

var statusColour = map[string]string{"Actual": green, "Planned": cyan, "Possible": yellow, "Negated": red}

func (p *explainer) in(colour, s string) string {
	if !p.paint || s == "" {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}

// article prints the sentences, all or only one, with their facts.
func (p *explainer) article(r schema.Reading, only schema.Span) {
	head := p.in(bold, "article:"+strings.TrimPrefix(r.Article.ID, "article:"))
	for _, s := range []string{r.Article.Date, r.Article.Headline, r.Article.Publisher} {
		if s != "" {
			head += ", " + strings.Join(strings.Fields(s), " ")
		}
	}
	fmt.Fprintln(p.w, head)
	text := []rune(r.Article.Text)
	for _, s := range r.Sentences {
		if only != (schema.Span{}) && s.Span != only {
			continue
		}
		var facts []schema.Fact
		for _, f := range r.Facts {
			if f.Sentence == s.Span {
				facts = append(facts, f)
			}
		}
		p.sentence(text, s, facts)
	}
}

// description is what is said of one subject in a sentence, by property.
type description map[string][]string

func (d description) one(property string) string {
	if len(d[property]) == 0 {
		return ""
	}
	return d[property][0]
}

func (p *explainer) sentence(text []rune, s schema.Sentence, facts []schema.Fact) {
	said := map[string]description{}
	var relations, events []string
	for _, f := range facts {
		if said[f.Subject] == nil {
			said[f.Subject] = description{}
		}
		said[f.Subject][f.Predicate] = append(said[f.Subject][f.Predicate], f.Object.Value)
		switch kind, _, _ := strings.Cut(f.Subject, ":"); {
		case kind == "event":
			if !slices.Contains(events, f.Subject) {
				events = append(events, f.Subject)
			}
		case kind == "quantity", f.Predicate == "rdf:type", f.Predicate == "kg:quantity":
		default:
			line := f.Subject + " " + f.Predicate + " " + f.Object.Value
			if f.Rule != "" {
				line += "  " + p.in(faint, "["+f.Rule+"]")
			}
			relations = append(relations, line)
		}
	}
	begin := func(e string) int { n, _ := strconv.Atoi(said[e].one("kg:begin")); return n }
	sort.SliceStable(events, func(i, j int) bool { return begin(events[i]) < begin(events[j]) })

	var marks []schema.Span
	for _, e := range events {
		end, _ := strconv.Atoi(said[e].one("kg:end"))
		if b := begin(e); b >= s.Begin && end <= s.End && b < end && (len(marks) == 0 || b >= marks[len(marks)-1].End) {
			marks = append(marks, schema.Span{Begin: b, End: end})
		}
	}
	fmt.Fprintf(p.w, "\n%s\n", p.wrapped(text, s.Span, marks))
	slices.Sort(relations)
	for _, line := range relations {
		fmt.Fprintln(p.w, "  = "+line)
	}
	for _, e := range events {
		p.event(e, said)
	}
	for _, name := range sortedKeys(said) {
		if q := said[name]["kg:quantity"]; len(q) > 0 && !strings.HasPrefix(name, "event:") {
			fmt.Fprintf(p.w, "  = %s kg:quantity %s\n", name, quantities(q, said))
		}
	}
}

// wrapped is a sentence with its marks, broken to the width of the terminal; its place stands before it.
func (p *explainer) wrapped(text []rune, span schema.Span, marks []schema.Span) string {
	place := fmt.Sprintf("%d,%d ", span.Begin, span.End)
	var b strings.Builder
	b.WriteString(p.in(faint, place))
	column := len(place)
	word := func(from, to int) {
		for _, m := range marks { // marks begin and end with words or parts of them
			switch {
			case m.Begin >= from && m.Begin < to, m.End > from && m.End <= to, m.Begin < from && m.End > to:
				left, right := max(m.Begin, from), min(m.End, to)
				b.WriteString(string(text[from:left]))
				if m.Begin >= from {
					b.WriteString("[")
				}
				b.WriteString(p.in(bold+";"+underline, string(text[left:right])))
				if m.End <= to {
					b.WriteString("]")
				}
				from = right
			}
		}
		b.WriteString(string(text[from:to]))
	}
	for i := span.Begin; i < span.End && i < len(text); {
		j := i
		for j < span.End && !isBlank(text[j]) {
			j++
		}
		if j > i {
			if column > len(place) {
				if p.width > 0 && column+1+j-i+2 > p.width {
					b.WriteString("\n" + strings.Repeat(" ", len(place)))
					column = len(place)
				} else {
					b.WriteString(" ")
					column++
				}
			}
			word(i, j)
			column += j - i
		}
		i = j + 1
	}
	return b.String()
}

func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\u00a0' }

// event prints an event's properties, one a line.
func (p *explainer) event(name string, said map[string]description) {
	d := said[name]
	class := ""
	for _, t := range d["rdf:type"] {
		if t != "kg:Event" {
			class = strings.TrimPrefix(t, "kg:")
		}
	}
	status := strings.TrimPrefix(d.one("kg:status"), "kg:")
	fmt.Fprintf(p.w, "  * %s %s  %s\n", p.in(bold, class), p.in(statusColour[status], status), p.in(faint, name))
	line := func(label, value string) {
		if value != "" {
			fmt.Fprintf(p.w, "      %-10s %s\n", label, value)
		}
	}
	list := func(property string) string {
		out := slices.Clone(d[property])
		for i, v := range out {
			if slices.Contains(d["kg:inferred"], v) && (property == "kg:actor" || property == "kg:recipient") {
				out[i] += " (inferred)"
			}
		}
		return strings.Join(out, ", ")
	}
	side := func(property, nations string) string {
		s := list(property)
		if n := list(nations); n != "" && n != strings.Join(d[property], ", ") {
			s = strings.TrimLeft(s+" (for "+n+")", " ")
		}
		return s
	}
	line("actor", side("kg:actor", "kg:actorNation"))
	line("recipient", side("kg:recipient", "kg:recipientNation"))
	line("about", list("kg:about"))
	line("what", list("kg:what"))
	line("content", list("kg:content"))
	date := d.one("kg:date")
	if end := d.one("kg:dateEnd"); end != "" {
		date += " to " + end
	}
	if basis := d.one("kg:dateBasis"); basis != "" {
		date += " (" + basis + ")"
	}
	line("date", date)
	line("place", list("kg:place"))
	line("quantity", quantities(d["kg:quantity"], said))
	line("says", strings.Join(slices.Concat(d["kg:attributedTo"], d["kg:attribution"]), ", "))
	line("rule", fmt.Sprintf("%s: %q", d.one("kg:rule"), d.one("kg:trigger")))
}

// quantities tells numbers with their units and whose they are.
func quantities(names []string, said map[string]description) string {
	var out []string
	for _, name := range names {
		q := said[name]
		s := q.one("kg:number") + " " + q.one("kg:unit")
		if of := q.one("kg:of"); of != "" {
			s += " of " + of
		}
		if b := q.one("kg:bound"); b != "" && b != "exact" {
			s = b + " " + s
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func sortedKeys(m map[string]description) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
