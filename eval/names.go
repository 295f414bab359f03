package eval

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// set is a set of strings.
type set map[string]bool

func (s set) meets(other set) bool {
	if len(other) < len(s) {
		s, other = other, s
	}
	for x := range s {
		if other[x] {
			return true
		}
	}
	return false
}

// letters are Latin letters that Unicode does not decompose; an apostrophe divides no word, the blank of a local name does.
var letters = strings.NewReplacer("ł", "l", "Ł", "L", "ø", "o", "Ø", "O", "đ", "d", "Đ", "D", "ð", "d", "þ", "th", "ß", "ss",
	"ı", "i", "æ", "ae", "œ", "oe", "’", "", "'", "", "_", " ")

// normal is a name without case, accents, punctuation and leading article.
func normal(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(letters.Replace(name)) {
		if norm.NFKD.PropertiesString(string(r)).CCC() != 0 {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.TrimPrefix(b.String(), "the ")
}

// forms are normal names, each also without its blanks: S-400 and S400, U.S. and US.
func forms(names ...string) set {
	out := make(set)
	for _, name := range names {
		if n := normal(name); n != "" {
			out[n] = true
			if joined := strings.ReplaceAll(n, " ", ""); joined != "" {
				out[joined] = true
			}
		}
	}
	return out
}

// unescapePercent undoes percent-encoding and leaves a percent sign that begins no code as it is.
func unescapePercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	hex := func(c byte) int { return strings.IndexByte("0123456789abcdef", c|0x20) }
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && hex(s[i+1]) >= 0 && hex(s[i+2]) >= 0 {
			b.WriteByte(byte(hex(s[i+1])<<4 | hex(s[i+2])))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}
