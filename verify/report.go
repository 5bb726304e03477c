package verify

import (
	"fmt"
	"io"
	"strings"

	"nameyard/reseller"
)

// Report is what a run found.
type Report struct {
	Invariants []Invariant `json:"invariants"`
	Figures    []Figure    `json:"figures"`
	// AuditHeads are the ends of the audit log's chains, to be kept elsewhere.
	AuditHeads []reseller.AuditLink `json:"audit_heads"`
}

// Invariant is one rule and how the books keep it.
type Invariant struct {
	ID       string   `json:"id"` // "I1" to "I14"
	Title    string   `json:"title"`
	Page     string   `json:"page"`               // what a breach means and what to do
	Checked  int64    `json:"checked"`            // how many things were held against it
	Breaches int64    `json:"breaches"`           // how many did not keep it
	Examples []string `json:"examples,omitempty"` // the first 20 breaches in words
	Warnings int64    `json:"warnings,omitempty"` // what keeps it so far and needs a look
	Hints    []string `json:"hints,omitempty"`    // the first 20 warnings in words
	Skipped  bool     `json:"skipped,omitempty"`  // nothing could be held against it
	// NotChecked is what of the rule was not checked, and why; empty = nothing.
	NotChecked []string `json:"not_checked,omitempty"`
}

// Figure is a count or an amount in minor units.
type Figure struct {
	Name  string `json:"name"`
	Value int64  `json:"value"`
}

// counts are the figures of a run.
type counts struct {
	accounts, entries, orders, inFlight, effects, foreign, domains, invoices, unnumbered int64
}

// OK reports whether nothing broke an invariant. Warnings and what could not be checked are no breach.
func (r Report) OK() bool { return r.Breaches() == 0 }

// Breaches counts what did not keep an invariant.
func (r Report) Breaches() (n int64) {
	for _, i := range r.Invariants {
		n += i.Breaches
	}
	return n
}

// Print writes the report for people: a line per invariant, breaches and warnings in words below it, figures at the end.
func (r Report) Print(w io.Writer) error {
	p := &printer{w: w}
	for _, i := range r.Invariants {
		p.printf("%-4s %-9s %9d checked  %s\n", i.ID, i.verdict(), i.Checked, i.Title)
		p.list("", i.Examples, i.Breaches, i.Page)
		p.list("warning: ", i.Hints, i.Warnings, i.Page)
		for _, words := range i.NotChecked {
			p.printf("       not checked: %s\n", words)
		}
	}
	for _, l := range r.AuditHeads {
		p.printf("     head  %s\n", l)
	}
	for _, f := range r.Figures {
		p.printf("%10d  %s\n", f.Value, f.Name)
	}
	return p.err
}

func (i Invariant) verdict() string {
	switch {
	case i.Breaches > 0:
		return "BROKEN"
	case i.Warnings > 0:
		return "warned"
	case i.Skipped:
		return "skipped"
	}
	return "ok"
}

// printer keeps the first error of a series of writes.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// list writes examples with the page that explains them, and how many more there are.
func (p *printer) list(mark string, examples []string, all int64, page string) {
	for _, words := range examples {
		p.printf("       %s%s (%s)\n", mark, words, page)
	}
	if more := all - int64(len(examples)); more > 0 {
		p.printf("       %sand %d more\n", mark, more)
	}
}

// checked counts things that were held against an invariant.
func (v *verification) checked(id string, n int) { v.found[id].Checked += int64(n) }

// breach notes that an invariant is broken.
func (v *verification) breach(id, format string, args ...any) {
	i := v.found[id]
	i.Breaches++
	if len(i.Examples) < examples {
		i.Examples = append(i.Examples, fmt.Sprintf(format, args...))
	}
}

// warn notes what breaks no invariant yet.
func (v *verification) warn(id, format string, args ...any) {
	i := v.found[id]
	i.Warnings++
	if len(i.Hints) < examples {
		i.Hints = append(i.Hints, fmt.Sprintf(format, args...))
	}
}

func (v *verification) report() Report {
	var r Report
	for _, i := range rules {
		found := *v.found[i.id]
		found.Skipped = i.needsLog != "" && len(v.logs) == 0 && found.Checked == 0
		r.Invariants = append(r.Invariants, found)
	}
	r.AuditHeads = v.ends
	c := v.counts
	r.Figures = []Figure{
		{"accounts", c.accounts}, {"ledger entries", c.entries}, {"orders", c.orders}, {"orders in flight", c.inFlight},
		{"domains held", c.domains}, {"invoices and credit notes", c.invoices}, {"of these not numbered yet", c.unnumbered},
		{"registry effects", c.effects}, {"of these not by orders of ours", c.foreign},
	}
	return r
}

// newInvariant is a rule before anything was held against it.
func (r rule) newInvariant(logged bool) *Invariant {
	i := &Invariant{ID: r.id, Title: r.title, Page: page + "#" + strings.ToLower(r.id)}
	if r.untold != "" {
		i.NotChecked = append(i.NotChecked, r.untold)
	}
	if !logged && r.needsLog != "" {
		i.NotChecked = append(i.NotChecked, r.needsLog)
	}
	return i
}
