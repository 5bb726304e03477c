package verify

import (
	"context"

	"nameyard/reseller"
)

// sales finds, in the histories of a batch, the registrations whose price a registry took back with a deletion, and checks that
// each was refunded (I6).
func (v *verification) sales(ctx context.Context, b *batch) error {
	var taken []life
	for name, h := range b.histories {
		for _, l := range h.lives {
			if l.credited && l.base != "" {
				if v.unsettled[name] {
					l.endBase = "" // it may go on right now
				}
				taken = append(taken, l)
			}
		}
	}
	for len(taken) > 0 {
		some := taken[:min(len(taken), v.page)]
		taken = taken[len(some):]
		var bases []string
		for _, l := range some {
			bases = append(bases, l.base)
			if l.endBase != "" {
				bases = append(bases, l.endBase)
			}
		}
		known, _, err := v.ordersOf(ctx, bases)
		if err != nil {
			return err
		}
		for _, l := range some {
			if sale, ok := known[l.base]; ok {
				v.sale(sale, known[l.endBase])
			}
		}
	}
	return nil
}

// sale checks that a sale whose price the registry took back by a deletion was refunded. One of a name that moved to another
// account before its deletion need not be: the account that deleted it did not pay for it.
func (v *verification) sale(sold, deletion reseller.Order) {
	if !v.credited.add(sold.ID) || deletion.State != reseller.OrderDone || deletion.DomainID != sold.DomainID || sold.State != reseller.OrderDone || sold.Charge.Total() == 0 {
		return
	}
	v.checked("I6", 1)
	if !v.refunded.has(sold.ID) {
		v.breach("I6", "%s was taken back by the registry with order %d, and not refunded to account %d", title(sold), deletion.ID, sold.AccountID)
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

// refunds reports refunds of what no registry took back and the operator did not credit (I6), and credits on record that are not
// there (I11).
func (v *verification) refunds(ctx context.Context) error {
	for d := range v.records.credited {
		v.breach("I11", "the operator credited invoice %s of account %d by the audit log, and it has no refund", d.number, d.account)
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
