package verify

import (
	"context"
	"time"

	"nameyard/reseller"
)

// triesWithin is how soon an unpaid invoice must be tried again: it is tried daily.
const triesWithin = 7 * day

// unpaid holds every invoice that waits to be paid against the row whose next term it is for (I14).
func (v *verification) unpaid(ctx context.Context) error {
	get := func(after int64) ([]reseller.Invoice, error) { return v.snapshot.UnpaidInvoices(ctx, after, v.page) }
	return pages(get, func(i reseller.Invoice) int64 { return i.ID }, func(page []reseller.Invoice) error {
		ids := make([]int64, len(page))
		for i, invoice := range page {
			ids[i] = invoice.DomainID
		}
		rows, err := v.snapshot.DomainsByID(ctx, ids)
		if err != nil {
			return err
		}
		byID := map[int64]reseller.Domain{}
		for _, d := range rows {
			byID[d.ID] = d
		}
		v.checked("I14", len(page))
		for _, i := range page {
			v.claim(i, byID[i.DomainID])
		}
		return nil
	})
}

// claim checks one unpaid invoice.
func (v *verification) claim(i reseller.Invoice, d reseller.Domain) {
	wrong := func(format string, args ...any) {
		v.breach("I14", "unpaid invoice %d of account %d "+format, append([]any{i.ID, i.AccountID}, args...)...)
	}
	switch {
	case d.ID == 0:
		wrong("is for domain row %d, which does not exist", i.DomainID)
		return
	case d.AccountID != i.AccountID:
		wrong("is for %s, which account %d has", d.Name, d.AccountID)
	case d.State != reseller.DomainActive || !d.AutoRenew || !d.Invoiced:
		wrong("is for %s, which is %s (auto-renew %t, next term invoiced %t)", d.Name, d.State, d.AutoRenew, d.Invoiced)
	case i.Term.IsZero() || !i.Term.Equal(d.PaidThrough):
		wrong("is not for the next term of %s, which is paid through %s", d.Name, d.PaidThrough.Format(time.DateOnly))
	}
	switch {
	case len(i.Lines) != 1:
		wrong("has %d lines", len(i.Lines))
	case i.Lines[0].Domain != d.Name.String() || i.Lines[0].Operation != reseller.OpRenew || i.Lines[0].Net != i.Charge.Net || i.Lines[0].Tax != i.Charge.Tax:
		wrong("says in its line: %s of %s for %s, and is for %s and %s", i.Lines[0].Operation, i.Lines[0].Domain,
			parts(reseller.Charge{Currency: i.Charge.Currency, Net: i.Lines[0].Net, Tax: i.Lines[0].Tax}), d.Name, parts(i.Charge))
	case !v.records.wasPriced(i.AccountID, d.Name, reseller.OpRenew, i.Years(), i.Charge):
		wrong("asks %s for %d years of %s, and no price list ever had that", money(i.Charge.Net, i.Charge.Currency), i.Years(), d.Name)
	case i.Charge.Tax < 0 || i.Charge.Tax > i.Charge.Net:
		wrong("asks %s", parts(i.Charge))
	}
	// One that was written after its term had begun is due at once; servers of before had it due in the past.
	if !i.Due.Equal(i.Term) && (!i.Due.Equal(i.CreatedAt) || i.Due.Before(i.Term)) {
		wrong("is due on %s, and its term begins on %s", i.Due.Format(time.DateOnly), i.Term.Format(time.DateOnly))
	}
	if i.TryAt.IsZero() || i.TryAt.Sub(v.business) > triesWithin {
		wrong("is not tried again within %d days", triesWithin/day)
	}
}
