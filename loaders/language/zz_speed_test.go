package language

import (
	"os"
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	f, err := os.Open(os.Getenv("MODEL"))
	if err != nil {
		b.Skip(err)
	}
	m, err := ReadModel(f)
	if err != nil {
		b.Fatal(err)
	}
	docs := readTreebank(b, "gum-dev.conllu")
	docs = append(docs, readTreebank(b, "ewt-dev.conllu")[:150]...)
	var texts []string
	for _, d := range docs {
		texts = append(texts, d.Text)
	}
	text := strings.Join(texts, "\n\n")
	n := 0
	for b.Loop() {
		d := Split(text, 0)
		for s := range d.Sentences {
			m.Parse(d, s)
		}
		n += len(d.Tokens)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "tok/s")
}
func BenchmarkLoad(b *testing.B) {
	s, err := os.ReadFile(os.Getenv("MODEL"))
	if err != nil {
		b.Skip(err)
	}
	str := string(s)
	for b.Loop() {
		parseModel(str)
	}
}
