package simulation_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"nameyard/reseller"
	"nameyard/verify"
)

// suspect is a name that should have been renewed, unless it is just being seen to.
type suspect struct {
	since time.Time
	paid  time.Time
}

// cycle is how long an open renewal may take: invoices are tried daily.
const cycle = 26 * time.Hour

// scan looks for names that should have been renewed and were not: auto-renew on, the window open, credit enough for all such
// names of the account, and nothing broken for a day.
func (w *world) scan() {
	now, skew := w.clocks.read()
	w.nextScan = now.Add(5 * day)
	if w.plan.names > 1000 {
		w.nextScan = now.Add(30 * day)
	}
	if now.Before(w.downUntil) || skew != 0 {
		clear(w.suspects)
		return
	}
	found := map[int64]suspect{}
	for _, a := range w.accounts {
		due := w.unrenewed(a.ID, now)
		b, err := w.Store.Balance(w.ctx, a.ID)
		w.must(err)
		if b.Available < price*int64(len(due)) {
			continue
		}
		for _, d := range due {
			s, known := w.suspects[d.ID]
			switch {
			case !known || !s.paid.Equal(d.PaidThrough):
				found[d.ID] = suspect{now, d.PaidThrough}
				w.stats.suspected++
				w.nextScan = earliest(w.nextScan, now.Add(cycle))
			case now.Sub(s.since) >= cycle && now.Sub(w.upSince) >= cycle:
				w.stats.missed++
				w.t.Errorf("seed %d: on %s %s is paid through %s only, and nothing was in the way since %s (invoiced %t)", w.plan.seed, now, d.Name,
					d.PaidThrough, s.since, d.Invoiced)
			default:
				found[d.ID] = s
				w.nextScan = earliest(w.nextScan, now.Add(cycle))
			}
		}
	}
	w.suspects = found
}

// unrenewed lists the names of an account that people want renewed and whose renewal window is open.
func (w *world) unrenewed(account int64, now time.Time) []reseller.Domain {
	var due []reseller.Domain
	for after := int64(0); ; {
		page, err := w.Store.ListDomains(w.ctx, account, reseller.DomainFilter{}, after, 1000)
		w.must(err)
		for _, d := range page {
			after = d.ID
			if d.State == reseller.DomainActive && w.renewed(d.Name) && !now.Before(w.opens(d.Name, d.PaidThrough)) {
				due = append(due, d)
			}
		}
		if len(page) < 1000 {
			return due
		}
	}
}

// opens is when the renewal window of a term opens.
func (w *world) opens(n reseller.Name, paid time.Time) time.Time {
	return paid.Add(-reseller.Days(w.Routes.Rules()[n.TLD()].RenewWindowDays))
}

// verdict is what the books say of a life.
type verdict struct {
	renewals, early, double, refused, unfinished int
	terms, invoicedTwice, cancelled              int
	trace                                        string
	breaches                                     string
}

// judge reads the whole books.
func (w *world) judge() verdict {
	snapshot, err := w.Store.Snapshot(w.ctx)
	w.must(err)
	defer snapshot.Close()
	report, err := verify.Run(w.ctx, snapshot, w.Routes.Connectors())
	w.must(err)
	var v verdict
	if !report.OK() {
		var text strings.Builder
		w.must(report.Print(&text))
		v.breaches = text.String()
	}
	var trace []string
	terms, issued := map[string]int{}, w.issued()
	names := map[int64]string{}
	for after := int64(0); ; {
		page, err := snapshot.Orders(w.ctx, after, 1000)
		w.must(err)
		if len(page) == 0 {
			break
		}
		for _, o := range page {
			after = o.ID
			names[o.DomainID] = o.Name.String()
			trace = append(trace, fmt.Sprint("order ", o.Name, o.Kind, o.State, o.CreatedAt, o.EndedAt, o.Charge, o.PaidFrom, o.Attempt))
			v.order(w, o, terms, issued)
		}
	}
	v.invoices(w, names, &trace)
	v.effects(w, &trace)
	for _, a := range w.accounts {
		b, err := w.Store.Balance(w.ctx, a.ID)
		w.must(err)
		trace = append(trace, fmt.Sprint("balance ", a.Email, b.Available, b.Held))
	}
	slices.Sort(trace)
	v.trace = fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(trace, "\n"))))
	return v
}

// issued tells when the server, by its clock of that time, invoiced the terms of names.
func (w *world) issued() map[string]time.Time {
	times := map[string]time.Time{}
	for after := int64(0); ; {
		page, err := w.Store.Invoices(w.ctx, 0, after, 1000)
		w.must(err)
		if len(page) == 0 {
			return times
		}
		for _, i := range page {
			after = i.ID
			if i.Credits == 0 {
				times[fmt.Sprint(i.DomainID, i.Term)] = i.CreatedAt
			}
		}
	}
}

// order judges one order. A renewal is early if its term was invoiced early: an invoice of a clock that ran ahead may be paid once the
// clock is right again, as any other.
func (v *verdict) order(w *world, o reseller.Order, terms map[string]int, issued map[string]time.Time) {
	if o.State.Live() {
		v.unfinished++
	}
	if o.Kind != reseller.OrderRenew {
		return
	}
	if o.State != reseller.OrderDone {
		v.refused++
		return
	}
	v.renewals++
	term := fmt.Sprint(o.DomainID, o.PaidFrom)
	if terms[term]++; terms[term] > 1 {
		v.double++
	}
	if at, invoiced := issued[term]; !w.byHand[o.ID] && o.CreatedAt.Before(w.opens(o.Name, o.PaidFrom)) && (!invoiced || at.Before(w.opens(o.Name, o.PaidFrom))) {
		v.early++
		w.t.Logf("seed %d: order %d renewed %s on %s for the term from %s, whose window opens on %s; placed by %+v, attempt %d", w.plan.seed, o.ID, o.Name,
			o.CreatedAt, o.PaidFrom, w.opens(o.Name, o.PaidFrom), o.By, o.Attempt)
	}
}

func (v *verdict) invoices(w *world, names map[int64]string, trace *[]string) {
	terms := map[string]int{}
	for after := int64(0); ; {
		page, err := w.Store.Invoices(w.ctx, 0, after, 1000)
		w.must(err)
		if len(page) == 0 {
			return
		}
		for _, i := range page {
			after = i.ID
			*trace = append(*trace, fmt.Sprint("invoice ", names[i.DomainID], i.Term, i.Status, i.Charge, i.CreatedAt, i.PaidAt))
			switch {
			case i.Status == reseller.InvoiceCancelled:
				v.cancelled++
			case i.Credits == 0 && !i.Term.IsZero():
				v.terms++
				if terms[fmt.Sprint(i.DomainID, i.Term)]++; terms[fmt.Sprint(i.DomainID, i.Term)] > 1 {
					v.invoicedTwice++
				}
			}
		}
	}
}

func (v *verdict) effects(w *world, trace *[]string) {
	for after := int64(0); ; {
		page, err := w.Sandbox.Effects(w.ctx, after, 1000)
		w.must(err)
		if len(page) == 0 {
			return
		}
		for _, e := range page {
			after = e.Seq
			*trace = append(*trace, fmt.Sprint("effect ", e.Name, e.Command, e.At, e.Expires, e.Years))
		}
	}
}
