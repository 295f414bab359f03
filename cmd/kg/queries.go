package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/queries"
)

func queriesCommand() *cli.Command {
	return &cli.Command{
		Name:      "queries",
		Usage:     "list the bundled queries, or tell about some",
		ArgsUsage: "[NAME]...",
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				all, err := queries.Library()
				if err != nil {
					return err
				}
				for _, q := range all {
					fmt.Fprintf(c.App.Writer, "%-12s %s\n", q.Name, q.Question)
				}
				return nil
			}
			for i, name := range c.Args().Slice() {
				q, err := queries.FindQuery(name)
				if err != nil {
					return err
				}
				if i > 0 {
					fmt.Fprintln(c.App.Writer)
				}
				fmt.Fprint(c.App.Writer, q.Describe())
			}
			return nil
		},
	}
}
