// Package testdata carries the articles that come with kg, for kg demo and the tests. Twelve of them, written for this
// project, are annotated in gold/; the other retells the article that the project began with.
package testdata

import "embed"

// Articles holds articles/*.txt.
//
//go:embed articles/*.txt
var Articles embed.FS
