package pebblestore

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/cayleygraph/quad"
)

// A value is stored as its kind and its text, so that the values of one kind stand in the order of their text and all
// that begin alike stand together. Numbers are written so that bytes sort as they do.
const (
	kindIRI byte = 1 + iota
	kindBNode
	kindString
	kindTyped // text, datatype, four bytes length of the datatype
	kindLang  // text, language, four bytes length of the language
	kindInt
	kindFloat
	kindBool
	kindTime
)

// appendValue encodes a value. Two values encode alike exactly when they are the same term.
func appendValue(b []byte, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI:
		return append(append(b, kindIRI), v...), nil
	case quad.BNode:
		return append(append(b, kindBNode), v...), nil
	case quad.String:
		return append(append(b, kindString), v...), nil
	case quad.TypedString:
		return appendPair(b, kindTyped, string(v.Value), string(v.Type)), nil
	case quad.LangString:
		return appendPair(b, kindLang, string(v.Value), v.Lang), nil
	case quad.Int:
		return binary.BigEndian.AppendUint64(append(b, kindInt), uint64(v)^1<<63), nil
	case quad.Float:
		bits := math.Float64bits(float64(v))
		if bits>>63 != 0 {
			bits = ^bits
		} else {
			bits |= 1 << 63
		}
		return binary.BigEndian.AppendUint64(append(b, kindFloat), bits), nil
	case quad.Bool:
		if v {
			return append(b, kindBool, 1), nil
		}
		return append(b, kindBool, 0), nil
	case quad.Time:
		t := time.Time(v)
		b = binary.BigEndian.AppendUint64(append(b, kindTime), uint64(t.Unix())^1<<63)
		return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond())), nil
	case nil:
		return b, errors.New("a value is missing")
	}
	return b, fmt.Errorf("a value of type %T cannot be stored", v)
}

func appendPair(b []byte, kind byte, text, tail string) []byte {
	b = append(append(append(b, kind), text...), tail...)
	return binary.BigEndian.AppendUint32(b, uint32(len(tail)))
}

// decodeValue is the inverse of appendValue; it keeps nothing of b.
func decodeValue(b []byte) (quad.Value, error) {
	if len(b) == 0 {
		return nil, errors.New("a value is empty")
	}
	kind, data := b[0], b[1:]
	switch kind {
	case kindIRI:
		return quad.IRI(data), nil
	case kindBNode:
		return quad.BNode(data), nil
	case kindString:
		return quad.String(data), nil
	case kindTyped, kindLang:
		n := len(data) - 4
		if n < 0 {
			break
		}
		tail := int64(binary.BigEndian.Uint32(data[n:]))
		if tail > int64(n) {
			break
		}
		text, rest := quad.String(data[:n-int(tail)]), string(data[n-int(tail):n])
		if kind == kindTyped {
			return quad.TypedString{Value: text, Type: quad.IRI(rest)}, nil
		}
		return quad.LangString{Value: text, Lang: rest}, nil
	case kindInt:
		if len(data) == 8 {
			return quad.Int(binary.BigEndian.Uint64(data) ^ 1<<63), nil
		}
	case kindFloat:
		if len(data) == 8 {
			bits := binary.BigEndian.Uint64(data)
			if bits>>63 != 0 {
				bits &^= 1 << 63
			} else {
				bits = ^bits
			}
			return quad.Float(math.Float64frombits(bits)), nil
		}
	case kindBool:
		if len(data) == 1 && data[0] < 2 {
			return quad.Bool(data[0] == 1), nil
		}
	case kindTime:
		if len(data) == 12 {
			seconds := int64(binary.BigEndian.Uint64(data) ^ 1<<63)
			return quad.Time(time.Unix(seconds, int64(binary.BigEndian.Uint32(data[8:]))).UTC()), nil
		}
	}
	return nil, fmt.Errorf("a value of kind %d and %d bytes cannot be read", kind, len(data))
}

// Values up to these lengths are their own key in the dictionary; of longer ones the key is their beginning and a hash,
// so that a text is stored once and still found by how it begins. Names share long beginnings, which blocks compress.
const (
	maxTextKey = 64
	maxNameKey = 512
	hashBytes  = 16
)

// appendValueKey appends the dictionary key of an encoded value. A hashed key is longer than any plain one of its kind.
func appendValueKey(b, value []byte) []byte {
	b = append(b, tableValues)
	limit := maxTextKey
	if value[0] == kindIRI || value[0] == kindBNode {
		limit = maxNameKey
	}
	if len(value) <= limit {
		return append(b, value...)
	}
	sum := sha256.Sum256(value)
	b = append(b, value[:limit+1-hashBytes]...)
	return append(b, sum[:hashBytes]...)
}
