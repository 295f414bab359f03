package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/newskg/kg/queries"
)

// resultFlags are the options of every command that shows results of queries.
func resultFlags() []cli.Flag {
	var formats []string
	for _, f := range queries.ResultFormats() {
		formats = append(formats, f.Name)
	}
	return []cli.Flag{
		&cli.StringFlag{Name: "format", Value: formats[0], EnvVars: []string{"KG_FORMAT"}, Usage: "write results as `FORMAT`: " + strings.Join(formats, ", ")},
		&cli.IntFlag{Name: "limit", Value: 1000, EnvVars: []string{"KG_LIMIT"}, Usage: "give at most `N` rows, 0 for all"},
		&cli.DurationFlag{Name: "timeout", Value: time.Minute, EnvVars: []string{"KG_TIMEOUT"}, Usage: "stop a query after the time `D`, such as 10s; 0 for never"},
	}
}

// resultFormat is the format that the options ask for.
func resultFormat(c *cli.Context) (*queries.ResultFormat, error) {
	f, err := queries.FindResultFormat(c.String("format"))
	if err != nil {
		return nil, usageError(c, "%v", err)
	}
	return f, checkLimits(c)
}

// checkLimits refuses limits that are none.
func checkLimits(c *cli.Context) error {
	if c.Int("limit") < 0 {
		return usageError(c, "--limit %d: a number of rows, or 0 for all", c.Int("limit"))
	}
	if c.Duration("timeout") < 0 {
		return usageError(c, "--timeout %v: a time such as 10s, or 0 for never", c.Duration("timeout"))
	}
	return nil
}

// paramsOf reads --param.
func paramsOf(c *cli.Context) (map[string]string, error) {
	params := make(map[string]string)
	for _, p := range c.StringSlice("param") {
		key, value, ok := strings.Cut(p, "=")
		if !ok || key == "" {
			return nil, usageError(c, "--param %q is not KEY=VALUE", p)
		}
		params[key] = value
	}
	return params, nil
}

// aboutFlag is what --help means behind the NAME of a query: the flag parser keeps --help to itself.
const aboutFlag = "about"

func queryCommand() *cli.Command {
	return &cli.Command{
		Name:      "query",
		Usage:     "ask the graph",
		ArgsUsage: "[NAME]",
		UsageText: "kg query [OPTION]... NAME [--param KEY=VALUE]...\nkg query NAME --help\nkg query [OPTION]... -e SCRIPT\nkg query [OPTION]... -f FILE",
		Description: "NAME is a query of the library; kg queries lists them. SCRIPT is Gizmo, which is JavaScript:\n\n" +
			"   kg query -e 'g.Find(\"India\").LabelContext(g.V(), \"ev\").Out(\"kg:seeks\")'\n\n" +
			"A row with a sentence in the column ev gets its text and day.\n\n" +
			"A picture is one file: kg query suppliers --format html > suppliers.html. " + queries.PictureHelp,
		Flags: append([]cli.Flag{
			dbFlag(), waitFlag(), libraryFlag(),
			&cli.StringSliceFlag{Name: "e", Usage: "run the `SCRIPT`; several run one after the other"},
			&cli.StringFlag{Name: "f", Usage: "run the script in `FILE`, - for standard input"},
			&cli.StringSliceFlag{Name: "param", Usage: "give the query a parameter, `KEY=VALUE`; a script sees it as params.KEY"},
			&cli.BoolFlag{Name: aboutFlag, Hidden: true, Usage: "tell about the query NAME"},
		}, resultFlags()...),
		Action: runQuery,
	}
}

// script is what is to be run: a query of the library, or a text of the user's own.
type script struct {
	query      *queries.Query
	name, text string
	params     map[string]string
}

// title is what a picture of its rows is called.
func (s script) title() string {
	if s.query == nil {
		return s.name
	}
	var params []string
	for _, p := range s.query.Params {
		value, given := s.params[p.Name]
		if !given {
			value = p.Default
		}
		if value != "" {
			params = append(params, p.Name+" "+value)
		}
	}
	if len(params) == 0 {
		return s.query.Question
	}
	return s.query.Question + " (" + strings.Join(params, ", ") + ")"
}

func runQuery(c *cli.Context) error {
	library, err := openLibrary(c)
	if err != nil {
		return err
	}
	if c.Bool(aboutFlag) {
		return describeQueries(c, library)
	}
	format, err := resultFormat(c)
	if err != nil {
		return err
	}
	scripts, err := scriptsOf(c, library)
	if err != nil {
		return err
	}
	if format.IsPicture() && len(scripts) > 1 {
		return usageError(c, "query: --format %s draws the rows of one script, got %d", format.Name, len(scripts))
	}
	store, err := openReading(c)
	if err != nil {
		return err
	}
	defer store.Close()
	session := queries.NewSession(store)
	for _, s := range scripts {
		if err := runScript(c, session, s, format); err != nil {
			return err
		}
	}
	return nil
}

// scriptsOf reads what is to be run: -e, -f or a query of the library.
func scriptsOf(c *cli.Context, library *queries.Library) ([]script, error) {
	params, err := paramsOf(c)
	if err != nil {
		return nil, err
	}
	ways := 0
	for _, given := range []bool{c.IsSet("e"), c.IsSet("f"), c.NArg() > 0} {
		if given {
			ways++
		}
	}
	if ways != 1 || c.NArg() > 1 {
		return nil, usageError(c, "query: one of -e SCRIPT, -f FILE and the NAME of a query; kg queries lists those")
	}
	switch {
	case c.IsSet("e"):
		var out []script
		for _, text := range c.StringSlice("e") {
			out = append(out, script{text: text, params: params})
		}
		return out, nil
	case c.IsSet("f"):
		name := c.String("f")
		var data []byte
		var err error
		if name == "-" {
			name = "standard input"
			data, err = io.ReadAll(c.App.Reader)
		} else {
			data, err = os.ReadFile(name)
		}
		if err != nil {
			return nil, fmt.Errorf("query: %w", err)
		}
		return []script{{name: name, text: string(data), params: params}}, nil
	}
	q, err := library.Find(c.Args().First())
	if err != nil {
		return nil, err
	}
	if err := q.CheckNames(params); err != nil {
		return nil, wrongParam(c, q, err)
	}
	return []script{{query: &q, params: params}}, nil
}

func wrongParam(c *cli.Context, q queries.Query, err error) error {
	return usageError(c, "%v; kg query %s --help tells about its parameters", err, q.Name)
}

func runScript(c *cli.Context, session *queries.Session, s script, format *queries.ResultFormat) error {
	run := c.Context
	if d := c.Duration("timeout"); d > 0 {
		var cancel context.CancelFunc
		run, cancel = context.WithTimeout(run, d)
		defer cancel()
	}
	var result *queries.Result
	var err error
	if s.query != nil {
		result, err = session.Ask(run, *s.query, s.params, queries.Options{Limit: c.Int("limit")})
	} else {
		result, err = session.Run(run, s.text, queries.Options{Name: s.name, Limit: c.Int("limit"), Params: s.params})
	}
	var wrong *queries.ParamError
	if errors.As(err, &wrong) {
		return wrongParam(c, *s.query, err)
	}
	if result != nil && (err == nil || len(result.Rows) > 0) && c.Context.Err() == nil {
		if err := session.Cite(c.Context, result); err != nil {
			return err
		}
		if err := session.Write(c.Context, c.App.Writer, format, result, queries.Layout{Width: terminalWidth(c.App.Writer), Title: s.title()}); err != nil {
			return err
		}
		for _, note := range queries.Notes(result, "--limit 0 for all") {
			fmt.Fprintln(c.App.ErrWriter, "kg: "+note)
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		given := "nothing"
		if result != nil && len(result.Rows) > 0 {
			given = plural(len(result.Rows), "row")
		}
		return fmt.Errorf("query: stopped after %v with %s; --timeout gives it longer: %w", c.Duration("timeout"), given, err)
	}
	return err
}
