// Command rdf measures the export of a store: quads a second on one core, and the most memory, for each format.
//
//	go run -C bench/repl . -db /tmp/news.db     makes a store of a million quads
//	go run -C bench/rdf . -db /tmp/news.db
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/newskg/kg/graph"
)

type result struct {
	Wall, CPU time.Duration
	RSS       int64 // bytes
	Size      int64 // bytes written
}

func main() {
	db := flag.String("db", "", "the store to export")
	runs := flag.Int("runs", 3, "how often each format is written; the quickest counts")
	formats := flag.String("formats", "nquads,ntriples,turtle,trig,jsonld,rdfxml,graphml,gexf,dot,cytoscape,plover-jsonl", "the formats to write")
	one := flag.String("one", "", "write one format in this process (used by the program itself)")
	flag.Parse()
	if err := run(*db, *formats, *runs, *one); err != nil {
		fmt.Fprintln(os.Stderr, "rdf:", err)
		os.Exit(1)
	}
}

func run(db, formats string, runs int, one string) error {
	ctx := context.Background()
	store, err := graph.Open(ctx, db, graph.Options{ReadOnly: true, CacheSize: 8 << 20})
	if err != nil {
		return err
	}
	defer store.Close()
	if one != "" {
		return write(ctx, store, one)
	}
	stats, err := store.Stats(ctx)
	if err != nil {
		return err
	}
	quads := stats.Total
	for _, kind := range stats.Quads {
		if kind.Name == "provenance" {
			quads -= kind.N // not exported
		}
	}
	fmt.Printf("%d quads\n", quads)
	w := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "format\twall s\tCPU s\tquads/s of CPU\tquads/s\tpeak RSS MB\tMB\t")
	for _, format := range strings.Split(formats, ",") {
		var best result
		for range runs {
			r, err := child(db, format)
			if err != nil {
				return fmt.Errorf("%s: %w", format, err)
			}
			if best.CPU == 0 || r.CPU < best.CPU {
				r.RSS = max(r.RSS, best.RSS)
				best = r
			}
		}
		fmt.Fprintf(w, "%s\t%.1f\t%.1f\t%.0f\t%.0f\t%d\t%d\t\n", format, best.Wall.Seconds(), best.CPU.Seconds(),
			float64(quads)/best.CPU.Seconds(), float64(quads)/best.Wall.Seconds(), best.RSS>>20, best.Size>>20)
	}
	return w.Flush()
}

// child writes a format in a process of its own, on one core.
func child(db, format string) (result, error) {
	self, err := os.Executable()
	if err != nil {
		return result{}, err
	}
	cmd := exec.Command(self, "-db", db, "-one", format)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return result{}, err
	}
	r := result{Wall: time.Since(begin), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	r.RSS = cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
	return r, json.Unmarshal(out.Bytes(), &r.Size)
}

func write(ctx context.Context, store *graph.Store, format string) error {
	f, err := graph.FindFormat(format)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp("", "bench-rdf-")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := store.Export(ctx, file, f, graph.ExportOptions{}); err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(info.Size())
}
