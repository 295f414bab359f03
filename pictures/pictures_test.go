package pictures

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// hub is a picture of a hub with leaves, of which every third is joined with the next.
func hub(leaves int) *Picture {
	p := &Picture{Title: "Who meets whom?", Nodes: []Node{{Name: "nation:India", Label: "India", Class: "Nation"}}}
	for i := range leaves {
		p.Nodes = append(p.Nodes, Node{Name: fmt.Sprintf("person:P%d", i), Label: strings.Repeat("Minister ", i%5+1), Class: Classes()[i%len(Classes())]})
		p.Statements = append(p.Statements, Statement{Words: "one", Sentences: []Sentence{{Parts: []Part{{"They ", ""}, {"met", "trigger"}, {".", ""}}, Cite: "2020-06-23"}}})
		p.Edges = append(p.Edges, Edge{From: 0, To: i + 1, Labels: []Label{{"met", 1}}, Statements: []int{i}})
		if i%3 == 1 {
			p.Edges = append(p.Edges, Edge{From: i, To: i + 1, Labels: []Label{{"accused", 2}, {"threatened", 1}}, Mutual: true, Unreal: true, Statements: []int{i}})
		}
	}
	return p
}

func TestNothingOverlaps(t *testing.T) {
	for _, n := range []int{1, 2, 7, 30, 60} {
		a := arrange(hub(n))
		for i, b := range a.boxes {
			if b.x-b.w/2 < 0 || b.y-b.h/2 < 0 || b.x+b.w/2 > a.width || b.y+b.h/2 > a.height {
				t.Errorf("%d leaves: box %d is outside of the drawing", n, i)
			}
			for j := range i {
				if shared(b, a.boxes[j]) > 0 {
					t.Errorf("%d leaves: boxes %d and %d overlap", n, i, j)
				}
			}
		}
	}
}

// What a reader must be able to read of a label stands in it, whatever its length.
func TestFold(t *testing.T) {
	for label, want := range map[string]string{
		"India":                                 "India",
		"Comprehensive Nuclear-Test-Ban Treaty": "Comprehensive/Nuclear-Test-Ban/Treaty",
		"a\nb\x1b[1m":                           "a b [1m",
		strings.Repeat("words and ", 12):        "words and words and/words and words and/words and words and/words and words and …",
		"":                                      "",
	} {
		if got := strings.Join((Node{Label: label}).lines(), "/"); got != want {
			t.Errorf("%q: got %q, want %q", label, got, want)
		}
	}
	e := Edge{Labels: []Label{{"Request", 2}, {"Consult", 1}, {"Cooperate", 1}}}
	if got := strings.Join(e.lines(), "/"); got != "Request ×2, Consult,/Cooperate" {
		t.Errorf("caption: %q", got)
	}
}

// hostile is a text that would end a string, a tag, a comment or a script where it is not quoted.
const hostile = "</script><img src=x onerror=alert(1)>\"'`]]>--> \\ |{}[]() # ; %% <!-- \x00 \u2028 ${a}"

func hostilePicture() *Picture {
	return &Picture{Title: hostile, Notes: []string{hostile},
		Nodes: []Node{{Name: "a" + hostile, Label: hostile, Class: hostile}, {Name: "b" + hostile, Label: hostile}},
		Edges: []Edge{{From: 0, To: 1, Labels: []Label{{hostile, 1}}, Statements: []int{0}}},
		Statements: []Statement{{Words: hostile, Date: hostile, Sort: hostile, Details: []Detail{{hostile, hostile}},
			Sentences: []Sentence{{Parts: []Part{{hostile, hostile}}, Cite: hostile, URL: "javascript:alert(1)", Reports: []string{hostile}}}}}}
}

func TestFormats(t *testing.T) {
	for _, f := range Formats() {
		for name, p := range map[string]*Picture{"hub": hub(30), "hostile": hostilePicture()} {
			var a, b bytes.Buffer
			if err := f.Write(&a, p); err != nil {
				t.Fatal(f.Name, err)
			}
			if err := f.Write(&b, p); err != nil {
				t.Fatal(f.Name, err)
			}
			if !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s of %s differs from time to time", f.Name, name)
			}
			if tags := f.Name == "svg" || f.Name == "html"; tags && strings.Contains(a.String(), "<img src=x") || strings.Contains(a.String(), `href="javascript`) {
				t.Errorf("%s of %s: a text has become a tag", f.Name, name)
			}
			if f.Name == "svg" {
				wellFormed(t, a.Bytes())
			}
			if f.Name == "dot" {
				graphviz(t, a.Bytes(), p)
			}
		}
		if err := f.Write(io.Discard, &Picture{}); !errors.Is(err, ErrEmpty) {
			t.Errorf("%s of nothing: %v", f.Name, err)
		}
	}
}

func wellFormed(t *testing.T, text []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("svg: %v", err)
		}
	}
}

// graphviz lets Graphviz read a picture back.
func graphviz(t *testing.T, text []byte, p *Picture) {
	t.Helper()
	dot, err := exec.LookPath("dot")
	if err != nil {
		t.Log("Graphviz (dot) is not here, so nothing checks the dot")
		return
	}
	run := exec.Command(dot, "-Tplain")
	run.Stdin = bytes.NewReader(text)
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("dot: %v\n%s", err, out)
	}
	nodes, edges := strings.Count(string(out), "\nnode "), strings.Count(string(out), "\nedge ")
	if nodes != len(p.Nodes) || edges != len(p.Edges) {
		t.Errorf("dot: %d nodes and %d edges, want %d and %d", nodes, edges, len(p.Nodes), len(p.Edges))
	}
}

// The page looks nothing up: what it may load is forbidden by its own policy, and its script ends where it should.
func TestPageStandsAlone(t *testing.T) {
	var b bytes.Buffer
	if err := WriteHTML(&b, hub(3)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `default-src 'none'`) {
		t.Error("the page has no policy")
	}
	for _, bad := range []string{"<script src", "<link", "@import", "url("} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	if n := strings.Count(strings.ToLower(b.String()), "</script"); n != 3 {
		t.Errorf("%d scripts end, want 3", n)
	}
}

func TestTooMany(t *testing.T) {
	p := &Picture{Nodes: make([]Node, mostDrawn+1)}
	for _, f := range Formats() {
		err := f.Write(io.Discard, p)
		if drawn := f.Name == "svg" || f.Name == "html"; drawn != (err != nil) {
			t.Errorf("%s of %d nodes: %v", f.Name, len(p.Nodes), err)
		}
	}
}
