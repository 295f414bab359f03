package schema

import (
	"fmt"
	"time"
)

// ValidDate reports whether s is YYYY, YYYY-MM or YYYY-MM-DD and names a day, month or year that exists.
func ValidDate(s string) bool {
	layout, ok := dateLayout[len(s)]
	if !ok {
		return false
	}
	_, err := time.Parse(layout, s)
	return err == nil
}

var dateLayout = map[int]string{4: "2006", 7: "2006-01", 10: "2006-01-02"}

// DateType is the XSD datatype, as a short name, that holds a date of that precision.
func DateType(s string) string {
	switch len(s) {
	case 4:
		return "xsd:gYear"
	case 7:
		return "xsd:gYearMonth"
	}
	return "xsd:date"
}

// EarliestDay is the first day that a date of any precision allows.
func EarliestDay(s string) string {
	switch len(s) {
	case 4:
		return s + "-01-01"
	case 7:
		return s + "-01"
	}
	return s
}

// LatestDay is the last day that a date of any precision allows.
func LatestDay(s string) string {
	switch len(s) {
	case 4:
		return s + "-12-31"
	case 7:
		t, err := time.Parse("2006-01", s)
		if err != nil {
			return s
		}
		last := t.AddDate(0, 1, -1)
		return fmt.Sprintf("%04d-%02d-%02d", last.Year(), int(last.Month()), last.Day())
	}
	return s
}
