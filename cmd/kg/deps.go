package main

import (
	_ "github.com/BurntSushi/toml"
	_ "github.com/cayleygraph/cayley/graph"
	_ "github.com/cayleygraph/cayley/graph/graphtest"
	_ "github.com/cayleygraph/cayley/graph/kv/leveldb"
	_ "github.com/cayleygraph/cayley/graph/memstore"
	_ "github.com/cayleygraph/cayley/query/gizmo"
	_ "github.com/cayleygraph/cayley/query/path"
	_ "github.com/cayleygraph/quad"
	_ "github.com/cockroachdb/pebble/v2"
	_ "github.com/dop251/goja"
	_ "github.com/markusmobius/go-trafilatura"
	_ "github.com/mattn/go-runewidth"
	_ "github.com/reeflective/readline"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/urfave/cli/v2"
	_ "golang.org/x/text/unicode/norm"
)

func main() {}
