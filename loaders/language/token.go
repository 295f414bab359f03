package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxChunk is the longest run without a blank, in bytes, that is looked at as one; a longer one is cut, so that work on
// a run is bounded and the whole linear in the text.
const maxChunk = 1024

// abbreviation tells what a full stop after a word means.
type abbreviation uint8

const (
	noAbbreviation abbreviation = iota
	title                       // Mr., Gen.: a name follows, never the end of a sentence
	plain                       // Inc., Jan.: may end a sentence
	beforeNumber                // No., Sec.: an abbreviation only where a number follows
)

var abbreviations = func() map[string]abbreviation {
	m := map[string]abbreviation{}
	add := func(kind abbreviation, words string) {
		for _, w := range strings.Fields(words) {
			m[w] = kind
		}
	}
	add(title, `mr mrs ms mx dr prof rev hon pres gov sen rep reps sens gen lt col maj capt cmdr cdr adm sgt cpl pvt brig
		ltc st ft mt mme mlle msgr fr supt insp det amb atty messrs vs v viz cf e.g i.e eg ie ca approx lt.gen maj.gen
		brig.gen`)
	add(plain, `jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun jr sr inc corp
		co ltd llc bros dept univ assn est ave blvd rd etc al esp ed eds dist ext govt natl intl div
		ala ariz ark calif colo conn del fla ga ill ind kan ky la md mich minn miss mo mont neb nev okla ore pa
		penn tenn tex va vt wash wis wyo que ont ph.d b.a m.a a.m p.m a.k.a u.s u.k u.n e.u d.c oz lb lbs yrs mins hrs sq
		attn arr dep`)
	add(beforeNumber, `no nos art sec ch fig p pp vol para op c b d m`)
	return m
}()

// hyphenPrefixes stay with what follows: re-elected, pro-Beijing. So do hyphenSuffixes with what precedes.
var hyphenPrefixes = wordSet(`e a u x agro anti be bi bio co counter cross cyber de eco ex extra inter intra macro mega
	micro mid mini multi neo non over pan para peri post pre pro pseudo quasi re semi sub super tri ultra un uni vice`)

var hyphenSuffixes = wordSet(`esque ette fest fold gate itis less most rama wise`)

// splitContractions are words that the treebanks cut though nothing marks the place; the number is where.
var splitContractions = map[string]int{"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3, "dont": 2,
	"doesnt": 4, "didnt": 3, "couldnt": 5, "wouldnt": 5, "isnt": 2, "wasnt": 3, "havent": 4, "arent": 3, "wont": 2, "cant": 2}

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// tokenizer cuts one chunk after another, a chunk being a run without a blank, and appends the tokens.
type tokenizer struct {
	text   string
	tokens []Token
}

func (t *tokenizer) emit(b, e int) {
	if b < e {
		t.tokens = append(t.tokens, Token{Begin: b, End: e, Head: -1})
	}
}

// blank says whether r separates tokens: blanks, controls, and marks without width at which nothing may be joined.
func blank(r rune) bool {
	return unicode.IsSpace(r) || r < ' ' || r == 0x7f || r == '\u200b' || r == '\ufeff' || r == '\u2060' || r == '\u00ad'
}

// chunks cuts text[b:e].
func (t *tokenizer) chunks(b, e int) {
	start := -1
	for i := b; i < e; {
		r, n := utf8.DecodeRuneInString(t.text[i:e])
		switch {
		case blank(r):
			if start >= 0 {
				t.chunk(start, i)
				start = -1
			}
		case start < 0:
			start = i
		case i-start >= maxChunk:
			t.chunk(start, i)
			start = i
		}
		i += n
	}
	if start >= 0 {
		t.chunk(start, e)
	}
}

func isOpening(r rune) bool {
	switch r {
	case '(', '[', '{', '<', '«', '"', '“', '„', '‘', '`', '\'', '¿', '¡', '|':
		return true
	}
	return false
}

func isCurrency(r rune) bool { return r == '$' || r != utf8.RuneError && unicode.Is(unicode.Sc, r) }

func isDash(r rune) bool { return r == '–' || r == '—' || r == '―' || r == '‒' || r == '−' }

func isHyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '`' || r == '´' || r == 'ʼ' }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// run returns how many bytes at the start of s are the rune r again and again.
func run(s string, r rune) int {
	n := 0
	for n < len(s) {
		c, w := utf8.DecodeRuneInString(s[n:])
		if c != r {
			break
		}
		n += w
	}
	return n
}

// chunk cuts text[b:e], which holds no blank.
func (t *tokenizer) chunk(b, e int) {
	s := t.text
	if emoticon(s[b:e]) {
		t.emit(b, e)
		return
	}
	// Opening marks.
	for b < e {
		r, n := utf8.DecodeRuneInString(s[b:e])
		if !isOpening(r) && !isCurrency(r) && r != '#' && r != '*' && r != '•' {
			break
		}
		rest := s[b+n : e]
		switch r {
		case '\'', '’':
			if leadingApostrophe(rest) {
				t.middle(b, e)
				return
			}
			n = run(s[b:e], r)
			if n > 2 {
				n = 2
			}
		case '`', '*', '<', '|':
			n = run(s[b:e], r)
		case '#':
			if rest != "" && wordRune(firstRune(rest)) {
				t.middle(b, e)
				return
			}
			n = run(s[b:e], r)
		}
		t.emit(b, b+n)
		b += n
	}
	t.middle(b, e)
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func lastRune(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }

// leadingApostrophe says whether an apostrophe before rest belongs to the word: 's alone, 'em, '90s, 'tis.
func leadingApostrophe(rest string) bool {
	w := strings.ToLower(strings.TrimRight(rest, ".,;:!?\"”)"))
	switch w {
	case "s", "re", "ve", "ll", "m", "d", "em", "til", "cause", "n", "t", "bout":
		return true
	}
	if len(w) >= 2 && isDigit(rune(w[0])) && isDigit(rune(w[1])) {
		return len(w) == 2 || w[2:] == "s"
	}
	return false
}

// address says whether w is a web address, an e-mail address or a handle, which stay whole.
func address(w string) bool {
	if strings.Contains(w, "://") || strings.HasPrefix(w, "www.") || strings.HasPrefix(w, "mailto:") {
		return true
	}
	if i := strings.IndexByte(w, '@'); i >= 0 && i+1 < len(w) && wordRune(firstRune(w[i+1:])) {
		return i == 0 || strings.IndexByte(w[i:], '.') > 0
	}
	return false
}

// host says whether w looks like a bare web host or a file name: letters and digits with a known ending.
func host(w string) bool {
	i := strings.LastIndexByte(w, '.')
	if i <= 0 || i+1 == len(w) {
		return false
	}
	switch strings.ToLower(w[i+1:]) {
	case "com", "org", "net", "gov", "edu", "uk", "eu", "de", "ru", "cn", "tv", "info", "html", "htm", "pdf", "doc", "xls",
		"exe", "jpg", "png", "txt", "mil":
	default:
		return false
	}
	for _, r := range w {
		if !wordRune(r) && r != '.' && r != '-' && r != '_' {
			return false
		}
	}
	return true
}

// middle cuts what stands after the opening marks: closing marks first, then the word itself.
func (t *tokenizer) middle(b, e int) {
	if b >= e {
		return
	}
	s := t.text
	if s[b] == '<' || strings.IndexByte(s[b:e], '@') >= 0 || strings.IndexByte(s[b:e], ':') >= 0 || s[b] == 'w' {
		w := strings.TrimRight(s[b:e], ".,;:!?)]}>\"'”’»")
		if address(w) {
			t.emit(b, b+len(w))
			b += len(w)
			if b >= e {
				return
			}
		}
	}
	// Closing marks are found from the end and given out in the order of the text.
	var closing [][2]int
	end := e
loop:
	for end > b {
		r, n := utf8.DecodeLastRuneInString(s[b:end])
		switch {
		case r == '.' || r == '…':
			n = trailing(s[b:end], ".…")
			if n == 1 && t.keepsStop(s[b:end], end) {
				break loop
			}
		case r == '!' || r == '?':
			n = trailing(s[b:end], "!?")
		case r == '-' || r == '=' || r == '_' || r == '*' || r == '~' || r == '`':
			n = trailing(s[b:end], string(r))
		case r == '\'' || r == '’':
			if end-n == b || isApostropheWord(s[b:end]) {
				break loop
			}
			if p := lastRune(s[b : end-n]); p == r && r == '\'' {
				n *= 2
			}
		case strings.ContainsRune(",;:)]}>\"”»%‰°|", r) || isDash(r) || isCurrency(r):
			if r == '$' && isLetters(s[b:end-n]) { // US$, A$
				break loop
			}
			if r == '>' {
				n = trailing(s[b:end], ">")
			}
		default:
			break loop
		}
		closing = append(closing, [2]int{end - n, end})
		end -= n
	}
	t.word(b, end)
	for i := len(closing) - 1; i >= 0; i-- {
		t.emit(closing[i][0], closing[i][1])
	}
}

// trailing returns how many bytes at the end of s are of the set.
func trailing(s, set string) int { return len(s) - len(strings.TrimRight(s, set)) }

func isLetters(s string) bool {
	if s == "" || len(s) > 3 {
		return false
	}
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

func emoticon(s string) bool {
	switch s {
	case ":)", ":-)", ";)", ";-)", ":-(", ":(", "=)", ":D", "(:":
		return true
	}
	return false
}

// isApostropheWord says whether a trailing apostrophe belongs to the word: goin', o'.
func isApostropheWord(w string) bool {
	w = strings.ToLower(strings.TrimRight(w, "'’"))
	return w == "o" || w == "ol" || w == "n"
}

// keepsStop says whether the full stop at the end of w belongs to it: an abbreviation or an initial. end is where w ends
// in the text: what follows decides about No. and p.
func (t *tokenizer) keepsStop(w string, end int) bool {
	w = w[:len(w)-1]
	if w == "" {
		return false
	}
	if i := strings.LastIndexAny(w, "-/(–—\"“"); i >= 0 {
		_, n := utf8.DecodeRuneInString(w[i:])
		w = w[i+n:]
	}
	low := strings.ToLower(w)
	kind := abbreviations[low]
	if len(w) == 1 && w != low {
		kind = noAbbreviation // an initial
	}
	switch kind {
	case title:
		return low == w || len(w) > 2 || low == "dr" || low == "mr" || low == "ms" || low == "lt" || low == "st" || low == "vs" || low == "ft" || low == "mt" || low == "fr" || low == "mx"
	case plain:
		// A lower-case month or state is a word: "in the sun."
		return !ordinaryWord(w, low)
	case beforeNumber:
		return isDigit(t.nextVisible(end))
	}
	r, n := utf8.DecodeRuneInString(w)
	if n == len(w) && unicode.IsLetter(r) {
		// A single capital is an initial; what is not at the end of a paragraph and a small letter may be "p.".
		next := t.nextVisible(end)
		return unicode.IsUpper(r) && next != 0 && r != 'I' || unicode.IsUpper(r) && unicode.IsUpper(next) && r != 'I'
	}
	// U.S, Ph.D, a.m: letters with stops between them.
	return acronymStops(w)
}

// ordinaryWord says whether low, written w, is more often the word than the abbreviation.
func ordinaryWord(w, low string) bool {
	switch low {
	case "sun", "sat", "mar", "jun", "del", "ill", "ind", "miss", "wash", "dist", "dep", "ore", "mo", "ed", "est", "ark", "pa",
		"la", "fri", "mon", "co", "conn", "tex", "penn", "al", "div", "arr", "ext", "corp", "dec":
		return low != "al" && !unicode.IsUpper(firstRune(w))
	}
	return false
}

// acronymStops says whether w is letters, each but the last followed by a full stop (at most four letters between).
func acronymStops(w string) bool {
	if strings.IndexByte(w, '.') < 0 {
		return false
	}
	for _, part := range strings.Split(w, ".") {
		if part == "" || utf8.RuneCountInString(part) > 2 || !unicode.IsLetter(firstRune(part)) || !unicode.IsLetter(lastRune(part)) {
			return false
		}
	}
	return true
}

// nextVisible returns the first rune at or after i that is no blank, opening mark or number sign; 0 at the end and at a
// blank line.
func (t *tokenizer) nextVisible(i int) rune {
	lines := 0
	for steps := 0; i < len(t.text) && steps < 64; steps++ {
		r, n := utf8.DecodeRuneInString(t.text[i:])
		if r == '\n' {
			if lines++; lines > 1 {
				return 0
			}
		} else if !blank(r) && !isOpening(r) && r != '#' && r != '”' && r != '’' && r != ')' {
			return r
		}
		i += n
	}
	return 0
}

// word cuts what has neither opening nor closing marks left.
func (t *tokenizer) word(b, e int) {
	s := t.text
	if b >= e {
		return
	}
	w := s[b:e]
	if host(w) {
		t.emit(b, e)
		return
	}
	start := b
	for i := b; i < e; {
		r, n := utf8.DecodeRuneInString(s[i:e])
		var prev, next rune
		if i > start {
			prev = lastRune(s[start:i])
		}
		if i+n < e {
			next = firstRune(s[i+n : e])
		}
		cut := 0 // the length of a token that starts at i
		switch {
		case isDash(r):
			cut = run(s[i:e], r)
		case r == '-' && next == '-' || r == '=' && next == '=' || r == '_' && next == '_':
			cut = run(s[i:e], r)
		case r == '.' && next == '.':
			cut = run(s[i:e], r)
		case r == '…':
			cut = n
		case r == '.':
			// A stop without the blank after it: "peace.The army", never a host, a number or U.S.
			if letters(s[start:i]) >= 3 && unicode.IsLower(prev) && unicode.IsUpper(next) && capitalised(s[i+n:e]) {
				cut = n
			}
		case r == ',':
			if !(isDigit(prev) && isDigit(next)) {
				cut = n
			}
		case r == ':':
			if !(isDigit(prev) && isDigit(next)) {
				cut = n
			}
		case r == ';' || r == '"' || r == '(' || r == ')' || r == '[' || r == ']' || r == '“' || r == '”' || r == '{' ||
			r == '}' || r == '|' || r == '!' || r == '?' || r == '«' || r == '»' || r == '•' || r == '<' || r == '>' || r == '%' || r == '°':
			cut = n
		case isCurrency(r):
			if r == '$' && isLetters(s[start:i]) { // US$5
				t.emit(start, i+n)
				start = i + n
			} else {
				cut = n
			}
		case r == '/':
			if !keepsSlash(s[start:i], prev, next) {
				cut = n
			}
		case isHyphen(r):
			if t.splitsAtHyphen(start, i, i+n, e) {
				cut = n
			}
		}
		if cut > 0 {
			t.clitic(start, i)
			t.emit(i, i+cut)
			i += cut
			start = i
			continue
		}
		i += n
	}
	t.clitic(start, e)
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// capitalised says whether s begins with a capital and a small letter, or is a capital alone.
func capitalised(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(r) {
		return false
	}
	return n == len(s) || unicode.IsLower(firstRune(s[n:]))
}

// keepsSlash keeps 9/11, 1/2, w/o and s/he whole.
func keepsSlash(left string, prev, next rune) bool {
	if isDigit(prev) && isDigit(next) {
		return true
	}
	switch left {
	case "w", "W", "s", "S":
		return unicode.IsLetter(next)
	}
	return false
}

// splitsAtHyphen says whether the hyphen between text[start:i] and text[j:e] is a token of its own.
func (t *tokenizer) splitsAtHyphen(start, i, j, e int) bool {
	left, right := t.text[start:i], t.text[j:e]
	if left == "" || right == "" {
		return left != "" || !isDigit(firstRune(right)) // -5 stays whole
	}
	if hyphenPrefixes[strings.ToLower(left)] && unicode.IsLetter(firstRune(right)) {
		// A single capital before a capital is a class or a code (X-BAND, A-B), and "co-op" has its prefix.
		return len(left) == 1 && unicode.IsUpper(firstRune(left)) && !unicode.IsLower(firstRune(right))
	}
	if k := strings.IndexFunc(right, func(r rune) bool { return !unicode.IsLetter(r) }); hyphenSuffixes[strings.ToLower(right[:max(k, 0)])] ||
		k < 0 && hyphenSuffixes[strings.ToLower(right)] {
		return false
	}
	return !telephone(left, right)
}

// telephone says whether digits-digits is a telephone number or a date rather than a span: groups of three or more to
// the left, or two hyphens and two digits each.
func telephone(left, right string) bool {
	groups := strings.Split(left+"-"+right, "-")
	if len(groups) < 2 || len(groups) > 6 {
		return false
	}
	for _, g := range groups {
		if g == "" {
			return false
		}
		for k := 0; k < len(g); k++ {
			if !isDigit(rune(g[k])) {
				return false
			}
		}
	}
	return len(groups) > 2 || len(groups[0]) == 3 && len(groups[1]) == 4
}

// clitic emits text[b:e] with 's, n't, 'll and their kin, and units after numbers, cut off.
func (t *tokenizer) clitic(b, e int) {
	if b >= e {
		return
	}
	w := t.text[b:e]
	if n, ok := splitContractions[strings.ToLower(w)]; ok {
		t.emit(b, b+n)
		t.emit(b+n, e)
		return
	}
	if k := cliticAt(w); k > 0 {
		if n, ok := splitContractions[strings.ToLower(w[:k])]; ok {
			t.emit(b, b+n)
			t.emit(b+n, b+k)
		} else {
			t.number(b, b+k)
		}
		t.emit(b+k, e)
		return
	}
	t.number(b, e)
}

// cliticAt returns where the clitic at the end of w begins, 0 without one.
func cliticAt(w string) int {
	i := strings.LastIndexFunc(w, isApostrophe)
	if i <= 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(w[i:])
	after := strings.ToLower(w[i+n:])
	switch after {
	case "s", "m", "re", "ve", "ll", "d":
		return i
	case "t":
		if p := lastRune(w[:i]); (p == 'n' || p == 'N') && i > 1 {
			return i - 1
		}
	}
	return 0
}

// units that the treebanks cut from the number before them.
var units = wordSet(`am pm a.m p.m a.m. p.m. km m mm cm ft kg g mg lb lbs mph kph kmh km/h hz khz mhz ghz kw mw gw kb mb gb tb k bn
	tn mn nm mi yr yrs hrs min mins sec in oz ml w kt kts kwh mwh twh mbps gbps`)

// number emits text[b:e], a number and its unit as two tokens.
func (t *tokenizer) number(b, e int) {
	s := t.text[b:e]
	if s != "" && isDigit(rune(s[0])) {
		k := strings.IndexFunc(s, func(r rune) bool { return !isDigit(r) && r != ',' && r != '.' && r != ':' })
		if k > 0 && units[strings.ToLower(s[k:])] && isDigit(rune(s[k-1])) && s[k:] != "G" && s[k:] != "K" {
			t.emit(b, b+k)
			b += k
		}
	}
	t.emit(b, e)
}
