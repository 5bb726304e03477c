package operator

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"nameyard/orders"
	"nameyard/reseller"
	"nameyard/store"
)

// Orders are what is or was under way at the registries.
type Orders struct {
	Store  *store.Store
	Orders *orders.Service // resolves; the rest needs none
}

// OrderChoice chooses orders. What is not set chooses all.
type OrderChoice struct {
	Account    string // e-mail address
	Name       string // a name, or a pattern with *
	Kind       reseller.OrderKind
	State      reseller.OrderState
	Code       string // stable code of a refusal, or of what keeps it waiting
	Unfinished bool   // only those that have not ended
	// Keep chooses among what the database has found, such as those that need the operator; nil keeps all.
	Keep   func(reseller.Order) bool
	Placed reseller.Between
	// Connector is one at which the names are; TLDs are those whose names go there where their rows do not say where they are.
	Connector string
	TLDs      []string
	reseller.Page
}

// List lists orders, newest first.
func (u Orders) List(ctx context.Context, c OrderChoice) ([]reseller.Order, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	var bad reseller.Faults
	if c.Kind != "" && !slices.Contains(reseller.OrderKinds, c.Kind) {
		bad.Add(invalid(PathKind, "%s is %q, it must be one of %s", PathKind, c.Kind, wordsOf(reseller.OrderKinds)))
	}
	if _, known := reseller.OrderMoves[c.State]; c.State != "" && !known {
		bad.Add(invalid(PathState, "%s is %q, which no order is in; %s shows the states", PathState, c.State, HintListOrders))
	}
	q := reseller.OrderSearch{Kind: c.Kind, Code: c.Code, Unfinished: c.Unfinished, Placed: c.Placed, Connector: c.Connector, TLDs: c.TLDs, Page: c.Page}
	if c.State != "" {
		q.States = []reseller.OrderState{c.State}
	}
	if q.Account, q.Name = (Accounts{Store: u.Store}).chosen(ctx, &bad, c.Account, c.Name); bad.Err() != nil {
		return nil, bad.Err()
	}
	var kept []reseller.Order
	for len(kept) < c.Limit {
		page, err := u.Store.SearchOrders(ctx, q)
		if err != nil || len(page) == 0 {
			return kept, err
		}
		for _, o := range page {
			if q.Before = o.ID; len(kept) < c.Limit && (c.Keep == nil || c.Keep(o)) {
				kept = append(kept, o)
			}
		}
		if len(page) < q.Limit {
			break
		}
	}
	return kept, nil
}

// Find finds an order.
func (u Orders) Find(ctx context.Context, id int64) (reseller.Order, error) {
	o, err := u.Store.Order(ctx, id)
	if errors.Is(err, reseller.ErrNotFound) {
		return o, notFound("there is no order %d; %s shows them", id, HintListOrders)
	}
	return o, err
}

// Named finds an order by its number, or by what else of it somebody was quoted: the id of a transaction at its registry, ours or the registry's, its idempotency
// key, or the id of the request that placed it. Where that stands for several, as when a request placed many, it is refused.
func (u Orders) Named(ctx context.Context, text string) (reseller.Order, error) {
	text = reseller.TrimEnds(text)
	if id, err := strconv.ParseInt(text, 10, 64); err == nil {
		return u.Find(ctx, id)
	}
	found, err := u.Store.Lookup(ctx, 0, text)
	if err != nil {
		return reseller.Order{}, err
	}
	found = slices.DeleteFunc(found, func(q reseller.Quoted) bool { return q.What != reseller.QuotedOrder })
	switch {
	case len(found) == 0:
		return reseller.Order{}, notFound("there is no order %.64s; %s shows them", text, HintListOrders)
	case len(found) > 1:
		return reseller.Order{}, refused("%.64s stands for several orders, such as %d and %d: name one by its number", text, found[0].ID, found[1].ID)
	}
	return u.Find(ctx, found[0].ID)
}

// Resolution asks for an order, whose outcome the registry does not tell, to be ended.
type Resolution struct {
	Order  int64
	Done   bool   // the registry carried it out; false: it did not and will not, and the hold is released
	Reason string // for the audit record and the account
	// AgainstRegistry decides though the registry shows otherwise or cannot be asked, and though the server still goes on by itself.
	AgainstRegistry bool
}

// Check reports what is wrong with the request.
func (r Resolution) Check() error { return checkReason(r.Reason) }

// Foresee says what Resolve would do, and changes nothing. Errors are those of Resolve.
func (u Orders) Foresee(ctx context.Context, r Resolution) (orders.Prospect, error) {
	o, err := u.unresolved(ctx, r)
	if err != nil {
		return orders.Prospect{Order: o}, err
	}
	return u.Orders.Foresee(ctx, o.ID, r.Done, r.Reason, r.AgainstRegistry)
}

// unresolved finds the order that a sensible request wants ended.
func (u Orders) unresolved(ctx context.Context, r Resolution) (reseller.Order, error) {
	if err := r.Check(); err != nil {
		return reseller.Order{}, err
	}
	o, err := u.Find(ctx, r.Order)
	if err == nil && !o.State.Live() {
		err = refused("order %d has ended as %s; there is nothing to resolve", o.ID, o.State)
	}
	return o, err
}

// Asked lists what an order was to set, and what was set before.
func (u Orders) Asked(ctx context.Context, o reseller.Order) ([]reseller.Asked, error) {
	return u.Store.Asked(ctx, o)
}

// AskAgain looks now at what became of an order that has not ended, as the server does by itself when it is due, and gives the order as it then is.
// Whoever works on it already goes on undisturbed. A look that takes longer than ctx goes on, and is no error. A rehearsal
// asks nothing. Code restoring before restored books have been compared with the registries.
func (u Orders) AskAgain(ctx context.Context, id int64) (reseller.Order, error) {
	o, err := u.Find(ctx, id)
	if err != nil {
		return o, err
	}
	if !o.State.Live() {
		return o, refused("order %d has ended as %s; there is nothing to ask", o.ID, o.State)
	}
	if err := u.Store.Compared(ctx); err != nil {
		return o, beingCompared(o, err)
	}
	if reseller.Rehearsing(ctx) {
		return o, nil
	}
	if err := u.Orders.Follow(ctx, o); err != nil && ctx.Err() == nil {
		return o, err
	}
	return u.Find(context.WithoutCancel(ctx), id)
}

// beingCompared says what becomes of an order of restored books; any other error stays as it is.
func beingCompared(o reseller.Order, err error) error {
	if !reseller.HasCode(err, reseller.CodeRestoring) {
		return err
	}
	return reseller.Errorf(reseller.KindUnavailable, reseller.CodeRestoring,
		"order %d is of a backup, and the comparison with the registries finds out what became of it since; it is not asked about before: "+
			"\"nameyard restore status\" shows how far that is", o.ID)
}

// Resolve ends an order by the operator's decision, unless the registry shows otherwise or the server still goes on with it by
// itself. The decision is audited before it is carried out.
func (u Orders) Resolve(ctx context.Context, r Resolution) (reseller.Order, error) {
	o, err := u.unresolved(ctx, r)
	if err != nil {
		return o, err
	}
	outcome := "refused"
	if r.Done {
		outcome = "done"
	}
	decide := u.Orders.Resolve
	if r.AgainstRegistry {
		outcome, decide = outcome+", against the registry", u.Orders.Override
	}
	if err := u.Store.RecordAudit(ctx, reseller.OperatorIn(ctx), o.AccountID, reseller.AuditOrderResolve, strconv.FormatInt(o.ID, 10), outcome+": "+r.Reason); err != nil {
		return o, err
	}
	if o, err = decide(ctx, o.ID, r.Done, r.Reason); err != nil {
		return o, err
	}
	if o.State.Live() {
		return o, refused("order %d could not be resolved and is still %s; the log says why", o.ID, o.State)
	}
	return o, nil
}
