package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// measurement is one action on one engine by all peers.
type measurement struct {
	Work   string
	Engine string
	loads  map[string]*load
	rounds map[string][]float64 // requests per second of each round
	order  []string
}

func (m *measurement) add(peer string, l load) {
	if m.loads[peer] == nil {
		m.loads[peer] = &load{}
		m.order = append(m.order, peer)
	}
	m.loads[peer].add(l)
	m.rounds[peer] = append(m.rounds[peer], l.perSecond())
}

// ratio is how many times as fast as a peer we are: the median of the rounds, in each of which both ran one after the other.
func (m *measurement) ratio(peer string) float64 {
	var ratios []float64
	for i, other := range m.rounds[peer] {
		if other > 0 {
			ratios = append(ratios, m.rounds[ours][i]/other)
		}
	}
	if len(ratios) == 0 {
		return 0
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// target is a bound to reach (floor) and to strive for (goal).
type target struct {
	work, engine string
	against      string // a peer: the ratio counts; "" = requests per second
	floor, goal  float64
}

var targets = []target{
	{"GetNameservers", mariadb, php, 2.0, 3.0},
	{"GetNameservers", sqlite, bare, 0.35, 0.50},
	{"SaveDNS", mariadb, php, 1.0, 2.0},
	{"RegisterDomain", mariadb, "", 500, 1500},
	{"GetNameservers", sqlite, plainSQL, 0.85, 0.95},
	{"GetNameservers", mariadb, plainSQL, 0.85, 0.95},
	{"SaveDNS", sqlite, plainSQL, 0.85, 0.95},
	{"SaveDNS", mariadb, plainSQL, 0.85, 0.95},
	{"RegisterDomain", sqlite, plainSQL, 0.85, 0.95},
	{"RegisterDomain", mariadb, plainSQL, 0.85, 0.95},
}

// Row is one peer's line in the table and in the JSON.
type Row struct {
	Work      string  `json:"work"`
	Engine    string  `json:"engine"`
	Peer      string  `json:"peer"`
	PerSecond float64 `json:"per_second"`
	P50       string  `json:"p50"`
	P99       string  `json:"p99"`
	Errors    int     `json:"errors"`
	Wrong     string  `json:"first_error,omitempty"`
	Ratio     float64 `json:"ours_to_it,omitempty"`
}

// Verdict is a target and what was reached. Figures are ratios, requests per second or seconds, as What says.
type Verdict struct {
	What    string  `json:"what"`
	Reached float64 `json:"reached"`
	Floor   float64 `json:"floor"`
	Goal    float64 `json:"goal"`
	Word    string  `json:"verdict"` // "goal met", "met", "missed"
}

// report is what comes out of a run.
type report struct {
	Machine  string    `json:"machine"`
	Options  string    `json:"options"`
	Rows     []Row     `json:"rows"`
	Verdicts []Verdict `json:"targets"`
	Notes    []string  `json:"notes"`
}

func newReport(o options) *report {
	return &report{
		Machine: fmt.Sprintf("%s/%s, %d cores, shared with the load generator; %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version()),
		Options: fmt.Sprintf("%d connections, %d rounds, %s a peer", o.connections, o.rounds, o.duration),
	}
}

func (r *report) add(m measurement) {
	for _, peer := range m.order {
		l := m.loads[peer]
		row := Row{
			Work: m.Work, Engine: m.Engine, Peer: peer, PerSecond: l.perSecond(), P50: short(l.quantile(0.50)), P99: short(l.quantile(0.99)),
			Errors: l.Errors, Wrong: l.Wrong,
		}
		if peer != ours {
			row.Ratio = m.ratio(peer)
		}
		r.Rows = append(r.Rows, row)
	}
	for _, t := range targets {
		if t.work != m.Work || t.engine != m.Engine {
			continue
		}
		if l := m.loads[t.against]; m.loads[ours].failing() || l != nil && l.failing() {
			r.note("%s on %s: no verdict, because too many answers were wrong", t.work, t.engine)
		} else if t.against == "" {
			r.judge(fmt.Sprintf("%s on %s, per second", t.work, t.engine), m.loads[ours].perSecond(), t.floor, t.goal)
		} else if l != nil {
			r.judge(fmt.Sprintf("%s on %s, times %s", t.work, t.engine, t.against), m.ratio(t.against), t.floor, t.goal)
		}
	}
}

// judge adds a verdict on a figure of which more is better.
func (r *report) judge(what string, reached, floor, goal float64) {
	v := Verdict{What: what, Reached: reached, Floor: floor, Goal: goal, Word: "missed"}
	switch {
	case reached >= goal:
		v.Word = "goal met"
	case reached >= floor:
		v.Word = "met"
	}
	r.Verdicts = append(r.Verdicts, v)
}

// judgeLess adds a verdict on a figure of which less is better.
func (r *report) judgeLess(what string, reached, floor, goal float64) {
	r.judge(what, -reached, -floor, -goal)
	v := &r.Verdicts[len(r.Verdicts)-1]
	v.Reached, v.Floor, v.Goal = reached, floor, goal
}

func (r *report) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

func (r *report) memory(engine string, idle, most int64) {
	if most > 0 {
		r.note("memory of our server on %s: %d MB at rest, %d MB at most", engine, idle>>20, most>>20)
	}
}

func (r *report) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

func (r *report) writeTable(w io.Writer) error {
	fmt.Fprintf(w, "%s\n%s\n\n", r.Machine, r.Options)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "action\tstore\tpeer\treq/s\tp50\tp99\terrors\tours ÷ it\t")
	for _, row := range r.Rows {
		ratio := ""
		if row.Ratio > 0 {
			ratio = fmt.Sprintf("%.2f", row.Ratio)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%.0f\t%s\t%s\t%d\t%s\t\n", row.Work, row.Engine, row.Peer, row.PerSecond, row.P50, row.P99, row.Errors, ratio)
	}
	fmt.Fprintln(t)
	fmt.Fprintln(t, "target\treached\tfloor\tgoal\t\t")
	for _, v := range r.Verdicts {
		fmt.Fprintf(t, "%s\t%.4g\t%.4g\t%.4g\t%s\t\n", v.What, v.Reached, v.Floor, v.Goal, v.Word)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, n := range r.Notes {
		fmt.Fprintln(w, n)
	}
	for _, row := range r.Rows {
		if row.Wrong != "" {
			fmt.Fprintf(w, "first error of %s at %s on %s: %s\n", row.Peer, row.Work, row.Engine, row.Wrong)
		}
	}
	return nil
}

// short writes a duration with three digits or so.
func short(d time.Duration) string {
	switch {
	case d >= time.Second:
		return d.Round(10 * time.Millisecond).String()
	case d >= 10*time.Millisecond:
		return d.Round(100 * time.Microsecond).String()
	}
	return d.Round(time.Microsecond).String()
}
