package extract

import "strings"

// categoriesOf are the kinds of weapon that a class noun can go back to.
var categoriesOf = map[string]string{
	"air": "kg:CombatAircraft kg:TransportAircraft", "heli": "kg:Helicopter", "drone": "kg:Drone", "missile": "kg:MissileSystem kg:AirDefence",
	"sam": "kg:AirDefence kg:MissileSystem kg:Radar", "gun": "kg:Artillery", "tank": "kg:Tank", "vehicle": "kg:ArmouredVehicle", "ship": "kg:Ship", "sub": "kg:Submarine",
	"bomb": "kg:Munition", "radar": "kg:Radar",
}

// references links definite nouns to the agreement that the article has just named: "the treaty". Where two could be
// meant, nothing is linked.
func (ex *Extractor) references(a *Analysis) {
	for i := range a.lower {
		if a.owner[i] == 0 && agreementHead[a.lower[i]] && a.definiteAt(i) {
			if t := a.lastOf(i, 3, func(m *Mention) bool { return m.Class == "kg:Agreement" }); t != "" {
				a.mention(Mention{First: i, Last: i + 1, Class: "kg:Agreement", Thing: t, Kind: Reference, Rule: "agreement again"})
			}
		}
	}
	a.sync()
}

// weaponReferences links definite class nouns to the one weapon of that kind in the sentences before: "the missiles".
// Agreements need it: "signed the contract for the missiles".
func (ex *Extractor) weaponReferences(a *Analysis) {
	for i := range a.lower {
		if a.owner[i] != 0 || classWord[a.lower[i]] == "" || !a.definiteAt(i) {
			continue
		}
		cats := categoriesOf[classWord[a.lower[i]]]
		t := a.lastOf(i, 2, func(m *Mention) bool {
			if m.Class != "kg:WeaponSystem" || m.Kind != Name {
				return false
			}
			w := ex.gaz.Weapons[m.Thing]
			return w != nil && strings.Contains(cats+" ", w.Category+" ")
		})
		if t != "" {
			a.mention(Mention{First: i, Last: i + 1, Class: "kg:WeaponSystem", Thing: t, Kind: Reference, Rule: "weapon again"})
		}
	}
	a.sync()
}

// definiteAt reports whether "the", "this" or "these" begins the noun phrase that ends at a token, with nothing in it
// that says that another thing is meant.
func (a *Analysis) definiteAt(i int) bool {
	if i+1 < len(a.lower) && a.sent[i+1] == a.sent[i] && (agreementHead[a.lower[i+1]] || classWord[a.lower[i+1]] != "") {
		return false
	}
	for k := 1; k <= 3; k++ {
		switch w := a.word(i-k, i); {
		case w == "the" || w == "this" || w == "these" || w == "that":
			return true
		case w == "" || a.owner[i-k] != 0 || otherWord[w] || preps[w]:
			return false
		}
	}
	return false
}

var otherWord = wordsOf("other another new second third more additional similar such any a an no first earlier previous separate two three four")

// lastOf returns the one thing of a kind that the article names in a sentence or the n before it, "" for none or
// several.
func (a *Analysis) lastOf(i, n int, is func(*Mention) bool) string {
	for back := 0; back <= n && a.sent[i]-back >= 0; back++ {
		var found []string
		for _, k := range a.inSentence(a.sent[i] - back) {
			if m := &a.Mentions[k]; m.First < i && is(m) {
				found = append(found, m.Thing)
			}
		}
		if found = unique(found); len(found) == 1 {
			return found[0]
		} else if len(found) > 1 {
			return ""
		}
	}
	return ""
}
