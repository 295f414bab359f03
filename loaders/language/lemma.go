package language

import (
	"strings"
	"unicode/utf8"
)

// lemmaKey is what the table of exceptions is asked for: a name as it is written, another word in small letters.
func lemmaKey(form, tag string) string {
	if !strings.HasPrefix(tag, "NNP") {
		form = plainForm(form)
	}
	return form + "\t" + tag
}

func plainForm(form string) string {
	if utf8.RuneCountInString(form) > 1 {
		form = strings.ReplaceAll(form, "’", "'")
	}
	return strings.ToLower(form)
}

// Lemma returns the dictionary form of a word with the Penn tag.
func (m *Model) Lemma(form, tag string) string {
	if l, ok := m.lemmas[lemmaKey(form, tag)]; ok {
		return l
	}
	if strings.HasPrefix(tag, "VB") {
		// underwent, overthrew, rebuilt: as the verb without its prefix, if that is irregular.
		w := plainForm(form)
		for _, p := range verbPrefixes {
			if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 2 {
				if l, ok := m.lemmas[lemmaKey(rest, tag)]; ok {
					return p + l
				}
			}
		}
	}
	return lemmaByRule(form, tag)
}

var verbPrefixes = []string{"under", "over", "with", "fore", "mis", "out", "un", "re", "up"}

// lemmaByRule strips the regular endings.
func lemmaByRule(form, tag string) string {
	switch tag {
	case "NNP":
		return form
	case "NNPS":
		if len(form) < 4 || strings.HasSuffix(form, "ss") || !strings.HasSuffix(form, "s") {
			return form
		}
		if strings.HasSuffix(form, "ies") && len(form) > 5 {
			return form[:len(form)-3] + "y"
		}
		return form[:len(form)-1]
	case "CD":
		if isDigit(rune(form[0])) {
			return strings.ReplaceAll(form, ",", "")
		}
	}
	w := plainForm(form)
	cut := func(n int) string { return w[:len(w)-n] }
	switch tag {
	case "NNS", "VBZ":
		switch {
		case strings.HasSuffix(w, "series") || strings.HasSuffix(w, "species"):
			return w
		case len(w) > 4 && strings.HasSuffix(w, "ies"):
			return cut(3) + "y"
		case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "zzes"):
			return cut(2)
		case tag == "VBZ" && strings.HasSuffix(w, "oes"):
			return cut(2)
		case len(w) > 2 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
			return cut(1)
		}
	case "VBD", "VBN":
		if len(w) > 3 && strings.HasSuffix(w, "ied") {
			return cut(3) + "y"
		}
		if len(w) > 3 && strings.HasSuffix(w, "ed") {
			return stem(cut(2))
		}
	case "VBG":
		if len(w) > 4 && strings.HasSuffix(w, "ing") {
			return stem(cut(3))
		}
	case "JJR", "RBR":
		if len(w) > 4 && strings.HasSuffix(w, "ier") {
			return cut(3) + "y"
		}
		if len(w) > 3 && strings.HasSuffix(w, "er") {
			return stem(cut(2))
		}
	case "JJS", "RBS":
		if len(w) > 5 && strings.HasSuffix(w, "iest") {
			return cut(4) + "y"
		}
		if len(w) > 4 && strings.HasSuffix(w, "est") {
			return stem(cut(3))
		}
	}
	return w
}

// stem mends what is left when an ending is cut from a verb or adjective: one of a doubled consonant goes (stopp), a
// silent e comes back (mov, announc, creat).
func stem(s string) string {
	n := len(s)
	if n < 2 {
		return s
	}
	vowel := func(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
	last, prev := s[n-1], s[n-2]
	if last == prev && !vowel(last) && n > 3 {
		if last == 'l' && n > 4 || last == 's' || last == 'z' || last == 'f' {
			if last == 'l' && vowel(s[n-3]) && n > 5 && !strings.HasSuffix(s, "kill") && !strings.HasSuffix(s, "call") && !strings.HasSuffix(s, "roll") {
				return s[:n-1]
			}
			return s
		}
		return s[:n-1]
	}
	if vowel(last) {
		if last == 'u' || last == 'e' && prev != 'e' {
			return s + "e"
		}
		return s
	}
	switch last {
	case 'v', 'c', 'z':
		return s + "e"
	case 's':
		if prev != 's' {
			return s + "e"
		}
	case 'g':
		if prev != 'n' && prev != 'g' || strings.HasSuffix(s, "ang") || strings.HasSuffix(s, "eng") {
			return s + "e"
		}
	case 'l':
		if !vowel(prev) && prev != 'r' && prev != 'w' {
			return s + "e"
		}
	case 'w', 'x', 'y', 'h', 'k', 'n', 'd', 'p', 'b', 'm', 'f', 'j', 'q':
		if strings.HasSuffix(s, "dd") || n < 3 {
			return s
		}
		if (last == 'k' || last == 'd' || last == 'm' || last == 'p' || last == 'n' || last == 'b') && vowel(prev) && !vowel(s[n-3]) {
			// make, decide, assume, hope: but not open, happen, enter.
			if strings.HasSuffix(s, "en") || strings.HasSuffix(s, "on") && n > 4 || strings.HasSuffix(s, "op") && n > 4 || strings.HasSuffix(s, "om") || strings.HasSuffix(s, "ain") {
				return s
			}
			return s + "e"
		}
	case 't':
		if strings.HasSuffix(s, "at") && n > 3 && !vowel(s[n-3]) || strings.HasSuffix(s, "ut") && n > 4 && !vowel(s[n-3]) || strings.HasSuffix(s, "ot") && !vowel(s[n-3]) || strings.HasSuffix(s, "it") && n == 3 {
			return s + "e"
		}
	case 'r':
		if strings.HasSuffix(s, "ir") || strings.HasSuffix(s, "ur") && n > 3 || strings.HasSuffix(s, "ar") && !vowel(s[n-3]) || strings.HasSuffix(s, "or") && n < 5 {
			return s + "e"
		}
	}
	return s
}
