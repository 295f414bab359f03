package dateparser

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{"Published on Tuesday, 3rd of it: 3 March 2021 at 5pm": "2021-03-03", "March 3, 2021": "2021-03-03", "Sept. 9th, 2020": "2020-09-09",
		"JUNE 2020": "2020-06-01", "in the spring": "", "": ""} {
		got := ""
		if d, err := (&Parser{}).Parse(nil, text); err == nil {
			got = d.Time.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
