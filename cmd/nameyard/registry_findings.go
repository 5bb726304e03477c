package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

// registryFindingView is a difference as it is printed.
type registryFindingView struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Account   string    `json:"account"`
	Connector string    `json:"connector"`
	Part      string    `json:"part"`
	Words     string    `json:"words"`
	Mended    bool      `json:"mended"`
	FoundAt   time.Time `json:"found_at"`
}

type registryFindingsCmd struct {
	Account  string `env:"NAMEYARD_LIST_ACCOUNT" placeholder:"EMAIL" help:"Only of this account's names."`
	Name     string `env:"NAMEYARD_LIST_NAME" placeholder:"PATTERN" help:"Only of this name, or of names that a pattern fits: *.se"`
	Registry string `env:"NAMEYARD_LIST_REGISTRY" help:"Only at this connector."`
	Part     string `env:"NAMEYARD_LIST_PART" help:"Only of this part of names: state, created, expiry, nameservers, contacts, hosts, lock, hold, privacy, dnssec, zone, renewalmode, shown or dispute_lock."`
	Open     bool   `env:"NAMEYARD_LIST_OPEN" help:"Only those that were not mended by taking the registry's word."`
	timeFlags
	pageFlags
}

// Run lists the differences.
func (c *registryFindingsCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
		if err != nil {
			return err
		}
		choice := operator.FindingChoice{Account: c.Account, Name: c.Name, Connector: c.Registry, Part: c.Part, Open: c.Open, Found: c.between()}
		view := func(f reseller.RegistryFinding) registryFindingView {
			return registryFindingView{f.ID, f.Name, emails[f.AccountID], f.Connector, f.Part, f.Words, f.Mended, f.FoundAt}
		}
		return listing[reseller.RegistryFinding]{
			get: func(page reseller.Page) ([]reseller.RegistryFinding, error) {
				choice.Page = page
				return operator.Registries{Store: d.Store}.Findings(ctx, choice)
			},
			id: func(f reseller.RegistryFinding) int64 { return f.ID }, view: func(f reseller.RegistryFinding) any { return view(f) },
			columns: "ID FOUND NAME ACCOUNT REGISTRY PART MENDED WORDS",
			row: func(f reseller.RegistryFinding) []any {
				v := view(f)
				return []any{v.ID, v.FoundAt, v.Name, v.Account, v.Connector, v.Part, v.Mended, v.Words}
			},
		}.print(p, c.pageFlags)
	})
}
