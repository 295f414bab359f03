// Package dateparser stands in for github.com/markusmobius/go-dateparser, by a replace directive of kg's go.mod.
//
// go-htmldate asks that library, as the last resort, for dates in the words of some two hundred languages. At the start
// of every program that is linked with it, it takes 140 ms of a processor and 78 MB to build the tables of all of them:
// more than the rest of what kg does until its prompt. kg reads English news, the dates of which go-htmldate mostly
// reads itself; what it leaves is read here, from the ways in which English newspapers write a day.
package dateparser

import (
	"fmt"
	"strings"
	"time"
)

// Parser reads dates. Its types are those of the original and decide nothing here.
type Parser struct{ ParserTypes []ParserType }

// ParserType is a kind of date.
type ParserType uint8

// The kinds that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// Configuration says how to complete dates, which none of the layouts below needs.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// PreferredDateSource is the side of today on which an incomplete date lies.
type PreferredDateSource uint8

// Past is the side that go-htmldate asks for.
const Past PreferredDateSource = 1

// Date is a date that was read.
type Date struct{ Time time.Time }

var layouts = []string{"2 January 2006", "January 2 2006", "2 Jan 2006", "Jan 2 2006", "January 2006", "Jan 2006", "2006 January 2", "2006 Jan 2"}

// Parse reads a day written in English, whatever words stand before or behind it.
func (p *Parser) Parse(_ *Configuration, text string, _ ...string) (Date, error) {
	words := strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == ',' || c == '.' || c == '\t' || c == '\n' || c == '\u00a0' })
	for i, word := range words {
		if n := len(word) - 2; n > 0 && word[0] >= '0' && word[0] <= '9' && strings.Contains("st nd rd th", word[n:]) {
			words[i] = word[:n] // 3rd
		}
		if strings.EqualFold(word, "sept") {
			words[i] = "Sep"
		}
	}
	for n := 3; n >= 2; n-- {
		for i := 0; i+n <= len(words); i++ {
			for _, layout := range layouts {
				if t, err := time.Parse(layout, strings.Join(words[i:i+n], " ")); err == nil {
					return Date{t}, nil
				}
			}
		}
	}
	return Date{}, fmt.Errorf("%q has no day", text)
}
