package queries

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/cayleygraph/cayley/query/path"
	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// Param is a parameter of a query. Its line in the head is "@param NAME TYPE = DEFAULT: HELP"; without the default it
// has to be given, with "TYPE?" it may be empty.
type Param struct {
	Name string
	// Type is a row of the types below, or the list of what the parameter may be: "cooperation|conflict".
	Type          string
	Default, Help string
	// Optional: empty is a value, and the default.
	Optional bool
}

// A paramType is what a parameter may be.
type paramType struct {
	name string
	// help completes "weapon: …" for people.
	help string
	// check gives a value as scripts see it, or says what is wrong with it and what is valid instead.
	check func(r reader, value string) (string, error)
	// choices are all values, for a type that has few.
	choices []string
}

// choice is a type of a few values.
func choice(name, help, what string, values ...string) paramType {
	return paramType{name, help, oneOf(what, values...), values}
}

// paramTypes lists the types of parameters. Scripts see all of them as texts.
func paramTypes() []paramType {
	return []paramType{
		{name: "thing", help: "a thing, by any of its names", check: thingOf()},
		{name: "nation", help: "a nation", check: thingOf("kg:Nation")},
		{name: "party", help: "a nation or organization", check: thingOf("kg:Nation", "kg:Organization")},
		{name: "person", help: "a person", check: thingOf("kg:Person")},
		{name: "organization", help: "an organization", check: thingOf("kg:Organization")},
		{name: "office", help: "an office", check: thingOf("kg:Office")},
		{name: "weapon", help: "a weapon system", check: thingOf("kg:WeaponSystem")},
		{name: "agreement", help: "an agreement", check: thingOf("kg:Agreement")},
		{name: "place", help: "a place", check: thingOf("kg:Place")},
		{name: "article", help: "an article's ID, as kg articles lists it", check: checkArticle},
		{name: "date", help: "a day, month or year, such as 2020-06-23 or 2020-06", check: checkDate},
		{name: "number", help: "a number from 1 on", check: checkNumber},
		choice("status", "Actual, Planned, Possible, Negated, or any", "status", statuses...),
		choice("event", "a class of events, such as Consult, or any", "class of events", append(short(eventClasses()), "any")...),
		choice("class", "a class of things, such as Nation", "class of things", thingClasses()...),
		choice("role", "a role of offices, such as DefenceMinister", "role", short(schema.Roles)...),
		choice("category", "a kind of weapon, such as CombatAircraft", "category", short(schema.WeaponCategories)...),
		{name: "text", help: "any text", check: func(_ reader, value string) (string, error) { return value, nil }},
	}
}

// ParamHelp tells what types the parameters of a query may have.
func ParamHelp() string {
	var b strings.Builder
	b.WriteString("A parameter is a line \"@param NAME TYPE = DEFAULT: HELP\"; without the default it has to be given, and with TYPE?\n" +
		"it may be left empty. The script sees it as params.NAME, a text. TYPE is one of:\n\n")
	for _, t := range paramTypes() {
		fmt.Fprintf(&b, "   %-13s %s\n", t.name, t.help)
	}
	b.WriteString("   in|out        one of the words between the bars")
	return b.String()
}

var statuses = []string{"Actual", "Planned", "Possible", "Negated", "any"}

// short are names without kg:, as people give them.
func short(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = strings.TrimPrefix(name, "kg:")
	}
	return out
}

func thingClasses() []string {
	var out []string
	for _, c := range schema.NewVocabulary().Classes {
		if c.Thing {
			out = append(out, c.Name)
		}
	}
	return short(out)
}

func findParamType(name string) (paramType, error) {
	var names []string
	for _, t := range paramTypes() {
		if t.name == name {
			return t, nil
		}
		names = append(names, t.name)
	}
	if strings.Contains(name, "|") {
		choices := strings.Split(name, "|")
		return choice(name, strings.Join(choices[:len(choices)-1], ", ")+" or "+choices[len(choices)-1], "choice", choices...), nil
	}
	if near := Nearest(name, names); near != "" {
		return paramType{}, fmt.Errorf("there is no type %q; did you mean %s?", name, near)
	}
	return paramType{}, fmt.Errorf("there is no type %q; there is %s, or choices such as in|out", name, strings.Join(names, ", "))
}

var paramLine = regexp.MustCompile(`^([A-Za-z_]\w*)\s+([\w|-]+)(\??)(?:\s*=\s*([^:]*?))?\s*:\s*(\S.*)$`)

func parseParam(text string) (Param, error) {
	m := paramLine.FindStringSubmatch(text)
	if m == nil {
		return Param{}, fmt.Errorf("%q is not \"@param NAME TYPE = DEFAULT: HELP\"", "@param "+text)
	}
	p := Param{Name: m[1], Type: m[2], Optional: m[3] != "", Default: m[4], Help: m[5]}
	if _, err := findParamType(p.Type); err != nil {
		return p, err
	}
	return p, nil
}

// usage is the parameter as one types it.
func (p Param) usage() string {
	value := p.Default
	if strings.Contains(value, " ") {
		value = `"` + value + `"`
	}
	return p.Name + "=" + value
}

// kind says what the parameter may be.
func (p Param) kind() string {
	t, err := findParamType(p.Type)
	if err != nil {
		return p.Type
	}
	switch {
	case p.Optional:
		return t.help + "; may be empty"
	case p.Default == "":
		return t.help + "; has to be given"
	}
	return t.help
}

// Choices are all values that the parameter may have; none where they are too many to tell.
func (p Param) Choices() []string {
	t, err := findParamType(p.Type)
	if err != nil {
		return nil
	}
	return t.choices
}

// ParamError says what is wrong with the parameters given to a query, and what is valid instead.
type ParamError struct {
	Query, Param string
	Err          error
}

func (e *ParamError) Error() string {
	return fmt.Sprintf("query %s: parameter %s: %v", e.Query, e.Param, e.Err)
}

func (e *ParamError) Unwrap() error { return e.Err }

// CheckNames says which of the parameters given to a query it does not have, or which it lacks: what can be said
// without a graph. The error is a *ParamError.
func (q Query) CheckNames(given map[string]string) error {
	var names, missing []string
	for _, p := range q.Params {
		names = append(names, p.Name)
	}
	keys := make([]string, 0, len(given))
	for name := range given {
		keys = append(keys, name)
	}
	sort.Strings(keys)
	for _, name := range keys {
		if slices.Contains(names, name) {
			continue
		}
		err := fmt.Errorf("there is none of that name; the query takes no parameters")
		if near := Nearest(name, names); near != "" {
			err = fmt.Errorf("there is none of that name; did you mean %s?", near)
		} else if len(names) > 0 {
			err = fmt.Errorf("there is none of that name; the query has %s", strings.Join(names, ", "))
		}
		return &ParamError{q.Name, name, err}
	}
	for _, p := range q.Params {
		if _, ok := given[p.Name]; !ok && p.Default == "" && !p.Optional {
			missing = append(missing, fmt.Sprintf("%s (%s)", p.Name, p.Help))
		}
	}
	if len(missing) > 0 {
		first, _, _ := strings.Cut(missing[0], " ")
		return &ParamError{q.Name, first, fmt.Errorf("has to be given; the query cannot do without %s", strings.Join(missing, ", "))}
	}
	return nil
}

// Bind completes the parameters given to a query by its defaults, and checks each against its type and, where it
// names a thing, against the graph. The error is a *ParamError, or that of the store.
func (s *Session) Bind(ctx context.Context, q Query, given map[string]string) (map[string]string, error) {
	if err := q.CheckNames(given); err != nil {
		return nil, err
	}
	read, done, err := s.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	params := make(map[string]string, len(q.Params))
	for _, p := range q.Params {
		value, isGiven := given[p.Name]
		if !isGiven {
			value = p.Default
		}
		value = strings.TrimSpace(value)
		if value == "" && p.Optional {
			params[p.Name] = ""
			continue
		}
		t, err := findParamType(p.Type)
		if err == nil && value == "" {
			err = fmt.Errorf("is empty; it is %s", t.help)
		}
		if err == nil {
			value, err = t.check(read, value)
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil {
			if !isGiven {
				err = fmt.Errorf("%w (the default; --param %s=… gives another)", err, p.Name)
			}
			return nil, &ParamError{q.Name, p.Name, err}
		}
		params[p.Name] = value
	}
	return params, nil
}

// Ask runs a query with its parameters checked. The errors are those of Bind and of Run.
func (s *Session) Ask(ctx context.Context, q Query, given map[string]string, o Options) (*Result, error) {
	params, err := s.Bind(ctx, q, given)
	if err != nil {
		return nil, err
	}
	o.Name, o.Params = q.source(), params
	return s.Run(ctx, q.Script, o)
}

// thingOf checks that something of one of the classes, or of any, has a name.
func thingOf(classes ...string) func(reader, string) (string, error) {
	if len(classes) == 0 {
		classes = []string{""}
	}
	return func(r reader, value string) (string, error) {
		var near []string
		for _, class := range classes {
			found, err := r.find(value, class)
			if err != nil {
				return "", err
			}
			if len(found) > 0 {
				return value, nil
			}
			names, err := r.similar(value, class)
			if err != nil {
				return "", err
			}
			near = append(near, names...)
		}
		var kinds []string
		for _, class := range classes {
			if class != "" {
				kinds = append(kinds, className(class))
			}
		}
		kind := strings.Join(kinds, " or ")
		if kind == "" {
			kind = "thing"
		}
		others, err := r.find(value, "")
		if err != nil {
			return "", err
		}
		message := fmt.Sprintf("no %s of this graph is called %q", kind, value)
		if len(others) > 0 {
			if class := schema.ClassOf(shortName(others[0])); class != "" {
				message = fmt.Sprintf("%q is no %s but %s %s", value, kind, article(className(class)), className(class))
			}
		}
		switch {
		case len(near) > 0:
			message += "; did you mean " + strings.Join(near, ", ") + "?"
		case classes[0] != "":
			message += fmt.Sprintf("; the query connected lists the most mentioned, with class=%s", strings.TrimPrefix(classes[0], "kg:"))
		}
		return "", fmt.Errorf("%s", message)
	}
}

// className is a class in words: weapon system.
func className(class string) string {
	var b strings.Builder
	for i, r := range strings.TrimPrefix(class, "kg:") {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

func article(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an"
	}
	return "a"
}

func checkDate(_ reader, value string) (string, error) {
	if !schema.ValidDate(value) {
		return "", fmt.Errorf("%q is no date; write a day as 2020-06-23, a month as 2020-06, or a year as 2020", value)
	}
	return value, nil
}

func checkNumber(_ reader, value string) (string, error) {
	if n, err := strconv.Atoi(value); err != nil || n < 1 {
		return "", fmt.Errorf("%q is no number from 1 on", value)
	}
	return value, nil
}

func checkArticle(r reader, value string) (string, error) {
	value = strings.TrimPrefix(value, "article:")
	iri, ok := parseIRI("article:" + value)
	if ok {
		digest, err := r.value(iri, "kg:sha256")
		if err != nil {
			return "", err
		}
		if digest != nil {
			return value, nil
		}
	}
	nodes, err := path.StartPath(r.qs, iriOf("schema:NewsArticle")).In(iriOf("rdf:type")).Iterate(r.ctx).AllValues(r.qs)
	if err != nil {
		return "", err
	}
	var ids []string
	for _, n := range nodes {
		if iri, ok := n.(quad.IRI); ok {
			ids = append(ids, strings.TrimPrefix(shortName(iri), "article:"))
		}
	}
	sort.Strings(ids)
	if near := Nearest(value, ids); near != "" {
		return "", fmt.Errorf("there is no article %q; did you mean %s?", value, near)
	}
	return "", fmt.Errorf("there is no article %q; kg articles lists them", value)
}

// oneOf checks that a value is one of a list, in any case.
func oneOf(what string, choices ...string) func(reader, string) (string, error) {
	return func(_ reader, value string) (string, error) {
		low := make([]string, len(choices))
		for i, choice := range choices {
			if low[i] = strings.ToLower(choice); low[i] == strings.ToLower(strings.TrimPrefix(value, "kg:")) {
				return choice, nil
			}
		}
		if near := Nearest(strings.ToLower(value), low); near != "" {
			return "", fmt.Errorf("there is no %s %q; did you mean %s?", what, value, choices[slices.Index(low, near)])
		}
		return "", fmt.Errorf("there is no %s %q; there is %s", what, value, strings.Join(choices, ", "))
	}
}
