package verify

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"nameyard/reseller"
)

// orderFacts is an order with what it posted and billed.
type orderFacts struct {
	reseller.Order
	entries  []reseller.Entry
	invoices []reseller.Invoice
}

// orders holds every order against its ledger entries (I4, I9), its invoices (I14) and its effect (I6, I8).
func (v *verification) orders(ctx context.Context) error {
	last := int64(0)
	live := map[string]int64{}
	get := func(after int64) ([]reseller.Order, error) { return v.snapshot.Orders(ctx, after, v.page) }
	err := pages(get, func(o reseller.Order) int64 { return o.ID }, func(orders []reseller.Order) error {
		through := orders[len(orders)-1].ID
		facts, err := v.factsOf(ctx, orders, last+1, through)
		for _, f := range facts {
			v.order(f)
			v.inFlight(f.Order, live)
		}
		last = through
		return err
	})
	if err != nil {
		return err
	}
	v.givenForNothing()
	_, err = v.factsOf(ctx, nil, last+1, math.MaxInt64)
	return err
}

// factsOf puts entries and invoices to a page of orders; what belongs to none of them is a breach.
func (v *verification) factsOf(ctx context.Context, orders []reseller.Order, from, to int64) ([]orderFacts, error) {
	entries, err := v.snapshot.OrderEntries(ctx, from, to)
	if err != nil {
		return nil, err
	}
	invoices, err := v.snapshot.OrderInvoices(ctx, from, to)
	if err != nil {
		return nil, err
	}
	facts, place := make([]orderFacts, len(orders)), map[int64]int{}
	for i, o := range orders {
		facts[i].Order, place[o.ID] = o, i
	}
	for _, e := range entries {
		if i, ok := place[e.OrderID]; ok {
			facts[i].entries = append(facts[i].entries, e)
			continue
		}
		v.breach("I4", "entry %d (%s) of account %d is of order %d, which does not exist", e.ID, e.Kind, e.AccountID, e.OrderID)
	}
	v.counts.invoices += int64(len(invoices))
	for _, n := range invoices {
		if n.Number == "" {
			v.counts.unnumbered++
		}
		if i, ok := place[n.OrderID]; ok {
			facts[i].invoices = append(facts[i].invoices, n)
			continue
		}
		v.breach("I14", "invoice %d of account %d is of order %d, which does not exist", n.ID, n.AccountID, n.OrderID)
	}
	return facts, nil
}

// inFlight counts an unfinished order, reserves its charge and looks for another one of the same key.
func (v *verification) inFlight(o reseller.Order, live map[string]int64) {
	v.counts.orders++
	v.checked("I5", 1)
	if !o.RecheckAt.IsZero() {
		v.unsettled[o.Name.String()] = true // a command that it took the place of may still undo it at the registry
	}
	if !o.State.Live() {
		return
	}
	v.counts.inFlight++
	v.reserved[o.AccountID] += o.Charge.Total()
	v.unsettled[o.Name.String()] = true
	v.waiting(o)
	key := keyOf(o)
	if key == "" {
		return
	}
	if other, taken := live[key]; taken {
		v.breach("I5", "orders %d and %d are both unfinished for the same thing: %s of %s", other, o.ID, o.Kind, o.Name)
	}
	live[key] = o.ID
}

// keyOf names what at most one unfinished order may be about. Changes wait in the queue or unanswered beside one another; only
// one of a domain is being sent.
func keyOf(o reseller.Order) string {
	switch {
	case o.Kind == reseller.OrderRegister || o.Kind == reseller.OrderTransfer:
		return "name " + o.Name.String()
	case o.Kind == reseller.OrderRenew:
		return fmt.Sprintf("renew %d %s", o.DomainID, o.PaidFrom.UTC().Format("2006-01-02"))
	case o.Kind == reseller.OrderRestore:
		return fmt.Sprintf("restore %d", o.DomainID)
	case o.State == reseller.OrderSending:
		return fmt.Sprintf("change %d", o.DomainID)
	}
	return ""
}

func (v *verification) order(f orderFacts) {
	v.hold(f)
	v.givenBack(f)
	v.charged(f.Order)
	if f.posted(reseller.EntryRefund) {
		v.refunded.add(f.ID)
		if back := refundOf(f); !back.Whole() {
			v.partly[f.ID] = back.Years
		}
	}
	if f.BetweenAccounts() {
		v.moves[moveOf(f.Name.String(), f.EndedAt)] = &moved{order: f.ID, to: f.DomainID}
	}
	v.invoiced(f)
	if !v.takenBack(f) {
		v.confirmed(f.Order)
	}
	if f.State == reseller.OrderDone && (f.Kind == reseller.OrderRegister || f.Kind == reseller.OrderTransfer) {
		v.checked("I7", 1)
	}
	if f.State == reseller.OrderRefused || f.State == reseller.OrderSuperseded {
		v.checked("I9", 1)
		for account, sum := range sumsOf(f.entries) {
			if sum != 0 {
				v.breach("I9", "%s was %s, and left %s on %s", title(f.Order), f.State, money(sum, account.currency), account.account)
			}
		}
	}
}

// hold checks that an order's entries are what its state says, no more and no less, each with the postings of its charge
// (I4).
func (v *verification) hold(f orderFacts) {
	late := v.chargedLate(f)
	if f.Charge.Total() == 0 && len(f.entries) == 0 {
		return
	}
	v.checked("I4", 1)
	want := wantedEntries(f.Order)
	if late {
		want[reseller.EntryRelease] = reseller.ReleasePostings(f.AccountID, f.Charge)
		want[reseller.EntrySettle] = reseller.ChargePostings(f.AccountID, f.Charge)
	}
	for _, e := range f.entries {
		postings, ok := want[e.Kind]
		delete(want, e.Kind)
		switch {
		case e.Kind == reseller.EntryRefund && f.State == reseller.OrderDone:
			postings = reseller.RefundPostings(f.AccountID, refundOf(f).Charge())
		case !ok:
			v.breach("I4", "%s is %s, and has a %s entry (%d) that it should not have", title(f.Order), f.State, e.Kind, e.ID)
			continue
		}
		if e.AccountID != f.AccountID || !slices.Equal(e.Postings, postings) {
			v.breach("I4", "the %s entry %d of %s does not post the order's charge of %s", e.Kind, e.ID, title(f.Order), parts(f.Charge))
		}
	}
	for kind := range want {
		v.breach("I4", "%s is %s, and has no %s entry", title(f.Order), f.State, kind)
	}
}

// charged checks that an order's price was on the list once (I6). What cost nothing was a move between accounts, or found at a
// registry after a restore.
func (v *verification) charged(o reseller.Order) {
	op := o.Kind.Operation()
	switch {
	case op == "" && o.Charge.Total() == 0, o.BetweenAccounts(), o.Charge.Total() == 0 && strings.HasPrefix(o.Reason, foundAfterRestore):
		return
	case o.Charge.Tax < 0 || o.Charge.Tax > max(o.Charge.Net, 0):
		v.breach("I6", "%s charges %s", title(o), parts(o.Charge))
	case !v.records.wasPriced(o.AccountID, o.Name, op, o.Desired.Years, o.Charge):
		v.breach("I6", "%s charges %s, and no price list ever had that", title(o), money(o.Charge.Net, o.Charge.Currency))
	}
}

// foundAfterRestore begins the reason of an order that was put on record after a restore.
const foundAfterRestore = "found at the registry after a restore"

// wantedEntries are the entries that an order of this state must have.
func wantedEntries(o reseller.Order) map[reseller.EntryKind][]reseller.Posting {
	if o.Charge.Total() == 0 {
		return nil
	}
	want := map[reseller.EntryKind][]reseller.Posting{reseller.EntryHold: reseller.HoldPostings(o.AccountID, o.Charge)}
	switch o.State {
	case reseller.OrderDone:
		want[reseller.EntrySettle] = reseller.SettlePostings(o.AccountID, o.Charge)
	case reseller.OrderRefused, reseller.OrderSuperseded:
		want[reseller.EntryRelease] = reseller.ReleasePostings(o.AccountID, o.Charge)
	}
	return want
}

func sumsOf(entries []reseller.Entry) map[ledgerAccount]int64 {
	sums := map[ledgerAccount]int64{}
	for _, e := range entries {
		for _, p := range e.Postings {
			sums[ledgerAccount{p.Account, p.Currency}] += p.Amount
		}
	}
	return sums
}

func title(o reseller.Order) string { return fmt.Sprintf("order %d (%s of %s)", o.ID, o.Kind, o.Name) }

// keys checks what only the database can compare (I5, I7).
func (v *verification) keys(ctx context.Context) error {
	stray, err := v.snapshot.StrayKeys(ctx, v.page)
	if err != nil {
		return err
	}
	for _, o := range stray {
		v.breach("I5", "%s is %s, and its live key does not fit that", title(o), o.State)
	}
	double, err := v.snapshot.DoubleCharges(ctx, v.page)
	if err != nil {
		return err
	}
	for _, o := range double {
		v.breach("I5", "%s charged what an earlier order had charged already", title(o))
	}
	lost, err := v.snapshot.LostDomains(ctx, v.page)
	if err != nil {
		return err
	}
	for _, o := range lost {
		v.breach("I7", "%s is done, and its domain row %d is missing or does not show it", title(o), o.DomainID)
	}
	return v.claims(ctx)
}
