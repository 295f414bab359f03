// Command language compares kg's reading of English with github.com/jdkato/prose/v2 on the same texts: tokens, Penn tags,
// sentences and speed (tokens a second of processor time), in one run and one thread. It is a module of its own so that kg does not depend on prose.
//
//	go run . FILE.conllu...
//
// The raw text of each file is put together from its tokens, and what the two make of it is compared with the treebank.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/jdkato/prose/v2"
	"github.com/newskg/kg/loaders/language"
)

// counts is what one of the two did with one file.
type counts struct {
	tokens, sentences language.Score
	tagged, gold      int // tokens with the right span and tag, all tokens of the treebank
	spans             int // tokens with the right span
	loose             int // as tagged, but tags that prose does not know may stand for their neighbours
	time              time.Duration
	words             int
}

func (c *counts) report(name, file string) {
	fmt.Printf("%-22s %-8s  %6.2f  %6.2f  %7.2f  %7.2f  %7.2f  %9.0f\n", file, name, c.tokens.F1(), c.sentences.F1(),
		100*float64(c.tagged)/float64(max(c.gold, 1)), 100*float64(c.tagged)/float64(max(c.spans, 1)),
		100*float64(c.loose)/float64(max(c.spans, 1)), float64(c.words)/c.time.Seconds())
}

// processor returns the time that the processor has spent on this process: other work on the machine does not count.
func processor() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: language FILE.conllu...")
		os.Exit(2)
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "language:", err)
		os.Exit(1)
	}
}

func run(files []string) error {
	runtime.GOMAXPROCS(1)
	start := time.Now()
	model, err := language.LoadModel()
	if err != nil {
		return err
	}
	fmt.Printf("kg: model loaded in %v\n", time.Since(start).Round(time.Microsecond))
	// prose makes its model anew for every document; what that takes is left out of its speed.
	setup := time.Hour
	for range 5 {
		begin := processor()
		if _, err := prose.NewDocument("One.", prose.WithExtraction(false)); err != nil {
			return err
		}
		setup = min(setup, processor()-begin)
	}
	fmt.Printf("prose: model loaded in %v, for every document\n\n", setup.Round(time.Microsecond))
	fmt.Printf("%-22s %-8s  %6s  %6s  %7s  %7s  %7s  %9s\n", "file", "", "token", "sent", "tag", "tag on", "same,", "tokens/s")
	fmt.Printf("%-22s %-8s  %6s  %6s  %7s  %7s  %7s  %9s\n", "", "", "F1", "F1", "overall", "same", "loose", "")
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		docs, err := language.ReadCoNLLU(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		short := name[strings.LastIndexByte(name, '/')+1:]
		var parse, tag, other counts
		for _, gold := range docs {
			tag.kg(gold, model.Tag)
			parse.kg(gold, model.Parse)
		}
		tag.report("kg tag", short)
		parse.report("kg parse", short)
		if err := other.prose(docs, setup); err != nil {
			return err
		}
		other.report("prose", short)
	}
	return nil
}

func (c *counts) kg(gold *language.Doc, analyse func(*language.Doc, int)) {
	start := processor()
	d := language.Split(gold.Text, 0)
	for s := range d.Sentences {
		analyse(d, s)
	}
	c.time += processor() - start
	c.words += len(d.Tokens)
	c.compare(gold, d)
}

// prose takes the documents together, ten at a time, as it makes its model anew for each.
func (c *counts) prose(docs []*language.Doc, setup time.Duration) error {
	for i := 0; i < len(docs); i += 10 {
		group := docs[i:min(i+10, len(docs))]
		all := &language.Doc{}
		for _, g := range group {
			shift, first := len(all.Text), len(all.Tokens)
			all.Text += g.Text + "\n\n"
			for _, t := range g.Tokens {
				t.Begin, t.End = t.Begin+shift, t.End+shift
				all.Tokens = append(all.Tokens, t)
			}
			for _, s := range g.Sentences {
				s.Begin, s.End, s.First, s.Last = s.Begin+shift, s.End+shift, s.First+first, s.Last+first
				all.Sentences = append(all.Sentences, s)
			}
		}
		start := processor()
		p, err := prose.NewDocument(all.Text, prose.WithExtraction(false))
		if err != nil {
			return fmt.Errorf("prose: %w", err)
		}
		c.time += max(processor()-start-setup, time.Microsecond)
		d := &language.Doc{Text: all.Text}
		at := 0
		for _, t := range p.Tokens() {
			b, e := find(all.Text, t.Text, at)
			if b < 0 {
				continue
			}
			d.Tokens = append(d.Tokens, language.Token{Begin: b, End: e, Tag: t.Tag})
			at = e
		}
		c.words += len(p.Tokens())
		at = 0
		for _, s := range p.Sentences() {
			if k := strings.Index(all.Text[at:], s.Text); k >= 0 {
				d.Sentences = append(d.Sentences, language.Sentence{Begin: at + k, End: at + k + len(s.Text)})
				at += k + len(s.Text)
			}
		}
		c.compare(all, d)
	}
	return nil
}

// find looks for a token of prose, which has no offsets and turns some quotation marks to ASCII.
func find(text, token string, at int) (begin, end int) {
	plain := strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`)
	for b := at; b < len(text) && b < at+200; {
		k, e := 0, b
		for k < len(token) && e < len(text) {
			_, n := utf8.DecodeRuneInString(text[e:])
			_, m := utf8.DecodeRuneInString(token[k:])
			if plain.Replace(text[e:e+n]) != plain.Replace(token[k:k+m]) {
				break
			}
			e, k = e+n, k+m
		}
		if k == len(token) {
			return b, e
		}
		_, n := utf8.DecodeRuneInString(text[b:])
		b += n
	}
	return -1, -1
}

func (c *counts) compare(gold, d *language.Doc) {
	t, s := language.CompareSpans(gold, d)
	c.tokens, c.sentences = c.tokens.Add(t), c.sentences.Add(s)
	c.gold += len(gold.Tokens)
	tags := make(map[[2]int]string, len(d.Tokens))
	for _, t := range d.Tokens {
		tags[[2]int{t.Begin, t.End}] = t.Tag
	}
	for _, t := range gold.Tokens {
		tag, ok := tags[[2]int{t.Begin, t.End}]
		if !ok {
			continue
		}
		c.spans++
		if tag == t.Tag {
			c.tagged++
		}
		if loosely(tag) == loosely(t.Tag) {
			c.loose++
		}
	}
}

// loosely maps tags that the guidelines changed since prose was trained.
func loosely(tag string) string {
	switch tag {
	case "HYPH", "NFP", ":":
		return ":"
	case "TO", "IN":
		return "IN"
	case "-LRB-", "(":
		return "("
	case "-RRB-", ")":
		return ")"
	case "``", "''", `"`:
		return "''"
	case "AFX", "JJ":
		return "JJ"
	case "ADD", "GW", "NNP", "FW", "XX":
		return "NNP"
	}
	return tag
}
