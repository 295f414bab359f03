package loaders

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/newskg/kg/schema"
)

// MaxArticle is the largest single input in bytes: more is no news article, and is refused.
const MaxArticle = 64 << 20

var errEmpty = errors.New("there is no text in it")

// decode makes the stored text of raw bytes: a byte order mark is dropped, line ends become LF, nothing else changes.
func decode(raw []byte) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}), bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		units := make([]uint16, 0, len(raw)/2)
		for i := 2; i+1 < len(raw); i += 2 {
			if raw[0] == 0xff {
				units = append(units, uint16(raw[i])|uint16(raw[i+1])<<8)
			} else {
				units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
		}
		raw = []byte(string(utf16.Decode(units)))
	default:
		raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	}
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		return "", fmt.Errorf("%s: a NUL byte: this is no text", position(raw, i))
	}
	if !utf8.Valid(raw) {
		i := 0
		for i < len(raw) {
			r, n := utf8.DecodeRune(raw[i:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			i += n
		}
		return "", fmt.Errorf("%s: byte %#02x is not UTF-8; convert the file to UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)", position(raw, i), raw[i])
	}
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), nil
}

// position says where byte i of raw stands, as line:column in characters, both from 1.
func position(raw []byte, i int) string {
	line := 1 + bytes.Count(raw[:i], []byte("\n"))
	col := 1 + utf8.RuneCount(raw[bytes.LastIndexByte(raw[:i], '\n')+1:i])
	return fmt.Sprintf("%d:%d", line, col)
}

// readAll reads an input whole, up to MaxArticle.
func readAll(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxArticle+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxArticle {
		return nil, fmt.Errorf("larger than %d MB: no news article", MaxArticle>>20)
	}
	return raw, nil
}

var (
	dateHead = regexp.MustCompile(`^\s*date[ \t]+(\S+)[ \t]*\n?`)
	keyHead  = regexp.MustCompile(`^(?i)(title|headline|date|url|link|id|publisher|source)[ \t]*:[ \t]*(.*)$`)
)

// readText reads plain text: the whole file is the stored text, its head belongs to no sentence.
func readText(in Input, yield func(schema.Article, error) bool) {
	raw, err := readAll(in.R)
	if err == nil {
		var text string
		if text, err = decode(raw); err == nil {
			var art schema.Article
			if art, err = ParseText(in.ID, text); err == nil {
				yield(art, nil)
				return
			}
		}
	}
	yield(schema.Article{ID: in.ID}, err)
}

// ParseText reads the head of a plain text article: "date YYYY-MM-DD" at its start, or lines "Key: value".
func ParseText(id, text string) (schema.Article, error) {
	art := schema.Article{ID: id, Text: text}
	if m := dateHead.FindStringSubmatchIndex(text); m != nil {
		d, ok := parseDate(text[m[2]:m[3]])
		if ok {
			art.Date, art.Body = d, m[1]
		} else if strings.ContainsAny(text[m[2]:m[3]], "0123456789") {
			return art, fmt.Errorf("1:%d: date %q: want YYYY-MM-DD", 1+utf8.RuneCountInString(text[:m[2]]), text[m[2]:m[3]])
		}
	} else if err := keyValueHead(&art); err != nil {
		return art, err
	}
	if strings.TrimSpace(art.Text[art.Body:]) == "" {
		return art, errEmpty
	}
	return art, nil
}

// keyValueHead reads lines "Key: value" up to the first line that is none; the head needs a Date or two known keys, so
// that a first sentence with a colon is not taken for one.
func keyValueHead(art *schema.Article) error {
	at, keys, line := 0, 0, 0
	found := *art
	for at < len(art.Text) {
		end := strings.IndexByte(art.Text[at:], '\n')
		if end < 0 {
			end = len(art.Text) - at
		}
		l := art.Text[at : at+end]
		line++
		m := keyHead.FindStringSubmatch(l)
		if m == nil {
			if strings.TrimSpace(l) == "" && keys > 0 {
				at += end
			}
			break
		}
		v := strings.TrimSpace(m[2])
		switch strings.ToLower(m[1]) {
		case "title", "headline":
			found.Headline = v
		case "date":
			d, ok := parseDate(v)
			if !ok {
				return fmt.Errorf("%d:1: Date %q: want YYYY-MM-DD", line, v)
			}
			found.Date = d
			keys++ // a date alone is a head
		case "url", "link":
			found.URL = v
		case "id":
			if v != "" {
				found.ID = v
			}
		case "publisher", "source":
			found.Publisher = v
		}
		keys++
		at += end
		if at < len(art.Text) {
			at++
		}
	}
	if keys >= 2 {
		found.Body = at
		*art = found
	}
	return nil
}

// parseDate reads the ways in which sources write a day; only the day is kept.
func parseDate(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) >= 10 && schema.ValidDate(s[:10]) && (len(s) == 10 || s[10] == 'T' || s[10] == ' ') {
		return s[:10], true
	}
	for _, layout := range []string{time.RFC1123, time.RFC1123Z, time.RFC850, "2 January 2006", "January 2, 2006", "Jan 2, 2006",
		"2 Jan 2006", "Jan. 2, 2006", "20060102", "2006/01/02", "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 2 Jan 2006 15:04:05 -0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format("2006-01-02"), true
		}
	}
	return "", false
}
