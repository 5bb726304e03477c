package operator

import (
	"context"
	"time"

	"nameyard/reseller"
)

// WatchedDomain is a name that its registry has something against, with what else the registry says of it.
type WatchedDomain struct {
	reseller.Domain
	Hold     *reseller.Event // that told of the hold; nil = the list is not of holds
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
	list := make([]WatchedDomain, len(rows))
	for i, d := range rows {
		list[i].Domain = d
	}
	return list, u.said(ctx, list)
}

// HoldChoice chooses names that their registries have taken out of the zone. What is not set chooses all.
type HoldChoice struct {
	Account       string // e-mail address
	Name          string // a name, or a pattern with *
	reseller.Page        // by the numbers of the events that told of it
}

// OnHold lists names that their registries have taken out of the zone and not put back, as far as their messages say so, the newest
// hold first.
func (u Domains) OnHold(ctx context.Context, c HoldChoice) ([]WatchedDomain, error) {
	account, name, err := u.whose(ctx, c.Account, c.Name, c.Page)
	if err != nil {
		return nil, err
	}
	rows, err := u.Store.HeldDomains(ctx, reseller.HoldSearch{Account: account, Name: name, Page: c.Page})
	if err != nil {
		return nil, err
	}
	list := make([]WatchedDomain, len(rows))
	for i, held := range rows {
		list[i].Domain, list[i].Hold = held.Domain, &held.Event
	}
	return list, u.said(ctx, list)
}

// whose checks what both lists are chosen by.
func (u Domains) whose(ctx context.Context, email, pattern string, p reseller.Page) (account int64, name reseller.NamePattern, err error) {
	if err = checkPage(p); err != nil {
		return 0, "", err
	}
	if account, err = (Accounts{Store: u.Store}).id(ctx, email); err != nil {
		return 0, "", err
	}
	name, err = reseller.ParseNamePattern(pattern)
	return account, name, err
}

// saidOfEach is of how many findings and messages of each name on a page the newest are shown.
const saidOfEach = 20

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
