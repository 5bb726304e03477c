package verify

import (
	"context"
	"strconv"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// taken is a charge that a registry gave back with a deletion.
type taken struct {
	base     string // transaction base of the command that was charged; empty = a year that the registry had added by itself
	years    int    // 0 = not told: all of them
	deletion string // transaction base of the deletion
	at       time.Time
	expires  time.Time // of the name, without those years
}

// takes notes what a deletion gave back. The log of a server of an earlier release tells of registrations only.
func (h *history) takes(e registry.Effect, base string) {
	credits := e.Credits
	if credits == nil && e.Note == "refund" && len(h.lives) > 0 {
		credits = []registry.Credit{{ClTRID: reseller.ClTRID(h.last().base, 1)}}
	}
	for _, c := range credits {
		h.taken = append(h.taken, taken{reseller.ClTRIDBaseOf(c.ClTRID), c.Years, base, e.At, e.Expires})
	}
}

// sale is a purchase of which the registry took some years back, or all.
type sale struct {
	order    reseller.Order
	years    int
	deletion string
}

// sold notes for which of a row's purchases the registry gave the price back.
func (b *batch) sold(h *history, bought []reseller.Order) {
	for i, o := range bought {
		s := sale{order: o}
		for _, t := range h.taken {
			kept := t.base == "" && keeper(bought, t) == i
			if !kept && (t.base == "" || t.base != o.ClTRIDBase) {
				continue
			}
			s.deletion, s.years = t.deletion, s.years+t.years
			if t.years == 0 {
				s.years = o.Desired.Years
			}
		}
		if s.deletion != "" {
			b.sales = append(b.sales, s)
		}
	}
}

// keeper finds the renewal that kept a year which the registry had added by itself and then took back; -1 if nobody paid for it.
func keeper(bought []reseller.Order, t taken) int {
	for i := len(bought) - 1; i >= 0; i-- {
		o := bought[i]
		if o.Kind == reseller.OrderRenew && o.Desired.Years > yearsAtRegistry(o) && !o.EndedAt.After(t.at) && reseller.AddYears(o.PaidFrom, 1).After(t.at) {
			return i
		}
	}
	return -1
}

// sales checks that what a registry took back of the purchases of a batch went back to who was charged (I6).
func (v *verification) sales(ctx context.Context, b *batch) error {
	for left := b.sales; len(left) > 0; {
		some := left[:min(len(left), v.page)]
		left = left[len(some):]
		bases := make([]string, len(some))
		for i, s := range some {
			bases[i] = s.deletion
		}
		known, _, err := v.ordersOf(ctx, bases)
		if err != nil {
			return err
		}
		for _, s := range some {
			v.sale(s, known[s.deletion])
		}
	}
	return nil
}

// sale checks one of them. A deletion that was asked for without a refund gives nothing back.
func (v *verification) sale(s sale, deletion reseller.Order) {
	sold := s.order
	if !v.credited.add(sold.ID) || deletion.State != reseller.OrderDone || deletion.Desired.NoRefund || sold.Charge.Total() == 0 {
		return
	}
	v.checked("I6", 1)
	back := reseller.Refund{Order: sold, Years: s.years}
	switch part := v.partly[sold.ID]; {
	case back.Charge().Total() == 0 || v.courtesies.has(sold.ID):
	case !v.refunded.has(sold.ID):
		v.breach("I6", "%s was taken back by the registry with order %d, and not refunded to account %d", title(sold), deletion.ID, sold.AccountID)
	case back.Whole() && part != 0, !back.Whole() && part != s.years:
		v.breach("I6", "%s was taken back by the registry with order %d for %d years, and not refunded for as many", title(sold), deletion.ID, s.years)
	}
}

// byOperator notes that the operator credited the invoice of an order that has a refund: the record of it is its witness.
func (v *verification) byOperator(f orderFacts, bill reseller.Invoice) {
	d := document{f.AccountID, bill.Number}
	if v.records.credited[d] && f.posted(reseller.EntryRefund) {
		v.courtesies.add(f.ID)
		delete(v.records.credited, d)
	}
}

// takenBack reports whether the operator took an order back that had no effect, and its charge went back with it (I6, I11).
func (v *verification) takenBack(f orderFacts) bool {
	number := strconv.FormatInt(f.ID, 10)
	recorded, marked := v.records.reversed[number], !f.ReversedAt.IsZero()
	delete(v.records.reversed, number)
	switch {
	case !recorded && !marked:
		return false
	case recorded != marked:
		v.breach("I11", "%s is marked as taken back: %t, and by the audit log the operator took it back: %t", title(f.Order), marked, recorded)
		return false
	case f.Charge.Total() > 0 && !f.posted(reseller.EntryRefund):
		v.breach("I11", "the operator took order %s back by the audit log, and it has no refund", number)
	}
	if v.effective.has(f.ID) {
		v.breach("I6", "%s was taken back by the operator, and a registry's log has its effect", title(f.Order))
	}
	return true
}

// chargedLate reports whether an order was charged after it had been refused: it is done, and the operator's record says so (I11).
func (v *verification) chargedLate(f orderFacts) bool {
	number := strconv.FormatInt(f.ID, 10)
	if f.State != reseller.OrderDone || !v.records.charged[number] {
		return false
	}
	delete(v.records.charged, number)
	return true
}

// refunds reports refunds of what no registry took back and the operator did not credit (I6), and credits on record that are not
// there (I11).
func (v *verification) refunds(ctx context.Context) error {
	for d := range v.records.credited {
		v.breach("I11", "the operator credited invoice %s of account %d by the audit log, and it has no refund", d.number, d.account)
	}
	for number := range v.records.reversed {
		v.breach("I11", "the operator took order %s back by the audit log, and there is no such order", number)
	}
	for number := range v.records.charged {
		v.breach("I11", "order %s was charged after its refusal by the audit log, and is not done", number)
	}
	if len(v.logs) == 0 {
		return nil
	}
	for id := range v.refunded.all() {
		v.checked("I6", 1)
		if v.credited.has(id) || v.courtesies.has(id) {
			continue
		}
		sold, err := v.snapshot.Orders(ctx, id-1, 1)
		if err != nil {
			return err
		}
		for _, o := range sold {
			if !v.unsettled[o.Name.String()] {
				v.breach("I6", "%s was refunded to account %d, and no registry took it back, nor does a record say that the operator credited it", title(o), o.AccountID)
			}
		}
	}
	return nil
}

// refundOf is what an order's refund gives back, by what it takes from the sales; the whole charge if that is no part of it.
func refundOf(f orderFacts) reseller.Refund {
	r := reseller.Refund{Order: f.Order, Years: f.Desired.Years}
	for _, e := range f.entries {
		if e.Kind != reseller.EntryRefund {
			continue
		}
		for years := 1; years < f.Desired.Years && f.Kind == reseller.OrderRenew; years++ {
			part := reseller.Refund{Order: f.Order, Years: years}
			for _, p := range e.Postings {
				if p.Account == reseller.HouseSales && p.Amount == -part.Charge().Net {
					return part
				}
			}
		}
	}
	return r
}
