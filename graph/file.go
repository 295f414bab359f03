package graph

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// FormatOf is the format in which a file of this name can be read, nil where its ending is of none. A last .gz does not
// count.
func FormatOf(name string) *Format {
	extension := strings.ToLower(filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))
	for _, f := range InputFormats() {
		if slices.Contains(f.Extensions, extension) {
			return &f
		}
	}
	return nil
}

// OpenFile reads an RDF file, gzipped or not, into a store of its own that lives in memory, as it is: each quad in the
// graph in which it stands there.
func OpenFile(ctx context.Context, name string) (*Store, error) {
	f := FormatOf(name)
	if f == nil {
		return nil, fmt.Errorf("graph: %s: its name does not say in which RDF format it is; read are %s", name, extensions())
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	defer file.Close()
	var r io.Reader = bufio.NewReaderSize(file, 1<<16)
	if strings.HasSuffix(strings.ToLower(name), ".gz") {
		if r, err = gzip.NewReader(r); err != nil {
			return nil, fmt.Errorf("graph: %s: %w", name, err)
		}
	}
	s, err := OpenMemory(ctx, Options{})
	if err != nil {
		return nil, err
	}
	var batch []quad.Quad
	put := func() error {
		err := s.apply(ctx, nil, batch)
		batch = batch[:0]
		return err
	}
	path, err := filepath.Abs(name)
	if err == nil {
		err = f.Read(r, "file://"+filepath.ToSlash(path), func(q quad.Quad) error {
			if batch = append(batch, q); len(batch) < 10000 {
				return nil
			}
			return put()
		})
	}
	if err == nil {
		err = put()
	}
	var syntax *SyntaxError
	if errors.As(err, &syntax) {
		s.Close()
		syntax.File = name
		return nil, err
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("graph: %s: %w", name, err)
	}
	return s, nil
}

func extensions() string {
	var all []string
	for _, f := range InputFormats() {
		all = append(all, f.Extensions[0])
	}
	return strings.Join(all, ", ")
}
