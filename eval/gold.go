// Package eval compares a graph with gold files: what a careful reader finds in an article against what the graph says of
// it. It tells precision, recall and F1 of entities, relations and event frames, how often the properties of a found
// frame are right, and what was missed or wrong. It knows N-Quads and nothing of how the graph was made.
package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Gold is one annotated article.
type Gold struct {
	File      string         `json:"-"` // that it was read from
	ID        string         `json:"id"`
	Date      string         `json:"date"` // of the article, YYYY-MM-DD
	Text      string         `json:"text"`
	Entities  []GoldEntity   `json:"entities"`
	Relations []GoldRelation `json:"relations"`
	Events    []GoldEvent    `json:"events"`
}

// GoldEntity is a thing that the article names.
type GoldEntity struct {
	ID       string   `json:"id"`    // its name
	Class    string   `json:"class"` // without the prefix kg:
	Aliases  []string `json:"aliases"`
	Optional bool     `json:"optional"`
}

// GoldRelation is a fact between things, or between a thing and a value. An office stands as its holder (S), its role
// and the nation or organization that it is of.
type GoldRelation struct {
	S        string `json:"s"`
	P        string `json:"p"`
	O        Scalar `json:"o"`
	Role     string `json:"role"`
	Of       string `json:"of"`
	Optional bool   `json:"optional"`
}

// GoldEvent is one report of an event.
type GoldEvent struct {
	Type             string   `json:"type"`
	Actors           []string `json:"actors"`
	Recipients       []string `json:"recipients"`
	ActorNations     []string `json:"actorNations"`
	RecipientNations []string `json:"recipientNations"`
	About            []string `json:"about"`
	Date             string   `json:"date"` // as precise as the text, empty where it gives none
	Place            string   `json:"place"`
	Status           string   `json:"status"`
	AttributedTo     string   `json:"attributedTo"`
	Evidence         string   `json:"evidence"` // a piece of the sentence
	Optional         bool     `json:"optional"`
}

// Scalar is the text of a JSON string or number.
type Scalar string

// UnmarshalJSON takes a string or a number.
func (s *Scalar) UnmarshalJSON(data []byte) error {
	if data[0] != '"' {
		var n json.Number
		err := json.Unmarshal(data, &n)
		*s = Scalar(n)
		return err
	}
	var text string
	err := json.Unmarshal(data, &text)
	*s = Scalar(text)
	return err
}

// ReadGold reads the gold files of a folder, *.json, in the order of their names.
func ReadGold(dir string) ([]*Gold, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	var golds []*Gold
	files := make(map[string]string)
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".json" {
			continue
		}
		g, err := readGold(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("eval: %w", err)
		}
		if other, twice := files[g.ID]; twice {
			return nil, fmt.Errorf("eval: %s: the article %q is annotated in %s already", g.File, g.ID, other)
		}
		files[g.ID] = g.File
		golds = append(golds, g)
	}
	if len(golds) == 0 {
		return nil, fmt.Errorf("eval: %s holds no gold files, which end in .json", dir)
	}
	return golds, nil
}

func readGold(file string) (*Gold, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	g := &Gold{File: file}
	if err := json.Unmarshal(data, g); err != nil {
		return nil, fmt.Errorf("%s:%w", file, at(data, err))
	}
	if g.ID == "" || g.Text == "" {
		return nil, fmt.Errorf("%s: no gold file: it needs an id and a text", file)
	}
	return g, nil
}

// at puts line and column before an error of the JSON decoder.
func at(data []byte, err error) error {
	var offset int64
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	before := data[:min(max(int(offset)-1, 0), len(data))]
	return fmt.Errorf("%d:%d: %w", 1+bytes.Count(before, []byte("\n")), len(before)-bytes.LastIndexByte(before, '\n'), err)
}

// words tells a relation for a reader.
func (r GoldRelation) words() string {
	return strings.Join(strings.Fields(r.S+" "+r.P+" "+r.Role+" "+string(r.O)+r.Of), " ")
}

// words tells an event for a reader.
func (e GoldEvent) words() string {
	return fmt.Sprintf("%s %s | %s", e.Type, frameWords(e.Actors, e.Recipients), e.Evidence)
}

func frameWords(actors, recipients []string) string {
	s := strings.Join(actors, ", ")
	if len(recipients) > 0 {
		s += " -> " + strings.Join(recipients, ", ")
	}
	return s
}

// find gives the place of the evidence in the article's text, counted in characters, or -1.
func (g *Gold) find(evidence string) int {
	i := strings.Index(g.Text, evidence)
	if i < 0 {
		return -1
	}
	return utf8.RuneCountInString(g.Text[:i])
}
