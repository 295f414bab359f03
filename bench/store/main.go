// Store measures stores of quads side by side: the same quads, the same batches, the same queries, each store in a
// process of its own. It is run by hand and takes minutes:
//
//	go run -C bench/store . -quads 1000000 -stores pebble-bulk,pebble,leveldb,bbolt,memory
//
// The quads resemble what kg keeps: people with facts, each fact labelled by the sentence that states it, and the texts
// of the sentences. It is a module of its own, so that kg does not depend on the stores that it is measured against.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv"
	_ "github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/cayley/writer"
	"github.com/cayleygraph/quad"
	hkv "github.com/hidal-go/hidalgo/kv"
	hbbolt "github.com/hidal-go/hidalgo/kv/bbolt"
	"github.com/hidal-go/hidalgo/kv/flat"
	hleveldb "github.com/hidal-go/hidalgo/kv/flat/leveldb"
	"github.com/syndtr/goleveldb/leveldb/opt"
	"go.etcd.io/bbolt"

	pebblestore "github.com/newskg/kg/graph/pebble"
)

// result is what one process measured.
type result struct {
	Store     string
	Quads     int64
	Load      time.Duration
	CPU       time.Duration
	PeakRSS   int64 // bytes
	Size      int64 // bytes on disk
	Open      time.Duration
	OpenRSS   int64
	Check     time.Duration
	Queries   []measured
	QueryNote string
}

type measured struct {
	Name   string
	Rows   int
	Median time.Duration
	First  time.Duration
	Note   string
}

func main() {
	quads := flag.Int("quads", 1_000_000, "how many quads to load")
	stores := flag.String("stores", "pebble-bulk,pebble,leveldb,bbolt,memory", "which stores to measure, in this order")
	batch := flag.Int("batch", 10_000, "quads in a transaction, where the store is not loaded at one stroke")
	dir := flag.String("dir", "", "folder for the stores; a temporary one without it")
	runs := flag.Int("runs", 40, "how often each query runs")
	only := flag.String("only", "", "ask only the queries of these names, separated by commas")
	profile := flag.String("profile", "", "with -one, write a CPU profile here")
	one := flag.String("one", "", "measure one phase in this process (used by the program itself)")
	flag.Parse()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err == nil {
			err = pprof.StartCPUProfile(f)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "store:", err)
			os.Exit(1)
		}
		defer pprof.StopCPUProfile()
	}
	if err := run(*quads, *stores, *batch, *dir, *runs, *only, *one); err != nil {
		fmt.Fprintln(os.Stderr, "store:", err)
		os.Exit(1)
	}
}

func run(quads int, stores string, batch int, dir string, runs int, only, one string) error {
	if one != "" {
		phase, store, _ := strings.Cut(one, ":")
		r := result{Store: store}
		var err error
		if phase == "load" {
			err = load(&r, quads, batch, dir)
		} else {
			err = ask(&r, quads, batch, dir, runs, only)
		}
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(r)
	}
	if dir == "" {
		tmp, err := os.MkdirTemp("", "bench-store-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	var results []result
	for _, store := range strings.Split(stores, ",") {
		folder := filepath.Join(dir, store)
		r := result{Store: store}
		for _, phase := range []string{"load", "ask"} {
			if phase == "load" && store == "memory" {
				continue // it does not outlive the process: loaded when it is asked
			}
			part, err := child(phase, store, quads, batch, folder, runs, only)
			if err != nil {
				return fmt.Errorf("%s %s: %w", phase, store, err)
			}
			if phase == "load" {
				r = part
			} else {
				if store == "memory" {
					r = part
				}
				r.Open, r.OpenRSS, r.Queries, r.Check = part.Open, part.OpenRSS, part.Queries, part.Check
			}
		}
		fmt.Fprintf(os.Stderr, "%s: %.0f quads/s\n", store, float64(r.Quads)/r.Load.Seconds())
		results = append(results, r)
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
	}
	print(results)
	return nil
}

func child(phase, store string, quads, batch int, dir string, runs int, only string) (result, error) {
	self, err := os.Executable()
	if err != nil {
		return result{}, err
	}
	cmd := exec.Command(self, "-one", phase+":"+store, "-quads", fmt.Sprint(quads), "-batch", fmt.Sprint(batch),
		"-dir", dir, "-runs", fmt.Sprint(runs), "-only", only)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return result{}, err
	}
	var r result
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		return r, err
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if phase == "load" || store == "memory" {
		r.PeakRSS = usage.Maxrss * 1024
	}
	return r, nil
}

func load(r *result, quads, batch int, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	qs, err := open(r.Store, dir, true)
	if err != nil {
		return err
	}
	if err := fill(r, qs, quads, batch); err != nil {
		return err
	}
	r.Size, err = diskUsage(dir)
	return err
}

// fill loads the quads and closes the store; closing is part of what loading takes.
func fill(r *result, qs cayley.QuadStore, quads, batch int) error {
	begin, cpu := time.Now(), processorTime()
	var out func([]quad.Quad) error
	finish := func() error { return nil }
	if r.Store == "pebble-bulk" {
		w, err := qs.NewQuadWriter()
		if err != nil {
			return err
		}
		out = func(qs []quad.Quad) error { _, err := w.WriteQuads(qs); return err }
		finish = w.Close
	} else {
		w, err := writer.NewSingle(qs, cayley.IgnoreOpts{IgnoreDup: true, IgnoreMissing: true})
		if err != nil {
			return err
		}
		out = w.AddQuadSet
	}
	buffer := make([]quad.Quad, 0, batch)
	var loadErr error
	generate(quads, func(q quad.Quad) bool {
		buffer = append(buffer, q)
		if len(buffer) == batch {
			loadErr = out(buffer)
			buffer = buffer[:0]
		}
		r.Quads++
		return loadErr == nil
	})
	if loadErr == nil && len(buffer) > 0 {
		loadErr = out(buffer)
	}
	if err := errors.Join(loadErr, finish()); err != nil {
		return err
	}
	if r.Store != "memory" {
		if err := qs.Close(); err != nil {
			return err
		}
	}
	r.Load, r.CPU = time.Since(begin), processorTime()-cpu
	return nil
}

func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func open(store, dir string, create bool) (cayley.QuadStore, error) {
	switch store {
	case "pebble", "pebble-bulk", "pebble-sync":
		return pebblestore.Open(context.Background(), dir, pebblestore.Options{ReadOnly: !create, NoSync: store != "pebble-sync", Command: "bench"})
	case "memory":
		return cayley.NewQuadStore("memstore", "", nil)
	}
	var db hkv.KV
	switch store {
	case "leveldb":
		d, err := hleveldb.Open(dir, &opt.Options{ReadOnly: !create})
		if err != nil {
			return nil, err
		}
		d.SetWriteOptions(&opt.WriteOptions{Sync: false})
		db = flat.Upgrade(d)
	case "bbolt":
		d, err := hbbolt.Open(filepath.Join(dir, "bbolt"), &bbolt.Options{NoSync: true, ReadOnly: !create})
		if err != nil {
			return nil, err
		}
		db = d
	default:
		return nil, fmt.Errorf("no such store: %s", store)
	}
	// A first load is quickest with the Bloom filters, opening without them.
	options := cayley.Options{kv.OptNoBloom: !create}
	if create {
		if err := kv.Init(db, options); err != nil {
			return nil, err
		}
		// Without an index by label the facts of a sentence are a full scan.
		indexes, err := json.Marshal(append(slices.Clone(kv.DefaultQuadIndexes), kv.QuadIndex{Dirs: []quad.Direction{quad.Label}}))
		if err != nil {
			return nil, err
		}
		err = hkv.Update(context.Background(), db, func(tx hkv.Tx) error {
			return tx.Put(context.Background(), hkv.Key{[]byte("meta"), []byte("indexes")}, indexes)
		})
		if err != nil {
			return nil, err
		}
	}
	return kv.New(db, options)
}

func diskUsage(dir string) (int64, error) {
	var total int64
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}

func ask(r *result, quads, batch int, dir string, runs int, only string) error {
	begin := time.Now()
	qs, err := open(r.Store, dir, r.Store == "memory")
	if err != nil {
		return err
	}
	r.Open = time.Since(begin)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	r.OpenRSS = int64(m.Sys)
	if r.Store == "memory" {
		if err := fill(r, qs, quads, batch); err != nil {
			return err
		}
	}
	var reader cayley.QuadStore = qs
	if s, ok := qs.(*pebblestore.Store); ok {
		begin := time.Now()
		report, err := s.Check(context.Background())
		if err != nil {
			return err
		}
		if report.FaultCount > 0 {
			return fmt.Errorf("check: %v", report.Faults)
		}
		r.Check = time.Since(begin)
		view, err := s.View()
		if err != nil {
			return err
		}
		defer view.Close()
		reader = view
	}
	for _, q := range queriesFor(quads) {
		if only != "" && !slices.Contains(strings.Split(only, ","), q.name) {
			continue
		}
		// What the store or the query before left in memory is no part of what this one takes.
		runtime.GC()
		r.Queries = append(r.Queries, measure(reader, q, runs))
	}
	return nil
}

// patience is how long a query may take; one that takes longer is not run again.
const patience = 12 * time.Second

func measure(qs cayley.QuadStore, q namedQuery, runs int) measured {
	m := measured{Name: q.name}
	var times []time.Duration
	for i := 0; i < runs; i++ {
		begin := time.Now()
		rows, err := execute(qs, q.text)
		took := time.Since(begin)
		if err != nil {
			m.Note = err.Error()
			if errors.Is(err, context.DeadlineExceeded) {
				m.Note = "more than " + patience.String()
			}
			m.Median = took
			return m
		}
		if i == 0 {
			m.First = took
		}
		m.Rows = rows
		times = append(times, took)
		if took > time.Second && i >= 2 {
			break
		}
	}
	slices.Sort(times)
	m.Median = times[len(times)/2]
	return m
}

func execute(qs cayley.QuadStore, text string) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	it, err := gizmo.NewSession(qs).Execute(ctx, text, query.Options{Collation: query.JSON, Limit: 100})
	if err != nil {
		return 0, err
	}
	rows := 0
	for it.Next(ctx) {
		rows++
	}
	if err := it.Err(); err != nil {
		return rows, err
	}
	return rows, ctx.Err()
}

func print(results []result) {
	w := tabwriter.NewWriter(os.Stdout, 2, 8, 2, ' ', tabwriter.AlignRight)
	row := func(name string, cell func(result) string) {
		fmt.Fprint(w, name, "\t")
		for _, r := range results {
			fmt.Fprint(w, cell(r), "\t")
		}
		fmt.Fprintln(w)
	}
	row("", func(r result) string { return r.Store })
	row("quads", func(r result) string { return fmt.Sprint(r.Quads) })
	row("load s", func(r result) string { return fmt.Sprintf("%.1f", r.Load.Seconds()) })
	row("quads/s", func(r result) string { return fmt.Sprintf("%.0f", float64(r.Quads)/r.Load.Seconds()) })
	row("CPU s", func(r result) string { return fmt.Sprintf("%.1f", r.CPU.Seconds()) })
	row("peak RSS MB", func(r result) string { return fmt.Sprint(r.PeakRSS >> 20) })
	row("bytes/quad", func(r result) string { return fmt.Sprint(r.Size / max(r.Quads, 1)) })
	row("open ms", func(r result) string { return milliseconds(r.Open) })
	row("check s", func(r result) string { return fmt.Sprintf("%.1f", r.Check.Seconds()) })
	for i := range results[0].Queries {
		row(results[0].Queries[i].Name+" ms", func(r result) string {
			q := r.Queries[i]
			if q.Note != "" {
				return q.Note
			}
			return fmt.Sprintf("%s (%d)", milliseconds(q.Median), q.Rows)
		})
	}
	w.Flush()
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }
