package queries

import (
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
)

// Every mode shows the same row: a thing by its label to people and by its name to programs, with what its syntax must
// have escaped.
func TestModes(t *testing.T) {
	s := NewSession(newsStore(t))
	r := &Result{}
	r.add(Row{Names: []string{"who", "说", "n"}, Cells: []Cell{quad.IRI("https://w3id.org/newskg/nation/India"), `a|b <c> "d"`, int64(12)}})
	r.add(Row{Names: []string{"who"}, Cells: []Cell{"x"}})
	for _, c := range []struct {
		mode string
		l    Layout
		want string
	}{
		{"table", Layout{Null: "-"}, "who    说            n\n─────  ───────────  ──\nIndia  a|b <c> \"d\"  12\nx      -             -\n"},
		{"table", Layout{NoHeaders: true, IRIs: true, Numbers: true, MaxRows: 1}, "1  nation:India  a|b <c> \"d\"  12\n"},
		{"table", Layout{Widths: []int{3, 4}}, "who  说     n\n───  ────  ──\nIn…  a|b…  12\nx\n"},
		{"line", Layout{Null: "?"}, "who = India\n 说 = a|b <c> \"d\"\n  n = 12\n\nwho = x\n 说 = ?\n  n = ?\n"},
		{"json", Layout{}, "[\n{\"who\":\"nation:India\",\"说\":\"a|b <c> \\\"d\\\"\",\"n\":12},\n{\"who\":\"x\"}\n]\n"},
		{"jsonl", Layout{MaxRows: 1}, "{\"who\":\"nation:India\",\"说\":\"a|b <c> \\\"d\\\"\",\"n\":12}\n{\"who\":\"x\"}\n"},
		{"csv", Layout{NoHeaders: true, Null: "NA"}, "nation:India,\"a|b <c> \"\"d\"\"\",12\nx,NA,NA\n"},
		{"tsv", Layout{}, "who\t说\tn\nnation:India\ta|b <c> \"d\"\t12\nx\t\t\n"},
		{"markdown", Layout{}, "| who | 说 | n |\n| --- | --- | ---: |\n| India | a\\|b &lt;c> \"d\" | 12 |\n| x |  |  |\n"},
		{"html", Layout{}, "<table>\n<tr><th>who</th><th>说</th><th>n</th></tr>\n<tr><td>India</td><td>a|b &lt;c&gt; &#34;d&#34;</td><td>12</td></tr>\n<tr><td>x</td><td></td><td></td></tr>\n</table>\n"},
	} {
		f, err := findFormat(modes(), c.mode)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := s.Write(t.Context(), &b, f, r, c.l); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("%s %+v:\n%s\nwant\n%s", c.mode, c.l, b.String(), c.want)
		}
	}
}
