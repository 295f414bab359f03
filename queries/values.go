package queries

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/schema"
)

// Scripts know things by their short names and numbers by their value; the store knows full IRIs and typed literals.
// This file is where the one becomes the other.

// shortName is how scripts and results name a node that is no literal: nation:India, or <…> for an IRI outside the
// prefix table.
func shortName(iri quad.IRI) string {
	if short := schema.Shorten(string(iri)); short != string(iri) {
		return short
	}
	return "<" + string(iri) + ">"
}

// parseIRI reads a name, an IRI in angle brackets, or a bare full IRI. ok is false for any other text.
func parseIRI(s string) (iri quad.IRI, ok bool) {
	inner, closed := strings.CutPrefix(s, "<")
	if closed {
		if inner, closed = strings.CutSuffix(inner, ">"); !closed {
			return "", false
		}
	}
	if _, known := schema.Expand(inner); !known && !closed && !strings.Contains(inner, "://") && !strings.HasPrefix(inner, "urn:") {
		return "", false
	}
	if iri, err := graph.IRI(inner); err == nil {
		return iri, true
	}
	if closed && inner != "" && !strings.ContainsAny(inner, " <>\"{}|\\^`\n\t") {
		return quad.IRI(inner), true // a relative name, as in Cayley's own examples
	}
	return "", false
}

// candidates are the nodes that a value of a script may stand for: a number is the literal of any numeric datatype
// with that value, a day is a plain text or a date.
func candidates(v any) ([]quad.Value, error) {
	switch v := v.(type) {
	case quad.Value:
		return []quad.Value{v}, nil
	case string:
		if iri, ok := parseIRI(v); ok {
			return []quad.Value{iri}, nil
		}
		if label, ok := strings.CutPrefix(v, "_:"); ok && label != "" {
			return []quad.Value{quad.BNode(label)}, nil
		}
		out := []quad.Value{quad.String(v)}
		if schema.ValidDate(v) {
			out = append(out, typed(v, schema.DateType(v)))
		}
		return out, nil
	case bool:
		return []quad.Value{typed(strconv.FormatBool(v), "xsd:boolean")}, nil
	case int64:
		return numbers(strconv.FormatInt(v, 10)), nil
	case float64:
		return numbers(strconv.FormatFloat(v, 'f', -1, 64)), nil
	case *big.Int:
		return numbers(v.String()), nil
	case time.Time:
		return []quad.Value{typed(v.UTC().Format(time.DateOnly), "xsd:date"), typed(v.UTC().Format(time.RFC3339), "xsd:dateTime")}, nil
	}
	return nil, fmt.Errorf("expected a name, a text, a number or a date, got %s", kindOf(v))
}

func typed(lexical, datatype string) quad.Value {
	return quad.TypedString{Value: quad.String(lexical), Type: quad.IRI(schema.MustExpand(datatype))}
}

func numbers(lexical string) []quad.Value {
	out := []quad.Value{typed(lexical, "xsd:decimal"), typed(lexical, "xsd:double")}
	if !strings.Contains(lexical, ".") {
		out = append(out, typed(lexical, "xsd:integer"))
	}
	return out
}

// kindOf names the kind of a script's value in messages.
func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "a text"
	case bool:
		return "a boolean"
	case int64, float64, *big.Int:
		return "a number"
	case time.Time:
		return "a date"
	case *pathObject:
		return "a path"
	case *filterObject:
		return "a filter"
	case *nodeObject, quad.Value:
		return "a node"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	default:
		if strings.HasPrefix(fmt.Sprintf("%T", v), "func") {
			return "a function"
		}
		return "something else"
	}
}

// native is how a script and a JSON result see a node: names as text, numbers and booleans as such where that loses
// nothing, other literals by their text.
func native(v quad.Value) any {
	switch v := v.(type) {
	case nil:
		return nil
	case quad.IRI:
		return shortName(v)
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		text := string(v.Value)
		switch schema.Shorten(string(v.Type)) {
		case "xsd:boolean":
			if b, err := strconv.ParseBool(text); err == nil {
				return b
			}
		case "xsd:integer", "xsd:decimal", "xsd:double", "xsd:float", "xsd:int", "xsd:long", "xsd:nonNegativeInteger":
			if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > -1<<53 && n < 1<<53 {
				return n
			}
			if f, err := strconv.ParseFloat(text, 64); err == nil && strconv.FormatFloat(f, 'f', -1, 64) == text {
				return f
			}
		}
		return text
	case quad.Int: // Cayley's own numbers, such as the depth of a recursion
		return int64(v)
	case quad.Float:
		return float64(v)
	}
	return quad.ToString(v)
}

// An ordinal is a number, an instant or span of time, a text, or a name.
type ordinal struct {
	kind   byte // 'n', 't', 's' or 'i', which is also the order of kinds
	number *big.Rat
	// A date of any precision is the span of the days that it allows.
	first, last time.Time
	text        string
}

// ordinalOf reads a node by its value; ok is false for what has no order.
func ordinalOf(v quad.Value) (c ordinal, ok bool) {
	switch v := v.(type) {
	case quad.IRI:
		return ordinal{kind: 'i', text: string(v)}, true
	case quad.BNode:
		return ordinal{kind: 'i', text: "_:" + string(v)}, true
	case quad.String:
		return ordinal{kind: 's', text: string(v)}, true
	case quad.LangString:
		return ordinal{kind: 's', text: string(v.Value)}, true
	case quad.TypedString:
		text := string(v.Value)
		switch name := schema.Shorten(string(v.Type)); name {
		case "xsd:integer", "xsd:decimal", "xsd:double", "xsd:float", "xsd:int", "xsd:long", "xsd:nonNegativeInteger":
			// Rat.SetString takes fractions and exponents of any size; only what xsd writes is wanted.
			if n, ok := new(big.Rat).SetString(text); ok && len(text) < 400 && !strings.ContainsAny(text, "/_") {
				return ordinal{kind: 'n', number: n}, true
			}
		case "xsd:date", "xsd:gYearMonth", "xsd:gYear", "xsd:dateTime":
			if first, last, err := span(text); err == nil {
				return ordinal{kind: 't', first: first, last: last, text: text}, true
			}
		}
		return ordinal{kind: 's', text: text}, true
	case quad.Int:
		return ordinal{kind: 'n', number: new(big.Rat).SetInt64(int64(v))}, true
	case quad.Float:
		if n := new(big.Rat).SetFloat64(float64(v)); n != nil {
			return ordinal{kind: 'n', number: n}, true
		}
	case quad.Time:
		return ordinal{kind: 't', first: time.Time(v), last: time.Time(v), text: v.String()}, true
	}
	return ordinal{}, false
}

// span is the time that a date of any precision allows.
func span(text string) (first, last time.Time, err error) {
	if schema.ValidDate(text) {
		if first, err = time.Parse(time.DateOnly, schema.EarliestDay(text)); err != nil {
			return first, last, err
		}
		last, err = time.Parse(time.DateOnly, schema.LatestDay(text))
		return first, last.Add(24*time.Hour - 1), err
	}
	t, err := time.Parse(time.RFC3339, text)
	return t, t, err
}

// compare orders two values for sorting: numbers, dates, texts, names.
func (c ordinal) compare(d ordinal) int {
	if c.kind != d.kind {
		return strings.IndexByte("ntsi", c.kind) - strings.IndexByte("ntsi", d.kind)
	}
	switch c.kind {
	case 'n':
		return c.number.Cmp(d.number)
	case 't':
		if x := c.first.Compare(d.first); x != 0 {
			return x
		}
		return c.last.Compare(d.last)
	}
	return strings.Compare(c.text, d.text)
}

// A comparison is a filter by value, such as gt(10) or lte("2020-06").
type comparison struct {
	op string
	// Each kind of value that the argument may be is compared with nodes of that kind.
	with []ordinal
}

func newComparison(op string, arg any) (comparison, error) {
	values, err := candidates(arg)
	if err != nil {
		return comparison{}, err
	}
	c := comparison{op: op}
	seen := make(map[byte]bool)
	for _, v := range values {
		if x, ok := ordinalOf(v); ok && !seen[x.kind] {
			seen[x.kind] = true
			c.with = append(c.with, x)
		}
	}
	if len(c.with) == 0 {
		return comparison{}, errors.New("a value without an order")
	}
	return c, nil
}

// holds tells whether a node passes. Dates compare by the days that they allow: before 2020-06 is before the first of
// June, up to 2020-06 includes all of it.
func (c comparison) holds(v quad.Value) bool {
	x, ok := ordinalOf(v)
	if !ok {
		return false
	}
	for _, y := range c.with {
		if x.kind != y.kind {
			continue
		}
		if x.kind == 't' {
			switch c.op {
			case "lt":
				return x.last.Before(y.first)
			case "lte":
				return !x.last.After(y.last)
			case "gt":
				return x.first.After(y.last)
			case "gte":
				return !x.first.Before(y.first)
			}
		}
		d := x.compare(y)
		switch c.op {
		case "lt":
			return d < 0
		case "lte":
			return d <= 0
		case "gt":
			return d > 0
		case "gte":
			return d >= 0
		}
	}
	return false
}
