package main

import (
	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/loaders/extract"
	"github.com/newskg/kg/schema"
)

// gazetteerFlag lets every command that reads text take the user's own rows.
func gazetteerFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "gazetteer", Usage: "add the rows of a CSV `FILE`; its header says which gazetteer they belong to (may repeat)"}
}

// framesFlag lets every command that reads text take the user's own event frames.
func framesFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "frames", Usage: "add the event frames of a TOML `FILE` (may repeat)"}
}

// extractor builds the pipeline that a command's flags ask for.
func extractor(c *cli.Context) (*extract.Extractor, error) {
	gaz, err := schema.NewGazetteer(c.StringSlice("gazetteer")...)
	if err != nil {
		return nil, err
	}
	frames, err := schema.NewFrames(c.StringSlice("frames")...)
	if err != nil {
		return nil, err
	}
	return extract.New(gaz, frames)
}
