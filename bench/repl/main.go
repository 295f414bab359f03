// Command repl measures the shell on a store of a million quads: what completion, .describe and .timeline take, and
// how long kg repl takes until it can be typed at.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
)

func main() {
	quads := flag.Int("quads", 1_000_000, "quads of the store")
	dir := flag.String("db", "", "a store made by an earlier run, or where to make one; empty for a temporary one")
	flag.Parse()
	ctx := context.Background()
	if *dir == "" {
		temp, err := os.MkdirTemp("", "kg-bench")
		if err != nil {
			log.Fatal(err)
		}
		defer os.RemoveAll(temp)
		*dir = temp + "/kg.db"
	}
	if _, err := os.Stat(*dir); err != nil {
		if err := build(ctx, *dir, *quads); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(*dir)
}
