package graph

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"

	"github.com/cayleygraph/quad"

	"github.com/newskg/kg/schema"
)

// Reading gives back what the store holds of an article: its text, its sentences with their mentions, and the facts
// that they state. Which things are described elsewhere is left out, and so is the rule of a fact that is none of an
// event's: the graph does not hold it. An article is named by its ID, as it is or as Articles lists it.
func (s *Store) Reading(ctx context.Context, id string) (schema.Reading, error) {
	tx, done, err := s.begin(ctx)
	if err != nil {
		return schema.Reading{}, err
	}
	defer done()
	articles, err := tx.articles()
	if err != nil {
		return schema.Reading{}, fmt.Errorf("graph: reading %s: %w", id, err)
	}
	iri := mustIRI(schema.ArticleName(id))
	if !slices.Contains(articles, iri) {
		if iri = quad.IRI(schema.MustExpand("article:") + id); !slices.Contains(articles, iri) {
			return schema.Reading{}, &UnknownArticleError{ID: id}
		}
	}
	r, err := tx.reading(iri)
	if err != nil {
		return schema.Reading{}, fmt.Errorf("graph: reading %s: %w", id, err)
	}
	return r, nil
}

func (r *reader) reading(article quad.IRI) (schema.Reading, error) {
	out := schema.Reading{Article: schema.Article{ID: string(article)[len(schema.MustExpand("article:")):]}}
	sentences := map[quad.Value]*schema.Sentence{}
	rules := map[string]string{}
	at := func(v quad.Value) *schema.Sentence {
		if sentences[v] == nil {
			sentences[v] = &schema.Sentence{}
		}
		return sentences[v]
	}
	err := r.walkArticle(article, func(q quad.Quad) error {
		f := schema.Fact{Subject: shortName(q.Subject), Predicate: shortName(q.Predicate), Object: termOf(q.Object)}
		switch {
		case q.Label != article:
			f.Sentence = at(q.Label).Span
			if f.Predicate == "kg:rule" {
				rules[f.Subject] = f.Object.Value
			}
			out.Facts = append(out.Facts, f)
		case q.Subject == article:
			switch q.Predicate {
			case kgText:
				out.Article.Text = f.Object.Value
			case published:
				out.Article.Date = f.Object.Value
			case headline:
				out.Article.Headline = f.Object.Value
			case articleURL:
				out.Article.URL = f.Object.Value
			case publisher:
				out.Article.Publisher = f.Object.Value
			}
		case q.Predicate == kgMentions:
			at(q.Subject).Mentions = append(at(q.Subject).Mentions, f.Object.Value)
		case q.Predicate == kgAttributed:
			at(q.Subject).AttributedTo = append(at(q.Subject).AttributedTo, f.Object.Value)
		case q.Predicate == kgBegin, q.Predicate == kgEnd:
			n, err := strconv.Atoi(f.Object.Value)
			if err != nil {
				return err
			}
			if q.Predicate == kgBegin {
				at(q.Subject).Begin = n
			} else {
				at(q.Subject).End = n
			}
		}
		return nil
	})
	for i := range out.Facts {
		out.Facts[i].Rule = rules[out.Facts[i].Subject]
	}
	for _, s := range sentences {
		out.Sentences = append(out.Sentences, *s)
	}
	sort.Slice(out.Sentences, func(i, j int) bool { return out.Sentences[i].Begin < out.Sentences[j].Begin })
	return out, err
}

// termOf is the term that a quad's object was made of.
func termOf(v quad.Value) schema.Term {
	switch o := v.(type) {
	case quad.IRI:
		return schema.Ref(schema.Shorten(string(o)))
	case quad.TypedString:
		return schema.Typed(string(o.Value), schema.Shorten(string(o.Type)))
	}
	return schema.Text(lexical(v))
}
