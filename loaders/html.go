package loaders

import (
	"bytes"
	"fmt"
	"strings"

	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"github.com/newskg/kg/schema"
)

// readHTML extracts the body of a news page; its paragraphs become paragraphs of the stored text.
func readHTML(in Input, yield func(schema.Article, error) bool) {
	art, err := parseHTML(in)
	yield(art, err)
}

func parseHTML(in Input) (art schema.Article, err error) {
	art.ID = in.ID
	raw, err := readAll(in.R)
	if err != nil {
		return art, err
	}
	defer func() { // a page is foreign input to a large library: whatever it does there must not end the run
		if r := recover(); r != nil {
			err = fmt.Errorf("the page cannot be analysed: %v", r)
		}
	}()
	utf8Reader, err := charset.NewReader(bytes.NewReader(raw), "text/html")
	if err != nil {
		return art, fmt.Errorf("unknown character set: %w", err)
	}
	doc, err := html.Parse(utf8Reader)
	if err != nil {
		return art, fmt.Errorf("not HTML: %w", err)
	}
	res, err := trafilatura.ExtractDocument(doc, trafilatura.Options{EnableFallback: true, ExcludeComments: true, ExcludeTables: true})
	if err != nil || res == nil || res.ContentNode == nil {
		return art, fmt.Errorf("no article text found in the page")
	}
	text, err := decode([]byte(blocks(res.ContentNode)))
	if err != nil {
		return art, err
	}
	if strings.TrimSpace(text) == "" {
		return art, fmt.Errorf("no article text found in the page")
	}
	art.Text = text
	art.Headline = strings.TrimSpace(res.Metadata.Title)
	art.URL = res.Metadata.URL
	art.Publisher = res.Metadata.Sitename
	if !res.Metadata.Date.IsZero() {
		art.Date = res.Metadata.Date.Format("2006-01-02")
	}
	return art, nil
}

// blocks writes the text of a tree with a blank line between block elements and blanks folded within them.
func blocks(n *html.Node) string {
	var out []string
	var b strings.Builder
	flush := func() {
		if s := strings.Join(strings.Fields(b.String()), " "); s != "" {
			out = append(out, s)
		}
		b.Reset()
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case n.Type == html.ElementNode && isBlock(n.DataAtom):
			flush()
			defer flush()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	flush()
	return strings.Join(out, "\n\n")
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Blockquote, atom.Pre,
		atom.Br, atom.Table, atom.Tr, atom.Td, atom.Th, atom.Section, atom.Article, atom.Figure, atom.Figcaption, atom.Hr:
		return true
	}
	return false
}
