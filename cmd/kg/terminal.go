package main

import (
	"os"

	"github.com/urfave/cli/v2"
)

// isTerminal tells a terminal from a file, a pipe or anything else.
func isTerminal(stream any) bool { return terminalWidth(stream) > 0 }

// terminalWidth is the number of columns of a terminal, 0 for anything else.
func terminalWidth(stream any) int {
	columns, _ := terminalSize(stream)
	return columns
}

func colorFlag() cli.Flag {
	return &cli.StringFlag{Name: "color", Value: "auto", EnvVars: []string{"KG_COLOR"}, Usage: "color `WHEN`: auto, always, never; NO_COLOR, CLICOLOR_FORCE and TERM=dumb are heeded"}
}

// useColor decides whether a stream is written to in color.
func useColor(when string, stream any) bool {
	switch {
	case when == "always":
		return true
	case when == "never", os.Getenv("NO_COLOR") != "":
		return false
	case os.Getenv("CLICOLOR_FORCE") != "" && os.Getenv("CLICOLOR_FORCE") != "0":
		return true
	}
	return os.Getenv("TERM") != "dumb" && isTerminal(stream)
}
