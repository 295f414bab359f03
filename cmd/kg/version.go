package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"
)

// version is set when a release is built: -ldflags "-X main.version=1.2.3".
var version = "devel"

func versionCommand() *cli.Command {
	return &cli.Command{
		Name:  "version",
		Usage: "tell the version of kg and of what it is built with",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			commit, cayley := "", ""
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" {
						commit = ", commit " + s.Value[:min(12, len(s.Value))]
					}
				}
				for _, m := range info.Deps {
					if m.Path == "github.com/cayleygraph/cayley" {
						cayley = ", Cayley " + m.Version
					}
				}
			}
			fmt.Fprintf(c.App.Writer, "kg %s%s, %s%s\n", version, commit, runtime.Version(), cayley)
			return nil
		},
	}
}
