package extract

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/newskg/kg/schema"
)

// Date is a time expression with what it resolves to.
type Date struct {
	// Value is YYYY, YYYY-MM or YYYY-MM-DD, never finer than the words and the article's date allow; empty where the
	// words stay vague ("four decades ago").
	Value string
	// Earliest and Latest are the first and last day that the words allow, where that is narrower than Value.
	Earliest, Latest string
	// Basis is "stated" for a calendar date, "relative" for one resolved against the article's date.
	Basis string
	// Until says that the words give only an end ("by April 2020").
	Until bool
}

var (
	monthOf = map[string]time.Month{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
		"september": 9, "october": 10, "november": 11, "december": 12, "jan.": 1, "jan": 1, "feb.": 2, "feb": 2, "mar.": 3, "apr.": 4, "apr": 4,
		"aug.": 8, "aug": 8, "sept.": 9, "sept": 9, "sep.": 9, "oct.": 10, "oct": 10, "nov.": 11, "nov": 11, "dec.": 12, "dec": 12}
	weekdayOf = map[string]time.Weekday{"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
		"sun.": 0, "mon.": 1, "tue.": 2, "tues.": 2, "wed.": 3, "thu.": 4, "thurs.": 4, "fri.": 5, "sat.": 6}
	seasonOf = map[string][2]time.Month{"spring": {3, 5}, "summer": {6, 8}, "autumn": {9, 11}, "fall": {9, 11}, "winter": {12, 2}}
	ahead    = wordsOf("will shall would due planned plans plan expected scheduled set upcoming next going can may might intends hopes until by")
)

var (
	// past are past tenses that do not end in -ed, soon the present tenses that news uses of what is arranged.
	past = wordsOf("was were had has said told ago met gave took made sent went came held left spoke began rose fell broke hit won lost fought flew drew")
	soon = wordsOf("meet meets begin begins arrive arrives visit visits travel travels host hosts start starts open opens leave leaves convene convenes expire expires")
)

func wordsOf(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

func iso(t time.Time) string { return t.Format("2006-01-02") }

// times finds the time expressions. Only days of the Gregorian calendar from 1500 to 2199 count as dates.
func (ex *Extractor) times(a *Analysis) {
	for i := 0; i < len(a.lower); {
		d, n := a.dateAt(i)
		if n == 0 {
			i++
			continue
		}
		if d.Earliest == "" && d.Value != "" {
			d.Earliest, d.Latest = schema.EarliestDay(d.Value), schema.LatestDay(d.Value)
		}
		if w := a.word(i-1, i); w == "by" || w == "until" || w == "before" {
			d.Until = true
		}
		a.mention(Mention{First: i, Last: i + n, Class: "Date", Kind: Value, Rule: "date", Date: d})
		i += n
	}
}

// dateAt reads a time expression at token i and returns how many tokens it takes.
func (a *Analysis) dateAt(i int) (*Date, int) {
	w := a.lower[i]
	next := func(k int) string { return a.word(i+k, i) }
	if m, ok := monthOf[w]; ok && a.capital(i) {
		return a.monthFirst(i, m)
	}
	if n, ok := dayNumber(w); ok {
		// 12 July 2019, 26th of August
		k := 1
		if next(k) == "of" {
			k++
		}
		if m, ok := monthOf[next(k)]; ok && a.capital(i+k) {
			if y, ok := year(next(k + 1)); ok {
				return absolute(y, m, n), k + 2
			}
			if next(k+1) == "," {
				if y, ok := year(next(k + 2)); ok {
					return absolute(y, m, n), k + 3
				}
			}
			if y := a.yearFor(m, n, i); y > 0 {
				return absolute(y, m, n), k + 1
			}
			return nil, 0
		}
	}
	if len(w) == 10 && w[4] == '-' && w[7] == '-' {
		if t, err := time.Parse("2006-01-02", w); err == nil {
			return &Date{Value: iso(t), Basis: "stated"}, 1
		}
	}
	if y, ok := year(w); ok {
		switch p := a.word(i-1, i); {
		case p == "in" || p == "since" || p == "of" || p == "from" || p == "by" || p == "until" || p == "before" || p == "after" || p == "during" ||
			p == "early" || p == "late" || p == "mid" || p == "to" || p == "a" || p == "the" || p == "(" || p == "and" && a.at(i-2) != nil && a.at(i-2).Class == "Date" || p == "-":
			if isPlainNoun(next(1)) && (p == "of" || p == "to" || p == "from" || p == "after" || p == "by" || p == "and" || p == "the") && p != "the" {
				return nil, 0 // "of 2000 tanks"
			}
			if p == "the" || p == "a" {
				if !yearNoun[next(1)] {
					return nil, 0
				}
			}
			return &Date{Value: strconv.Itoa(y), Basis: "stated"}, 1
		}
		return nil, 0
	}
	if w == "same" && next(1) == "day" { // the day named last
		for j := i - 1; j >= 0 && a.sent[i]-a.sent[j] <= 1; j-- {
			if m := a.at(j); m != nil && m.Class == "Date" && len(m.Date.Value) == 10 {
				d := *m.Date
				d.Basis = "relative"
				return &d, 2
			}
		}
		return nil, 0
	}
	if a.day.IsZero() {
		return nil, 0
	}
	if wd, ok := weekdayOf[w]; ok && a.capital(i) {
		if k := i + 2; next(1) == "," && k < len(a.lower) && a.sent[k] == a.sent[i] { // Friday, 26 August
			if _, month := monthOf[next(2)]; month || isDigits(next(2)) {
				if d, n := a.dateAt(k); n > 1 && len(d.Value) == 10 {
					return d, n + 2
				}
			}
		}
		return a.weekday(i, wd), 1
	}
	switch w {
	case "today", "tonight":
		return &Date{Value: iso(a.day), Basis: "relative"}, 1
	case "yesterday":
		return &Date{Value: iso(a.day.AddDate(0, 0, -1)), Basis: "relative"}, 1
	case "tomorrow":
		return &Date{Value: iso(a.day.AddDate(0, 0, 1)), Basis: "relative"}, 1
	case "last", "next", "this", "past", "previous":
		return a.relative(i, w)
	case "earlier", "later", "early", "late":
		if next(1) == "this" || next(1) == "last" || next(1) == "next" {
			if d, n := a.relative(i+1, next(1)); n > 0 {
				return d, n + 1
			}
		}
		if next(1) == "in" && next(2) == "the" && (next(3) == "week" || next(3) == "month" || next(3) == "year" || next(3) == "day") {
			d, _ := a.unit(next(3), 0)
			return d, 4
		}
	}
	// three years ago
	if n, k, ok := a.count(i); ok {
		switch u := next(k); u {
		case "day", "days", "week", "weeks", "month", "months", "year", "years", "decade", "decades":
			if next(k+1) != "ago" && next(k+1) != "earlier" {
				return nil, 0
			}
			d := &Date{Basis: "relative"}
			switch {
			case strings.HasPrefix(u, "day"):
				d.Value = iso(a.day.AddDate(0, 0, -n))
			case strings.HasPrefix(u, "week"):
				d.Value = a.day.AddDate(0, 0, -7*n).Format("2006-01")
			case strings.HasPrefix(u, "month"):
				d.Value = a.day.AddDate(0, -n, 0).Format("2006-01")
			case strings.HasPrefix(u, "year"):
				d.Value = a.day.AddDate(-n, 0, 0).Format("2006")
			}
			return d, k + 2
		}
	}
	return nil, 0
}

// yearNoun are the nouns that a bare year stands before: "a 2017 law".
var yearNoun = wordsOf("law deal agreement treaty war accord pact summit coup election revolution invasion crisis contract memorandum ceasefire constitution")

func isPlainNoun(w string) bool {
	return soldiers[w] || classWord[w] != "" || w == "people" || w == "rifles" || w == "rounds" || w == "shells"
}

// monthFirst reads July, July 12, July 12, 2019, July 2019.
func (a *Analysis) monthFirst(i int, m time.Month) (*Date, int) {
	next := func(k int) string { return a.word(i+k, i) }
	if m == time.May && a.word(i-1, i) == "" && !isDigits(next(1)) {
		return nil, 0 // "May …" at the head of a sentence
	}
	if w := a.lower[i]; (w == "jan" || w == "mar" || w == "jun") && !isDigits(next(1)) {
		return nil, 0 // a given name
	}
	if n, ok := dayNumber(next(1)); ok {
		k := 2
		if next(k) == "," {
			if y, ok := year(next(k + 1)); ok {
				return absolute(y, m, n), k + 2
			}
		}
		if y, ok := year(next(k)); ok {
			return absolute(y, m, n), k + 1
		}
		if y := a.yearFor(m, n, i); y > 0 {
			return absolute(y, m, n), k
		}
		return nil, 0
	}
	k := 1
	if next(k) == "of" {
		k++
	}
	if next(k) == "," {
		k++
	}
	if y, ok := year(next(k)); ok {
		return &Date{Value: fmt.Sprintf("%04d-%02d", y, m), Basis: "stated"}, k + 1
	}
	if next(1) == "last" && next(2) == "year" && !a.day.IsZero() {
		return &Date{Value: fmt.Sprintf("%04d-%02d", a.day.Year()-1, m), Basis: "relative"}, 3
	}
	if y := a.yearFor(m, 0, i); y > 0 {
		return &Date{Value: fmt.Sprintf("%04d-%02d", y, m), Basis: "relative"}, 1
	}
	return nil, 0
}

func absolute(y int, m time.Month, d int) *Date {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	if t.Month() != m {
		return &Date{Basis: "stated"}
	}
	return &Date{Value: iso(t), Basis: "stated"}
}

// yearFor gives the year of a month or day without one: the nearest in the direction that the clause looks to.
func (a *Analysis) yearFor(m time.Month, d, at int) int {
	if a.day.IsZero() {
		return 0
	}
	y := a.day.Year()
	day := d
	if day == 0 {
		day = 15
		if m == a.day.Month() {
			return y
		}
	}
	t := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	days := int(t.Sub(a.day).Hours() / 24)
	if d != 0 && days >= -3 && days <= 3 {
		return y
	}
	if a.looksAhead(at) {
		if t.Before(a.day) {
			return y + 1
		}
		return y
	}
	if t.After(a.day) {
		return y - 1
	}
	return y
}

// looksAhead reports whether the clause before a token speaks of what is to come.
func (a *Analysis) looksAhead(at int) bool {
	for k, i := 0, at-1; k < 16 && i >= 0 && a.sent[i] == a.sent[at]; k, i = k+1, i-1 {
		w := a.lower[i]
		if ahead[w] {
			if w == "by" && k > 0 || w == "set" && k > 4 || w == "next" && k > 0 {
				continue
			}
			return true
		}
		if w == "to" && k > 0 && (a.word(i-1, at) == "are" || a.word(i-1, at) == "is") {
			return true
		}
		if soon[w] {
			return true
		}
		if strings.HasSuffix(w, "ed") && a.word(i-1, at) != "be" || past[w] {
			return false
		}
	}
	for k, i := 0, at+1; k < 4 && i < len(a.lower) && a.sent[i] == a.sent[at]; k, i = k+1, i+1 {
		if a.lower[i] == "will" {
			return true
		}
	}
	return false
}

// weekday resolves a day of the week: the article's own day, else the last one, or the next where the clause looks
// ahead.
func (a *Analysis) weekday(i int, wd time.Weekday) *Date {
	delta := int(wd) - int(a.day.Weekday())
	switch a.word(i-1, i) {
	case "next":
		if delta <= 0 {
			delta += 7
		}
	case "last":
		if delta >= 0 {
			delta -= 7
		}
	default:
		if delta > 0 && !a.looksAhead(i) {
			delta -= 7
		} else if delta < 0 && a.looksAhead(i) {
			delta += 7
		}
	}
	return &Date{Value: iso(a.day.AddDate(0, 0, delta)), Basis: "relative"}
}

// relative reads last week, this year, next month, last July, this autumn, last Monday.
func (a *Analysis) relative(i int, w string) (*Date, int) {
	u := a.word(i+1, i)
	sign := 0
	switch w {
	case "last", "past", "previous":
		sign = -1
	case "next":
		sign = 1
	}
	if wd, ok := weekdayOf[u]; ok {
		return a.weekday(i+1, wd), 2
	}
	if m, ok := monthOf[u]; ok && a.capital(i+1) {
		y := a.day.Year()
		switch {
		case sign < 0 && m >= a.day.Month():
			y--
		case sign > 0 && m <= a.day.Month():
			y++
		}
		return &Date{Value: fmt.Sprintf("%04d-%02d", y, m), Basis: "relative"}, 2
	}
	if s, ok := seasonOf[u]; ok {
		y := a.day.Year()
		if sign < 0 && s[0] >= a.day.Month() {
			y--
		}
		if sign > 0 && s[0] <= a.day.Month() {
			y++
		}
		from := time.Date(y, s[0], 1, 0, 0, 0, 0, time.UTC)
		return &Date{Value: strconv.Itoa(y), Earliest: iso(from), Latest: iso(from.AddDate(0, 3, -1)), Basis: "relative"}, 2
	}
	if u == "week" || u == "month" || u == "year" {
		if w == "past" {
			return nil, 0
		}
		d, ok := a.unit(u, sign)
		if ok {
			return d, 2
		}
	}
	return nil, 0
}

// unit resolves the week, month or year that lies sign units from the article's.
func (a *Analysis) unit(u string, sign int) (*Date, bool) {
	switch u {
	case "day":
		return &Date{Value: iso(a.day), Basis: "relative"}, true
	case "week":
		monday := a.day.AddDate(0, 0, -(int(a.day.Weekday())+6)%7+7*sign)
		return &Date{Value: monday.Format("2006-01"), Earliest: iso(monday), Latest: iso(monday.AddDate(0, 0, 6)), Basis: "relative"}, true
	case "month":
		first := time.Date(a.day.Year(), a.day.Month()+time.Month(sign), 1, 0, 0, 0, 0, time.UTC)
		return &Date{Value: first.Format("2006-01"), Basis: "relative"}, true
	case "year":
		return &Date{Value: strconv.Itoa(a.day.Year() + sign), Basis: "relative"}, true
	}
	return nil, false
}

// dayNumber reads 1 to 31, with or without an ordinal ending.
func dayNumber(w string) (int, bool) {
	for _, suf := range []string{"st", "nd", "rd", "th"} {
		if t, ok := strings.CutSuffix(w, suf); ok && isDigits(t) {
			w = t
		}
	}
	if !isDigits(w) || len(w) > 2 {
		return 0, false
	}
	n, _ := strconv.Atoi(w)
	return n, n >= 1 && n <= 31
}

func year(w string) (int, bool) {
	if len(w) != 4 || !isDigits(w) {
		return 0, false
	}
	y, _ := strconv.Atoi(w)
	return y, y >= 1500 && y < 2200
}

func isDigits(w string) bool { return w != "" && strings.Trim(w, "0123456789") == "" }

// count reads a small whole number before a unit of time: 3, three, a, several is none.
func (a *Analysis) count(i int) (n, tokens int, ok bool) {
	w := a.lower[i]
	switch {
	case w == "a" || w == "an":
		return 1, 1, true
	case isDigits(w) && len(w) <= 3:
		n, _ = strconv.Atoi(w)
		return n, 1, true
	case numberWords[w] != "":
		n, _ = strconv.Atoi(numberWords[w])
		return n, 1, true
	}
	return 0, 0, false
}
