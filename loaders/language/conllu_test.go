package language

import (
	"bytes"
	"strings"
	"testing"
)

const sample = `# newdoc id = a
# sent_id = 1
1-2	don't	_	_	_	_	_	_	_	SpaceAfter=No
1	do	do	AUX	VB	_	0	root	_	_
2	n't	not	PART	RB	_	1	advmod	_	_
3	.	.	PUNCT	.	_	1	punct	_	_
3.1	x	_	_	_	_	_	_	_	_

# newpar
1	Go	go	VERB	VB	_	0	root	_	_
2	on	on	ADP	RP	_	1	compound:prt	_	_

# newdoc id = b
1	Yes	_	_	_	_	_	_	_	_
`

func TestReadCoNLLU(t *testing.T) {
	docs, err := ReadCoNLLU(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 2 || docs[0].Text != "don't.\n\nGo on" || docs[1].Text != "Yes" {
		t.Fatalf("%d documents, texts %q", len(docs), docs[0].Text)
	}
	if got := words(docs[0]); got != "do n't . | Go on" {
		t.Errorf("tokens %q", got)
	}
	if k := docs[0].Tokens[4]; k.Head != 3 || k.Rel != "compound:prt" || k.Tag != "RP" || k.Lemma != "on" {
		t.Errorf("token 4 is %+v", k)
	}
	if k := docs[1].Tokens[0]; k.Head != -1 || k.Rel != "" || k.Tag != "" {
		t.Errorf("a token without annotation is %+v", k)
	}
}

func TestCoNLLURoundTrip(t *testing.T) {
	d := analyse(load(t), "“We won’t,” said Gen. Rawat. India paid $5 billion.")
	var b bytes.Buffer
	if err := WriteCoNLLU(&b, d); err != nil {
		t.Fatal(err)
	}
	back, err := ReadCoNLLU(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if back[0].Text != d.Text {
		t.Errorf("text %q", back[0].Text)
	}
	for i := range d.Tokens {
		if d.Tokens[i] != back[0].Tokens[i] {
			t.Errorf("token %d: %+v was %+v", i, back[0].Tokens[i], d.Tokens[i])
		}
	}
}

func TestCoNLLUErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1\ta\n", "line 1: 2 columns"},
		{"# x\nx\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", `line 2: the word number "x"`},
		{"2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1: word number 2 where 1"},
		{"1\ta\t_\t_\t_\t_\tx\tdep\t_\t_\n", `line 1: the head "x"`},
		{"1\ta\t_\t_\t_\t_\t9\tdep\t_\t_\n\n", "line 2: the sentence that ends here has 1 words, and word 1 has the head 9"},
		{"1\t\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1: the column FORM is empty"},
		{"1-x\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", `line 1: the range "1-x"`},
	} {
		_, err := ReadCoNLLU(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.text, err, c.want)
		}
	}
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(t *testing.T, s string) {
		docs, err := ReadCoNLLU(strings.NewReader(s))
		if err != nil {
			return
		}
		for _, d := range docs {
			for i, k := range d.Tokens {
				if k.Begin >= k.End || k.End > len(d.Text) || k.Head >= len(d.Tokens) {
					t.Fatalf("token %d: %+v", i, k)
				}
			}
		}
	})
}
