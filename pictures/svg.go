package pictures

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math"
	"strings"
)

// errTooMany says that a drawing of so many things shows nothing.
func errTooMany(n int) error {
	return fmt.Errorf("%d things are too many for a drawing, which has at most %d: ask for fewer rows, or use dot", n, mostDrawn)
}

// curve is an edge as it is drawn: from border to border, bent towards a point, with the middle of its label.
type curve struct {
	from, bend, to, label point
	w, h                  float64 // of the label
	fan                   float64 // how far the bend is from the middle, to the left of the way
}

// WriteSVG writes a picture as a drawing. A viewer shows the sentence of an edge where the pointer rests on it.
func WriteSVG(out io.Writer, p *Picture) error {
	if len(p.Nodes) == 0 {
		return ErrEmpty
	}
	if len(p.Nodes) > mostDrawn {
		return errTooMany(len(p.Nodes))
	}
	a := arrange(p)
	curves := route(p, a.boxes)
	places, counts := p.used()
	// The title above, the legend below.
	top, bottom := 0.0, 34.0
	if p.Title != "" {
		top = 40
	}
	legend := margin
	for k, i := range places {
		legend += 34 + textWidth(fmt.Sprintf("%s %d", classes[i].plural, counts[k]), 12)
	}
	left, right := 0.0, max(a.width, legend, textWidth(p.Title, 17)+2*margin)
	low, high := 0.0, a.height
	for _, c := range curves { // labels may stand beyond the boxes
		left, right = min(left, c.label.x-c.w/2-6), max(right, c.label.x+c.w/2+6)
		low, high = min(low, c.label.y-c.h/2-6), max(high, c.label.y+c.h/2+6)
	}
	width, height := math.Ceil(right-left), math.Ceil(high-low+top+bottom)
	shiftX, shiftY := math.Round(-left), math.Round(top-low)

	w := bufio.NewWriter(out)
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" aria-labelledby="t d" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif">`+"\n", width, height, width, height)
	title := oneLine(p.Title)
	if title == "" {
		title = "A graph of the news"
	}
	fmt.Fprintf(w, "<title id=\"t\">%s</title>\n<desc id=\"d\">%d things, %d edges</desc>\n", escape(title), len(p.Nodes), len(p.Edges))
	fmt.Fprint(w, "<style>\n.bg{fill:#fff}.title{font-size:17px;font-weight:600}text{fill:#1b1f24}\n"+
		".e path{fill:none;stroke:#8b95a1;stroke-width:1.3}.e text{font-size:11px;fill:#4a525c;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}\n"+
		".arrow{fill:#8b95a1}.e:hover path{stroke:#0969da;stroke-width:2.2}.n text{font-size:13px}.n rect{stroke-width:1.5}.legend{font-size:12px}\n")
	for _, i := range places {
		fmt.Fprintf(w, ".c%d{fill:#%s;stroke:#%s}", i, tint(classes[i].color, "ffffff", 84), classes[i].color)
	}
	fmt.Fprint(w, "\n@media (prefers-color-scheme:dark){.bg{fill:#14171c}text{fill:#e8ebef}.e path{stroke:#66707c}.e text{fill:#b6bec8;stroke:#14171c}.arrow{fill:#66707c}.e:hover path{stroke:#58a6ff}\n")
	for _, i := range places {
		fmt.Fprintf(w, ".c%d{fill:#%s;stroke:#%s}", i, tint(classes[i].color, "14171c", 68), tint(classes[i].color, "ffffff", 18))
	}
	fmt.Fprint(w, "}\n</style>\n"+
		`<defs><marker id="a" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="arrow" d="M0 0.8 8 4 0 7.2z"/></marker></defs>`+"\n")
	fmt.Fprintf(w, `<rect class="bg" width="%.0f" height="%.0f"/>`+"\n", width, height)
	if p.Title != "" {
		fmt.Fprintf(w, `<text class="title" x="%.0f" y="27">%s</text>`+"\n", margin, escape(oneLine(p.Title)))
	}
	fmt.Fprintf(w, `<g transform="translate(%.0f %.0f)">`+"\n", shiftX, shiftY)
	for i, e := range p.Edges {
		c := curves[i]
		marker := ` marker-end="url(#a)"`
		if e.Mutual {
			marker = ""
		}
		if e.Unreal {
			marker += ` stroke-dasharray="5 4"`
		}
		fmt.Fprint(w, `<g class="e">`)
		if tip := p.tooltip(e.Statements); tip != "" {
			fmt.Fprintf(w, "<title>%s</title>", escape(tip))
		}
		fmt.Fprintf(w, `<path d="M%.1f %.1fQ%.1f %.1f %.1f %.1f"%s/></g>`+"\n", c.from.x, c.from.y, c.bend.x, c.bend.y, c.to.x, c.to.y, marker)
	}
	for i, n := range p.Nodes {
		b := a.boxes[i]
		fmt.Fprintf(w, `<g class="n"><title>%s</title><rect class="c%d" x="%.1f" y="%.1f" width="%.0f" height="%.0f" rx="9"/>`,
			escape(classes[classOf(n)].name+" "+n.Name), classOf(n), b.x-b.w/2, b.y-b.h/2, b.w, b.h)
		for k, line := range b.lines {
			fmt.Fprintf(w, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, b.x, b.y+4.5+lineHeight*(float64(k)-float64(len(b.lines)-1)/2), escape(line))
		}
		fmt.Fprint(w, "</g>\n")
	}
	for i, e := range p.Edges {
		lines := e.lines()
		if len(lines) == 0 {
			continue
		}
		fmt.Fprintf(w, `<g class="e"><title>%s</title>`, escape(p.tooltip(e.Statements)))
		for k, line := range lines {
			fmt.Fprintf(w, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, curves[i].label.x, curves[i].label.y+4+captionHeight*(float64(k)-float64(len(lines)-1)/2), escape(line))
		}
		fmt.Fprint(w, "</g>\n")
	}
	fmt.Fprint(w, "</g>\n<g class=\"legend\">\n")
	x := margin
	for k, i := range places {
		text := fmt.Sprintf("%s %d", classes[i].plural, counts[k])
		fmt.Fprintf(w, `<rect class="c%d" x="%.1f" y="%.1f" width="16" height="12" rx="4"/><text x="%.1f" y="%.1f">%s</text>`+"\n", i, x, height-24, x+22, height-14, escape(text))
		x += 34 + textWidth(text, 12)
	}
	fmt.Fprint(w, "</g>\n</svg>\n")
	return w.Flush()
}

// escape is a text in XML, without the characters that XML does not have.
func escape(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, text))
}

// route finds the way of each edge, and where on it its label stands in nobody's way.
func route(p *Picture, boxes []box) []curve {
	type pair struct{ a, b int }
	together := make(map[pair]int)
	for _, e := range p.Edges {
		together[pair{min(e.From, e.To), max(e.From, e.To)}]++
	}
	used := make(map[pair]int)
	out := make([]curve, len(p.Edges))
	var labels []box
	for i, e := range p.Edges {
		key := pair{min(e.From, e.To), max(e.From, e.To)}
		a, b := boxes[e.From], boxes[e.To]
		c := curve{}
		c.w, c.h = e.captionSize()
		if e.From == e.To {
			c.from, c.to = point{a.x - 12, a.y - a.h/2}, point{a.x + 12, a.y - a.h/2}
			c.bend = point{a.x, a.y - a.h/2 - 56}
		} else {
			// Those between the same two fan out; the sides are those of the pair, not of the edge.
			low, high := boxes[key.a], boxes[key.b]
			dx, dy := high.x-low.x, high.y-low.y
			norm := max(math.Hypot(dx, dy), 1)
			fan := 44 * (float64(used[key]) - float64(together[key]-1)/2)
			c.bend = point{(a.x+b.x)/2 - dy/norm*fan, (a.y+b.y)/2 + dx/norm*fan}
			if c.fan = fan; e.From == key.b {
				c.fan = -fan
			}
			c.from, c.to = border(a, c.bend, 0), border(b, c.bend, 1.5)
		}
		used[key]++
		least := math.Inf(1)
		for _, t := range []float64{0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74} {
			at := c.at(t)
			place := box{point: at, w: c.w, h: c.h}
			cost := math.Abs(t-0.5) * 40
			for _, other := range boxes {
				cost += 3 * shared(place, other)
			}
			for _, other := range labels {
				cost += shared(place, other)
			}
			if cost < least {
				least, c.label = cost, at
			}
		}
		if c.w > 0 {
			labels = append(labels, box{point: c.label, w: c.w + 6, h: c.h + 2})
		}
		out[i] = c
	}
	return out
}

// at is the point of a curve at a share of its way.
func (c curve) at(t float64) point {
	u := 1 - t
	return point{u*u*c.from.x + 2*u*t*c.bend.x + t*t*c.to.x, u*u*c.from.y + 2*u*t*c.bend.y + t*t*c.to.y}
}

// border is where the line from the middle of a box to a point leaves it, a gap further out.
func border(b box, to point, gap float64) point {
	dx, dy := to.x-b.x, to.y-b.y
	if dx == 0 && dy == 0 {
		return b.point
	}
	scale := math.Inf(1)
	if dx != 0 {
		scale = (b.w/2 + gap) / math.Abs(dx)
	}
	if dy != 0 {
		scale = min(scale, (b.h/2+gap)/math.Abs(dy))
	}
	scale = min(scale, 1)
	return point{b.x + dx*scale, b.y + dy*scale}
}

// shared is the area that two boxes share.
func shared(a, b box) float64 {
	x := (a.w+b.w)/2 - math.Abs(a.x-b.x)
	y := (a.h+b.h)/2 - math.Abs(a.y-b.y)
	if x <= 0 || y <= 0 {
		return 0
	}
	return x * y
}
