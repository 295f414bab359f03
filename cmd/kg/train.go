package main

import (
	"fmt"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/loaders/language"
)

func trainCommand() *cli.Command {
	return &cli.Command{
		Name:  "train",
		Usage: "make the bundled models again from their data",
		Subcommands: []*cli.Command{{
			Name:  "language",
			Usage: "train the tagger, lemmatizer and parser from treebanks in CoNLL-U",
			Description: "The same treebanks and seed give the same file, bit for bit. Training takes many minutes; built with GOEXPERIMENT=simd it is\n" +
				"several times faster and gives the same bytes.",
			Flags: []cli.Flag{
				&cli.StringFlag{Name: "ewt", Usage: "the training part of UD_English-EWT, a CoNLL-U `FILE`", Required: true},
				&cli.StringFlag{Name: "gum", Usage: "the training part of UD_English-GUM, a CoNLL-U `FILE`", Required: true},
				&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "decides the first weights and the order of the sentences"},
				&cli.StringFlag{Name: "o", Value: "english.model", Usage: "write the model to `FILE`"},
			},
			Action: func(c *cli.Context) error {
				var docs []*language.Doc
				for _, name := range []string{c.String("ewt"), c.String("gum")} {
					f, err := os.Open(name)
					if err != nil {
						return err
					}
					d, err := language.ReadCoNLLU(f)
					f.Close()
					if err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
					docs = append(docs, d...)
				}
				model, err := language.Train(c.Context, language.TrainOptions{Treebanks: docs, Seed: c.Uint64("seed"), Report: func(p language.Progress) {
					fmt.Fprintf(c.App.ErrWriter, "epoch %d of %d: loss %.3f\n", p.Epoch, p.Epochs, p.Loss)
				}})
				if err != nil {
					return err
				}
				out, err := os.Create(c.String("o"))
				if err != nil {
					return err
				}
				if _, err := model.WriteTo(out); err != nil {
					out.Close()
					return err
				}
				return out.Close()
			},
		}},
	}
}
