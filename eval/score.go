package eval

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Tally counts what was found and is right, what was found and is wrong, and what was missed.
type Tally struct {
	TP int `json:"tp"`
	FP int `json:"fp"`
	FN int `json:"fn"`
}

func (t Tally) plus(o Tally) Tally { return Tally{t.TP + o.TP, t.FP + o.FP, t.FN + o.FN} }

// measures gives precision, recall and F1; ok tells which of them are defined, those that are not being 0.
func (t Tally) measures() (values [3]float64, ok [3]bool) {
	ratio := func(i int, of, all int) {
		if ok[i] = all > 0; ok[i] {
			values[i] = float64(of) / float64(all)
		}
	}
	ratio(0, t.TP, t.TP+t.FP)
	ratio(1, t.TP, t.TP+t.FN)
	ratio(2, 2*t.TP, 2*t.TP+t.FP+t.FN)
	return values, ok
}

// Interval is where a measure lies in 95 of 100 resamples of the articles.
type Interval [2]float64

// Figures are the counts of a kind of thing and what follows from them.
type Figures struct {
	Tally
	P  float64 `json:"p"`
	R  float64 `json:"r"`
	F1 float64 `json:"f1"`
	// PInterval, RInterval and F1Interval are the measures' 95% intervals by bootstrap over the articles.
	PInterval  Interval `json:"pInterval"`
	RInterval  Interval `json:"rInterval"`
	F1Interval Interval `json:"f1Interval"`
}

// Kind is one kind of what is scored, as a whole and by class or property.
type Kind struct {
	Figures
	By map[string]Figures `json:"by,omitempty"`
}

// Share is how many of some things are right. Of restatements it is how many there are beside how many frames were found.
type Share struct {
	Right int `json:"right"`
	Of    int `json:"of"`
}

// Note tells of one thing that is missed, wrong or, on a found frame, off.
type Note struct {
	Article string `json:"article"`
	Verdict string `json:"verdict"` // missed, wrong, off
	Kind    string `json:"kind"`    // entity, relation, event, or the measure that is off
	What    string `json:"what"`
}

func (n Note) String() string {
	return fmt.Sprintf("%s: %s %s: %s", n.Article, n.Verdict, n.Kind, n.What)
}

// Scores are what a comparison found. An event counts as found when a report of its class has its actor and recipient
// nations.
type Scores struct {
	Articles  int      `json:"articles"`
	Missing   []string `json:"missing,omitempty"` // the IDs of the articles of which the graph knows nothing
	Entities  Kind     `json:"entities"`
	Relations Kind     `json:"relations"`
	Events    Kind     `json:"events"`
	Facts     Kind     `json:"facts"` // relations and events together
	// Accuracy tells by measure how often it is right on the frames that were found (date, place, status, about, actors,
	// attribution, evidence), on relations (relation evidence) and on sentences (sentence text). Place, about and
	// attribution count where the gold has them.
	Accuracy map[string]Share `json:"accuracy"`
	Notes    []Note           `json:"notes,omitempty"`
}

// Score compares a graph with gold files. The same input gives the same scores, intervals included.
func Score(golds []*Gold, g *Graph) (*Scores, error) {
	arts, err := g.split()
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	s := &Scores{Articles: len(golds), Accuracy: make(map[string]Share)}
	perArticle := make([]map[row]Tally, 0, len(golds))
	for _, gold := range golds {
		art := arts[gold.ID]
		if art == nil {
			s.Missing = append(s.Missing, gold.ID)
			art = &article{}
		}
		one := scoreArticle(gold, art, g)
		for measure, share := range one.accuracy {
			sum := s.Accuracy[measure]
			s.Accuracy[measure] = Share{sum.Right + share.Right, sum.Of + share.Of}
		}
		s.Notes = append(s.Notes, one.notes...)
		perArticle = append(perArticle, withTotals(one.tallies))
	}
	all := figures(perArticle)
	for _, k := range []struct {
		name string
		kind *Kind
	}{{"entities", &s.Entities}, {"relations", &s.Relations}, {"events", &s.Events}, {"facts", &s.Facts}} {
		k.kind.Figures = all[row{k.name, ""}]
		for r, f := range all {
			if r.kind == k.name && r.name != "" {
				if k.kind.By == nil {
					k.kind.By = make(map[string]Figures)
				}
				k.kind.By[r.name] = f
			}
		}
	}
	return s, nil
}

// withTotals adds the rows of each kind as a whole.
func withTotals(rows map[row]Tally) map[row]Tally {
	out := map[row]Tally{{"entities", ""}: {}, {"relations", ""}: {}, {"events", ""}: {}, {"facts", ""}: {}}
	for r, t := range rows {
		out[r] = t
		total := row{r.kind, ""}
		out[total] = out[total].plus(t)
		if r.kind != "entities" {
			facts := row{"facts", ""}
			out[facts] = out[facts].plus(t)
		}
	}
	return out
}

// resamples is how often the articles are drawn anew for an interval.
const resamples = 1000

// figures sums up the articles' tallies and puts an interval on every measure.
func figures(perArticle []map[row]Tally) map[row]Figures {
	var rows []row
	known := make(map[row]bool)
	for _, tallies := range perArticle {
		for r := range tallies {
			if !known[r] {
				known[r] = true
				rows = append(rows, r)
			}
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.name, b.name)) })
	// Every row sees the same draws.
	random := rand.New(rand.NewPCG(2020, 6))
	draws := make([][]int, resamples)
	for i := range draws {
		draws[i] = make([]int, len(perArticle))
		for j := range draws[i] {
			draws[i][j] = random.IntN(len(perArticle))
		}
	}
	out := make(map[row]Figures, len(rows))
	for _, r := range rows {
		tallies := make([]Tally, len(perArticle))
		var sum Tally
		for i := range perArticle {
			tallies[i] = perArticle[i][r]
			sum = sum.plus(tallies[i])
		}
		values, _ := sum.measures()
		f := Figures{Tally: sum, P: values[0], R: values[1], F1: values[2]}
		f.PInterval, f.RInterval, f.F1Interval = intervals(tallies, draws)
		out[r] = f
	}
	return out
}

// intervals takes the middle 95% of precision, recall and F1 over the draws in which they are defined.
func intervals(tallies []Tally, draws [][]int) (p, r, f1 Interval) {
	var seen [3][]float64
	for _, draw := range draws {
		var sum Tally
		for _, i := range draw {
			sum = sum.plus(tallies[i])
		}
		values, ok := sum.measures()
		for m := range seen {
			if ok[m] {
				seen[m] = append(seen[m], values[m])
			}
		}
	}
	middle := func(values []float64) Interval {
		if len(values) == 0 {
			return Interval{}
		}
		slices.Sort(values)
		cut := len(values) * 25 / 1000
		return Interval{values[cut], values[len(values)-1-cut]}
	}
	return middle(seen[0]), middle(seen[1]), middle(seen[2])
}
