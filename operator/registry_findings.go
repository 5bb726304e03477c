package operator

import (
	"context"
	"slices"
	"strings"

	"nameyard/jobs"
	"nameyard/reseller"
)

// FindingChoice chooses differences between names and their registries. What is not set chooses all.
type FindingChoice struct {
	Account   string // e-mail address
	Name      string // a name, or a pattern with *
	Connector string
	Part      string // what of the name differs, as in jobs.ComparedParts
	Open      bool   // only those that were not mended
	Found     reseller.Between
	reseller.Page
}

// Findings lists the differences that the nightly comparison of names with their registries has found, newest first.
func (u Registries) Findings(ctx context.Context, c FindingChoice) ([]reseller.RegistryFinding, error) {
	if err := checkPage(c.Page); err != nil {
		return nil, err
	}
	if parts := jobs.ComparedParts(); c.Part != "" && !slices.Contains(parts, c.Part) {
		return nil, invalid(PathPart, "%s is %q, it must be one of %s", PathPart, c.Part, strings.Join(parts, ", "))
	}
	q := reseller.RegistryFindingSearch{Connector: c.Connector, Part: c.Part, Open: c.Open, Found: c.Found, Page: c.Page}
	var err error
	if q.Account, err = (Accounts{u.Store}).id(ctx, c.Account); err != nil {
		return nil, err
	}
	if q.Name, err = reseller.ParseNamePattern(c.Name); err != nil {
		return nil, err
	}
	return u.Store.RegistryFindings(ctx, q)
}
