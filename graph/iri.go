package graph

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// checkIRI says why a text is no absolute IRI by RFC 3987. It refuses what other tools refuse: blanks and brackets, a
// missing scheme, a % without two hex digits, a second #, square brackets outside an address, a port that is no number.
func checkIRI(iri string) error {
	scheme := strings.IndexByte(iri, ':')
	if scheme <= 0 || !isScheme(iri[:scheme]) {
		return iriProblem(iri)
	}
	rest := iri[scheme+1:]
	if strings.HasPrefix(rest, "//") {
		end := strings.IndexAny(rest[2:], "/?#")
		if end < 0 {
			end = len(rest) - 2
		}
		if err := checkAuthority(iri, rest[2:2+end]); err != nil {
			return err
		}
		rest = rest[2+end:]
	}
	part := inPath
	for i := 0; i < len(rest); {
		c := rest[i]
		if c < utf8.RuneSelf {
			switch {
			case iriClass[c]&1 != 0:
			case c == '%':
				if i+2 >= len(rest) || !isHex(rest[i+1]) || !isHex(rest[i+2]) {
					return fmt.Errorf("IRI %q: a %% without two hexadecimal digits after it", iri)
				}
			case c == '?' && part == inPath:
				part = inQuery
			case c == '?':
			case c == '#' && part != inFragment:
				part = inFragment
			case c == '#':
				return fmt.Errorf("IRI %q: a second #", iri)
			default:
				return badCharacter(iri, rune(c))
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(rest[i:])
		if r == utf8.RuneError && n == 1 {
			return fmt.Errorf("IRI %q is not valid UTF-8", iri)
		}
		if !isUCS(r) && !(part == inQuery && isPrivate(r)) {
			return badCharacter(iri, r)
		}
		i += n
	}
	return nil
}

const (
	inPath = iota
	inQuery
	inFragment
)

// iriClass marks with bit 0 the ASCII characters that may stand anywhere behind an authority.
var iriClass = func() (table [utf8.RuneSelf]byte) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/" {
		table[c] = 1
	}
	return table
}()

// iriProblem explains an IRI without a scheme.
func iriProblem(iri string) error {
	switch {
	case iri == "":
		return errors.New("an empty IRI")
	case !utf8.ValidString(iri):
		return fmt.Errorf("IRI %q is not valid UTF-8", iri)
	}
	for _, r := range iri {
		if r < utf8.RuneSelf && iriClass[r] == 0 && !strings.ContainsRune("%?#", r) || r >= utf8.RuneSelf && !isUCS(r) && !isPrivate(r) {
			return badCharacter(iri, r)
		}
	}
	return fmt.Errorf("IRI %q has no scheme, such as https:", iri)
}

func badCharacter(iri string, r rune) error {
	return fmt.Errorf("IRI %q: the character %q may not stand in an IRI", iri, r)
}

func isScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.')) {
			return false
		}
	}
	return s != ""
}

func checkAuthority(iri, authority string) error {
	host := authority
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		if strings.ContainsAny(host[:at], "[]@") {
			return fmt.Errorf("IRI %q: %q is no user name", iri, host[:at])
		}
		host = host[at+1:]
	}
	colon := strings.LastIndexByte(host, ':')
	if strings.HasPrefix(host, "[") {
		end := strings.IndexByte(host, ']')
		if end < 0 || strings.Trim(host[1:end], "0123456789abcdefABCDEFvV:.") != "" || end == 1 {
			return fmt.Errorf("IRI %q: %q is no address", iri, host)
		}
		if colon = end + 1; colon == len(host) {
			colon = -1
		} else if host[colon] != ':' {
			return fmt.Errorf("IRI %q: %q is no address", iri, host)
		}
	} else if strings.ContainsAny(host, "[]") || colon >= 0 && strings.IndexByte(host, ':') != colon {
		return fmt.Errorf("IRI %q: %q is no host", iri, host)
	}
	if colon >= 0 && strings.Trim(host[colon+1:], "0123456789") != "" {
		return fmt.Errorf("IRI %q: the port %q is no number", iri, host[colon+1:])
	}
	for i, r := range authority {
		switch {
		case r == '%':
			if i+2 >= len(authority) || !isHex(authority[i+1]) || !isHex(authority[i+2]) {
				return fmt.Errorf("IRI %q: a %% without two hexadecimal digits after it", iri)
			}
		case r == '[' || r == ']':
		case r < utf8.RuneSelf && iriClass[r] == 0:
			return badCharacter(iri, r)
		case r == utf8.RuneError && !utf8.ValidString(authority):
			return fmt.Errorf("IRI %q is not valid UTF-8", iri)
		case r >= utf8.RuneSelf && !isUCS(r):
			return badCharacter(iri, r)
		}
	}
	return nil
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// isUCS and isPrivate are ucschar and iprivate of RFC 3987.
func isUCS(r rune) bool {
	switch {
	case r < 0x10000:
		return r >= 0xa0 && r <= 0xd7ff || r >= 0xf900 && r <= 0xfdcf || r >= 0xfdf0 && r <= 0xffef
	case r >= 0xe0000:
		return r >= 0xe1000 && r <= 0xefffd
	}
	return r&0xffff <= 0xfffd
}

func isPrivate(r rune) bool {
	return r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000 && r <= 0xffffd || r >= 0x100000 && r <= 0x10fffd
}
