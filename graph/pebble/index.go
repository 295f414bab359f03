package pebblestore

import (
	"fmt"
	"math/bits"

	"github.com/cayleygraph/quad"
)

// Every key begins with the byte of its table.
const (
	tableMeta   byte = 'm' // what the store is and counts
	tableIDs    byte = 'i' // id -> value
	tableValues byte = 'd' // value or its hash -> id
	tableQuads  byte = 'q' // and the following: one for each order of indexes
)

// ids is a quad, or a pattern of quads, by the ids of its subject, predicate, object and label. In a quad a zero label
// is no label; in a pattern zero is anything.
type ids [4]uint64

// place is the index of a direction in ids.
func place(d quad.Direction) int { return int(d) - 1 }

var directions = [4]quad.Direction{quad.Subject, quad.Predicate, quad.Object, quad.Label}

const (
	subject = iota
	predicate
	object
	label
)

// orders are the sorted copies of the quads. Every set of bound places begins one of them, so that every lookup is one
// range; six is the least number that can do it.
var orders = [...][4]int{
	{subject, predicate, object, label},
	{predicate, object, label, subject},
	{object, subject, label, predicate},
	{label, subject, predicate, object},
	{predicate, label, subject, object},
	{object, label, predicate, subject},
}

// orderFor has the order to use for a set of bound places, as bits. The last that fits is taken: behind a lone predicate
// or object it puts the label, of which there are many, which makes estimates of sizes better.
var orderFor = func() (table [16]int) {
	for set := range table {
		table[set] = -1
		for i, order := range orders {
			prefix := 0
			for _, p := range order[:bits.OnesCount(uint(set))] {
				prefix |= 1 << p
			}
			if prefix == set {
				table[set] = i
			}
		}
		if table[set] < 0 {
			panic(fmt.Sprintf("no order of quads begins with the places %04b", set))
		}
	}
	table[0] = 0
	return table
}()

// appendID writes an id in as few bytes as it needs, so that bytes sort as the numbers do: the ones that begin the
// first byte count the bytes that follow.
func appendID(b []byte, id uint64) []byte {
	more := 0
	for more < 8 && id>>(7+7*more) != 0 {
		more++
	}
	if more == 8 {
		b = append(b, 0xff)
	} else {
		b = append(b, byte(id>>(8*more))|^byte(0xff>>more))
	}
	for more--; more >= 0; more-- {
		b = append(b, byte(id>>(8*more)))
	}
	return b
}

// cutID reads an id that begins b; n is zero when b does not begin with one.
func cutID(b []byte) (id uint64, n int) {
	if len(b) == 0 {
		return 0, 0
	}
	more := bits.LeadingZeros8(^b[0])
	if len(b) <= more {
		return 0, 0
	}
	if more < 7 {
		id = uint64(b[0] & (0x7f >> more))
	}
	for _, c := range b[1 : more+1] {
		id = id<<8 | uint64(c)
	}
	return id, more + 1
}

// appendQuadKey writes a quad in one order.
func appendQuadKey(b []byte, order int, q *ids) []byte {
	b = append(b, tableQuads+byte(order))
	for _, p := range orders[order] {
		b = appendID(b, q[p])
	}
	return b
}

// parseQuadKey is the inverse of appendQuadKey.
func parseQuadKey(key []byte, order int, q *ids) bool {
	key = key[1:]
	for _, p := range orders[order] {
		id, n := cutID(key)
		if n == 0 {
			return false
		}
		q[p], key = id, key[n:]
	}
	return len(key) == 0
}

// appendPrefix writes what all keys of the quads of a pattern begin with, and says in which order.
func appendPrefix(b []byte, pattern *ids) (prefix []byte, order int) {
	set, n := 0, 0
	for p, id := range pattern {
		if id != 0 {
			set |= 1 << p
			n++
		}
	}
	order = orderFor[set]
	b = append(b, tableQuads+byte(order))
	for _, p := range orders[order][:n] {
		b = appendID(b, pattern[p])
	}
	return b, order
}

// appendEnd appends the least key that is greater than all that begin with prefix.
func appendEnd(b, prefix []byte) []byte {
	n := len(prefix)
	for n > 0 && prefix[n-1] == 0xff {
		n--
	}
	b = append(b, prefix[:n]...)
	if n > 0 {
		b[len(b)-1]++
	}
	return b
}
