package language

import (
	"fmt"
	"os"
	"testing"
)

func TestShow(t *testing.T) {
	b, _ := os.ReadFile("/tmp/n.txt")
	d := Split(string(b), 0)
	for _, s := range d.Sentences {
		fmt.Printf("%v %v %q\n", s.Prose, s.Last-s.First, d.Text[s.Begin:s.End])
	}
	for _, u := range d.Units {
		fmt.Print(d.UnitText(u), "/", u.Kind, " ")
	}
	fmt.Println()
}
