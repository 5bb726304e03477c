package operator

import (
	"context"

	"nameyard/reseller"
	"nameyard/store"
)

// Audit is the log of who did what when.
type Audit struct{ Store *store.Store }

// AuditChoice chooses records of the audit log. What is not set chooses all.
type AuditChoice struct {
	Account string // e-mail address
	Name    string // a name that a record is about
	Order   int64  // an order: the operator's word on it, and what the request did that placed it
	Actor   string // a part of it, such as "token 12" or "anna"
	Action  string // what was done, one of reseller.AuditKinds
	Request string // id of the request that did it
	Done    reseller.Between
	reseller.Page
}

// List lists records, newest first.
func (u Audit) List(ctx context.Context, c AuditChoice) ([]reseller.AuditRecord, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	q := reseller.AuditSearch{Actor: c.Actor, Request: c.Request, Done: c.Done, Page: c.Page}
	var bad reseller.Faults
	if _, known := reseller.AuditKinds[c.Action]; c.Action != "" && !known {
		bad.Add(invalid(PathAction, "%s is %q, and nothing of that kind is recorded; one looks like domain.hold or credit.deposit", PathAction, c.Action))
	}
	var name reseller.NamePattern
	if q.Account, name = Accounts(u).chosen(ctx, &bad, c.Account, c.Name); name != "" {
		q.Objects = append(q.Objects, string(name))
	}
	if c.Action != "" {
		q.Kinds = []string{c.Action}
	}
	if c.Order != 0 {
		o, err := Orders{Store: u.Store}.Find(ctx, c.Order)
		bad.Add(err)
		q.Order, q.Placed = o.ID, o.By.RequestID
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	return u.Store.SearchAudit(ctx, q)
}

// Quoted finds what an identifier stands for that somebody was quoted: of a request, of a transaction at a registry, of an order's key, an invoice, a payment, a
// posted event or a token.
func (u Audit) Quoted(ctx context.Context, text string) ([]reseller.Quoted, error) {
	return u.Store.Lookup(ctx, 0, reseller.TrimEnds(text))
}

// checkPage refuses a page without rows.
func checkPage(p reseller.Page) error {
	if p.Limit < 1 {
		return invalid(PathLimit, "%s is %d, it must be 1 or more", PathLimit, p.Limit)
	}
	return nil
}
