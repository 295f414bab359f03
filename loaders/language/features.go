package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is seen through the features of its form: the word in small letters with each digit as 0, its last one to four
// and first two and three letters, and its shape. A feature is a string that begins with its kind.
const maxFeatures = 8

// normal returns the form of a word that the word feature is of: small letters, each digit 0, straight apostrophes.
func normal(form string) string {
	ascii := true
	same := true
	for i := 0; i < len(form); i++ {
		c := form[i]
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
		if c >= 'A' && c <= 'Z' || c >= '1' && c <= '9' {
			same = false
		}
	}
	if ascii && same {
		return form
	}
	single := utf8.RuneCountInString(form) == 1
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '1' && r <= '9':
			return '0'
		case r == '’' && !single:
			return '\''
		}
		return unicode.ToLower(r)
	}, form)
}

// features appends the features of form to f.
func features(f []string, form string) []string {
	w := normal(form)
	f = append(f, "w"+w)
	// Ends and beginnings by runes.
	e := len(w)
	for k := 1; k <= 4 && e > 0; k++ {
		_, n := utf8.DecodeLastRuneInString(w[:e])
		e -= n
		if e == 0 && k > 1 {
			break
		}
		f = append(f, string(rune('0'+k))+w[e:])
	}
	b := 0
	for k := 1; k <= 3 && b < len(w); k++ {
		_, n := utf8.DecodeRuneInString(w[b:])
		b += n
		if b == len(w) {
			break
		}
		if k > 1 {
			f = append(f, string(rune('a'+k))+w[:b])
		}
	}
	return append(f, "S"+shape(form))
}

// shape writes capitals as X, small letters x, digits d, other letters o, and shortens runs to two.
func shape(form string) string {
	var b strings.Builder
	var last rune
	run := 0
	for i, r := range form {
		if i > 40 {
			break
		}
		c := r
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLower(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = 'd'
		case unicode.IsLetter(r):
			c = 'o'
		case r == '’':
			c = '\''
		}
		if c == last {
			run++
			if run > 2 {
				continue
			}
		} else {
			last, run = c, 1
		}
		b.WriteRune(c)
	}
	return b.String()
}
