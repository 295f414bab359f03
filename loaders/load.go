package loaders

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"

	"github.com/newskg/kg/loaders/extract"
	"github.com/newskg/kg/schema"
)

// Outcome says what a sink did with a reading.
type Outcome struct {
	// Unchanged: the graph held exactly this already. Replaced: an earlier version from the same source went.
	Unchanged, Replaced bool
	Quads               int // added
}

// Sink takes what one article states; it is called from one goroutine, in the order of the inputs.
type Sink func(context.Context, schema.Reading) (Outcome, error)

// Failure is an input, or one article of it, that could not be loaded.
type Failure struct {
	Input string
	Err   error
}

func (f Failure) Error() string { return f.Input + ": " + f.Err.Error() }

// Report is what a load did.
type Report struct {
	Articles  int // taken, the unchanged and replaced ones included
	Unchanged int
	Replaced  int
	Sentences int
	Facts     int            // stated by sentences
	Quads     int            // added to the graph
	Things    map[string]int // by class, each thing once
	Failures  []Failure
}

// Options tune a load.
type Options struct {
	// Stdin is read for the path "-".
	Stdin io.Reader
	// Workers is how many articles are analysed at once; 0: one for each processor.
	Workers int
	// Progress, where set, is called after each article with the number done so far.
	Progress func(done int)
}

// Source is one file to read, with the ID that its article gets when it names none.
type Source struct{ Path, ID string }

// Expand finds the files behind paths: files, folders (walked, hidden files left out), globs, and "-". The order is
// that of the arguments, and by name within a folder. A path that matches nothing is a failure.
func Expand(paths []string) ([]Source, []Failure) {
	var sources []Source
	var failures []Failure
	for _, p := range paths {
		if p == "-" {
			sources = append(sources, Source{"-", "stdin"})
			continue
		}
		info, err := os.Stat(p)
		if err != nil {
			matches, globErr := filepath.Glob(p)
			if globErr != nil || len(matches) == 0 {
				if errors.Is(err, fs.ErrNotExist) {
					err = errors.New("no such file, folder or glob")
				}
				failures = append(failures, Failure{p, err})
				continue
			}
			sort.Strings(matches)
			s, f := Expand(matches)
			sources, failures = append(sources, s...), append(failures, f...)
			continue
		}
		if !info.IsDir() {
			sources = append(sources, Source{p, withoutEnding(filepath.Base(p))})
			continue
		}
		before := len(sources)
		err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				failures = append(failures, Failure{path, err})
				return nil
			}
			if strings.HasPrefix(d.Name(), ".") && path != p {
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if d.IsDir() || !d.Type().IsRegular() && d.Type()&fs.ModeSymlink == 0 {
				return nil
			}
			rel, err := filepath.Rel(p, path)
			if err != nil {
				return err
			}
			sources = append(sources, Source{path, withoutEnding(filepath.ToSlash(rel))})
			return nil
		})
		if err != nil {
			failures = append(failures, Failure{p, err})
		}
		if len(sources) == before {
			failures = append(failures, Failure{p, errors.New("the folder holds no files")})
		}
	}
	return sources, failures
}

// withoutEnding drops a file's ending, and a .gz behind it.
func withoutEnding(name string) string {
	name = strings.TrimSuffix(name, ".gz")
	if ext := filepath.Ext(name); ext != "" && len(ext) < len(filepath.Base(name)) {
		name = strings.TrimSuffix(name, ext)
	}
	return name
}

// Read opens one source and yields its articles, errors in the place of those that cannot be had.
func Read(src Source, stdin io.Reader, yield func(schema.Article, error) bool) {
	var r io.Reader = stdin
	name := src.Path
	if src.Path == "-" {
		name = "standard input"
		if stdin == nil {
			r = strings.NewReader("")
		}
	} else {
		f, err := os.Open(src.Path)
		if err != nil {
			yield(schema.Article{ID: src.ID}, reason(err))
			return
		}
		defer f.Close()
		r = f
	}
	br := bufio.NewReaderSize(r, 1<<16)
	if head, _ := br.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		zr, err := gzip.NewReader(br)
		if err != nil {
			yield(schema.Article{ID: src.ID}, fmt.Errorf("not gzip, though it begins so: %w", err))
			return
		}
		defer zr.Close()
		br = bufio.NewReaderSize(zr, 1<<16)
	}
	head, err := br.Peek(1024)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		yield(schema.Article{ID: src.ID}, reason(err))
		return
	}
	format := detect(src.Path, head)
	format.Read(Input{Name: name, ID: src.ID, R: br}, func(art schema.Article, err error) bool {
		art.Source = src.Path
		if err == nil {
			if art.ID = strings.TrimSpace(art.ID); art.ID == "" {
				err = errors.New("the article's ID is empty")
			}
		}
		return yield(art, err)
	})
}

// reason drops the operation and the path from an error of the file system, which the failure already names.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// job is one article on its way through the workers; out carries its analysis back in order.
type job struct {
	art schema.Article
	err error
	out chan result
}

type result struct {
	reading schema.Reading
	err     error
}

// Load reads every source, extracts, and hands the readings to the sink in the order of the inputs, whatever the number
// of workers. What fails is in the report and stops nothing else; an error comes back only when the run itself cannot
// go on (the context ended).
func Load(ctx context.Context, sources []Source, ex *extract.Extractor, sink Sink, opts Options) (*Report, error) {
	rep := &Report{Things: map[string]int{}}
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo := make(chan job, workers)
	ordered := make(chan job, 4*workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range todo {
				reading, err := analyse(ex, j.art)
				j.out <- result{reading, err}
			}
		}()
	}
	go func() {
		defer close(ordered)
		defer close(todo)
		send := func(j job) bool {
			select {
			case ordered <- j:
			case <-ctx.Done():
				return false
			}
			if j.err != nil {
				return true
			}
			select {
			case todo <- j:
				return true
			case <-ctx.Done():
				j.out <- result{err: ctx.Err()}
				return false
			}
		}
		for _, src := range sources {
			more := true
			Read(src, opts.Stdin, func(art schema.Article, err error) bool {
				art.Source = src.Path
				more = send(job{art, err, make(chan result, 1)})
				return more
			})
			if !more {
				return
			}
		}
	}()

	seen := map[string]seenArticle{}
	things := map[string]bool{}
	done := 0
	for j := range ordered {
		var r result
		if j.err == nil {
			r = <-j.out
		}
		if ctx.Err() != nil {
			continue // drain
		}
		if err := rep.take(ctx, j, r, seen, things, sink); err != nil {
			rep.Failures = append(rep.Failures, Failure{place(j.art), err})
		}
		done++
		if opts.Progress != nil {
			opts.Progress(done)
		}
	}
	wg.Wait()
	for name := range things {
		rep.Things[schema.ClassOf(name)]++
	}
	return rep, ctx.Err()
}

type seenArticle struct {
	source string
	sum    [32]byte
}

// take puts one article into the sink, unless the run has seen its ID.
func (rep *Report) take(ctx context.Context, j job, r result, seen map[string]seenArticle, things map[string]bool, sink Sink) error {
	if j.err != nil {
		return j.err
	}
	sum := sha256.Sum256([]byte(j.art.Text))
	if first, ok := seen[j.art.ID]; ok {
		if first.sum != sum {
			return fmt.Errorf("article ID %q is already taken by another text, from %s; give one of them an ID of its own", j.art.ID, first.source)
		}
		rep.Articles++
		rep.Unchanged++
		return nil
	}
	if r.err != nil {
		return r.err
	}
	out, err := sink(ctx, r.reading)
	if err != nil {
		return err
	}
	seen[j.art.ID] = seenArticle{j.art.Source, sum}
	rep.Articles++
	if out.Unchanged {
		rep.Unchanged++
	}
	if out.Replaced {
		rep.Replaced++
	}
	rep.Quads += out.Quads
	rep.Sentences += len(r.reading.Sentences)
	for _, f := range r.reading.Facts {
		if f.Graph == schema.InSentence {
			rep.Facts++
		}
	}
	for _, s := range r.reading.Sentences {
		for _, m := range s.Mentions {
			things[m] = true
		}
	}
	return nil
}

// place names an article for a message: its file, and its ID where the file holds several.
func place(art schema.Article) string {
	if art.ID == "" || art.ID == withoutEnding(filepath.Base(art.Source)) || strings.HasSuffix(filepath.ToSlash(withoutEnding(art.Source)), art.ID) {
		return art.Source
	}
	return art.Source + " (" + art.ID + ")"
}

// analyse extracts one article; a fault in the rules is that article's failure and nobody else's.
func analyse(ex *extract.Extractor, art schema.Article) (reading schema.Reading, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("internal fault in the extraction (please report it): %v", r)
		}
	}()
	return ex.Analyse(art).Reading(), nil
}
