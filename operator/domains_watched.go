package operator

import (
	"context"
	"time"

	"nameyard/reseller"
)

// WatchedDomain is a name that its registry or the operator has something against, with what else the registry says of it.
type WatchedDomain struct {
	reseller.Domain
	Findings []reseller.RegistryFinding
	Messages []reseller.RegistryMessage // that nobody has seen to
}

// UnverifiedChoice chooses names whose holders their registries want verified. What is not set chooses all.
type UnverifiedChoice struct {
	Account   string    // e-mail address
	Name      string    // a name, or a pattern with *
	DueBefore time.Time // only what is due before it
	reseller.Page
}

// Unverified lists names whose holders their registries want verified, newest rows first.
func (u Domains) Unverified(ctx context.Context, c UnverifiedChoice) ([]WatchedDomain, error) {
	account, name, err := u.whose(ctx, c.Account, c.Name, c.Page)
	if err != nil {
		return nil, err
	}
	rows, err := u.Store.SearchDomains(ctx, reseller.DomainSearch{Account: account, Name: name, Unverified: true, DueBefore: c.DueBefore, Page: c.Page})
	if err != nil {
		return nil, err
	}
	return u.watched(ctx, rows)
}

// HoldChoice chooses names on hold, or kept for a dispute. What is not set chooses all.
type HoldChoice struct {
	Account       string // e-mail address
	Name          string // a name, or a pattern with *
	reseller.Page        // newest first only; Before is the id of a name of the list
}

// OnHold lists names that are out of the zone, by their registries' word or by the operator's, the newest hold first.
func (u Domains) OnHold(ctx context.Context, c HoldChoice) ([]WatchedDomain, error) {
	account, name, err := u.whose(ctx, c.Account, c.Name, c.Page)
	if err != nil {
		return nil, err
	}
	rows, err := u.Store.HeldDomains(ctx, reseller.HoldSearch{Account: account, Name: name, Page: c.Page})
	if err != nil {
		return nil, err
	}
	return u.watched(ctx, rows)
}

// KeptForDispute lists names that have a dispute lock, the newest names first.
func (u Domains) KeptForDispute(ctx context.Context, c HoldChoice) ([]WatchedDomain, error) {
	account, name, err := u.whose(ctx, c.Account, c.Name, c.Page)
	if err != nil {
		return nil, err
	}
	rows, err := u.Store.KeptDomains(ctx, reseller.HoldSearch{Account: account, Name: name, Page: c.Page})
	if err != nil {
		return nil, err
	}
	return u.watched(ctx, rows)
}

// whose checks what these lists are chosen by.
func (u Domains) whose(ctx context.Context, email, pattern string, p reseller.Page) (account int64, name reseller.NamePattern, err error) {
	if err = checkPage(p); err != nil {
		return 0, "", err
	}
	var bad reseller.Faults
	account, name = Accounts{Store: u.Store}.chosen(ctx, &bad, email, pattern)
	return account, name, bad.Err()
}

// saidOfEach is of how many findings and messages of each name on a page the newest are shown.
const saidOfEach = 20

// watched is a list of names with what else their registries say of them.
func (u Domains) watched(ctx context.Context, rows []reseller.Domain) ([]WatchedDomain, error) {
	list := make([]WatchedDomain, len(rows))
	for i, d := range rows {
		list[i].Domain = d
	}
	return list, u.said(ctx, list)
}

// said puts beside names what else their registries say of them.
func (u Domains) said(ctx context.Context, list []WatchedDomain) error {
	if len(list) == 0 {
		return nil
	}
	ids, names := make([]int64, len(list)), make([]string, len(list))
	for i, w := range list {
		ids[i], names[i] = w.ID, w.Name.String()
	}
	all := reseller.Page{Limit: saidOfEach * len(list)}
	findings, err := u.Store.RegistryFindings(ctx, reseller.RegistryFindingSearch{Domains: ids, Open: true, Page: all})
	if err != nil {
		return err
	}
	messages, err := u.Store.RegistryMessages(ctx, reseller.RegistryMessageSearch{Names: names, Page: all})
	if err != nil {
		return err
	}
	for i := range list {
		for _, f := range findings {
			if f.DomainID == list[i].ID {
				list[i].Findings = append(list[i].Findings, f)
			}
		}
		for _, m := range messages {
			if m.Name == list[i].Name.String() {
				list[i].Messages = append(list[i].Messages, m)
			}
		}
	}
	return nil
}
