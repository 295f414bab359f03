package main

import (
	"fmt"

	"github.com/urfave/cli/v2"
)

func checkCommand() *cli.Command {
	return &cli.Command{
		Name:        "check",
		Usage:       "look for damage in the graph's files",
		Description: "Every index is held against every other and against the dictionary of values. Nothing is changed.",
		Flags:       []cli.Flag{dbFlag(), waitFlag()},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			store, err := openReading(c)
			if err != nil {
				return err
			}
			defer store.Close()
			report, err := store.Check(c.Context)
			if err != nil {
				return err
			}
			for _, fault := range report.Faults {
				fmt.Fprintln(c.App.Writer, fault)
			}
			if n := report.FaultCount - len(report.Faults); n > 0 {
				fmt.Fprintf(c.App.Writer, "and %d more\n", n)
			}
			if report.FaultCount > 0 {
				return fmt.Errorf("%s is damaged: %s; load the articles again into a new one", c.String("db"), plural(report.FaultCount, "fault"))
			}
			fmt.Fprintf(c.App.Writer, "%s, %s: nothing wrong\n", plural(int(report.Quads), "quad"), plural(int(report.Nodes), "value"))
			return nil
		},
	}
}
