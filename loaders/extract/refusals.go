package extract

// refusals reads the refusals of what no friendly frame tells ("Mali will not bow to the demands"):
// the frames of Reject say which verbs they are.
func (ex *Extractor) refusals(a *Analysis, t *tree, s int, found []*Event) []*Event {
	var out []*Event
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.mention >= 0 || !n.isVerb() {
			continue
		}
		not := t.unwilling(i)
		if not < 0 || t.has(i, "if", "unless", "whether") || t.passive(i) {
			continue
		}
		if h := n.head; h >= 0 && base(n.rel) == "ccomp" && threatening[t.nodes[h].lemma] {
			continue // that he will not stand it is his threat
		}
		told := false
		for _, o := range found {
			told = told || o.Frame == wontFrame && o.node == i
		}
		if told {
			continue
		}
		for _, f := range ex.frames.Verb(n.lemma) {
			if !f.Refused {
				continue
			}
			e := ex.tryFrame(a, t, s, i, -1, f, n.lemma)
			if e == nil {
				continue
			}
			for _, o := range found { // whom the act itself would have served
				if (o.node == i || o.light == i) && len(e.Recipients) == 0 && !o.sides {
					e.Recipients = o.Recipients
				}
			}
			e.First, e.Last = t.nodes[not].first, n.last
			e.Status = "Actual"
			if h := n.head; h >= 0 && h != not && base(n.rel) != "conj" {
				e.Status = ex.governed(a, t, i)
			}
			out = append(out, e)
			break
		}
	}
	return out
}

var threatening = wordsOf("warn threaten caution promise assure pledge vow")

// unwilling returns the auxiliary of a verb that is negated with will or can ("will not", "cannot"), or -1.
func (t *tree) unwilling(i int) int {
	if h := t.nodes[i].head; h >= 0 && t.nodes[i].tag == "VB" && t.has(i, "to") && (base(t.nodes[i].rel) == "xcomp" || base(t.nodes[i].rel) == "advcl") && t.has(h, "not", "n't", "never") {
		switch t.nodes[h].lemma {
		case "ready", "willing", "prepared", "prepare", "inclined", "intend", "agree":
			return h // "is not ready to accept"
		}
	}
	if !t.has(i, "not", "n't", "never") {
		return -1
	}
	for _, k := range t.all(i, "aux") {
		switch t.nodes[k].lemma {
		case "will", "would", "can", "could", "shall", "wo", "ca":
			return k
		}
	}
	return -1
}
