package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// Change is what putting an article did.
type Change uint8

const (
	// Unchanged: the store held exactly this already.
	Unchanged Change = iota
	// Added: the article is new.
	Added
	// Replaced: what a former version, or a former reading of the same text, stated is gone.
	Replaced
)

func (c Change) String() string {
	return [...]string{"unchanged", "added", "replaced"}[c]
}

// PutResult says what putting an article did.
type PutResult struct {
	Change Change
	// Added and Deleted count quads outside the provenance graph.
	Added, Deleted int
}

// ClashError says that another source holds an article of the same ID with another text.
type ClashError struct{ ID, Source, Other string }

func (e *ClashError) Error() string {
	return fmt.Sprintf("article ID %q of %s is taken by another text, from %s: nothing was changed", e.ID, e.Other, e.Source)
}

// UnknownArticleError says that no article of that ID is loaded.
type UnknownArticleError struct{ ID string }

func (e *UnknownArticleError) Error() string { return fmt.Sprintf("no article has the ID %q", e.ID) }

// Provenance, in the terms of PROV-O: one activity an article, named after it, that used its text and generated its
// graph; the program that did it, by its version, and the rules that it went by, by their hash, each once; and the
// descriptions that articles share. The rule behind an event is its kg:rule, one of the plan's.
var (
	textBase        = schema.Base + "text/"
	agentBase       = schema.Base + "agent/"
	planBase        = schema.Base + "plan/"
	associationBase = schema.Base + "association/"

	provUsed       = mustIRI("prov:used")
	provAssociated = mustIRI("prov:wasAssociatedWith")
	provQualified  = mustIRI("prov:qualifiedAssociation")

	loadBase        = schema.Base + "load/"
	descriptionBase = schema.Base + "description/"

	provActivity  = mustIRI("prov:Activity")
	provGenerated = mustIRI("prov:generated")
	provEnded     = mustIRI("prov:endedAtTime")
	dctermsSource = mustIRI("dcterms:source")
	provAgent     = mustIRI("prov:agent")
	provHadPlan   = mustIRI("prov:hadPlan")
	kgVersion     = mustIRI("kg:version")
	kgContributes = mustIRI("kg:contributes")
	kgDescribes   = mustIRI("kg:describes")
)

// record is the provenance of an article: what the store needs to replace or forget it.
type record struct {
	activity     quad.IRI
	association  quad.Value
	source       string
	sha256       string
	descriptions []string
	quads        []quad.Quad
}

// contributions is what a writer keeps in memory of the shared descriptions; the zero value is not yet read.
type contributions struct {
	// users counts the articles that contribute a description, by its id; nil before it is read.
	users map[string]int
}

// Put stores what an article states and replaces what its former version stated. Putting the same reading again
// changes nothing. The error is a *ClashError where another source has the ID.
func (s *Store) Put(ctx context.Context, r schema.Reading) (PutResult, error) {
	next, err := readingQuads(r)
	if err != nil {
		return PutResult{}, fmt.Errorf("graph: put: %w", err)
	}
	s.write.Lock()
	defer s.write.Unlock()
	result, err := s.put(ctx, r.Article, next)
	if err != nil {
		return PutResult{}, fmt.Errorf("graph: put %s: %w", r.Article.ID, err)
	}
	return result, nil
}

func (s *Store) put(ctx context.Context, article schema.Article, next *reading) (PutResult, error) {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return PutResult{}, err
	}
	defer done()
	former, err := tx.record(next.article)
	if err != nil {
		return PutResult{}, err
	}
	result := PutResult{Change: Added}
	var formerOwn []quad.Quad
	var formerIDs []string
	if former != nil {
		if former.source != article.Source && former.sha256 != next.sha256 {
			return PutResult{}, &ClashError{ID: article.ID, Source: former.source, Other: article.Source}
		}
		result.Change = Replaced
		if formerOwn, err = tx.articleQuads(next.article); err != nil {
			return PutResult{}, err
		}
		formerIDs = former.descriptions
	}
	ids := make([]string, len(next.descriptions))
	for i, d := range next.descriptions {
		ids[i] = d.id
	}
	if former != nil && slices.Equal(formerOwn, next.own) && slices.Equal(formerIDs, ids) {
		return PutResult{Change: Unchanged}, nil
	}
	deletes, adds := difference(formerOwn, next.own)
	change := descriptionChange{}
	for _, d := range next.descriptions {
		if !slices.Contains(formerIDs, d.id) {
			change.add = append(change.add, d)
		}
	}
	for _, id := range formerIDs {
		if !slices.Contains(ids, id) {
			change.remove = append(change.remove, id)
		}
	}
	sharedDeletes, sharedAdds, provDeletes, provAdds, err := tx.changeDescriptions(change)
	if err != nil {
		return PutResult{}, err
	}
	deletes, adds = append(deletes, sharedDeletes...), append(adds, sharedAdds...)
	result.Added, result.Deleted = len(adds), len(deletes)
	orphans, err := tx.unassociated(former)
	if err != nil {
		return PutResult{}, err
	}
	association, err := tx.missing(s.association())
	if err != nil {
		return PutResult{}, err
	}
	for _, q := range s.association() { // what the store holds and this activity keeps in use is no orphan
		orphans = slices.DeleteFunc(orphans, func(o quad.Quad) bool { return o == q })
	}
	if former != nil {
		provDeletes = append(append(provDeletes, former.quads...), orphans...)
	}
	provAdds = append(append(provAdds, s.recordQuads(next, article.Source, ids)...), association...)
	// A quad on both sides would be deleted after it is added on a store that applies them in another order.
	provDeletes, provAdds = difference(sortedUnique(provDeletes), sortedUnique(provAdds))
	done()
	if err := s.apply(ctx, append(deletes, provDeletes...), append(adds, provAdds...)); err != nil {
		return PutResult{}, err
	}
	s.known.apply(change)
	return result, nil
}

// Forget deletes an article's graphs, and from the shared graphs what no other article contributes. The error is an
// *UnknownArticleError when there is no such article.
func (s *Store) Forget(ctx context.Context, id string) (PutResult, error) {
	s.write.Lock()
	defer s.write.Unlock()
	result, err := s.forget(ctx, id)
	if err != nil {
		return PutResult{}, fmt.Errorf("graph: forget: %w", err)
	}
	return result, nil
}

func (s *Store) forget(ctx context.Context, id string) (PutResult, error) {
	article := quad.IRI(schema.MustExpand(schema.ArticleName(id)))
	tx, done, err := s.begin(ctx)
	if err != nil {
		return PutResult{}, err
	}
	defer done()
	former, err := tx.record(article)
	if err != nil {
		return PutResult{}, err
	}
	if former == nil {
		return PutResult{}, &UnknownArticleError{ID: id}
	}
	deletes, err := tx.articleQuads(article)
	if err != nil {
		return PutResult{}, err
	}
	change := descriptionChange{remove: former.descriptions}
	sharedDeletes, adds, provDeletes, provAdds, err := tx.changeDescriptions(change)
	if err != nil {
		return PutResult{}, err
	}
	deletes = append(deletes, sharedDeletes...)
	result := PutResult{Change: Replaced, Added: len(adds), Deleted: len(deletes)}
	orphans, err := tx.unassociated(former)
	if err != nil {
		return PutResult{}, err
	}
	deletes = append(append(append(deletes, provDeletes...), former.quads...), orphans...)
	done()
	if err := s.apply(ctx, deletes, append(adds, provAdds...)); err != nil {
		return PutResult{}, err
	}
	s.known.apply(change)
	return result, nil
}

func (s *Store) recordQuads(next *reading, source string, ids []string) []quad.Quad {
	name, _ := strings.CutPrefix(string(next.article), schema.MustExpand("article:"))
	activity := quad.IRI(loadBase + name)
	when := s.options.Now().UTC().Format(time.RFC3339)
	quads := []quad.Quad{
		{Predicate: rdfType, Object: provActivity},
		{Predicate: provGenerated, Object: next.article},
		{Predicate: provEnded, Object: quad.TypedString{Value: quad.String(when), Type: mustIRI("xsd:dateTime")}},
		{Predicate: dctermsSource, Object: quad.String(strings.ToValidUTF8(source, "\uFFFD"))},
		{Predicate: kgSHA256, Object: quad.String(next.sha256)},
		{Predicate: kgContributes, Object: quad.String(strings.Join(ids, " "))},
	}
	quads = append(quads, quad.Quad{Predicate: provUsed, Object: quad.IRI(textBase + next.sha256)})
	association := s.association()
	for _, q := range association {
		switch q.Predicate {
		case provAgent:
			quads = append(quads, quad.Quad{Predicate: provAssociated, Object: q.Object}, quad.Quad{Predicate: provQualified, Object: q.Subject})
		case kgVersion:
			quads = append(quads, quad.Quad{Predicate: kgVersion, Object: q.Object})
		}
	}
	for i := range quads {
		quads[i].Subject, quads[i].Label = activity, provenance
	}
	return quads
}

// association says which version of the program works by which rules; nothing where the store was not told its version.
func (s *Store) association() []quad.Quad {
	if s.options.Version == "" {
		return nil
	}
	version := schema.LocalName(s.options.Version)
	agent, association := quad.IRI(agentBase+"kg-"+version), quad.IRI(associationBase+"kg-"+version)
	quads := []quad.Quad{
		{Subject: agent, Predicate: rdfType, Object: mustIRI("prov:SoftwareAgent")},
		{Subject: agent, Predicate: rdfsLabel, Object: quad.String("kg " + s.options.Version)},
		{Subject: agent, Predicate: kgVersion, Object: quad.String(s.options.Version)},
	}
	if s.options.Rules != "" {
		plan := quad.IRI(planBase + s.options.Rules)
		association += quad.IRI("-" + s.options.Rules[:min(16, len(s.options.Rules))])
		quads = append(quads,
			quad.Quad{Subject: plan, Predicate: rdfType, Object: mustIRI("prov:Plan")},
			quad.Quad{Subject: plan, Predicate: rdfsLabel, Object: quad.String("gazetteers, event frames and words of status")},
			quad.Quad{Subject: plan, Predicate: kgSHA256, Object: quad.String(s.options.Rules)},
			quad.Quad{Subject: association, Predicate: provHadPlan, Object: plan})
	}
	quads = append(quads,
		quad.Quad{Subject: association, Predicate: rdfType, Object: mustIRI("prov:Association")},
		quad.Quad{Subject: association, Predicate: provAgent, Object: agent})
	for i := range quads {
		quads[i].Label = provenance
	}
	return quads
}

// missing are the quads that the store does not hold.
func (r *reader) missing(quads []quad.Quad) ([]quad.Quad, error) {
	var out []quad.Quad
	held := make(map[quad.Value][]quad.Quad)
	for _, q := range quads {
		if _, ok := held[q.Subject]; !ok {
			have, err := r.quads(quad.Subject, q.Subject)
			if err != nil {
				return nil, err
			}
			held[q.Subject] = have
		}
		if !slices.Contains(held[q.Subject], q) {
			out = append(out, q)
		}
	}
	return out, nil
}

// usedBeside reports whether others than some refer to a value in the provenance graph.
func (r *reader) usedBeside(value quad.Value, some ...quad.Value) (bool, error) {
	err := r.each(quad.Object, value, func(q quad.Quad) error {
		if q.Label == provenance && !slices.Contains(some, q.Subject) {
			return errFound
		}
		return nil
	})
	if errors.Is(err, errFound) {
		return true, nil
	}
	return false, err
}

// errFound ends a search.
var errFound = errors.New("found")

// unassociated are the quads that tell of an association, its agent and its plan, where no activity but one refers to
// them: they go with it.
func (r *reader) unassociated(last *record) ([]quad.Quad, error) {
	if last == nil || last.association == nil {
		return nil, nil
	}
	if used, err := r.usedBeside(last.association, last.activity); used || err != nil {
		return nil, err
	}
	out, err := r.quads(quad.Subject, last.association)
	if err != nil {
		return nil, err
	}
	for _, q := range out[:len(out):len(out)] {
		if q.Predicate != provAgent && q.Predicate != provHadPlan {
			continue
		}
		used, err := r.usedBeside(q.Object, last.association, last.activity)
		if err != nil {
			return nil, err
		}
		if !used {
			more, err := r.quads(quad.Subject, q.Object)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
	}
	return out, nil
}

// putOntology brings the model's own quads up to date.
func (s *Store) putOntology(ctx context.Context) error {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	want := ontologyQuads()
	var have []quad.Quad
	for i, q := range want {
		if i > 0 && q.Subject == want[i-1].Subject {
			continue
		}
		quads, err := tx.quads(quad.Subject, q.Subject)
		if err != nil {
			return err
		}
		for _, q := range quads {
			if q.Label == background {
				have = append(have, q)
			}
		}
	}
	deletes, adds := difference(sortedUnique(have), want)
	done()
	return s.apply(ctx, deletes, adds)
}

// reader reads quads for the store's own ends.
type reader struct {
	ctx context.Context
	qs  cayley.QuadStore
	s   *Store
}

func (s *Store) begin(ctx context.Context) (*reader, func(), error) {
	qs, done, err := s.View(ctx)
	if err != nil {
		return nil, nil, err
	}
	return &reader{ctx: ctx, qs: qs, s: s}, done, nil
}

// quads are all quads with a value at a place, in no order.
func (r *reader) quads(d quad.Direction, v quad.Value) ([]quad.Quad, error) {
	var out []quad.Quad
	err := r.each(d, v, func(q quad.Quad) error {
		out = append(out, q)
		return nil
	})
	return out, err
}

func (r *reader) each(d quad.Direction, v quad.Value, fn func(quad.Quad) error) error {
	ref, err := r.qs.ValueOf(v)
	if err != nil || ref == nil {
		return err
	}
	return r.overAll(r.qs.QuadIterator(d, ref), fn)
}

// overAll calls fn with every quad of an iterator.
func (r *reader) overAll(quads iterator.Shape, fn func(quad.Quad) error) error {
	it := quads.Iterate()
	defer it.Close()
	for it.Next(r.ctx) {
		q, err := r.qs.Quad(it.Result())
		if err != nil {
			return err
		}
		if err := fn(q); err != nil {
			return err
		}
	}
	if err := it.Err(); err != nil {
		return err
	}
	return r.ctx.Err()
}

// record is the provenance of an article, nil when it is not loaded.
func (r *reader) record(article quad.IRI) (*record, error) {
	name, _ := strings.CutPrefix(string(article), schema.MustExpand("article:"))
	rec := &record{activity: quad.IRI(loadBase + name)}
	err := r.each(quad.Subject, rec.activity, func(q quad.Quad) error {
		if q.Label != provenance {
			return nil
		}
		rec.quads = append(rec.quads, q)
		text, _ := q.Object.(quad.String)
		switch q.Predicate {
		case dctermsSource:
			rec.source = string(text)
		case provQualified:
			rec.association = q.Object
		case kgSHA256:
			rec.sha256 = string(text)
		case kgContributes:
			rec.descriptions = strings.Fields(string(text))
		}
		return nil
	})
	if err != nil || len(rec.quads) == 0 {
		return nil, err
	}
	return rec, nil
}

// articleQuads are the quads of an article's graph and of its sentences' graphs, sorted.
func (r *reader) articleQuads(article quad.IRI) ([]quad.Quad, error) {
	out, err := r.quads(quad.Label, article)
	if err != nil {
		return nil, err
	}
	for _, q := range out {
		if q.Predicate != rdfType || q.Object != kgSentence {
			continue
		}
		quads, err := r.quads(quad.Label, q.Subject)
		if err != nil {
			return nil, err
		}
		out = append(out, quads...)
	}
	return sortedUnique(out), nil
}

// descriptionChange is what an article newly contributes and what it contributes no more.
type descriptionChange struct {
	add    []description
	remove []string
}

func (c *contributions) apply(change descriptionChange) {
	if c.users == nil {
		return
	}
	for _, d := range change.add {
		c.users[d.id]++
	}
	for _, id := range change.remove {
		if c.users[id]--; c.users[id] <= 0 {
			delete(c.users, id)
		}
	}
}

// users counts the articles behind every description.
func (r *reader) users() (map[string]int, error) {
	if r.s.known.users != nil {
		return r.s.known.users, nil
	}
	users := make(map[string]int)
	err := r.each(quad.Object, provActivity, func(q quad.Quad) error {
		if q.Predicate != rdfType || q.Label != provenance {
			return nil
		}
		return r.each(quad.Subject, q.Subject, func(q quad.Quad) error {
			if text, ok := q.Object.(quad.String); ok && q.Predicate == kgContributes {
				for _, id := range strings.Fields(string(text)) {
					users[id]++
				}
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	r.s.known.users = users
	return users, nil
}

// changeDescriptions works out what a change does to the shared graphs and to the provenance graph.
func (r *reader) changeDescriptions(change descriptionChange) (deletes, adds, provDeletes, provAdds []quad.Quad, err error) {
	users, err := r.users()
	if err != nil {
		return nil, nil, nil, nil, err
	}
	gone := make(map[string]bool)
	var keys []string
	for _, id := range change.remove {
		if users[id] > 1 {
			continue
		}
		d, quads, err := r.description(id)
		if err != nil {
			return nil, nil, nil, nil, err
		}
		gone[id] = true
		keys = append(keys, d.key)
		provDeletes = append(provDeletes, quads...)
	}
	fresh := make(map[string][]description)
	for _, d := range change.add {
		if users[d.id] > 0 {
			continue
		}
		fresh[d.key] = append(fresh[d.key], d)
		keys = append(keys, d.key)
		provAdds = append(provAdds, d.record()...)
	}
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		before, err := r.descriptionsOf(key)
		if err != nil {
			return nil, nil, nil, nil, err
		}
		after := slices.Clone(fresh[key])
		for _, d := range before {
			if !gone[d.id] {
				after = append(after, d)
			}
		}
		d, a := difference(merge(before), merge(after))
		deletes, adds = append(deletes, d...), append(adds, a...)
	}
	return deletes, adds, provDeletes, provAdds, nil
}

// description reads a description with the quads that hold it.
func (r *reader) description(id string) (description, []quad.Quad, error) {
	quads, err := r.quads(quad.Subject, quad.IRI(descriptionBase+id))
	if err != nil {
		return description{}, nil, err
	}
	var key, text string
	for _, q := range quads {
		value, _ := q.Object.(quad.String)
		switch q.Predicate {
		case kgDescribes:
			key = string(value)
		case kgText:
			text = string(value)
		}
	}
	if key == "" || text == "" {
		return description{}, nil, errors.New("the provenance graph lacks the description " + id)
	}
	d, err := decodeDescription(id, key, text)
	return d, quads, err
}

// descriptionsOf are all descriptions of one thing.
func (r *reader) descriptionsOf(key string) ([]description, error) {
	var out []description
	err := r.each(quad.Object, quad.String(key), func(q quad.Quad) error {
		id, ok := strings.CutPrefix(quad.ToString(q.Subject), "<"+descriptionBase)
		if q.Predicate != kgDescribes || !ok {
			return nil
		}
		d, _, err := r.description(strings.TrimSuffix(id, ">"))
		if err != nil {
			return err
		}
		out = append(out, d)
		return nil
	})
	return out, err
}
