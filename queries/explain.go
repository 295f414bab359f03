package queries

import (
	"context"
	"fmt"
	"strings"

	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// explained is a shape of the store that tells what it does.
type explained interface {
	Explain(name func(quad.Value) string) (text string, parts []shape.Shape)
}

// Explain tells how a script would be answered: for each path that it runs, Cayley's shape after the store has made
// its own of it, a line for each part, the parts of a part below it, with about how many rows each gives. The paths are
// not run, so that those inside a callback do not show.
func (s *Session) Explain(ctx context.Context, script string, o Options) (string, error) {
	o.explain = new(strings.Builder)
	if _, err := s.Run(ctx, script, o); err != nil {
		return "", err
	}
	if o.explain.Len() == 0 {
		return "", fmt.Errorf("no path is run: nothing is asked of the graph")
	}
	return o.explain.String(), nil
}

// explainPath writes the plan of a path.
func (s *runtime) explainPath(p *pathObject) error {
	plan, _ := shape.Optimize(s.ctx, p.path.Shape(), s.qs)
	if s.explain.Len() > 0 {
		s.explain.WriteByte('\n')
	}
	return s.explainShape(plan, 0)
}

func (s *runtime) explainShape(plan shape.Shape, depth int) error {
	if plan == nil {
		plan = shape.Null{}
	}
	text, parts := "", []shape.Shape(nil)
	name := func(v quad.Value) string {
		if iri, ok := v.(quad.IRI); ok {
			return shortName(iri)
		}
		return fmt.Sprintf("%q", fmt.Sprint(native(v)))
	}
	switch p := plan.(type) {
	case explained:
		text, parts = p.Explain(name)
	case shape.Null:
		text = "nothing"
	case shape.AllNodes:
		text = "all nodes"
	case shape.Fixed:
		var names []string
		for _, ref := range p {
			v, err := s.qs.NameOf(ref)
			if err != nil {
				return err
			}
			names = append(names, name(v))
		}
		text = strings.Join(names, ", ")
	case shape.Save:
		text, parts = "as "+strings.Join(p.Tags, ", "), []shape.Shape{p.From}
	case shape.Unique:
		text, parts = "each once", []shape.Shape{p.From}
	case shape.Page:
		text, parts = "the first "+fmt.Sprint(p.Limit), []shape.Shape{p.From}
		if p.Limit == 0 {
			text = "without the first " + fmt.Sprint(p.Skip)
		} else if p.Skip > 0 {
			text += " after " + fmt.Sprint(p.Skip)
		}
	case shape.Filter:
		var names []string
		for _, f := range p.Filters {
			names = append(names, filterName(f))
		}
		text, parts = strings.Join(names, ", "), []shape.Shape{p.From}
	default:
		text = strings.TrimPrefix(fmt.Sprintf("%T", plan), "shape.")
	}
	line := strings.Repeat("  ", depth) + text
	if it := plan.BuildIterator(s.qs); it != nil {
		if costs, err := it.Stats(s.ctx); err == nil {
			about := "about "
			if costs.Size.Exact {
				about = ""
			}
			line += fmt.Sprintf("  (%s%d)", about, costs.Size.Value)
		}
	}
	s.explain.WriteString(line + "\n")
	for _, part := range parts {
		if err := s.explainShape(part, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// filterName tells what a filter does.
func filterName(f shape.ValueFilter) string {
	switch f := f.(type) {
	case orderFilter:
		return "sorted by value"
	case saveFilter:
		return "with each value of a step as " + f.tag
	case valueFilter:
		return "those that pass a filter"
	case shape.Wildcard:
		return fmt.Sprintf("those like %q", f.Pattern)
	case shape.Regexp:
		return fmt.Sprintf("those that match %q", f.Re)
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", f), "shape.")
}
