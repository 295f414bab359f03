package extract

import (
	"math/big"
	"strings"
)

// Amount is a number with its unit, as the model's quantities have it.
type Amount struct {
	// Number is in full decimal digits.
	Number string
	// Unit is an ISO 4217 code, "item", "troops", "killed", "wounded" or "detained".
	Unit string
	// Bound is "exact", "at least", "at most" or "about".
	Bound string
	// Of is the weapon that is counted, once it is known.
	Of string
}

var (
	numberWords = map[string]string{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
		"nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
		"seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
		"seventy": "70", "eighty": "80", "ninety": "90"}
	magnitudes = map[string]int64{"hundred": 100, "thousand": 1000, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mn": 1e6, "bn": 1e9,
		"tn": 1e12, "m": 1e6, "b": 1e9, "k": 1000, "crore": 1e7, "lakh": 1e5, "dozen": 12, "dozens": 12, "million-dollar": 1e6}
	// currencies are signs, codes and words of money; a word alone means the currency that news means by it.
	currencies = map[string]string{"$": "USD", "us$": "USD", "usd": "USD", "dollars": "USD", "dollar": "USD", "€": "EUR", "eur": "EUR", "euros": "EUR",
		"euro": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "sterling": "GBP", "¥": "JPY", "yen": "JPY", "jpy": "JPY", "yuan": "CNY",
		"renminbi": "CNY", "cny": "CNY", "rmb": "CNY", "rubles": "RUB", "roubles": "RUB", "rub": "RUB", "₽": "RUB", "rupees": "INR", "₹": "INR",
		"inr": "INR", "rs": "INR", "rs.": "INR", "won": "KRW", "₩": "KRW", "krw": "KRW", "zlotys": "PLN", "zloty": "PLN", "pln": "PLN", "shekels": "ILS",
		"₪": "ILS", "nis": "ILS", "lira": "TRY", "liras": "TRY", "francs": "CHF", "chf": "CHF", "kronor": "SEK", "sek": "SEK", "kroner": "NOK", "nok": "NOK",
		"dkk": "DKK", "a$": "AUD", "aud": "AUD", "c$": "CAD", "cad": "CAD", "nt$": "TWD", "hryvnia": "UAH", "hryvnias": "UAH", "uah": "UAH",
		"dirhams": "AED", "riyals": "SAR", "rand": "ZAR", "ringgit": "MYR", "baht": "THB", "rupiah": "IDR", "pesos": "PHP", "forints": "HUF", "marks": "DEM"}
	soldiers = wordsOf("soldiers soldier troops troop servicemen personnel marines paratroopers fighters militants guerrillas rebels policemen officers conscripts reservists peacekeepers")
	people   = wordsOf("people persons civilians men women children villagers protesters fishermen pilots sailors passengers prisoners hostages workers journalists")
)

// amounts finds money and counted things. What is counted follows the number within a few words.
func (ex *Extractor) amounts(a *Analysis) {
	for i := 0; i < len(a.lower); {
		if n := a.amountAt(i); n > 0 {
			i += n
			continue
		}
		i++
	}
}

// amountAt reads money or a count that begins at token i and returns how many tokens it takes, 0 for none.
func (a *Analysis) amountAt(i int) int {
	if a.owner[i] != 0 || i > 0 && a.glued(i) && (a.lower[i-1] == "-" || a.lower[i-1] == "/") {
		return 0 // "Su-30 fighters" counts no fighters
	}
	currency, k := "", 0
	if c, ok := currencies[a.lower[i]]; ok && (len(a.lower[i]) <= 3 || strings.HasSuffix(a.lower[i], "$")) {
		currency, k = c, 1
		if a.lower[i] == "us" {
			return 0
		}
	} else if (a.lower[i] == "us" || a.lower[i] == "u.s.") && a.word(i+1, i) == "$" {
		currency, k = "USD", 2
	}
	num, n := a.numberAt(i + k)
	if n == 0 {
		return 0
	}
	k += n
	if currency == "" {
		j := i + k
		if w := a.word(j, i); w == "us" || w == "u.s." || w == "american" || w == "australian" || w == "canadian" || w == "hong" {
			if a.word(j+1, i) == "dollars" {
				if a.at(j) != nil && a.at(j).Class == "kg:Nation" {
					a.drop(a.owner[j] - 1) // a currency, not the nation
				}
				currency = map[string]string{"australian": "AUD", "canadian": "CAD"}[w]
				if currency == "" {
					currency = "USD"
				}
				k += 2
			}
		}
		if c, ok := currencies[a.word(i+k, i)]; currency == "" && ok {
			currency = c
			k++
		} else if a.word(i+k, i) == "-" && currencies[a.word(i+k+1, i)] != "" {
			currency = currencies[a.word(i+k+1, i)]
			k += 2
		}
	}
	bound := a.boundBefore(i)
	if currency != "" {
		a.mention(Mention{First: i, Last: i + k, Class: "Money", Kind: Value, Rule: "money",
			Amount: &Amount{Number: num, Unit: currency, Bound: bound}})
		return k
	}
	if w := a.word(i+k+1, i); a.word(i+k, i) == "-" && a.glued(i+k) && classWord[w] == "" && !soldiers[w] && !people[w] {
		return 0 // "two-stage rockets" are not two
	}
	unit := ""
	if m := a.at(i + k); m != nil && m.Class == "kg:WeaponSystem" && m.First == i+k && a.sent[m.First] == a.sent[i] {
		unit = "item" // "24 Su-30"
	}
	for j := i + k; unit == "" && j < i+k+5 && j < len(a.lower) && a.sent[j] == a.sent[i]; j++ {
		w := a.lower[j]
		if soldiers[w] || people[w] {
			unit = "troops"
			if people[w] {
				unit = "people"
			}
			break
		}
		if classWord[w] != "" {
			unit = "item"
			break
		}
		if w == "," || w == "." || w == "and" || w == "of" && j > i+k || w == "in" {
			break
		}
	}
	if unit == "" {
		return 0
	}
	if unit == "people" {
		unit = "item"
	}
	a.mention(Mention{First: i, Last: i + k, Class: "Quantity", Kind: Value, Rule: "count",
		Amount: &Amount{Number: num, Unit: unit, Bound: bound}})
	return k
}

// numberAt reads digits or number words with magnitudes and gives the value in full digits.
func (a *Analysis) numberAt(i int) (string, int) {
	if i >= len(a.lower) {
		return "", 0
	}
	w := strings.ReplaceAll(a.lower[i], ",", "")
	val, k := new(big.Rat), 0
	suffix := ""
	if n := strings.TrimRight(w, "bnmtk"); n != w && n != "" && strings.Trim(n, "0123456789.") == "" {
		w, suffix = n, w[len(n):]
	}
	switch {
	case w != "" && strings.Trim(w, "0123456789.") == "" && strings.Count(w, ".") <= 1 && w[0] != '.' && w[len(w)-1] != '.':
		if _, ok := val.SetString(w); !ok {
			return "", 0
		}
		k = 1
		if suffix != "" {
			m, ok := magnitudes[suffix]
			if !ok {
				return "", 0
			}
			val.Mul(val, new(big.Rat).SetInt64(m))
		}
	case numberWords[w] != "":
		val.SetString(numberWords[w])
		k = 1
		if a.word(i+1, i) == "-" && numberWords[a.word(i+2, i)] != "" && len(numberWords[w]) == 2 {
			one := new(big.Rat)
			one.SetString(numberWords[a.word(i+2, i)])
			val.Add(val, one)
			k = 3
		}
	case w == "a" && magnitudes[a.word(i+1, i)] > 0 && len(a.word(i+1, i)) > 2:
		val.SetInt64(1)
		k = 1
	default:
		return "", 0
	}
	for {
		if a.word(i+k, i) == "-" && a.glued(i+k) && magnitudes[a.word(i+k+1, i)] > 0 && len(a.word(i+k+1, i)) > 2 {
			k++ // "900-million-euro"
		}
		m, ok := magnitudes[a.word(i+k, i)]
		if !ok || len(a.word(i+k, i)) == 1 && !a.glued(i+k) {
			break
		}
		val.Mul(val, new(big.Rat).SetInt64(m))
		k++
	}
	if a.word(i+k, i) == "%" || a.word(i+k, i) == "percent" {
		return "", 0
	}
	return decimal(val), k
}

// decimal writes a number in full digits without trailing zeros.
func decimal(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	return strings.TrimRight(r.FloatString(6), "0")
}

// boundBefore reads the words before a number that make it a bound. A bare "than" counts as "more than", of which it
// is the rest.
func (a *Analysis) boundBefore(i int) string {
	p := func(k int) string { return a.word(i-k, i) }
	switch p(1) {
	case "than":
		switch p(2) {
		case "less", "fewer":
			return "at most"
		case "more":
			if p(3) == "no" || p(3) == "not" {
				return "at most"
			}
		}
		return "at least"
	case "least", "over", "above", "exceeding", "minimum":
		return "at least"
	case "to":
		if p(2) == "up" || p(2) == "close" || p(2) == "down" {
			if p(2) == "close" {
				return "about"
			}
			return "at most"
		}
	case "most", "under", "below":
		return "at most"
	case "much", "many":
		if p(2) == "as" {
			return "at most"
		}
	case "as":
		if p(2) == "much" || p(2) == "many" {
			return "at most"
		}
	case "about", "some", "around", "approximately", "roughly", "nearly", "almost", "estimated":
		return "about"
	}
	return "exact"
}
