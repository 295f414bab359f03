package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/schema"
)

func ontologyCommand() *cli.Command {
	return &cli.Command{
		Name:  "ontology",
		Usage: "print what the classes and properties of the graph mean",
		Description: "An OWL ontology as Turtle, for Protégé, GraphDB or a reasoner: every class and property with its meaning, its domain and range,\n" +
			"and what it is called in schema.org, PROV-O, the W3C organization ontology, SEM, OWL-Time and NIF; PLOVER as a SKOS scheme with\n" +
			"the codes of CAMEO. What has no blank node in it also stands in the background of every graph.",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			_, err := io.WriteString(c.App.Writer, schema.Ontology())
			return err
		},
	}
}
