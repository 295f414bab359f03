package extract

import (
	"strings"

	"github.com/newskg/kg/schema"
)

// A capital stands for its government where it acts and is acted on, and for itself where something takes place in it.
// The lists are of the words beside it that tell the two apart.
var (
	placeBefore = wordsOf("in at near outside around inside through via across within throughout")
	// travelWord stand before "to X" and "from X" where X is somewhere to be.
	travelWord = wordsOf("visit visits visited trip trips travel travels travelled traveled flew fly flies flying go goes going went come comes came return returned returns " +
		"arrive arrived arrival tour stop head heading headed move moved moving invite invited invites drive drove flight flights journey journeys back way sail sailed sent taken brought " +
		"summon summoned recalled ambassador envoy home km kilometers kilometres miles hours road train route bus")
	// placeAfter are nouns that make a place of the capital before them.
	placeAfter = wordsOf("airport airports suburb suburbs street streets region mayor parade university square metro hotel stadium embassy headquarters office summit meeting " +
		"conference talks declaration river zoo court residents district province area airspace time bureau university hospital correspondent museum cathedral")
	// acts are nouns of government that a nation owns: Moscow's decision.
	visiting  = wordsOf("visited visit visits visiting left leave leaving reached entered captured bombed shelled besieged stormed reach toured occupied seized")
	ofPlace   = wordsOf("outskirts city capital streets centre center mayor north south east west suburb suburbs district region town port university airport district siege battle fall bishop archbishop")
	auxiliary = wordsOf("is was has had have will would could may might should can said says does did are were must")
)

// seats decides for each capital and building whether it stands for its nation or for itself.
func (ex *Extractor) seats(a *Analysis) {
	for i := range a.Mentions {
		m := &a.Mentions[i]
		if m.Last == m.First || m.seat == "" || m.Class != "kg:Place" {
			continue
		}
		if a.standsForNation(m) {
			m.Class, m.Thing, m.Sense, m.Rule = "kg:Nation", m.seat, schema.AsSeat, "seat"
		}
	}
}

func (a *Analysis) standsForNation(m *Mention) bool {
	i := m.First
	p1, p2 := a.word(i-1, i), a.word(i-2, i)
	if p1 == "the" {
		p1, p2 = p2, a.word(i-3, i)
	}
	n1 := a.word(m.Last, i)
	// a dateline: KYIV, June 20 — ; MOSCOW (Reuters)
	if sn := a.sentence(i); sn.First == i && strings.ToUpper(a.raw(i)) == a.raw(i) && len(a.raw(i)) > 3 && n1 != "'s" {
		return false
	}
	if n1 == "," { // Moscow, Russia
		if q := a.at(m.Last + 1); q != nil && a.sent[m.Last+1] == a.sent[i] && (q.Class == "kg:Nation" && q.Sense == schema.AsName && q.Thing == m.seat || q.Class == "kg:Place") {
			if q.Class == "kg:Nation" {
				return false
			}
		}
	}
	if n1 == "-" && a.glued(m.Last) {
		switch a.word(m.Last+1, i) {
		case "based", "born", "area":
			return false
		}
		return true // Washington-New Delhi ties, Moscow-backed
	}
	if placeAfter[n1] {
		return false
	}
	if n1 == "'s" || n1 == "’s" {
		return !placeAfter[a.word(m.Last+1, i)]
	}
	if placeBefore[p1] {
		return false
	}
	switch p1 {
	case "to", "from", "for", "toward", "towards", "into", "leaving", "of", "over", "on":
		if p1 == "into" {
			return false
		}
		if p1 == "of" {
			return !ofPlace[p2]
		}
		for k := 2; k <= 6; k++ {
			w := a.word(i-k, i)
			if w == "" || w == "," || w == "and" && k > 2 {
				break
			}
			if travelWord[w] {
				return p1 == "for" || p1 == "on" || p1 == "over"
			}
		}
		return true
	case "and", "or", ",":
		if q := a.at(i - 2); q != nil && a.sent[i-2] == a.sent[i] && q.seat != "" {
			return q.Class == "kg:Nation"
		}
	}
	if visiting[p1] {
		return false
	}
	return true
}
