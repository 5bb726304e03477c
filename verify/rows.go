package verify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"nameyard/reseller"
)

// liveRow holds the row of a name that an account has, or is getting, against what was bought for it and what its registry
// says.
func (v *verification) liveRow(ctx context.Context, b *batch, d reseller.Domain, bought []reseller.Order) error {
	if d.State.Held() {
		v.counts.domains++
	}
	name := d.Name.String()
	shown, serving, err := v.inventoryOf(ctx, d)
	if err != nil {
		return err
	}
	if v.unsettled[name] || !d.State.Held() {
		return nil
	}
	h := b.histories[name]
	if h == nil {
		v.breach("I7", "domain row %d of account %d is for %s, and holds another name", d.ID, d.AccountID, name)
		return nil
	}
	v.checked("I7", 1)
	b.sold(h, bought)
	v.origin(d, bought)
	v.paid(b, h, d, bought)
	v.standing(b, h, d, bought)
	v.signing(d)
	if d.State == reseller.DomainActive {
		v.expiry(b, h, d)
	}
	if serving {
		v.shown(b, h, d, shown)
	}
	return nil
}

// suspectf notes what is a breach unless it is explained by what happened after the snapshot.
func (b *batch) suspectf(invariant string, h *history, d reseller.Domain, format string, args ...any) {
	words := fmt.Sprintf("%s (account %d) ", d.Name, d.AccountID) + fmt.Sprintf(format, args...)
	b.suspects = append(b.suspects, suspect{d.Name.String(), h.base, invariant, words})
}

// origin checks that something brought a held name into its account: an order, or an import (I7).
func (v *verification) origin(d reseller.Domain, bought []reseller.Order) {
	if gainOf(bought) != nil {
		return
	}
	if _, imported := v.records.imported[owned{d.AccountID, d.Name.String()}]; !imported {
		v.breach("I7", "%s is %s in account %d (domain row %d), and neither an order nor an import brought it there", d.Name, d.State, d.AccountID, d.ID)
	}
}

// gainOf is the order that brought a name into a row, nil if none did. One that was taken back did not.
func gainOf(bought []reseller.Order) *reseller.Order {
	for i := len(bought) - 1; i >= 0; i-- {
		if o := &bought[i]; (o.Kind == reseller.OrderRegister || o.Kind == reseller.OrderTransfer) && o.ReversedAt.IsZero() {
			return o
		}
	}
	return nil
}

// neverHeld reports whether a row stands for a purchase that was taken back, so that it never had the name.
func neverHeld(bought []reseller.Order) bool {
	return gainOf(bought) == nil && slices.ContainsFunc(bought, func(o reseller.Order) bool { return !o.ReversedAt.IsZero() })
}

// lifeOfRow is the life of its name that a row stands for, nil if the log does not know it.
func (h *history) lifeOfRow(d reseller.Domain, gain *reseller.Order) *life {
	switch {
	case len(h.lives) == 0:
		return nil
	case gain == nil:
		return h.lifeAt(d.CreatedAt)
	case gain.BetweenAccounts():
		return h.lifeAt(gain.EndedAt)
	}
	return h.lifeOf(*gain)
}

// standing checks that the row shows where the name stands by its registry's log (I7).
func (v *verification) standing(b *batch, h *history, d reseller.Domain, bought []reseller.Order) {
	l := h.lifeOfRow(d, gainOf(bought))
	if l == nil {
		return
	}
	switch {
	case l != h.last():
		b.suspectf("I7", h, d, "is %s, and the registry's log has it gone (%s) before we had it again", d.State, l.ended)
	case h.may&stateOf(d.State) == 0:
		b.suspectf("I7", h, d, "is %s, and by the registry's log it is %s", d.State, h.now.words())
	case h.now != stateOf(d.State) && !h.since.IsZero() && v.business.Sub(h.since) > lagAtMost:
		v.warn("I7", "%s (account %d) is %s, and by the registry's log it is %s since %s: nobody has followed it", d.Name, d.AccountID, d.State, h.now.words(),
			h.since.Format(time.DateOnly))
	}
}

// words are a single state in words.
func (s states) words() string {
	switch s {
	case active:
		return "active"
	case redemption:
		return "in redemption"
	case pendingDelete:
		return "pending deletion"
	}
	return "gone"
}

// expiry checks that the row shows the registry's expiry, or the one before automatic renewals that we have not heard of yet
// (I12).
func (v *verification) expiry(b *batch, h *history, d reseller.Domain) {
	if reseller.PastExpiry(d.PaidThrough, d.RegistryExpiry) {
		b.suspectf("I12", h, d, "is paid through %s, and the registry has it until %s only", d.PaidThrough.Format(time.DateOnly), d.RegistryExpiry.Format(time.DateOnly))
	}
	if !h.ours() || h.expires.IsZero() {
		return
	}
	v.checked("I12", 1)
	for years := range h.auto + 1 {
		if reseller.SameExpiry(reseller.AddYears(d.RegistryExpiry, years), h.expires) {
			return
		}
	}
	b.suspectf("I12", h, d, "expires on %s in our books and on %s at the registry", d.RegistryExpiry.Format(time.DateOnly), h.expires.Format(time.DateOnly))
}

// closedNames goes through the rows that stand for no name any more, a batch at a time (I7, I12).
func (v *verification) closedNames(ctx context.Context) error {
	from, through, b := int64(0), int64(0), v.newBatch()
	run := func() error {
		err := v.closedBatch(ctx, b, from, through)
		from, b = through, v.newBatch()
		return err
	}
	get := func(after int64) ([]reseller.Domain, error) { return v.snapshot.ClosedDomains(ctx, after, v.page) }
	err := pages(get, func(d reseller.Domain) int64 { return d.ID }, func(rows []reseller.Domain) error {
		for _, d := range rows {
			b.histories[d.Name.String()] = &history{}
		}
		through = rows[len(rows)-1].ID
		if len(b.histories) < namesAtOnce {
			return nil
		}
		return run()
	})
	if err != nil || len(b.histories) == 0 {
		return err
	}
	return run()
}

func (v *verification) closedBatch(ctx context.Context, b *batch, from, through int64) error {
	if err := v.follow(ctx, b); err != nil {
		return err
	}
	get := func(after int64) ([]reseller.Domain, error) {
		return v.snapshot.ClosedDomains(ctx, max(after, from), v.page)
	}
	err := pages(get, func(d reseller.Domain) int64 { return d.ID }, func(rows []reseller.Domain) error {
		bought, err := v.boughtFor(ctx, rows)
		if err != nil {
			return err
		}
		for _, d := range rows {
			if d.ID <= through && stateOf(d.State) == closed && !v.unsettled[d.Name.String()] {
				v.closedRow(b, b.histories[d.Name.String()], d, bought[d.ID])
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := v.sales(ctx, b); err != nil {
		return err
	}
	return v.clear(ctx, b)
}

// closedRow checks that a name has left as its row says.
func (v *verification) closedRow(b *batch, h *history, d reseller.Domain, bought []reseller.Order) {
	v.checked("I7", 1)
	if neverHeld(bought) {
		return
	}
	b.sold(h, bought)
	v.paid(b, h, d, bought)
	m := v.moves[moveOf(d.Name.String(), d.ClosedAt)]
	if m != nil && d.State == reseller.DomainTransferredAway {
		return
	}
	l := h.lifeOfRow(d, gainOf(bought))
	switch {
	case l == nil:
	case l.ended == "" && h.may&closed == 0:
		b.suspectf("I7", h, d, "is %s, and the registry has it for us", d.State)
	case l.ended != "" && closedAs[l.ended] != d.State:
		b.suspectf("I7", h, d, "is %s, and it left by %s", d.State, l.ended)
	}
}
