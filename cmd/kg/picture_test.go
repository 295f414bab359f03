package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/newskg/kg/graph"
	"github.com/newskg/kg/schema"
)

// browser opens a page in headless Chromium, or skips the test where there is none.
func browser(t *testing.T, file string, dark bool) context.Context {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Skip("Chromium is not here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 820),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WSURLReadTimeout(time.Minute))
	if dark {
		options = append(options, chromedp.Flag("blink-settings", "preferredColorScheme=0"))
	}
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	t.Cleanup(func() { chromedp.Cancel(ctx) })        // which waits until it has ended
	ctx, stop = context.WithTimeout(ctx, time.Minute) // that a page which hangs is told from one that is slow
	t.Cleanup(stop)
	if err := chromedp.Run(ctx, chromedp.Navigate("file://"+file), chromedp.WaitReady("body")); err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return ctx
}

// page makes a store of the hand-made readings, and of it the page of a query.
func picturePage(t *testing.T, query ...string) string {
	t.Helper()
	dir := t.TempDir()
	db := filepath.Join(dir, "kg.db")
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "readings.json"))
	if err != nil {
		t.Fatal(err)
	}
	var readings []schema.Reading
	if err := json.Unmarshal(data, &readings); err != nil {
		t.Fatal(err)
	}
	store, err := graph.Open(t.Context(), db, graph.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readings {
		if _, err := store.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := Run(append([]string{"kg", "query", "--db", db, "--format", "html"}, query...), strings.NewReader(""), &out, &errs); code != exitGood {
		t.Fatal(errs.String())
	}
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// drawnColors counts the pixels of the graph that have the color of a class: what is drawn, not what is meant to be.
const drawnColors = `(function () {
  var want = getComputedStyle(document.documentElement).getPropertyValue("--f0").trim(), n = 0;
  document.querySelectorAll("#cy canvas").forEach(function (c) {
    var px = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
    for (var i = 0; i < px.length; i += 4) if ("#" + [px[i], px[i + 1], px[i + 2]].map(function (v) { return v.toString(16).padStart(2, "0"); }).join("") === want && px[i + 3] === 255) n++;
  });
  return n;
})()`

// The graph shows its nodes, and the sentence of an edge on a click on it.
func TestPageInBrowser(t *testing.T) {
	file := picturePage(t, "-e", `g.V("nation:India").Tag("nation").LabelContext(g.V(), "ev").Out(["kg:seeks", "kg:ordered"], "how").Tag("weapon").All()`)
	for _, dark := range []bool{false, true} {
		ctx := browser(t, file, dark)
		var labels []string
		var pixels int
		var edge struct{ X, Y float64 }
		var panel, hidden string
		err := chromedp.Run(ctx,
			chromedp.Evaluate(`matchMedia("(prefers-color-scheme: dark)").matches === `+map[bool]string{true: "true", false: "false"}[dark]+` || (function () { throw "wrong scheme"; })()`, nil),
			chromedp.Evaluate(`kg.nodes().map(n => n.data("lines"))`, &labels),
			chromedp.Poll(drawnColors+" > 200", nil),
			chromedp.Evaluate(drawnColors, &pixels),
			// The edge from India to the S-400, where it is on the screen.
			chromedp.Evaluate(`(function () {
				var m = kg.edges().filter(e => e.target().data("lines") === "S-400")[0].renderedMidpoint(), r = document.getElementById("cy").getBoundingClientRect();
				return { X: r.left + m.x, Y: r.top + m.y };
			})()`, &edge),
			chromedp.Evaluate(`String(document.getElementById("panel").hidden)`, &hidden),
		)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(labels, ", "); !strings.Contains(got, "India") || !strings.Contains(got, "S-400") {
			t.Errorf("the nodes are %s", got)
		}
		if hidden != "true" {
			t.Error("the panel is open before anything is chosen")
		}
		var picture []byte
		err = chromedp.Run(ctx,
			chromedp.MouseClickXY(edge.X, edge.Y),
			chromedp.WaitVisible("#panel blockquote", chromedp.ByQuery),
			chromedp.Text("#panel", &panel, chromedp.ByQuery),
			chromedp.CaptureScreenshot(&picture),
		)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"India → S-400", "seeks", "2020-06-23", "article:s400-2020#char="} {
			if !strings.Contains(panel, want) {
				t.Errorf("the panel does not say %q:\n%s", want, panel)
			}
		}
		if dir := os.Getenv("KG_SCREENSHOTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, map[bool]string{true: "dark.png", false: "light.png"}[dark]), picture, 0o644); err != nil {
				t.Error(err)
			}
		}
		// Escape closes; the search opens a thing; the table says the same.
		var title, row string
		err = chromedp.Run(ctx,
			chromedp.KeyEvent("\u001b"),
			chromedp.WaitNotVisible("#panel", chromedp.ByQuery),
			chromedp.SendKeys("#search", "s-40\r", chromedp.ByQuery),
			chromedp.Text("#panel h2", &title, chromedp.ByQuery),
			chromedp.Click(`button[data-show="table"]`, chromedp.ByQuery),
			chromedp.Text("#table tbody tr:first-child", &row, chromedp.ByQuery),
		)
		if err != nil {
			t.Fatal(err)
		}
		if title != "S-400" || !strings.Contains(row, "India → S-400") && !strings.Contains(row, "India →") {
			t.Errorf("found %q; the table begins %q", title, row)
		}
	}
}

// Rows in time open as a timeline; an event opens with its sentence.
func TestTimelineInBrowser(t *testing.T) {
	file := picturePage(t, "timeline", "--param", "thing=India")
	ctx := browser(t, file, false)
	var years, panel string
	err := chromedp.Run(ctx,
		chromedp.Text("#timeline", &years, chromedp.ByQuery),
		chromedp.Click("#timeline li button", chromedp.ByQuery),
		chromedp.WaitVisible("#panel blockquote", chromedp.ByQuery),
		chromedp.Text("#panel", &panel, chromedp.ByQuery),
	)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(years, "2020") || !strings.Contains(panel, "article:") {
		t.Errorf("timeline:\n%s\npanel:\n%s", years, panel)
	}
}
