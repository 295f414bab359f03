package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
	"github.com/piprate/json-gold/ld"
)

// maxJSONLD is how large a document of JSON-LD may be, in bytes: json-gold holds all of it in memory several times.
const maxJSONLD = 64 << 20

// parseJSONLD reads JSON-LD 1.1 by json-gold. Contexts stand in the document: none is fetched.
func parseJSONLD(r io.Reader, base string, fn func(quad.Quad) error) error {
	data, err := io.ReadAll(io.LimitReader(r, maxJSONLD+1))
	if err != nil {
		return err
	}
	if len(data) > maxJSONLD {
		return &SyntaxError{Msg: fmt.Sprintf("JSON-LD of more than %d MB is not read; N-Quads of any size are", maxJSONLD>>20)}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if err := checkJSON(data); err != nil {
		return err
	}
	dataset, err := jsonldToRDF(data, base)
	if err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(dataset.Graphs))
	for _, name := range names {
		var label quad.Value
		if name != "@default" {
			if label, err = jsonldTerm(name); err != nil {
				return err
			}
		}
		for _, q := range dataset.Graphs[name] {
			out := quad.Quad{Label: label}
			for _, place := range []struct {
				to   *quad.Value
				node ld.Node
			}{{&out.Subject, q.Subject}, {&out.Predicate, q.Predicate}, {&out.Object, q.Object}} {
				if *place.to, err = jsonldNode(place.node); err != nil {
					return err
				}
			}
			if err := fn(out); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkJSON says where a text is no JSON, or has a key twice, of which json-gold would drop one.
func checkJSON(data []byte) error {
	at := func(offset int64, format string, args ...any) error {
		before := data[:min(int(offset), len(data))]
		line := bytes.Count(before, []byte("\n")) + 1
		column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
		return &SyntaxError{Line: line, Column: column, Msg: fmt.Sprintf(format, args...)}
	}
	if !utf8.Valid(data) {
		offset := 0
		for offset < len(data) {
			r, size := utf8.DecodeRune(data[offset:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			offset += size
		}
		return at(int64(offset), "this is not valid UTF-8")
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(data, new(json.RawMessage)); errors.As(err, &syntax) {
		if int(syntax.Offset) >= len(data) {
			return at(syntax.Offset, "the file ends before its JSON does")
		}
		return at(max(syntax.Offset-1, 0), "no JSON: %v", syntax)
	} else if err != nil {
		return at(0, "no JSON: %v", err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	// keys holds those of each open object, nil for an array; inKey tells that a key comes next.
	var keys []map[string]bool
	var inKey []bool
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return at(d.InputOffset(), "no JSON: %v", err)
		}
		top := len(keys) - 1
		if key, ok := t.(string); ok && top >= 0 && inKey[top] {
			if keys[top][key] {
				return at(d.InputOffset()-1, "the key %q stands twice in one object", key)
			}
			keys[top][key], inKey[top] = true, false
			continue
		}
		switch t {
		case json.Delim('{'):
			keys, inKey = append(keys, make(map[string]bool)), append(inKey, true)
			continue
		case json.Delim('['):
			keys, inKey = append(keys, nil), append(inKey, false)
			continue
		case json.Delim('}'), json.Delim(']'):
			keys, inKey = keys[:top], inKey[:top]
			top--
		}
		// A value has ended: in an object a key comes next.
		if top >= 0 && keys[top] != nil {
			inKey[top] = true
		}
	}
}

// jsonldToRDF is json-gold, whose panics are errors of the document.
func jsonldToRDF(data []byte, base string) (dataset *ld.RDFDataset, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &SyntaxError{Msg: fmt.Sprintf("JSON-LD that cannot be read: %v", r)}
		}
	}()
	doc, err := ld.DocumentFromReader(bytes.NewReader(data))
	if err != nil {
		return nil, &SyntaxError{Msg: err.Error()}
	}
	options := ld.NewJsonLdOptions(base)
	options.DocumentLoader = noNetwork{}
	out, err := ld.NewJsonLdProcessor().ToRDF(doc, options)
	if err != nil {
		var remote *remoteContextError
		if errors.As(err, &remote) || errors.As(detail(err), &remote) {
			return nil, &SyntaxError{Msg: remote.Error()}
		}
		return nil, &SyntaxError{Msg: fmt.Sprintf("JSON-LD: %v", err)}
	}
	dataset, ok := out.(*ld.RDFDataset)
	if !ok {
		return nil, fmt.Errorf("json-gold gives a %T", out)
	}
	return dataset, nil
}

// detail is the error within an error of json-gold.
func detail(err error) error {
	var e *ld.JsonLdError
	if errors.As(err, &e) {
		if inner, ok := e.Details.(error); ok {
			return inner
		}
	}
	return err
}

// noNetwork refuses every document that a document refers to.
type noNetwork struct{}

type remoteContextError struct{ url string }

func (e *remoteContextError) Error() string {
	return fmt.Sprintf(`the context %s is not in the document, and kg fetches none: put its content in the place of its address, "@context": {…}, or convert the file to N-Quads elsewhere`, e.url)
}

// LoadDocument is part of ld.DocumentLoader.
func (noNetwork) LoadDocument(u string) (*ld.RemoteDocument, error) {
	return nil, &remoteContextError{u}
}

func jsonldNode(n ld.Node) (quad.Value, error) {
	switch n := n.(type) {
	case ld.IRI:
		return jsonldTerm(n.Value)
	case *ld.IRI:
		return jsonldTerm(n.Value)
	case ld.BlankNode:
		return jsonldTerm(n.Attribute)
	case *ld.BlankNode:
		return jsonldTerm(n.Attribute)
	case ld.Literal:
		return jsonldLiteral(n)
	case *ld.Literal:
		return jsonldLiteral(*n)
	}
	return nil, fmt.Errorf("json-gold gives a term of type %T", n)
}

// jsonldTerm is an IRI or, with _: before its label, a blank node.
func jsonldTerm(text string) (quad.Value, error) {
	if label, ok := strings.CutPrefix(text, "_:"); ok {
		return quad.BNode(label), nil
	}
	if err := checkIRI(text); err != nil {
		return nil, &SyntaxError{Msg: err.Error()}
	}
	return quad.IRI(text), nil
}

func jsonldLiteral(l ld.Literal) (quad.Value, error) {
	if l.Language != "" {
		if !validLanguage(l.Language) {
			return nil, &SyntaxError{Msg: fmt.Sprintf("%q is no language tag, such as en or pt-BR", l.Language)}
		}
		return quad.LangString{Value: quad.String(l.Value), Lang: l.Language}, nil
	}
	if l.Datatype == "" {
		return quad.String(l.Value), nil
	}
	datatype, err := jsonldTerm(l.Datatype)
	if err != nil {
		return nil, err
	}
	iri, ok := datatype.(quad.IRI)
	if !ok {
		return nil, &SyntaxError{Msg: fmt.Sprintf("the datatype %s is a blank node", l.Datatype)}
	}
	v, problem := typedLiteral(quad.String(l.Value), iri)
	if problem != "" {
		return nil, &SyntaxError{Msg: problem}
	}
	return v, nil
}
