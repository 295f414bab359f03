package loaders

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/newskg/kg/loaders/extract"
	"github.com/newskg/kg/schema"
)

func extractor(t testing.TB) *extract.Extractor {
	t.Helper()
	g, err := schema.NewGazetteer()
	if err != nil {
		t.Fatal(err)
	}
	fr, err := schema.NewFrames()
	if err != nil {
		t.Fatal(err)
	}
	ex, err := extract.New(g, fr)
	if err != nil {
		t.Fatal(err)
	}
	return ex
}

// files writes name -> content below a new folder.
func files(t *testing.T, m map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range m {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read gives the articles and errors of a path.
func read(t *testing.T, path string) (arts []schema.Article, errs []string) {
	t.Helper()
	sources, failures := Expand([]string{path})
	for _, f := range failures {
		errs = append(errs, f.Error())
	}
	for _, src := range sources {
		Read(src, nil, func(a schema.Article, err error) bool {
			if err != nil {
				errs = append(errs, err.Error())
			} else {
				arts = append(arts, a)
			}
			return true
		})
	}
	return arts, errs
}

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

const page = `<!DOCTYPE html><html><head><title>Talks in Rome - The Daily</title>
<link rel="canonical" href="https://example.org/talks"><meta property="article:published_time" content="2021-03-04T10:00:00Z">
<meta property="og:title" content="Talks in Rome"></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Talks in Rome</h1><p>The foreign ministers of Italy and France met in Rome on Thursday to discuss the supply of frigates to Egypt, officials said.</p>
<p>Italy&#8217;s minister said that the two countries would sign an agreement next week. The French minister declined to comment on the size of the order, which newspapers put at two billion euros.</p></article>
<footer>Copyright</footer></body></html>`

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		name, file, content             string
		id, date, headline, url, begins string
	}{
		{"the seed's form", "a.txt", " date 2020-06-23 India asked Russia.", "a", "2020-06-23", "", "", "India asked"},
		{"a head of keys", "b.txt", "Title: Talks\nDate: 2021-01-02\nID: x7\nURL: https://example.org/7\n\nThey met.\n", "x7", "2021-01-02", "Talks", "https://example.org/7", "They met"},
		{"a date in words", "b2.txt", "Date: March 4, 2021\n\nThey met.", "b2", "2021-03-04", "", "", "They met"},
		{"no head", "c.txt", "Note: they met.\nAgain.", "c", "", "", "", "Note: they met"},
		{"gzip", "d.txt.gz", gz("date 2020-01-01 They met."), "d", "2020-01-01", "", "", "They met"},
		{"JSON Lines", "e.jsonl", `{"id":"j1","date":"2020-05-06T07:08:09Z","title":"T","url":"https://example.org/j","text":"They met."}`, "j1", "2020-05-06", "T", "https://example.org/j", "They met"},
		{"other names of the fields", "e2.jsonl", `{"guid":"j2","publish_date":"2020-05-06","headline":"T","link":"u","maintext":"They met."}`, "j2", "2020-05-06", "T", "u", "They met"},
		{"an object over lines", "e3.json", "{\n\"id\": \"j3\",\n\"text\": \"They met.\"\n}", "j3", "", "", "", "They met"},
		{"an array", "e4.json", `[{"id":"j4","text":"They met."}]`, "j4", "", "", "", "They met"},
		{"no ID", "e5.jsonl", `{"text":"They met."}`, "e5/1", "", "", "", "They met"},
		{"HTML", "f.html", page, "f", "2021-03-04", "Talks in Rome", "https://example.org/talks", ""},
		{"known by its first bytes", "g", page, "g", "2021-03-04", "Talks in Rome", "https://example.org/talks", ""},
		{"UTF-16", "h.txt", "\xff\xfeH\x00i\x00.\x00", "h", "", "", "", "Hi."},
		{"byte order mark and CR LF", "i.txt", "\ufeffOne.\r\nTwo.", "i", "", "", "", "One.\nTwo."},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := files(t, map[string]string{c.file: c.content})
			arts, errs := read(t, filepath.Join(dir, c.file))
			if len(arts) != 1 || len(errs) > 0 {
				t.Fatalf("%d articles, errors %q", len(arts), errs)
			}
			a := arts[0]
			if a.ID != c.id || a.Date != c.date || a.Headline != c.headline || a.URL != c.url {
				t.Errorf("got ID %q date %q headline %q URL %q", a.ID, a.Date, a.Headline, a.URL)
			}
			if !strings.HasPrefix(strings.TrimSpace(a.Text[a.Body:]), c.begins) {
				t.Errorf("the body begins %q", a.Text[a.Body:])
			}
		})
	}
}

// The paragraphs of a page stay apart in the stored text, and what is not the article is not in it.
func TestHTMLBody(t *testing.T) {
	dir := files(t, map[string]string{"f.html": page})
	arts, errs := read(t, filepath.Join(dir, "f.html"))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	text := arts[0].Text
	if !strings.Contains(text, "officials said.\n\nItaly’s minister") {
		t.Errorf("paragraphs are not parted by a blank line:\n%s", text)
	}
	if strings.Contains(text, "Copyright") || strings.Contains(text, "World") {
		t.Errorf("navigation is in the text:\n%s", text)
	}
}

// What cannot be read is refused with its place and what is wanted.
func TestBadInputs(t *testing.T) {
	for _, c := range []struct{ name, file, content, want string }{
		{"empty", "a.txt", "", "no text"},
		{"head only", "a.txt", "date 2020-01-01 \n", "no text"},
		{"a wrong date", "a.txt", "date 2020-13-01 They met.", `1:6: date "2020-13-01": want YYYY-MM-DD`},
		{"a wrong date in a head", "a.txt", "Title: x\nDate: soon\n\nThey met.", `2:1: Date "soon"`},
		{"Latin-1", "a.txt", "Line one\nM\xfcnchen", "2:2: byte 0xfc is not UTF-8"},
		{"binary", "a.txt", "ab\x00cd", "1:3: a NUL byte"},
		{"bad JSON", "a.jsonl", `{"id":"x",,}`, "1:11: not JSON"},
		{"JSON without text", "a.jsonl", `{"id":"x"}`, "no text: none of the fields text, body"},
		{"JSON of another kind", "a.jsonl", `{"id":"x","text":"They met."}` + "\n" + `"y"`, "2: a JSON string"},
		{"a wrong date in JSON", "a.jsonl", `{"id":"x","text":"They met.","date":"soon"}`, `date "soon"`},
		{"a page without an article", "a.html", "<html><body></body></html>", "no article text"},
		{"cut gzip", "a.txt.gz", gz("They met. They met again and again.")[:24], "unexpected EOF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := files(t, map[string]string{c.file: c.content})
			_, errs := read(t, filepath.Join(dir, c.file))
			if len(errs) != 1 || !strings.Contains(errs[0], c.want) {
				t.Errorf("errors %q, want one with %q", errs, c.want)
			}
		})
	}
}

func TestExpand(t *testing.T) {
	dir := files(t, map[string]string{"b.txt": "B.", "a/x.txt": "X.", "a/y.tar.txt.gz": "", ".hidden": "no", "empty/.keep": ""})
	sources, failures := Expand([]string{dir})
	var got []string
	for _, s := range sources {
		got = append(got, s.ID)
	}
	if fmt.Sprint(got) != "[a/x a/y.tar b]" || len(failures) > 0 {
		t.Errorf("IDs %v, failures %v", got, failures)
	}
	sources, failures = Expand([]string{filepath.Join(dir, "*.txt"), filepath.Join(dir, "nope"), filepath.Join(dir, "empty")})
	if len(sources) != 1 || len(failures) != 2 {
		t.Errorf("sources %v, failures %v", sources, failures)
	}
}

// A run with bad inputs loads the good ones, refuses a second text under one ID, and hands the sink the articles in
// the order of the inputs whatever the number of workers.
func TestLoad(t *testing.T) {
	m := map[string]string{"bad.jsonl": "{\"id\":\"same\",\"text\":\"India met China.\"}\n{oops\n{\"id\":\"same\",\"text\":\"Another text.\"}\n{\"id\":\"same\",\"text\":\"India met China.\"}\n"}
	for i := range 30 {
		m[fmt.Sprintf("n%02d.txt", i)] = fmt.Sprintf("date 2020-06-%02d India met China in Moscow on Tuesday.", i%28+1)
	}
	dir := files(t, m)
	sources, _ := Expand([]string{dir})
	ex := extractor(t)
	for _, workers := range []int{1, 4} {
		var order []string
		rep, err := Load(context.Background(), sources, ex, func(_ context.Context, r schema.Reading) (Outcome, error) {
			order = append(order, r.Article.ID)
			return Outcome{Quads: 1}, nil
		}, Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		if len(order) != 31 || order[0] != "same" || order[1] != "n00" || order[30] != "n29" {
			t.Errorf("%d workers: order %v", workers, order)
		}
		if rep.Articles != 32 || rep.Unchanged != 1 || len(rep.Failures) != 2 || rep.Things["kg:Nation"] != 2 {
			t.Errorf("%d workers: report %+v", workers, rep)
		}
		clash := rep.Failures[1].Error()
		if !strings.Contains(clash, `ID "same"`) || !strings.Contains(clash, "bad.jsonl") {
			t.Errorf("the clash is told as %q", clash)
		}
	}
}

// A sink that fails for one article loses that one only.
func TestLoadGoesOnAfterSinkError(t *testing.T) {
	dir := files(t, map[string]string{"a.txt": "One.", "b.txt": "Two.", "c.txt": "Three."})
	sources, _ := Expand([]string{dir})
	rep, err := Load(context.Background(), sources, extractor(t), func(_ context.Context, r schema.Reading) (Outcome, error) {
		if r.Article.ID == "b" {
			return Outcome{}, fmt.Errorf("disk is full")
		}
		return Outcome{}, nil
	}, Options{})
	if err != nil || rep.Articles != 2 || len(rep.Failures) != 1 {
		t.Errorf("%+v, %v", rep, err)
	}
}

func TestLoadStopsWhenCancelled(t *testing.T) {
	dir := files(t, map[string]string{"a.txt": "One.", "b.txt": "Two.", "c.txt": "Three."})
	sources, _ := Expand([]string{dir})
	ctx, cancel := context.WithCancel(context.Background())
	rep, err := Load(ctx, sources, extractor(t), func(context.Context, schema.Reading) (Outcome, error) {
		cancel()
		return Outcome{}, nil
	}, Options{Workers: 1})
	if err != context.Canceled || rep.Articles != 1 {
		t.Errorf("%+v, %v", rep, err)
	}
}

func FuzzParseText(f *testing.F) {
	f.Add("date 2020-06-23 India")
	f.Add("Title: x\nDate: 2020-01-01\n\nbody")
	f.Fuzz(func(t *testing.T, s string) {
		text, err := decode([]byte(s))
		if err != nil {
			return
		}
		art, err := ParseText("id", text)
		if err == nil && (art.Text != text || art.Body < 0 || art.Body > len(text)) {
			t.Errorf("text changed or body %d outside it", art.Body)
		}
	})
}

// BenchmarkExtract measures reading one article of the bundled kind, all steps, one thread.
func BenchmarkExtract(b *testing.B) {
	ex := extractor(b)
	raw, err := os.ReadFile("../testdata/articles/poland-korea-2022.txt")
	if err != nil {
		b.Fatal(err)
	}
	art, err := ParseText("x", string(raw))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		ex.Analyse(art).Reading()
	}
}
