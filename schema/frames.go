package schema

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed data/frames/*.toml
var frameFiles embed.FS

// Frames are the event classes with their triggers and argument patterns, read from data/frames/*.toml, one file a
// class. They are read once and then safe for concurrent use.
type Frames struct {
	Classes []FrameClass

	verbs map[string][]*Frame
	nouns map[string][]*Frame
}

// FrameClass is one file: a class of events with its frames and example sentences.
type FrameClass struct {
	// Class is the local name of the class: Request.
	Class string `toml:"class"`
	// Frames are the ways in which the class is worded, the more special first.
	Frames []Frame `toml:"frame"`
	// Examples are sentences that the tests run.
	Examples []FrameExample `toml:"example"`
}

// Frame is one group of triggers that share their slots. Words are lemmas, separated by blanks. "rule:out" is the verb
// rule with the particle or preposition out. Slots name where a participant stands beside the trigger, several
// separated by blanks, all of them read: subj and obj of the active voice (a passive is turned round; for a noun, subj
// is the subject of the light verb that it is the object of), iobj, poss ("Turkey's purchase"), adj ("Russian
// deliveries"), xcomp (the object or subject of the complement), deed (whose the attack is that is the subject: "a
// Russian strike killed"), or a preposition.
type Frame struct {
	// Name is the rule that events tell: Request/asks.
	Name string `toml:"name"`
	// Verbs and Nouns are the triggers.
	Verbs string `toml:"verbs"`
	Nouns string `toml:"nouns"`
	// Actor and Recipient are slots. In a frame with Sides every filler of those slots is an actor, and there is no
	// recipient.
	Actor     string `toml:"actor"`
	Recipient string `toml:"recipient"`
	Sides     string `toml:"sides"`
	// Objects, where given, restricts the frame: the head of the direct object (for a noun: of its "of" phrase, its
	// compound or adjective, or the noun itself is enough when a modifier is of these words) must be one of the words or
	// of one of the kinds WEAPON, AGREEMENT, MONEY, PEOPLE (persons or people of a nation), SIDE (a nation, person or
	// organization), PLACE, THING (any common noun that stands for no side).
	Objects string `toml:"objects"`
	// With restricts the frame too: one of these lemmas must stand in the phrase or clause of the trigger.
	With string `toml:"with"`
	// Without excludes the frame when one of these lemmas stands there.
	Without string `toml:"without"`
	// Needs lists what must be filled: actor, recipient, two (at least two sides), matter (a weapon, agreement, place
	// or organization concerned), any (a known actor or recipient). Empty: actor.
	Needs string `toml:"needs"`
	// Status overrides the reading of the clause: "Planned" for verbs of intent that are themselves the event's act.
	Status string `toml:"status"`
	// Content says that the complement clause is an act of its own (asked for, promised, refused), whose status is
	// Possible, Planned or Negated as given.
	Content string `toml:"content"`
	// Refused says that the verbs are acts that another wants, and that the frame is their refusal: it holds only where
	// they are negated with will or can ("will not release", "cannot accept").
	Refused bool `toml:"refused"`
	// Mode and Context are PLOVER's, spelt as there.
	Mode    string `toml:"mode"`
	Context string `toml:"context"`

	// Class is that of the file.
	Class string `toml:"-"`
}

// FrameExample is a sentence with the events that it must give; a test runs every one.
type FrameExample struct {
	Text string `toml:"text"`
	// Actors and Recipients are labels of nations, in any order; Status is Actual when empty. None says that the
	// sentence must give no event of the class.
	Actors     []string `toml:"actors"`
	Recipients []string `toml:"recipients"`
	Status     string   `toml:"status"`
	None       bool     `toml:"none"`
}

// NewFrames reads the bundled frames and then the user's own files, which add to the classes they name.
func NewFrames(userFiles ...string) (*Frames, error) {
	names, err := fs.Glob(frameFiles, "data/frames/*.toml")
	if err != nil {
		return nil, err
	}
	f := &Frames{verbs: map[string][]*Frame{}, nouns: map[string][]*Frame{}}
	for _, name := range names {
		raw, err := frameFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := f.add(strings.TrimPrefix(name, "data/"), raw); err != nil {
			return nil, err
		}
	}
	for _, name := range userFiles {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("frames: %w", err)
		}
		if err := f.add(name, raw); err != nil {
			return nil, err
		}
	}
	f.index()
	return f, nil
}

// add reads one file strictly: an unknown key or class is an error with its place.
func (f *Frames) add(name string, raw []byte) error {
	var c FrameClass
	meta, err := toml.Decode(string(raw), &c)
	if err != nil {
		return fmt.Errorf("frames %s: %w", name, err)
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		return fmt.Errorf("frames %s: unknown key %s; a frame has name, verbs, nouns, actor, recipient, sides, objects, with, without, needs, status, content, refused, mode, context", name, extra[0])
	}
	v := NewVocabulary().Class("kg:" + c.Class)
	if v == nil || v.Parent != "kg:Event" {
		return fmt.Errorf("frames %s: class %q is none of PLOVER's sixteen", name, c.Class)
	}
	for i := range c.Frames {
		fr := &c.Frames[i]
		fr.Class = c.Class
		switch {
		case fr.Name == "":
			return fmt.Errorf("frames %s: frame %d has no name", name, i+1)
		case fr.Verbs == "" && fr.Nouns == "":
			return fmt.Errorf("frames %s: frame %s has neither verbs nor nouns", name, fr.Name)
		case fr.Actor == "" && fr.Sides == "" && fr.Recipient == "":
			return fmt.Errorf("frames %s: frame %s has no slots", name, fr.Name)
		}
		for _, w := range strings.Fields(fr.Needs) {
			switch w {
			case "actor", "recipient", "two", "matter", "any":
			default:
				return fmt.Errorf("frames %s: frame %s needs %q; it is actor, recipient, two, matter or any", name, fr.Name, w)
			}
		}
		switch fr.Status {
		case "", "Actual", "Planned", "Possible", "Negated":
		default:
			return fmt.Errorf("frames %s: frame %s has status %q; it is Actual, Planned, Possible or Negated", name, fr.Name, fr.Status)
		}
	}
	f.Classes = append(f.Classes, c)
	return nil
}

// index sorts the frames by their triggers. Frames with a particle or a restriction come before those without.
func (f *Frames) index() {
	for c := range f.Classes {
		for i := range f.Classes[c].Frames {
			fr := &f.Classes[c].Frames[i]
			for _, w := range strings.Fields(fr.Verbs) {
				lemma, _, _ := strings.Cut(w, ":")
				f.verbs[lemma] = append(f.verbs[lemma], fr)
			}
			for _, w := range strings.Fields(fr.Nouns) {
				f.nouns[w] = append(f.nouns[w], fr)
			}
		}
	}
	special := func(list []*Frame) {
		sort.SliceStable(list, func(i, j int) bool { return list[i].weight() > list[j].weight() })
	}
	for _, list := range f.verbs {
		special(list)
	}
	for _, list := range f.nouns {
		special(list)
	}
}

func (fr *Frame) weight() int {
	n := 0
	if fr.Objects != "" {
		n += 4
	}
	if fr.With != "" {
		n += 2
	}
	if fr.Without != "" {
		n++
	}
	return n
}

// Verb returns the frames that a verb's lemma may trigger, the more special first.
func (f *Frames) Verb(lemma string) []*Frame { return f.verbs[lemma] }

// Noun returns the frames that a noun's lemma may trigger.
func (f *Frames) Noun(lemma string) []*Frame { return f.nouns[lemma] }

// Particles returns the particles or prepositions that the frame asks for behind a verb's lemma; "" among them means
// that the bare verb will do.
func (fr *Frame) Particles(lemma string) []string {
	var out []string
	for _, w := range strings.Fields(fr.Verbs) {
		l, p, _ := strings.Cut(w, ":")
		if l == lemma {
			out = append(out, p)
		}
	}
	return out
}
