package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sentence longer than this is cut and marked Cut, so that what follows stays linear whatever the text.
const (
	MaxTokens = 400
	MaxBytes  = 4000
)

// Split cuts text[body:] into sentences and tokens with offsets into the whole of text; what stands before body is no
// part of any sentence. A body outside the text is moved to its nearest end. No sentence crosses a blank line.
func Split(text string, body int) *Doc {
	body = min(max(body, 0), len(text))
	for body < len(text) && !utf8.RuneStart(text[body]) {
		body++
	}
	d := &Doc{Text: text}
	s := splitter{tokenizer: tokenizer{text: text, tokens: make([]Token, 0, (len(text)-body)/5+8)}}
	s.sentences = make([]Sentence, 0, (len(text)-body)/100+4)
	for b := body; b < len(text); {
		e := paragraphEnd(text, b)
		s.paragraph(b, e)
		b = e
	}
	d.Tokens, d.Sentences = s.tokens, s.sentences
	d.Units = findUnits(d)
	return d
}

// paragraphEnd returns the end of the first line at or after b that a blank line follows.
func paragraphEnd(text string, b int) int {
	for i := b; i < len(text); {
		k := strings.IndexByte(text[i:], '\n')
		if k < 0 {
			break
		}
		i += k + 1
		for j := i; j < len(text); j++ {
			if text[j] == '\n' {
				return j + 1
			}
			if text[j] != ' ' && text[j] != '\t' && text[j] != '\r' && text[j] != '\v' && text[j] != '\f' {
				if text[j] == 0xc2 && j+1 < len(text) && text[j+1] == 0xa0 { // a no-break space
					j++
					continue
				}
				break
			}
		}
	}
	return len(text)
}

type splitter struct {
	tokenizer
	sentences []Sentence
}

// line is a line of a paragraph: its tokens half-open, and its length without the blanks around it.
type line struct {
	first, last int
	bytes       int
}

// paragraph cuts text[b:e], which holds no blank line.
func (s *splitter) paragraph(b, e int) {
	first := len(s.tokens)
	var lines []line
	widest := 0
	for b < e {
		k := strings.IndexByte(s.text[b:e], '\n')
		end := e
		if k >= 0 {
			end = b + k + 1
		}
		l := line{first: len(s.tokens)}
		s.chunks(b, end)
		l.last = len(s.tokens)
		if l.last > l.first {
			l.bytes = s.tokens[l.last-1].End - s.tokens[l.first].Begin
			widest = max(widest, l.bytes)
			lines = append(lines, l)
		}
		b = end
	}
	if len(s.tokens) == first {
		return
	}
	start := first
	quote := false // inside a straight double quotation
	li := 0
	for i := first; i < len(s.tokens); i++ {
		for li+1 < len(lines) && i >= lines[li].last {
			li++
		}
		w := s.word(i)
		if w == `"` {
			quote = !quote
		}
		if i+1 == len(s.tokens) {
			s.close(start, i+1, false)
			break
		}
		ends := false
		if i+1 == lines[li].last { // the last of its line
			ends = s.lineEnds(lines[li], lines[li+1], widest)
		}
		ends = ends || s.credit(i+1)
		if !ends && s.terminal(i) {
			// Closing marks belong to the sentence, and so does a note's number in brackets.
			j := i + 1
			for j < len(s.tokens) && s.closing(j, quote) {
				if s.word(j) == `"` {
					quote = false
				}
				j++
			}
			j = s.noteNumber(j)
			if j == len(s.tokens) {
				s.close(start, j, false)
				break
			}
			if s.boundary(i, j) {
				s.close(start, j, false)
				start, quote = j, false
			}
			i = j - 1
			// Closing marks may have reached over the end of the line.
			for li+1 < len(lines) && i >= lines[li].last {
				li++
			}
			if start != j && i+1 == lines[li].last && i+1 < len(s.tokens) && s.lineEnds(lines[li], lines[li+1], widest) {
				s.close(start, j, false)
				start, quote = j, false
			}
			continue
		}
		if ends {
			s.close(start, i+1, false)
			start, quote = i+1, false
		}
	}
}

func (s *splitter) word(i int) string { t := &s.tokens[i]; return s.text[t.Begin:t.End] }

// close ends a sentence of the tokens first to last, cutting it where it is too long.
func (s *splitter) close(first, last int, cut bool) {
	for last-first > MaxTokens || s.tokens[last-1].End-s.tokens[first].Begin > MaxBytes {
		// The cut goes after the last mark in the second half, else at the limit.
		limit := first + 1
		for limit < last && limit-first < MaxTokens && s.tokens[limit].End-s.tokens[first].Begin <= MaxBytes {
			limit++
		}
		at := limit
		for k := limit - 1; k > first+(limit-first)/2; k-- {
			if w := s.word(k); w == ";" || w == "," || w == ":" || w == "." {
				at = k + 1
				break
			}
		}
		if at >= last {
			break
		}
		s.add(first, at, true)
		first = at
	}
	s.add(first, last, cut)
}

func (s *splitter) add(first, last int, cut bool) {
	s.sentences = append(s.sentences, Sentence{
		Begin: s.tokens[first].Begin, End: s.tokens[last-1].End, First: first, Last: last,
		Prose: s.prose(first, last), Cut: cut,
	})
}

// prose says whether the tokens look like a running sentence: it has some small-letter words and ends like one.
func (s *splitter) prose(first, last int) bool {
	small, words := 0, 0
	for i := first; i < last; i++ {
		w := s.word(i)
		r := firstRune(w)
		if isApostrophe(r) && len(w) > 1 { // 's, 're
			r = lastRune(w)
		}
		if unicode.IsLetter(r) {
			words++
			if unicode.IsLower(r) {
				small++
			}
		}
	}
	n := last - first
	if words*2 < n || small == 0 {
		return false
	}
	for i := last - 1; i >= first && i > last-4; i-- {
		w := s.word(i)
		r := firstRune(w)
		if r == '.' || r == '!' || r == '?' || r == '…' || len(w) > 1 && w[len(w)-1] == '.' {
			return n >= 3
		}
		if wordRune(r) {
			break
		}
	}
	return n >= 8 && small*2 > words
}

// glued says whether no blank stands before token i.
func (s *splitter) glued(i int) bool { return i > 0 && s.tokens[i-1].End == s.tokens[i].Begin }

// terminal says whether token i can end a sentence.
func (s *splitter) terminal(i int) bool {
	w := s.word(i)
	switch w[0] {
	case '.', '!', '?':
		return true
	}
	if strings.HasPrefix(w, "…") || w == "。" || w == "！" || w == "？" {
		return true
	}
	return len(w) > 1 && w[len(w)-1] == '.' // an abbreviation
}

// closing says whether token i, after the end of a sentence, still belongs to it.
func (s *splitter) closing(i int, quote bool) bool {
	switch s.word(i) {
	case ")", "]", "}", "”", "’", "’’", "''", "»":
		return true
	case `"`:
		return quote && s.glued(i) || s.glued(i) && (i+1 == len(s.tokens) || !s.glued(i+1))
	case "'":
		return s.glued(i)
	case "!", "?", ".", "...", "!!", "??", "!!!", "???":
		return s.glued(i)
	}
	return false
}

// noteNumber returns the token after notes such as [17] or [citation needed] that stand at j, else j.
func (s *splitter) noteNumber(j int) int {
	for j+2 < len(s.tokens) && s.word(j) == "[" && s.word(j+2) == "]" && isDigit(firstRune(s.word(j+1))) {
		j += 3
	}
	return j
}

// starters are words that, with a capital, begin a sentence far more often than they follow an abbreviation in one.
var starters = wordSet(`the a an this that these those he she it they we you his her its their our my in on at by for from with
	after before during since while when where who what why how if as although though because but and or so yet however
	meanwhile then there here some many most all both several another other no not is are was were do does did has have
	had can could will would may might should now today yesterday to under over about between among despite according
	last next earlier also instead still even only such each every one two three i`)

// speech verbs that, after a quotation's ! or ?, carry the sentence on: "Stop!" Singh said.
var speech = wordSet(`said says asked asks added adds replied told cried shouted wrote exclaimed`)

// boundary says whether a sentence ends between the terminal token i with its closing marks and token j.
func (s *splitter) boundary(i, j int) bool {
	w := s.word(i)
	// What follows: over opening marks to the first word.
	k := j
	for k < len(s.tokens)-1 && k < j+3 && isOpening(firstRune(s.word(k))) {
		k++
	}
	next := s.word(k)
	r := firstRune(next)
	lower := unicode.IsLower(r)
	quoted := j > i+1
	if len(w) > 1 && w[len(w)-1] == '.' && w[0] != '.' {
		return s.abbreviationEnds(i, k, w, next, quoted)
	}
	if lower {
		// A full stop that belongs to no abbreviation ends even before a small letter; other marks do not.
		return w == "." && !quoted && !s.glued(j)
	}
	switch r {
	case ',', ';', ':', ')', ']', '%', '.', '/':
		return false
	}
	if isDash(r) || next == "--" || next == "-" {
		return false
	}
	if w[0] == '!' || w[0] == '?' {
		if quoted {
			for m := k; m < len(s.tokens) && m < k+4; m++ {
				if speech[s.word(m)] {
					return false
				}
			}
		}
		return true
	}
	if w != "." { // an ellipsis
		return unicode.IsUpper(r) && (quoted || !s.glued(j))
	}
	if s.glued(j) && !quoted {
		return unicode.IsUpper(r) || unicode.IsLetter(r) || j < k
	}
	// "1." at the head of a list belongs to its item.
	if i > 0 && s.listNumber(i) {
		return false
	}
	return true
}

// listNumber says whether the full stop i follows a number that heads its sentence.
func (s *splitter) listNumber(i int) bool {
	w := s.word(i - 1)
	if len(w) > 2 || !isDigit(rune(w[0])) {
		return false
	}
	n := len(s.sentences)
	begin := 0
	if n > 0 {
		begin = s.sentences[n-1].Last
	}
	if i-1 == begin {
		return true
	}
	// Or its line.
	gap := s.text[s.tokens[i-2].End:s.tokens[i-1].Begin]
	return strings.IndexByte(gap, '\n') >= 0
}

// abbreviationEnds says whether the abbreviation w at i ends a sentence that the word next at k would follow.
func (s *splitter) abbreviationEnds(i, k int, w, next string, quoted bool) bool {
	r := firstRune(next)
	stem := w[:len(w)-1]
	low := strings.ToLower(stem)
	if !unicode.IsUpper(r) {
		if isDigit(r) || unicode.IsLower(r) {
			return false
		}
		// A quotation or bullet after an abbreviation.
		return quoted && unicode.IsUpper(r)
	}
	if quoted {
		return true
	}
	if utf8.RuneCountInString(stem) == 1 { // an initial
		return starters[strings.ToLower(next)] && len(next) > 1 && i > 0 && !unicode.IsUpper(firstRune(s.word(i-1)))
	}
	switch abbreviations[low] {
	case title, beforeNumber:
		return false
	}
	// "U.S. The": a capital function word after an abbreviation begins; a name carries on.
	if starters[strings.ToLower(next)] && !(len(next) > 1 && strings.ToUpper(next) == next) {
		return true
	}
	if k+1 < len(s.tokens) && next[len(next)-1] != '.' {
		// "in the U.S. Singh said", "Jan. 5. Moscow has": a finite verb right after a name is a sign of a start.
		switch s.word(k + 1) {
		case "said", "says", "is", "was", "has", "had", "have", "are", "were", "will", "would", "also":
			switch low {
			case "u.s", "u.k", "u.n", "e.u", "jan", "feb", "aug", "sept", "oct", "nov", "dec":
				return false
			}
			return true
		}
	}
	switch low {
	case "etc", "p.m", "a.m":
		return low == "etc" || !isMonthOrDay(next)
	}
	return false
}

func isMonthOrDay(w string) bool {
	switch w {
	case "EST", "EDT", "GMT", "UTC", "PST", "PDT", "IST", "CET", "ET", "BST", "Monday", "Tuesday", "Wednesday", "Thursday",
		"Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December", "Moscow", "Eastern", "Beijing", "Tokyo":
		return true
	}
	return false
}

// lineEnds says whether the end of line a, with b after it, ends a sentence though no mark says so: a heading, a list
// item, a line that was left early although the next word had fitted.
func (s *splitter) lineEnds(a, b line, widest int) bool {
	if s.bullet(b) {
		return true
	}
	lastWord := s.word(a.last - 1)
	r := firstRune(s.word(b.first))
	if isOpening(r) && b.first+1 < b.last {
		r = firstRune(s.word(b.first + 1))
	}
	if !unicode.IsUpper(r) && !isDigit(r) {
		return false
	}
	switch lastWord {
	case ",", ";", "-", "–", "—", "--", "(", "“":
		return false
	}
	if unicode.IsLower(firstRune(lastWord)) && (starters[lastWord] || lastWord == "of") {
		return false
	}
	// The first word of b would have fitted on a, had the text only been wrapped.
	word := s.tokens[b.first]
	room := widest - a.bytes - 1 - (word.End - word.Begin)
	if room >= 15 {
		return true
	}
	return widest < 30 && a.bytes < 30
}

// credit says whether token i opens the credit of a picture, which stands by itself: "Image: United States Navy."
func (s *splitter) credit(i int) bool {
	if i+1 >= len(s.tokens) || s.word(i+1) != ":" {
		return false
	}
	switch s.word(i) {
	case "Image", "Images", "Photo", "Photos", "Photograph", "Picture", "Credit", "Video", "Graphic":
		return s.tokens[i].Begin > s.tokens[i-1].End
	}
	return false
}

// bullet says whether a line begins with the mark of a list item.
func (s *splitter) bullet(l line) bool {
	if l.last-l.first < 2 {
		return false
	}
	w := s.word(l.first)
	switch w {
	case "•", "·", "▪", "●", "◦", "*", "-", "–", "—", "►", "■", "+":
		return !s.glued(l.first + 1)
	}
	if isDigit(rune(w[0])) && len(w) <= 3 && strings.Trim(w, "0123456789.") == "" && l.last-l.first > 2 {
		n := s.word(l.first + 1)
		return w[len(w)-1] == '.' || (n == "." || n == ")") && s.glued(l.first+1) && !s.glued(l.first+2)
	}
	return false
}
