package verify

import (
	"fmt"
	"io"
)

// Report is what a run found.
type Report struct {
	Invariants []Invariant `json:"invariants"`
	Figures    []Figure    `json:"figures"`
}

// Invariant is one rule and how the books keep it.
type Invariant struct {
	ID       string   `json:"id"` // "I1" to "I14"
	Title    string   `json:"title"`
	Checked  int64    `json:"checked"`            // how many things were held against it
	Breaches int64    `json:"breaches"`           // how many did not keep it
	Examples []string `json:"examples,omitempty"` // the first 20 breaches in words
	Skipped  string   `json:"skipped,omitempty"`  // why it could not be checked; empty = it was
}

// Figure is a count or an amount in minor units.
type Figure struct {
	Name  string `json:"name"`
	Value int64  `json:"value"`
}

// invariants are the rules in the order of the report.
var invariants = []Invariant{
	{ID: "I1", Title: "the postings of every entry sum to zero, and so does the ledger"},
	{ID: "I2", Title: "no balance is below zero; what is held is what unfinished orders reserve"},
	{ID: "I3", Title: "every balance row is the sum of its journal"},
	{ID: "I4", Title: "every hold is resolved exactly once"},
	{ID: "I5", Title: "one unfinished order per key, one unrefunded charge per registration and term"},
	{ID: "I6", Title: "every charge has its effect at the registry, every effect its charge"},
	{ID: "I7", Title: "what was done is still there"},
	{ID: "I8", Title: "done means that the registry did it, refused that it did not"},
	{ID: "I9", Title: "an order that was refused cost nothing"},
	{ID: "I12", Title: "registry expiry grows by paid years only, and ours is the registry's"},
	{ID: "I14", Title: "one invoice per charge and one credit note per refund, with equal sums"},
}

// needLog are the invariants that cannot be checked without a registry's effect log.
var needLog = []string{"I6", "I8", "I12"}

// counts are the figures of a run.
type counts struct {
	accounts, entries, orders, inFlight, effects, foreign, domains, invoices, unnumbered int64
}

// OK reports whether nothing broke an invariant. What could not be checked is no breach.
func (r Report) OK() bool {
	for _, i := range r.Invariants {
		if i.Breaches > 0 {
			return false
		}
	}
	return true
}

// Print writes the report for people: a line per invariant, breaches in words below it, figures at the end.
func (r Report) Print(w io.Writer) error {
	p := &printer{w: w}
	for _, i := range r.Invariants {
		p.printf("%-4s %-9s %9d checked  %s\n", i.ID, i.verdict(), i.Checked, i.Title)
		for _, words := range i.Examples {
			p.printf("       %s\n", words)
		}
		if more := i.Breaches - int64(len(i.Examples)); more > 0 {
			p.printf("       and %d more\n", more)
		}
		if i.Skipped != "" {
			p.printf("       not checked: %s\n", i.Skipped)
		}
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
	case i.Skipped != "":
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

func (v *verification) report() Report {
	var r Report
	for _, i := range invariants {
		r.Invariants = append(r.Invariants, *v.found[i.ID])
	}
	c := v.counts
	r.Figures = []Figure{
		{"accounts", c.accounts}, {"ledger entries", c.entries}, {"orders", c.orders}, {"orders in flight", c.inFlight},
		{"domains held", c.domains}, {"invoices and credit notes", c.invoices}, {"of these not numbered yet", c.unnumbered},
		{"registry effects", c.effects}, {"of these not by orders of ours", c.foreign},
	}
	return r
}
