// Package loaders turns files into articles and articles into readings: it finds and decodes the inputs, runs the
// extraction, and hands each result to a sink. It knows no store.
package loaders

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"

	"github.com/newskg/kg/schema"
)

// Format is one way in which articles arrive.
type Format struct {
	Name       string
	Extensions []string // with the dot, lower case, without .gz
	// Sniff recognises the format from the first bytes of a file whose ending says nothing; nil: by ending only.
	Sniff func(head []byte) bool
	// Read gives the articles of one input in order. An error of one article does not end the input: yield gets it in
	// the article's place. Reading stops when yield returns false.
	Read func(in Input, yield func(schema.Article, error) bool)
	Help string
}

// Input is one opened file.
type Input struct {
	Name string // as the user knows it, for messages
	ID   string // the ID for an article whose source gives none
	R    io.Reader
}

// Formats lists what kg can read; text comes last, as it takes whatever is text.
var Formats = []Format{
	{"jsonl", []string{".jsonl", ".ndjson", ".json"}, sniffJSON, readJSONLines,
		"JSON Lines, or one JSON object or array: id, date, title, url, text"},
	{"html", []string{".html", ".htm", ".xhtml"}, sniffHTML, readHTML,
		"a news page: body, title, date and canonical address are found in it"},
	{"text", []string{".txt", ".text", ".md", ""}, nil, readText,
		`plain text; "date YYYY-MM-DD" at its start, or a head of "Key: value" lines with Title, Date, URL, ID, Publisher`},
}

// FormatNames lists the names of the formats, for messages and help.
func FormatNames() []string {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}

// detect finds the format of a file by its ending, or else by its first bytes.
func detect(name string, head []byte) *Format {
	ext := strings.ToLower(filepath.Ext(strings.TrimSuffix(name, ".gz")))
	for i := range Formats {
		for _, e := range Formats[i].Extensions {
			if e == ext && ext != "" {
				return &Formats[i]
			}
		}
	}
	for i := range Formats {
		if f := &Formats[i]; f.Sniff != nil && f.Sniff(head) {
			return f
		}
	}
	return &Formats[len(Formats)-1]
}

func sniffJSON(head []byte) bool {
	head = bytes.TrimLeft(head, "\ufeff \t\r\n")
	return len(head) > 1 && (head[0] == '{' || head[0] == '[' && bytes.IndexByte(head, '{') > 0)
}

func sniffHTML(head []byte) bool {
	head = bytes.ToLower(bytes.TrimLeft(head, "\ufeff \t\r\n"))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html")) || bytes.Contains(head, []byte("<body"))
}
