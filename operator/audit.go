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
	Done    reseller.Between
	reseller.Page
}

// List lists records, newest first.
func (u Audit) List(ctx context.Context, c AuditChoice) ([]reseller.AuditRecord, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	q := reseller.AuditSearch{Actor: c.Actor, Done: c.Done, Page: c.Page}
	var err error
	if q.Account, err = Accounts(u).id(ctx, c.Account); err != nil {
		return nil, err
	}
	if c.Name != "" {
		pattern, err := reseller.ParseNamePattern(c.Name)
		if err != nil {
			return nil, err
		}
		q.Objects = append(q.Objects, string(pattern))
	}
	if c.Order != 0 {
		o, err := Orders{Store: u.Store}.Find(ctx, c.Order)
		if err != nil {
			return nil, err
		}
		q.Order, q.Placed = o.ID, o.By.RequestID
	}
	return u.Store.SearchAudit(ctx, q)
}

// checkPage refuses a page without rows.
func checkPage(p reseller.Page) error {
	if p.Limit < 1 {
		return invalid(PathLimit, "%s is %d, it must be 1 or more", PathLimit, p.Limit)
	}
	return nil
}
