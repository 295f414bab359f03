package main

import (
	"fmt"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/queries"
)

// libraryFlag lets the commands that know bundled queries take the user's own.
func libraryFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "library", EnvVars: []string{"KG_LIBRARY"}, Usage: "add the queries of the folder `DIR`, files *.js with the head that kg queries NAME shows (may repeat)"}
}

// openLibrary reads the bundled queries and those of the user's folders.
func openLibrary(c *cli.Context) (*queries.Library, error) {
	var dirs []string
	for _, value := range c.StringSlice("library") {
		// KG_LIBRARY is a list such as PATH.
		dirs = append(dirs, filepath.SplitList(value)...)
	}
	return queries.OpenLibrary(dirs...)
}

func queriesCommand() *cli.Command {
	return &cli.Command{
		Name:      "queries",
		Usage:     "list the named queries, or tell about some",
		ArgsUsage: "[NAME]...",
		Description: "With a NAME: its question, its parameters with their types and defaults, an example.\n\n" +
			"A query of your own is a file NAME.js in a folder that --library names:\n\n" +
			"   // Who buys arms of one kind?\n" +
			"   // Any notes, on as many lines as needed.\n" +
			"   // @family Our project\n" +
			"   // @param kind category = CombatAircraft: the kind\n" +
			"   // @example kg query NAME --param kind=Tank\n" +
			"   g.V(\"kg:\" + params.kind).In(\"kg:category\").Tag(\"weapon\").LabelContext(g.V(), \"ev\").In(\"kg:ordered\")\n\n" +
			queries.ParamHelp(),
		Flags: []cli.Flag{libraryFlag()},
		Action: func(c *cli.Context) error {
			library, err := openLibrary(c)
			if err != nil {
				return err
			}
			if c.NArg() == 0 {
				return library.List(c.App.Writer)
			}
			return describeQueries(c, library)
		},
	}
}

// describeQueries tells about the queries that the arguments name.
func describeQueries(c *cli.Context, library *queries.Library) error {
	for i, name := range c.Args().Slice() {
		q, err := library.Find(name)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(c.App.Writer)
		}
		fmt.Fprint(c.App.Writer, q.Describe())
	}
	return nil
}
