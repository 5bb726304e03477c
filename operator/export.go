package operator

import (
	"context"

	"nameyard/reseller"
	"nameyard/store"
	"nameyard/zone"
)

// Names are the domains of all accounts.
type Names struct{ Store *store.Store }

// NameOf is a live name with the e-mail address of its account.
type NameOf struct {
	reseller.Domain
	Account string
}

// Each gives every live name of an account, of all for "", page by page, so that a million of them need no memory.
func (u Names) Each(ctx context.Context, email string, see func(NameOf) error) error {
	accounts := Accounts(u)
	emails, err := accounts.Emails(ctx)
	if err != nil {
		return err
	}
	var only int64
	if email != "" {
		a, err := accounts.Find(ctx, email)
		if err != nil {
			return err
		}
		only = a.ID
	}
	return pages(func(after int64) (int64, int, error) {
		page, err := u.Store.LiveDomains(ctx, after, pageSize)
		if err != nil {
			return after, 0, err
		}
		for _, d := range page {
			after = d.ID
			if only != 0 && d.AccountID != only {
				continue
			}
			if err := see(NameOf{d, emails[d.AccountID]}); err != nil {
				return after, 0, err
			}
		}
		return after, len(page), nil
	})
}

// Published gives the DNS records and e-mail forwards of a name.
func (u Names) Published(ctx context.Context, n NameOf) (records []zone.Record, forwards []zone.Forward, err error) {
	if records, err = u.Store.Records(ctx, n.ID); err != nil {
		return nil, nil, err
	}
	forwards, err = u.Store.Forwards(ctx, n.ID)
	return records, forwards, err
}
