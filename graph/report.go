package graph

import (
	"fmt"
	"io"

	"github.com/cayleygraph/quad"
)

// Report writes findings as a validation report of SHACL, in Turtle.
type Report struct {
	out QuadWriter
	n   int
}

var (
	shReport = quad.BNode("report")
	shaclIRI = func(local string) quad.IRI { return mustIRI("sh:" + local) }
)

// NewReport begins a report on w, which the caller buffers.
func NewReport(w io.Writer) *Report { return &Report{out: newTurtleWriter(w)} }

// Add writes a finding.
func (r *Report) Add(f Finding) error {
	r.n++
	node := quad.BNode(fmt.Sprintf("r%d", r.n))
	severity := map[Severity]string{Fault: "Violation", Warning: "Warning", Info: "Info"}[f.Severity]
	quads := []quad.Quad{
		{Subject: shReport, Predicate: shaclIRI("result"), Object: node},
		{Subject: node, Predicate: rdfType, Object: shaclIRI("ValidationResult")},
		{Subject: node, Predicate: shaclIRI("resultSeverity"), Object: shaclIRI(severity)},
		{Subject: node, Predicate: shaclIRI("focusNode"), Object: f.focus},
	}
	for _, more := range []struct {
		property string
		value    quad.Value
	}{{"resultPath", f.path}, {"value", f.value}} {
		if more.value != nil {
			quads = append(quads, quad.Quad{Subject: node, Predicate: shaclIRI(more.property), Object: more.value})
		}
	}
	quads = append(quads,
		quad.Quad{Subject: node, Predicate: shaclIRI("sourceShape"), Object: mustIRI(f.Shape)},
		quad.Quad{Subject: node, Predicate: shaclIRI("sourceConstraintComponent"), Object: quad.IRI(f.Component)},
		quad.Quad{Subject: node, Predicate: shaclIRI("resultMessage"), Object: quad.String(f.Wrong + "; " + f.Wanted)})
	for _, q := range quads {
		if err := r.out.WriteQuad(q); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the report; it does not close the file.
func (r *Report) Close() error {
	conforms := quad.TypedString{Value: quad.String(fmt.Sprint(r.n == 0)), Type: mustIRI("xsd:boolean")}
	for _, q := range []quad.Quad{
		{Subject: shReport, Predicate: rdfType, Object: shaclIRI("ValidationReport")},
		{Subject: shReport, Predicate: shaclIRI("conforms"), Object: conforms},
	} {
		if err := r.out.WriteQuad(q); err != nil {
			return err
		}
	}
	return r.out.Close()
}
