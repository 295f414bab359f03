package language

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteCoNLLU writes the sentences of d in the CoNLL-U format: tags in the column XPOS, universal tags derived from
// them, offsets of the sentence in a comment. What was not analysed stays "_".
func WriteCoNLLU(w io.Writer, d *Doc) error {
	out := bufio.NewWriter(w)
	for n := range d.Sentences {
		s := &d.Sentences[n]
		fmt.Fprintf(out, "# sent_id = %d\n# text = %s\n# bytes = %d,%d\n", n+1, strings.Join(strings.Fields(d.Text[s.Begin:s.End]), " "), s.Begin, s.End)
		for i := s.First; i < s.Last; i++ {
			t := &d.Tokens[i]
			head := "_"
			if t.Rel != "" {
				head = "0"
				if t.Head >= 0 {
					head = strconv.Itoa(t.Head - s.First + 1)
				}
			}
			misc := "_"
			if i+1 < len(d.Tokens) && d.Tokens[i+1].Begin == t.End {
				misc = "SpaceAfter=No"
			}
			fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\t_\t%s\t%s\t_\t%s\n", i-s.First+1, d.Word(i), orBlank(t.Lemma),
				orBlank(universalTag(t)), orBlank(t.Tag), head, orBlank(t.Rel), misc)
		}
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write CoNLL-U: %w", err)
	}
	return nil
}

func orBlank(s string) string {
	if s == "" {
		return "_"
	}
	return s
}

// universalTag derives the universal part of speech from the Penn tag and the relation.
func universalTag(t *Token) string {
	rel, _, _ := strings.Cut(t.Rel, ":")
	switch t.Tag {
	case "":
		return ""
	case "NN", "NNS":
		if indefinite[t.Lemma] {
			return "PRON"
		}
		return "NOUN"
	case "NNP", "NNPS", "ADD":
		return "PROPN"
	case "JJ", "JJR", "JJS", "AFX":
		if rel == "det" {
			return "DET"
		}
		return "ADJ"
	case "RB", "RBR", "RBS", "WRB":
		if t.Lemma == "not" || t.Lemma == "n't" {
			return "PART"
		}
		if t.Tag == "WRB" && rel == "mark" {
			return "SCONJ"
		}
		return "ADV"
	case "MD":
		return "AUX"
	case "VB", "VBD", "VBG", "VBN", "VBP", "VBZ":
		if rel == "aux" || rel == "cop" {
			return "AUX"
		}
		return "VERB"
	case "CD":
		return "NUM"
	case "CC":
		return "CCONJ"
	case "DT", "PDT", "WDT":
		switch rel {
		case "nsubj", "obj", "obl", "nmod", "root", "conj", "ccomp":
			return "PRON"
		}
		return "DET"
	case "EX", "PRP", "PRP$", "WP", "WP$":
		return "PRON"
	case "IN":
		if rel == "mark" {
			return "SCONJ"
		}
		return "ADP"
	case "RP":
		return "ADP"
	case "TO", "POS":
		if t.Tag == "TO" && rel == "case" {
			return "ADP"
		}
		return "PART"
	case "UH":
		return "INTJ"
	case "$", "SYM", "#":
		return "SYM"
	case "FW", "LS", "GW", "XX":
		return "X"
	}
	return "PUNCT"
}

// indefinite pronouns have the tag of nouns.
var indefinite = wordSet(`someone somebody something anyone anybody anything everyone everybody everything nobody nothing
	none naught aught`)

// ReadCoNLLU reads CoNLL-U text: one Doc for each "# newdoc", or one in all. The text of a Doc is put together from its
// tokens, SpaceAfter=No and the paragraph marks ("# newpar" gives a blank line). Empty nodes and everything in the
// columns FEATS and DEPS are left out; a multiword token is read as its words. Tags, lemmas, heads and relations are
// kept where given. Errors name the line.
func ReadCoNLLU(r io.Reader) ([]*Doc, error) {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 1<<16), 1<<24)
	var docs []*Doc
	var text strings.Builder
	var doc *Doc
	finish := func() {
		if doc != nil {
			doc.Text = text.String()
			text.Reset()
			doc = nil
		}
	}
	open := false      // inside a sentence
	gap := ""          // what stands between the last token and the next
	multi := 0         // the last word of the multiword token that is being read
	multiGap := ""     // what follows that multiword token
	paragraph := false // a new paragraph was announced
	number := 0
	endSentence := func() error {
		if !open {
			return nil
		}
		open, multi = false, 0
		s := &doc.Sentences[len(doc.Sentences)-1]
		s.Last, s.End = len(doc.Tokens), doc.Tokens[len(doc.Tokens)-1].End
		s.Prose = true
		for i := s.First; i < s.Last; i++ {
			t := &doc.Tokens[i]
			if t.Rel == "" {
				continue
			}
			if t.Head > s.Last-s.First {
				return fmt.Errorf("line %d: the sentence that ends here has %d words, and word %d has the head %d",
					number, s.Last-s.First, i-s.First+1, t.Head)
			}
			t.Head += s.First - 1
			if t.Head < s.First {
				t.Head = -1
			}
		}
		if gap == "" {
			gap = " "
		}
		return nil
	}
	for in.Scan() {
		number++
		l := strings.TrimSuffix(in.Text(), "\r")
		switch {
		case strings.TrimSpace(l) == "":
			if err := endSentence(); err != nil {
				return nil, err
			}
			continue
		case l[0] == '#':
			if strings.HasPrefix(l, "# newdoc") {
				finish()
			}
			if strings.HasPrefix(l, "# newdoc") || l == "# newpar" || strings.HasPrefix(l, "# newpar ") {
				paragraph = true
			}
			continue
		}
		f := strings.Split(l, "\t")
		if len(f) != 10 {
			return nil, fmt.Errorf("line %d: %d columns where CoNLL-U has 10, parted by tabs", number, len(f))
		}
		after := " "
		for _, m := range strings.Split(f[9], "|") {
			if m == "SpaceAfter=No" {
				after = ""
			}
		}
		if from, to, ok := strings.Cut(f[0], "-"); ok {
			n, err := strconv.Atoi(to)
			if _, err2 := strconv.Atoi(from); err != nil || err2 != nil {
				return nil, fmt.Errorf("line %d: the range %q is not two numbers, as in 3-4", number, f[0])
			}
			multi, multiGap = n, after
			continue
		}
		if strings.Contains(f[0], ".") {
			continue
		}
		id, err := strconv.Atoi(f[0])
		if err != nil {
			return nil, fmt.Errorf("line %d: the word number %q is not a number: %w", number, f[0], err)
		}
		if f[1] == "" {
			return nil, fmt.Errorf("line %d: the column FORM is empty", number)
		}
		if doc == nil {
			doc = &Doc{}
			docs = append(docs, doc)
			gap, paragraph = "", false
		}
		if !open {
			open = true
			if paragraph && text.Len() > 0 {
				gap = "\n\n"
			}
			paragraph = false
			text.WriteString(gap)
			doc.Sentences = append(doc.Sentences, Sentence{Begin: text.Len(), First: len(doc.Tokens)})
		} else {
			text.WriteString(gap)
		}
		if first := doc.Sentences[len(doc.Sentences)-1].First; id != len(doc.Tokens)-first+1 {
			return nil, fmt.Errorf("line %d: word number %d where %d was expected", number, id, len(doc.Tokens)-first+1)
		}
		t := Token{Begin: text.Len(), Head: -1}
		text.WriteString(f[1])
		t.End = text.Len()
		t.Lemma, t.Tag = given(f[2]), given(f[4])
		if f[2] == "_" && f[1] == "_" {
			t.Lemma = "_"
		}
		if f[7] != "_" && f[6] != "_" {
			t.Rel = f[7]
			if t.Head, err = strconv.Atoi(f[6]); err != nil || t.Head < 0 {
				return nil, fmt.Errorf("line %d: the head %q is not a word number", number, f[6])
			}
		}
		doc.Tokens = append(doc.Tokens, t)
		gap = after
		if id < multi {
			gap = ""
		} else if id == multi {
			gap = multiGap
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", number+1, err)
	}
	if err := endSentence(); err != nil {
		return nil, err
	}
	finish()
	return docs, nil
}

func given(s string) string {
	if s == "_" {
		return ""
	}
	return s
}
