package extract

import "strings"

// PathTo tells how a participant hangs on the words of an event, for explanation: the relations of the tree from the
// trigger up ("<") and down (">") to the head of the noun phrase; "" where the phrase stands outside the tree.
func (a *Analysis) PathTo(e *Event, p Participant) string {
	t := a.trees[e.Sentence]
	if t == nil || p.Last <= p.First {
		return ""
	}
	head := -1 // the word of the phrase that hangs on one outside
	for i := p.First; i < p.Last; i++ {
		k, ok := t.byToken[i]
		if !ok {
			continue
		}
		if h := t.nodes[k].head; h < 0 || t.nodes[h].first < p.First || t.nodes[h].first >= p.Last {
			head = k
			break
		}
	}
	if head < 0 {
		return ""
	}
	word := func(k int) string {
		return strings.Join(strings.Fields(a.Text(t.nodes[k].first, t.nodes[k].last)), " ")
	}
	above := map[int]bool{} // the trigger and what it hangs on
	for k := e.node; k >= 0; k = t.nodes[k].head {
		above[k] = true
	}
	down, top := "", head
	for ; top >= 0 && !above[top]; top = t.nodes[top].head {
		down = " > " + t.nodes[top].rel + " > " + word(top) + down
	}
	if top < 0 {
		return ""
	}
	up := ""
	for k := e.node; k != top; k = t.nodes[k].head {
		up += word(k) + " < " + t.nodes[k].rel + " < "
	}
	return up + word(top) + down
}
