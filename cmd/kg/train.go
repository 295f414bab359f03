package main

import (
	"fmt"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/loaders/language"
)

func trainCommand() *cli.Command {
	return &cli.Command{
		Name:      "train",
		Usage:     "make a bundled model again from its data: kg train language",
		ArgsUsage: "language",
		Description: "Trains the tagger, lemmatizer and parser from treebanks in CoNLL-U. The same treebanks and seed give the same file, bit for bit.\n" +
			"Training takes many minutes; built with GOEXPERIMENT=simd it is several times faster and gives the same bytes.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "ewt", Usage: "the training part of UD_English-EWT, a CoNLL-U `FILE`"},
			&cli.StringFlag{Name: "gum", Usage: "the training part of UD_English-GUM, a CoNLL-U `FILE`"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "decides the first weights and the order of the sentences"},
			&cli.StringFlag{Name: "o", Value: "english.model", Usage: "write the model to `FILE`"},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 || c.Args().First() != "language" {
				return usageError(c, "train: what? there is language")
			}
			if c.String("ewt") == "" || c.String("gum") == "" {
				return usageError(c, "train language: --ewt FILE and --gum FILE name the treebanks")
			}
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
	}
}
