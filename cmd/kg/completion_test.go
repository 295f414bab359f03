package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/newskg/kg/queries"
)

// Whatever the tables have stands in the manual.
func TestManualIsComplete(t *testing.T) {
	var out bytes.Buffer
	if code := Run([]string{"kg", "man"}, strings.NewReader(""), &out, &out); code != exitGood {
		t.Fatalf("kg man: %d", code)
	}
	page := out.String()
	want := func(text string) {
		if !strings.Contains(page, text) {
			t.Errorf("the manual lacks %q", text)
		}
	}
	for _, command := range commands() {
		if command.Hidden {
			if strings.Contains(page, roff(command.Name)) {
				t.Errorf("the manual has %s, which is hidden", command.Name)
			}
			continue
		}
		_, section, _ := strings.Cut(page, ".SS kg "+roff(command.Name))
		section, _, _ = strings.Cut(section, "\n.S")
		for _, f := range command.VisibleFlags() {
			if name := "\\fB" + roff(dashed(f.Names()[0])) + "\\fR"; !strings.Contains(section, name) {
				t.Errorf("the manual of kg %s lacks %s", command.Name, dashed(f.Names()[0]))
			}
		}
	}
	for _, c := range queries.Commands() {
		want("\\fB." + roff(c.Name) + "\\fR")
	}
	for _, f := range queries.ResultFormats() {
		want("\\fB" + f.Name + "\\fR")
	}
	for _, q := range queries.Bundled().Queries() {
		want("\\fB" + roff(q.Name) + "\\fR")
	}
}

// The help of an option that takes one of some values lists them so that they can be completed, its default among them.
func TestChoices(t *testing.T) {
	word := regexp.MustCompile(`^[a-z-]+$`)
	for _, command := range commands() {
		for _, f := range command.Flags {
			if value := flagValue(f); value != "FORMAT" && value != "WHEN" {
				continue
			}
			list := choices(f)
			if len(list) < 2 {
				t.Errorf("kg %s %s: its values cannot be read off %q", command.Name, dashed(f.Names()[0]), flagUsage(f))
			}
			for _, w := range list {
				if !word.MatchString(w) {
					t.Errorf("kg %s %s: %q is no value", command.Name, dashed(f.Names()[0]), w)
				}
			}
		}
	}
}
