package schema

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed data/*.csv
var dataFiles embed.FS

// Sense says how a surface form stands for its thing.
type Sense uint8

const (
	// AsName: the form is a name of the thing.
	AsName Sense = iota
	// AsAdjective: "Indian", "Sino-".
	AsAdjective
	// AsDemonym: "Indians", "a Pole".
	AsDemonym
	// AsSeat: a capital or a building that stands for the government that sits in it: never a name of the nation.
	AsSeat
)

// Form is one surface form of a known thing.
type Form struct {
	Text  string
	Thing string // short name
	Sense Sense
	// Context says that the form is also something else (Falcon, Georgia): it counts only with something beside it
	// that settles it.
	Context bool
}

// Nation is a row of nations.csv.
type Nation struct {
	Name, Label, ISO2, ISO3, Kind string
	Capital                       string // short name of the place
	Executive                     bool   // the president heads the government too
	ReplacedBy                    []string
	Until                         string
}

// Place is a row of places.csv.
type Place struct {
	Name, Label, Kind, Nation string
	ClaimedBy                 []string
}

// Organization is a row of organizations.csv.
type Organization struct {
	Name, Label, Kind, Sector, Nation string
}

// Weapon is a row of weapons.csv.
type Weapon struct {
	Name, Label, Category, Maker, Family string
	Origin                               []string
}

// Person is somebody with at least one known tenure.
type Person struct {
	Name, Label, Gender string
	Tenures             []*Tenure // by since
	// Surname is the word by which later sentences call them.
	Surname string
}

// Tenure is one row of the officials: who held which office when. Since and Until are YYYY, YYYY-MM or YYYY-MM-DD; an
// empty Until means that it was still held when the data was made.
type Tenure struct {
	Person       *Person
	Role         string // kg:ForeignMinister
	Of           string // short name of a nation or organization
	Since, Until string
}

// Title is one wording of an office (titles.csv).
type Title struct {
	Text   string
	Role   string
	Of     []string // the nations or bodies where the wording means this; empty: anywhere
	Body   string   // "foreign", "defence" …: whose spokesman
	Sector string
}

// Treaty is a row of treaties.csv.
type Treaty struct {
	Name, Label, Signed, Matter, Status string
	Parties                             []string
}

// Gazetteer is what kg knows of the world: surface forms to known things, and the facts about them that no article has
// to state. It is read once and then safe for concurrent use.
type Gazetteer struct {
	Nations       map[string]*Nation
	Places        map[string]*Place
	Organizations map[string]*Organization
	Weapons       map[string]*Weapon
	Persons       map[string]*Person
	Treaties      map[string]*Treaty
	Titles        []Title

	things    map[string]*Thing
	forms     map[string][]Form
	surnames  map[string][]*Person
	tenures   map[string][]*Tenure // by role + " " + of
	members   map[string][]string  // nation -> organizations, as of now
	given     map[string]bool
	nouns     map[string]string // common noun, singular -> class
	forenames map[string]string // folded given name -> gender where all bearers agree
	capitals  map[string]string // place -> nation
	// identified are the things of the table of identities by their identity, offices the identities of offices.
	identified map[string]string
	offices    map[string]string
	longest    int
}

// RowError is a row of a gazetteer that cannot be taken.
type RowError struct {
	File string
	Line int
	Msg  string
}

func (e *RowError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg) }

// table is one kind of gazetteer file, known by its header.
type table struct {
	name   string
	header string
	read   func(g *Gazetteer, r row) error
}

// tables lists the kinds of gazetteer file in the order in which they are read: what a row refers to comes before it.
var tables = []table{
	{"nations", "id,label,iso2,iso3,names,adjectives,demonyms,abbreviations,capital,seats,executive_president,wikidata,kind,until,replaced_by", (*Gazetteer).nation},
	{"places", "id,label,kind,nation,claimed_by,aliases,geonames,source", (*Gazetteer).place},
	{"organizations", "id,label,kind,sector,nation,aliases,wikidata,source", (*Gazetteer).organization},
	{"memberships", "organization,nation,since,until", (*Gazetteer).membership},
	{"weapons", "id,label,category,origin,maker,family,aliases,wikidata,source", (*Gazetteer).weapon},
	{"titles", "title,role,of,body,sector,former_ok", (*Gazetteer).title},
	{"treaties", "id,label,aliases,parties,signed,matter,status,source", (*Gazetteer).treaty},
	{"officials", "person,role,of,since,until,aliases,gender,wikidata,source", (*Gazetteer).official},
	{"identities", "thing,wikidata,source", (*Gazetteer).identity},
	{"names", "given_name,gender", (*Gazetteer).givenName},
	{"nouns", "noun,class", (*Gazetteer).noun},
}

// row is one line of a table, by column name.
type row struct {
	file string
	line int
	cols map[string]string
}

func (r row) get(col string) string { return r.cols[col] }
func (r row) list(col string) []string {
	if r.cols[col] == "" {
		return nil
	}
	return strings.Split(r.cols[col], "|")
}
func (r row) errorf(format string, args ...any) error {
	return &RowError{r.file, r.line, fmt.Sprintf(format, args...)}
}

// NewGazetteer reads the bundled gazetteers and then the user's own files, whose header says which table they add to.
// All rows that cannot be taken are reported together.
func NewGazetteer(userFiles ...string) (*Gazetteer, error) {
	return newGazetteer(dataFiles, userFiles)
}

func newGazetteer(bundled fs.FS, userFiles []string) (*Gazetteer, error) {
	g := &Gazetteer{
		Nations: map[string]*Nation{}, Places: map[string]*Place{}, Organizations: map[string]*Organization{},
		Weapons: map[string]*Weapon{}, Persons: map[string]*Person{}, Treaties: map[string]*Treaty{},
		things: map[string]*Thing{}, forms: map[string][]Form{}, surnames: map[string][]*Person{},
		tenures: map[string][]*Tenure{}, members: map[string][]string{}, given: map[string]bool{}, nouns: map[string]string{},
		forenames: map[string]string{}, capitals: map[string]string{}, identified: map[string]string{}, offices: map[string]string{},
	}
	files, err := fs.Glob(bundled, "data/*.csv")
	if err != nil {
		return nil, err
	}
	var errs []error
	rows := make([][]row, len(tables))
	take := func(name string, r io.Reader) {
		t, got, err := readTable(name, r)
		if err != nil {
			errs = append(errs, err)
			return
		}
		rows[t] = append(rows[t], got...)
	}
	for _, name := range files {
		f, err := bundled.Open(name)
		if err != nil {
			return nil, err
		}
		take(strings.TrimPrefix(name, "data/"), f)
		f.Close()
	}
	for _, name := range userFiles {
		f, err := openFile(name)
		if err != nil {
			errs = append(errs, fmt.Errorf("gazetteer %w", err))
			continue
		}
		take(name, f)
		f.Close()
	}
	for i := range tables {
		for _, r := range rows[i] {
			if err := tables[i].read(g, r); err != nil {
				errs = append(errs, err)
			}
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	g.finish()
	return g, nil
}

// readTable reads one file; its header says which table it is.
func readTable(name string, r io.Reader) (int, []row, error) {
	cr := csv.NewReader(r)
	cr.Comment = '#'
	cr.FieldsPerRecord = -1
	header, err := cr.Read()
	if err != nil {
		return 0, nil, fmt.Errorf("gazetteer %s: no header: %w", name, err)
	}
	at := -1
	for i, t := range tables {
		if strings.Join(header, ",") == t.header {
			at = i
		}
	}
	if at < 0 {
		line, _ := cr.FieldPos(0)
		var valid []string
		for _, t := range tables {
			valid = append(valid, t.header)
		}
		return 0, nil, &RowError{name, line, "unknown header " + strings.Join(header, ",") + "; it must be one of\n  " + strings.Join(valid, "\n  ")}
	}
	var rows []row
	for {
		rec, err := cr.Read()
		if err == io.EOF {
			return at, rows, nil
		}
		if err != nil {
			return 0, nil, fmt.Errorf("gazetteer %s: %w", name, err)
		}
		line, _ := cr.FieldPos(0)
		if len(rec) != len(header) {
			return 0, nil, &RowError{name, line, fmt.Sprintf("%d fields, the header has %d (%s)", len(rec), len(header), strings.Join(header, ","))}
		}
		cols := make(map[string]string, len(rec))
		for i, c := range header {
			cols[c] = rec[i]
		}
		rows = append(rows, row{name, line, cols})
	}
}

// add registers a described thing with the names that are names of it.
func (g *Gazetteer) add(r row, t *Thing) error {
	if t.Label == "" {
		return r.errorf("no label")
	}
	if g.things[t.Name] != nil {
		return r.errorf("%s stands twice", t.Name)
	}
	if r.get("wikidata") != "" {
		q, err := r.wikidata()
		if err != nil {
			return err
		}
		t.SameAs = []string{q}
	}
	g.things[t.Name] = t
	return nil
}

// wikidata is the identity that a row gives.
func (r row) wikidata() (string, error) {
	q := r.get("wikidata")
	if len(q) < 2 || q[0] != 'Q' || strings.Trim(q[1:], "0123456789") != "" {
		return "", r.errorf("wikidata %q: want Q and digits", q)
	}
	return "wd:" + q, nil
}

// identity gives a known thing, or the office of a nation or organization, the identity that it has in Wikidata.
func (g *Gazetteer) identity(r row) error {
	q, err := r.wikidata()
	if err != nil {
		return err
	}
	name := r.get("thing")
	if r.get("source") == "" {
		return r.errorf("%s: no source", name)
	}
	if other := g.identified[q]; other != "" && other != name {
		return r.errorf("%s is %s already", q, other)
	}
	g.identified[q] = name
	if t := g.things[name]; t != nil {
		if len(t.SameAs) > 0 && t.SameAs[0] != q {
			return r.errorf("%s is %s already", name, t.SameAs[0])
		}
		t.SameAs = []string{q}
		return nil
	}
	if _, _, ok := g.officeParts(name); !ok {
		return r.errorf("there is no %s", name)
	}
	if other := g.offices[name]; other != "" && other != q {
		return r.errorf("%s is %s already", name, other)
	}
	g.offices[name] = q
	return nil
}

// form registers a surface form; a trailing "?" asks for context.
func (g *Gazetteer) form(text, thing string, sense Sense) {
	f := Form{Text: strings.TrimSuffix(text, "?"), Thing: thing, Sense: sense, Context: strings.HasSuffix(text, "?")}
	k := Key(f.Text)
	if k == "" {
		return
	}
	if n := len(k); n > g.longest {
		g.longest = n
	}
	for i, have := range g.forms[k] {
		if have.Thing == thing && have.Sense == sense {
			// the same form again, with the mark: the mark holds
			if f.Context && Words(have.Text) == Words(f.Text) {
				g.forms[k][i].Context = true
			}
			if have.Text == f.Text {
				return
			}
		}
	}
	g.forms[k] = append(g.forms[k], f)
}

// names registers the label and further names of a thing and makes the further ones its alternative labels.
func (g *Gazetteer) names(t *Thing, names []string) {
	g.form(t.Label, t.Name, AsName)
	for _, n := range names {
		g.form(n, t.Name, AsName)
		if plain := strings.TrimSuffix(n, "?"); plain != t.Label {
			t.Alt = append(t.Alt, plain)
		}
	}
	sort.Strings(t.Alt)
}

func (g *Gazetteer) nation(r row) error {
	n := &Nation{Name: "nation:" + r.get("id"), Label: r.get("label"), ISO2: r.get("iso2"), ISO3: r.get("iso3"), Kind: r.get("kind"),
		Executive: r.get("executive_president") == "yes", Until: r.get("until")}
	if r.get("id") == "" {
		return r.errorf("no id")
	}
	if c := r.get("capital"); c != "" {
		n.Capital = "place:" + c
		if n.Kind != "former" { // Moscow speaks for Russia, not for the Soviet Union
			g.capitals[n.Capital] = n.Name
		}
	}
	for _, s := range r.list("replaced_by") {
		n.ReplacedBy = append(n.ReplacedBy, "nation:"+s)
	}
	t := &Thing{Name: n.Name, Class: "kg:Nation", Label: n.Label, ISO3: n.ISO3}
	if err := g.add(r, t); err != nil {
		return err
	}
	g.Nations[n.Name] = n
	g.names(t, append(r.list("names"), r.list("abbreviations")...))
	for _, a := range r.list("adjectives") {
		g.form(a, n.Name, AsAdjective)
	}
	for _, d := range r.list("demonyms") {
		g.form(d, n.Name, AsDemonym)
	}
	for _, s := range r.list("seats") {
		g.form(s, n.Name, AsSeat)
	}
	return nil
}

// nationRef checks a reference to a nation and gives its short name.
func (g *Gazetteer) nationRef(r row, col, id string) (string, error) {
	name := "nation:" + id
	if g.Nations[name] == nil {
		return "", r.errorf("%s: no nation %q in nations.csv", col, id)
	}
	return name, nil
}

func (g *Gazetteer) nationRefs(r row, col string) ([]string, error) {
	var out []string
	for _, id := range r.list(col) {
		n, err := g.nationRef(r, col, id)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

func (g *Gazetteer) place(r row) error {
	p := &Place{Name: "place:" + r.get("id"), Label: r.get("label"), Kind: r.get("kind")}
	var err error
	if id := r.get("nation"); id != "" {
		if p.Nation, err = g.nationRef(r, "nation", id); err != nil {
			return err
		}
	}
	if p.ClaimedBy, err = g.nationRefs(r, "claimed_by"); err != nil {
		return err
	}
	t := &Thing{Name: p.Name, Class: "kg:Place", Label: p.Label}
	if err := g.add(r, t); err != nil {
		return err
	}
	g.Places[p.Name] = p
	g.names(t, r.list("aliases"))
	return nil
}

func (g *Gazetteer) organization(r row) error {
	o := &Organization{Name: "org:" + r.get("id"), Label: r.get("label"), Kind: r.get("kind"), Sector: r.get("sector")}
	var err error
	if id := r.get("nation"); id != "" {
		if o.Nation, err = g.nationRef(r, "nation", id); err != nil {
			return err
		}
	}
	t := &Thing{Name: o.Name, Class: "kg:Organization", Label: o.Label}
	if err := g.add(r, t); err != nil {
		return err
	}
	g.Organizations[o.Name] = o
	g.names(t, r.list("aliases"))
	return nil
}

func (g *Gazetteer) membership(r row) error {
	o := "org:" + r.get("organization")
	if g.Organizations[o] == nil {
		return r.errorf("organization: no %q in organizations.csv", r.get("organization"))
	}
	n, err := g.nationRef(r, "nation", r.get("nation"))
	if err != nil {
		return err
	}
	if r.get("until") == "" {
		g.members[n] = append(g.members[n], o)
	}
	return nil
}

func (g *Gazetteer) weapon(r row) error {
	w := &Weapon{Name: "weapon:" + r.get("id"), Label: r.get("label"), Category: "kg:" + r.get("category")}
	if !contains(WeaponCategories, w.Category) {
		return r.errorf("category %q: not one of %s", r.get("category"), strings.Join(WeaponCategories, ", "))
	}
	var err error
	if w.Origin, err = g.nationRefs(r, "origin"); err != nil {
		return err
	}
	if m := r.get("maker"); m != "" {
		w.Maker = "org:" + m
		if g.Organizations[w.Maker] == nil {
			return r.errorf("maker: no %q in organizations.csv", m)
		}
	}
	if f := r.get("family"); f != "" {
		w.Family = "weapon:" + f
	}
	t := &Thing{Name: w.Name, Class: "kg:WeaponSystem", Label: w.Label}
	if err := g.add(r, t); err != nil {
		return err
	}
	g.Weapons[w.Name] = w
	g.names(t, r.list("aliases"))
	return nil
}

func (g *Gazetteer) title(r row) error {
	t := Title{Text: r.get("title"), Role: "kg:" + r.get("role"), Body: r.get("body"), Sector: r.get("sector")}
	if !contains(Roles, t.Role) {
		return r.errorf("role %q: not one of %s", r.get("role"), strings.Join(Roles, ", "))
	}
	for _, id := range r.list("of") {
		switch {
		case g.Nations["nation:"+id] != nil:
			t.Of = append(t.Of, "nation:"+id)
		case g.Organizations["org:"+id] != nil:
			t.Of = append(t.Of, "org:"+id)
		default:
			return r.errorf("of: %q is neither a nation nor an organization", id)
		}
	}
	g.Titles = append(g.Titles, t)
	return nil
}

func (g *Gazetteer) treaty(r row) error {
	tr := &Treaty{Name: "agreement:" + r.get("id"), Label: r.get("label"), Signed: r.get("signed"), Matter: r.get("matter"), Status: r.get("status")}
	var err error
	if tr.Parties, err = g.nationRefs(r, "parties"); err != nil {
		return err
	}
	t := &Thing{Name: tr.Name, Class: "kg:Agreement", Label: tr.Label}
	if err := g.add(r, t); err != nil {
		return err
	}
	g.Treaties[tr.Name] = tr
	g.names(t, r.list("aliases"))
	return nil
}

func (g *Gazetteer) official(r row) error {
	label, _, _ := strings.Cut(r.get("person"), "__")
	name := "person:" + LocalName(label)
	if _, apart, ok := strings.Cut(r.get("person"), "__"); ok {
		name += "__" + apart
	}
	role := "kg:" + r.get("role")
	if !contains(Roles, role) {
		return r.errorf("role %q: not one of %s", r.get("role"), strings.Join(Roles, ", "))
	}
	of := ""
	switch id := r.get("of"); {
	case g.Nations["nation:"+id] != nil:
		of = "nation:" + id
	case g.Organizations["org:"+id] != nil:
		of = "org:" + id
	default:
		return r.errorf("of: %q is neither a nation nor an organization", id)
	}
	for _, col := range []string{"since", "until"} {
		if d := r.get(col); d != "" && !ValidDate(d) {
			return r.errorf("%s %q: want YYYY, YYYY-MM or YYYY-MM-DD", col, d)
		}
	}
	if s, u := r.get("since"), r.get("until"); s != "" && u != "" && LatestDay(u) < EarliestDay(s) {
		return r.errorf("until %s lies before since %s", u, s)
	}
	p := g.Persons[name]
	if p == nil {
		p = &Person{Name: name, Label: label}
		t := &Thing{Name: name, Class: "kg:Person", Label: label}
		if err := g.add(r, t); err != nil {
			return err
		}
		g.Persons[name] = p
		g.names(t, nil)
	} else if q := r.get("wikidata"); q != "" {
		t := g.things[name]
		switch {
		case len(t.SameAs) == 0:
			t.SameAs = []string{"wd:" + q}
		case t.SameAs[0] != "wd:"+q:
			return r.errorf("%s is %s in another row: two persons need two names (Name__Nation)", label, t.SameAs[0])
		}
	}
	if p.Gender == "" {
		p.Gender = r.get("gender")
	}
	if p.Surname == "" {
		p.Surname = Surname(label, of)
	}
	t := g.things[name]
	for _, a := range r.list("aliases") {
		g.form(a, name, AsName)
		if plain := strings.TrimSuffix(a, "?"); plain != label && !contains(t.Alt, plain) && strings.Contains(plain, " ") {
			t.Alt = append(t.Alt, plain)
		}
	}
	sort.Strings(t.Alt)
	ten := &Tenure{Person: p, Role: role, Of: of, Since: r.get("since"), Until: r.get("until")}
	p.Tenures = append(p.Tenures, ten)
	k := role + " " + of
	g.tenures[k] = append(g.tenures[k], ten)
	return nil
}

func (g *Gazetteer) givenName(r row) error {
	g.given[r.get("given_name")] = true
	g.forenames[r.get("given_name")] = r.get("gender")
	return nil
}

// NounClasses are what a common noun may stand for: classes of the model and the values of annotations.
var NounClasses = []string{"Person", "Organization", "Place", "WeaponSystem", "Date", "Money", "Quantity"}

func (g *Gazetteer) noun(r row) error {
	noun, class := r.get("noun"), r.get("class")
	switch {
	case noun == "" || strings.ToLower(noun) != noun:
		return r.errorf("noun %q: want a noun in lower case", noun)
	case !contains(NounClasses, class):
		return r.errorf("class %q: not one of %s", class, strings.Join(NounClasses, ", "))
	}
	g.nouns[noun] = class
	return nil
}

// NounClass is the class of what a common noun (its singular) stands for, "" where it says nothing.
func (g *Gazetteer) NounClass(noun string) string { return g.nouns[noun] }

// finish derives the lookups that need every row.
func (g *Gazetteer) finish() {
	for _, name := range sortedKeys(g.Persons) {
		p := g.Persons[name]
		sort.SliceStable(p.Tenures, func(i, j int) bool { return p.Tenures[i].Since < p.Tenures[j].Since })
		g.surnames[Key(p.Surname)] = append(g.surnames[Key(p.Surname)], p)
		words := strings.Fields(p.Label)
		if len(words) > 1 && Key(p.Surname) != Key(words[0]) && len(words[0]) > 2 {
			g.given[Fold(words[0])] = true
		}
	}
	for _, ts := range g.tenures {
		sort.SliceStable(ts, func(i, j int) bool { return ts[i].Since < ts[j].Since })
	}
	for k := range g.forms {
		fs := g.forms[k]
		sort.SliceStable(fs, func(i, j int) bool { return fs[i].Thing < fs[j].Thing })
	}
	for _, os := range g.members {
		sort.Strings(os)
	}
}

// Key folds a surface form to what spelling variants share: no case, accents, blanks or marks. Su-30 MKI, SU30mki and
// Su-30MKI have one key.
func Key(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range Fold(s) {
		if r < utf8.RuneSelf {
			switch {
			case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
				b.WriteByte(byte(r))
			case r >= 'A' && r <= 'Z':
				b.WriteByte(byte(r) + 32)
			}
			continue
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Words folds a form but keeps where its words part: hyphens count as blanks, full stops and apostrophes vanish.
func Words(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range Fold(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(unicode.ToLower(r))
		case r == '.' || r == '\'':
		default:
			blank = true
		}
	}
	return b.String()
}

// Lookup returns the forms that share a key, sorted by thing.
func (g *Gazetteer) Lookup(key string) []Form { return g.forms[key] }

// LongestKey is the length in bytes of the longest key: no longer text can match.
func (g *Gazetteer) LongestKey() int { return g.longest }

// Thing describes a known thing, or returns nil.
func (g *Gazetteer) Thing(name string) *Thing { return g.things[name] }

// Things are all that the gazetteers know, by name.
func (g *Gazetteer) Things() []*Thing {
	out := make([]*Thing, 0, len(g.things))
	for _, name := range sortedKeys(g.things) {
		out = append(out, g.things[name])
	}
	return out
}

// CapitalOf returns the nation whose capital the place is, or "".
func (g *Gazetteer) CapitalOf(place string) string { return g.capitals[place] }

// GivenName reports whether the word is a given name of somebody in the gazetteers.
func (g *Gazetteer) GivenName(word string) bool { return g.given[Fold(word)] }

// BySurname returns the known persons with that surname, sorted by name.
func (g *Gazetteer) BySurname(surname string) []*Person { return g.surnames[Key(surname)] }

// Memberships returns the organizations that a nation belongs to now.
func (g *Gazetteer) Memberships(nation string) []string { return g.members[nation] }

// Surname is the word or words by which news calls a person after the first mention: the last name with its
// particles, or the first where the family name comes first.
func Surname(label, of string) string {
	words := strings.Fields(label)
	for len(words) > 1 {
		switch strings.Trim(words[len(words)-1], ".") {
		case "Jr", "Sr", "II", "III", "IV":
			words = words[:len(words)-1]
			continue
		}
		break
	}
	if len(words) < 2 {
		return label
	}
	switch of {
	case "nation:Taiwan", "nation:Singapore":
		if len(words) == 2 && !strings.Contains(words[1], "-") {
			break // Joseph Wu, beside Tsai Ing-wen and Lee Hsien Loong
		}
		fallthrough
	case "nation:China", "nation:South_Korea", "nation:North_Korea", "nation:Cambodia":
		if len(words[0]) <= 7 && len(words) <= 3 && !strings.Contains(words[0], "-") {
			return words[0]
		}
	}
	last := len(words) - 1
	start := last
	for start > 1 && nameParticles[strings.ToLower(words[start-1])] {
		start--
	}
	return strings.Join(words[start:], " ")
}

var nameParticles = map[string]bool{"al": true, "bin": true, "ibn": true, "van": true, "von": true, "der": true, "den": true,
	"de": true, "la": true, "le": true, "da": true, "dos": true, "di": true, "du": true, "del": true, "ben": true, "abu": true, "el": true, "ter": true}

// On reports whether the tenure certainly or possibly held on the day (YYYY-MM-DD): days that the dates leave open
// count as held.
func (t *Tenure) On(day string) bool {
	if t.Since != "" && EarliestDay(t.Since) > day {
		return false
	}
	return t.Until == "" || LatestDay(t.Until) >= day
}

// Holders returns the tenures of an office that a day may fall in, by since.
func (g *Gazetteer) Holders(role, of, day string) []*Tenure {
	var out []*Tenure
	for _, t := range g.tenures[role+" "+of] {
		if t.On(day) {
			out = append(out, t)
		}
	}
	return out
}

// Holder returns the one person who held an office on a day; nil when none is known or the day is one of two
// holders' (a change of office).
func (g *Gazetteer) Holder(role, of, day string) *Person {
	ts := g.Holders(role, of, day)
	var p *Person
	for _, t := range ts {
		if p != nil && t.Person != p {
			return nil
		}
		p = t.Person
	}
	return p
}

// Office names an office: its short name, label and description.
func (g *Gazetteer) Office(role, of string) Thing {
	_, local, _ := strings.Cut(of, ":")
	r := strings.TrimPrefix(role, "kg:")
	label := strings.ReplaceAll(local, "_", " ")
	if t := g.things[of]; t != nil {
		label = t.Label
	}
	roles := []string{role}
	if n := g.Nations[of]; role == "kg:HeadOfState" && n != nil && n.Executive {
		roles = []string{"kg:HeadOfState", "kg:HeadOfGovernment"}
	}
	t := Thing{Name: "office:" + r + "_of_" + local, Class: "kg:Office", Label: spaced(r) + " of " + label, Roles: roles, Of: of}
	if q := g.offices[t.Name]; q != "" {
		t.SameAs = []string{q}
	}
	return t
}

// spaced turns HeadOfState into "Head of State".
func spaced(role string) string {
	var b strings.Builder
	for i, r := range role {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return strings.ReplaceAll(b.String(), " Of ", " of ")
}
