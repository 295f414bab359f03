package loaders

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/newskg/kg/schema"
)

// The names under which corpora keep the parts of an article, most usual first.
var (
	idKeys        = []string{"id", "_id", "guid", "article_id", "uri"}
	dateKeys      = []string{"date", "datePublished", "date_publish", "publish_date", "published", "pubDate", "published_at", "publishedAt"}
	titleKeys     = []string{"title", "headline"}
	urlKeys       = []string{"url", "link", "canonical"}
	textKeys      = []string{"text", "body", "maintext", "content", "article"}
	publisherKeys = []string{"publisher", "outlet", "source", "source_domain"}
)

// readJSONLines reads one object a line; a file that starts with "[" is one array, and an object over several lines is
// taken too. A bad line is reported with its number and the rest is read.
func readJSONLines(in Input, yield func(schema.Article, error) bool) {
	br := bufio.NewReaderSize(in.R, 1<<16)
	head, _ := br.Peek(512)
	if trimmed := bytes.TrimLeft(head, "\ufeff \t\r\n"); len(trimmed) > 0 && trimmed[0] == '[' {
		readJSONArray(in, br, yield)
		return
	}
	for line, seen := 1, 0; ; line++ {
		raw, err := readLine(br)
		if err != nil && err != io.EOF {
			yield(schema.Article{ID: in.ID}, fmt.Errorf("%d: %w", line, err))
			return
		}
		done := err == io.EOF
		if line == 1 {
			raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(raw)) > 0 {
			if seen == 0 && !json.Valid(raw) && bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) && !done && !bytes.HasSuffix(bytes.TrimSpace(raw), []byte("}")) {
				// one object over several lines
				rest, err := readAll(br)
				if err == nil {
					raw, done = append(append(raw, '\n'), rest...), true
				}
			}
			seen++
			art, err := parseJSON(in, raw, line)
			if !yield(art, err) {
				return
			}
		}
		if done {
			if seen == 0 {
				yield(schema.Article{ID: in.ID}, errEmpty)
			}
			return
		}
	}
}

// readLine reads a line of at most MaxArticle bytes, without its end.
func readLine(br *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := br.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > MaxArticle {
			return nil, fmt.Errorf("a line of more than %d MB", MaxArticle>>20)
		}
		if err != bufio.ErrBufferFull {
			return bytes.TrimRight(line, "\r\n"), err
		}
	}
}

func readJSONArray(in Input, r io.Reader, yield func(schema.Article, error) bool) {
	raw, err := readAll(r)
	if err != nil {
		yield(schema.Article{ID: in.ID}, err)
		return
	}
	var items []json.RawMessage
	if err := json.Unmarshal(bytes.TrimPrefix(raw, []byte("\ufeff")), &items); err != nil {
		yield(schema.Article{ID: in.ID}, jsonError(raw, 1, err))
		return
	}
	for i, item := range items {
		art, err := parseJSON(in, item, i+1)
		if err != nil {
			err = fmt.Errorf("item %d: %w", i+1, err)
		}
		if !yield(art, err) {
			return
		}
	}
}

// parseJSON makes an article of one object; line is where it begins, for messages and for an ID if it has none.
func parseJSON(in Input, raw []byte, line int) (schema.Article, error) {
	fail := func(format string, args ...any) (schema.Article, error) {
		return schema.Article{ID: fmt.Sprintf("%s/%d", in.ID, line)}, fmt.Errorf("%d: "+format, append([]any{line}, args...)...)
	}
	var obj map[string]any
	if err := json.Unmarshal(raw, &obj); err != nil {
		return schema.Article{ID: fmt.Sprintf("%s/%d", in.ID, line)}, jsonError(raw, line, err)
	}
	str := func(keys []string) string {
		for _, k := range keys {
			switch v := obj[k].(type) {
			case string:
				if v != "" {
					return v
				}
			case json.Number:
				return v.String()
			case float64:
				return strings.TrimSuffix(fmt.Sprintf("%.0f", v), ".0")
			case map[string]any:
				for _, sub := range []string{"name", "title", "text"} {
					if s, ok := v[sub].(string); ok && s != "" {
						return s
					}
				}
			}
		}
		return ""
	}
	art := schema.Article{ID: str(idKeys), Headline: str(titleKeys), URL: str(urlKeys), Publisher: str(publisherKeys)}
	if art.ID == "" {
		art.ID = fmt.Sprintf("%s/%d", in.ID, line)
	}
	text, err := decode([]byte(str(textKeys)))
	if err != nil {
		return fail("text: %w", err)
	}
	if strings.TrimSpace(text) == "" {
		return fail("no text: none of the fields %s holds any", strings.Join(textKeys, ", "))
	}
	art.Text = text
	if d := str(dateKeys); d != "" {
		var ok bool
		if art.Date, ok = parseDate(d); !ok {
			return fail("date %q: want YYYY-MM-DD", d)
		}
	} else if m := dateHead.FindStringSubmatchIndex(text); m != nil {
		if d, ok := parseDate(text[m[2]:m[3]]); ok {
			art.Date, art.Body = d, m[1]
		}
	}
	return art, nil
}

// jsonError adds line and column to an error of the JSON decoder.
func jsonError(raw []byte, line int, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at := min(max(int(syntax.Offset)-1, 0), len(raw))
		lines := bytes.Count(raw[:at], []byte("\n"))
		col := at - bytes.LastIndexByte(raw[:at], '\n')
		return fmt.Errorf("%d:%d: not JSON: %w", line+lines, col, err)
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("%d: a JSON %s where an object with id, date, title, url and text is wanted", line, kind.Value)
	}
	return fmt.Errorf("%d: not JSON: %w", line, err)
}
