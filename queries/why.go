package queries

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// Reason is a sentence behind a row, with what in it makes the row.
type Reason struct {
	Evidence
	// Marks are the places of the sentence that name the row's things, or on which a rule fired.
	Marks []Mark
	// Events tell what the sentence reports of the row's things: class, status, who and whom, rule and trigger.
	Events []string
}

// Mark is a place in the text of a sentence, in characters.
type Mark struct {
	Begin, End int
	// Trigger tells the words of an event from the name of a thing.
	Trigger bool
}

// Reasons gives the sentences behind a row, counted from 1: those that it names, and those of the events that it names.
func (s *Session) Reasons(ctx context.Context, r *Result, n int) ([]Reason, error) {
	if n < 1 || n > len(r.Rows) {
		return nil, fmt.Errorf("there is no row %d; the last result has %d", n, len(r.Rows))
	}
	read, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	var named []quad.IRI
	for _, c := range r.Rows[n-1].Cells {
		named = append(named, irisOf(c)...)
	}
	var out []Reason
	for _, iri := range named {
		sentence := iri
		if strings.HasPrefix(string(iri), schema.MustExpand("event:")) {
			v, err := read.value(iri, "kg:statedIn")
			if err != nil {
				return nil, err
			}
			sentence, _ = v.(quad.IRI)
		}
		e, err := read.evidence(sentence)
		if err != nil {
			return nil, err
		}
		if e == nil || slices.ContainsFunc(out, func(o Reason) bool { return o.Sentence == e.Sentence }) {
			continue
		}
		reason := Reason{Evidence: *e}
		if err := read.because(&reason, sentence, named); err != nil {
			return nil, err
		}
		out = append(out, reason)
	}
	return out, nil
}

// irisOf are the names in a cell.
func irisOf(c Cell) []quad.IRI {
	switch c := c.(type) {
	case quad.IRI:
		return []quad.IRI{c}
	case []any:
		var out []quad.IRI
		for _, item := range c {
			out = append(out, irisOf(item)...)
		}
		return out
	}
	return nil
}

// because finds what in a sentence speaks of the things of a row.
func (r reader) because(reason *Reason, sentence quad.IRI, named []quad.IRI) error {
	text := []rune(reason.Text)
	var things []quad.IRI
	for _, iri := range named {
		if class := schema.ClassOf(shortName(iri)); class != "" && !isSentence(iri) && class != "kg:Event" {
			things = append(things, iri)
		}
	}
	for _, iri := range things {
		var names []string
		for _, property := range []string{"rdfs:label", "skos:altLabel"} {
			values, err := r.values(iri, property)
			if err != nil {
				return err
			}
			for _, v := range values {
				names = append(names, fmt.Sprint(native(v)))
			}
		}
		sort.Slice(names, func(i, j int) bool { return len(names[i]) > len(names[j]) })
		for _, name := range names {
			mark(reason, text, []rune(name))
		}
	}
	begin := sentenceBegin(sentence)
	all, err := r.eventsIn(sentence)
	if err != nil {
		return err
	}
	mine := all[:0:0]
	for _, event := range all {
		about, err := r.concerns(event, named)
		if err != nil {
			return err
		}
		if about {
			mine = append(mine, event)
		}
	}
	if len(things) == 0 && len(mine) == 0 {
		mine = all // the row names nothing but the sentence
	}
	for _, event := range mine {
		report, err := r.report(event)
		if err != nil {
			return err
		}
		line := report.words
		if report.rule != "" {
			line += "; rule " + report.rule
		}
		if report.trigger != "" {
			line += fmt.Sprintf(", on %q", report.trigger)
		}
		reason.Events = append(reason.Events, line)
		if b, e := report.begin-begin, report.end-begin; b >= 0 && b < e && e <= len(text) {
			reason.Marks = append(reason.Marks, Mark{b, e, true})
		}
	}
	// Where marks overlap, the first stays, and of those that begin together the trigger.
	slices.SortFunc(reason.Marks, func(a, b Mark) int {
		return cmp.Or(a.Begin-b.Begin, map[bool]int{true: -1, false: 1}[a.Trigger]-map[bool]int{true: -1, false: 1}[b.Trigger])
	})
	end, kept := 0, reason.Marks[:0]
	for _, m := range reason.Marks {
		if m.Begin >= end {
			kept, end = append(kept, m), m.End
		}
	}
	reason.Marks = kept
	return nil
}

// mark marks a name where it stands as a word, unless something is marked there.
func mark(reason *Reason, text, name []rune) {
	for i := 0; len(name) > 0 && i+len(name) <= len(text); i++ {
		end := i + len(name)
		if !slices.Equal(text[i:end], name) || i > 0 && isWord(text[i-1]) || end < len(text) && isWord(text[end]) {
			continue
		}
		if !slices.ContainsFunc(reason.Marks, func(m Mark) bool { return i < m.End && m.Begin < end }) {
			reason.Marks = append(reason.Marks, Mark{Begin: i, End: end})
		}
	}
}

func isWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// eventsIn are the events that a sentence states, by name.
func (r reader) eventsIn(sentence quad.IRI) ([]quad.IRI, error) {
	ref, err := r.qs.ValueOf(sentence)
	if ref == nil || err != nil {
		return nil, err
	}
	into, err := r.scan(ref, true)
	if err != nil {
		return nil, err
	}
	stated, err := r.of("kg:statedIn", into)
	if stated == nil || err != nil {
		return nil, err
	}
	var out []quad.IRI
	for _, end := range stated.by {
		v, err := r.qs.NameOf(end.ref)
		if err != nil {
			return nil, err
		}
		if iri, ok := v.(quad.IRI); ok {
			out = append(out, iri)
		}
	}
	slices.Sort(out)
	return out, nil
}

// concerns reports whether a row names an event or something that it joins.
func (r reader) concerns(event quad.IRI, named []quad.IRI) (bool, error) {
	if slices.Contains(named, event) {
		return true, nil
	}
	ref, err := r.qs.ValueOf(event)
	if ref == nil || err != nil {
		return false, err
	}
	facts, err := r.facts(ref)
	if err != nil {
		return false, err
	}
	for _, role := range append([]string{"rdf:type"}, eventRoles...) {
		for _, v := range facts[iriOf(role)] {
			if iri, ok := v.(quad.IRI); ok && slices.Contains(named, iri) {
				return true, nil
			}
		}
	}
	return false, nil
}

// Marked is the sentence on one line with its marks: set off where color is set, else in brackets.
func (r Reason) Marked(color bool) string {
	text := []rune(r.Text)
	var b strings.Builder
	at := 0
	for _, m := range r.Marks {
		open, end := "[", "]"
		if color {
			open, end = "\x1b[4m", "\x1b[0m"
			if m.Trigger {
				open = "\x1b[1;33m"
			}
		}
		b.WriteString(string(text[at:m.Begin]) + open + string(text[m.Begin:m.End]) + end)
		at = m.End
	}
	b.WriteString(string(text[at:]))
	return strings.Join(strings.Fields(strings.Map(func(c rune) rune {
		if c == '\x1b' {
			return c
		}
		return printable(c)
	}, b.String())), " ")
}
