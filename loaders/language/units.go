package language

import (
	"strings"
	"unicode"
)

// currencies are the words that may stand after a number for money.
var currencies = wordSet(`dollar dollars euro euros pound pounds ruble rubles rouble roubles rupee rupees yen yuan won lira riyal
	riyals dinar dinars franc francs crore peso pesos shekel shekels usd eur gbp inr`)

var scales = wordSet(`hundred thousand million billion trillion crore lakh bn mn tn m b k million-dollar`)

// findUnits looks for amounts, designations and pairs, from the left, the longest first.
func findUnits(d *Doc) []Unit {
	var units []Unit
	for s := range d.Sentences {
		sent := &d.Sentences[s]
		for i := sent.First; i < sent.Last; {
			if n := amountAt(d, i, sent.Last); n > 0 {
				units = append(units, Unit{i, i + n, Amount})
				i += n
			} else if n := joinedAt(d, i, sent.Last); n > 0 {
				if kind := joinedKind(d, i, i+n); kind != "" {
					units = append(units, Unit{i, i + n, kind})
				}
				i += n
			} else {
				i++
			}
		}
	}
	return units
}

func isNumber(w string) bool {
	digits := false
	for i := 0; i < len(w); i++ {
		switch {
		case isDigit(rune(w[i])):
			digits = true
		case w[i] != ',' && w[i] != '.':
			return false
		}
	}
	return digits
}

// amountAt returns how many tokens at i are a sum of money, 0 for none.
func amountAt(d *Doc, i, last int) int {
	j := i
	sign := false
	if w := d.Word(j); isCurrency(lastRune(w)) || currencies[strings.ToLower(w)] && strings.ToUpper(w) == w || w == "Rs" || w == "Rs." {
		sign = true
		j++
	}
	if j >= last || !isNumber(d.Word(j)) {
		return 0
	}
	j++
	if j < last && d.Word(j) == "-" && j+1 < last && (scales[strings.ToLower(d.Word(j+1))] || isNumber(d.Word(j+1))) {
		j += 2
	}
	for j < last && scales[strings.ToLower(d.Word(j))] && (sign || len(d.Word(j)) > 1) {
		j++
	}
	if j < last && (currencies[strings.ToLower(d.Word(j))] || isCurrency(firstRune(d.Word(j)))) && !sign {
		return j + 1 - i
	}
	if j+1 < last && !sign && (d.Word(j) == "US" || d.Word(j) == "U.S.") && currencies[strings.ToLower(d.Word(j+1))] {
		return j + 2 - i
	}
	if sign {
		return j - i
	}
	return 0
}

// joinedAt returns how many tokens from i are joined by hyphens or slashes without a blank between, 0 for a token that
// opens nothing. A single token counts as 1 where it has letters and digits.
func joinedAt(d *Doc, i, last int) int {
	w := d.Word(i)
	if !wordRune(firstRune(w)) {
		return 0
	}
	j := i + 1
	for j+1 < last && d.Tokens[j].Begin == d.Tokens[j-1].End && d.Tokens[j+1].Begin == d.Tokens[j].End && j-i < 12 {
		r := firstRune(d.Word(j))
		if !(isHyphen(r) || r == '–' || r == '/') || d.Tokens[j].End-d.Tokens[j].Begin > 3 || !wordRune(firstRune(d.Word(j+1))) {
			break
		}
		j += 2
	}
	return j - i
}

// joinedKind says what the tokens i to j are: a designation has a capital and a digit, a pair capitalised words.
func joinedKind(d *Doc, i, j int) UnitKind {
	text := d.Text[d.Tokens[i].Begin:d.Tokens[j-1].End]
	upper, digit := false, false
	for _, r := range text {
		upper = upper || unicode.IsUpper(r)
		digit = digit || isDigit(r)
	}
	if upper && digit {
		// 20-Year and 2019-India are none: a designation's first part has a letter or is followed by letters at once.
		first := d.Word(i)
		if j == i+1 || !isNumber(first) {
			return Designation
		}
		return ""
	}
	if digit || j < i+3 {
		return ""
	}
	for k := i; k < j; k += 2 {
		if !unicode.IsUpper(firstRune(d.Word(k))) {
			return ""
		}
	}
	return Pair
}
