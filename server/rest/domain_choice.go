package rest

import (
	"slices"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// domainChoices are the query parameters by which a list of domains is chosen and sorted.
var domainChoices = []string{
	"status", "search", "removed", "domains", "tld", "nameserver", "auto_renew", "locked",
	"expires_since", "expires_until", "registered_since", "registered_until", "sort",
}

// domainChoice reads domainChoices.
func (req *request) domainChoice() (r actions.ListDomains, err error) {
	r = actions.ListDomains{
		Status: req.Query.Get("status"), Search: req.Query.Get("search"), TLD: strings.TrimPrefix(req.Query.Get("tld"), "."), Nameserver: req.Query.Get("nameserver"),
	}
	if names := req.Query.Get("domains"); names != "" {
		r.Names = strings.Split(names, ",")
	}
	if r.Removed, err = req.queryFlag("removed"); err != nil {
		return r, err
	}
	for name, to := range map[string]**bool{"auto_renew": &r.AutoRenew, "locked": &r.Locked} {
		if req.Query.Get(name) == "" {
			continue
		}
		on, err := req.queryFlag(name)
		if err != nil {
			return r, err
		}
		*to = &on
	}
	// The list wants what is beyond an instant and at most at another: one step before those that are given.
	for name, to := range map[string]*time.Time{
		"expires_since": &r.ExpiresAfter, "expires_until": &r.ExpiresBefore, "registered_since": &r.RegisteredAfter, "registered_until": &r.RegisteredBefore,
	} {
		at, err := req.queryTime(name)
		if err != nil {
			return r, err
		}
		if !at.IsZero() {
			*to = at.Add(-time.Microsecond)
		}
	}
	if text := req.Query.Get("sort"); text != "" {
		by, descending := strings.CutPrefix(text, "-")
		if r.Sort, r.Descending = reseller.DomainSort(by), descending; !slices.Contains(reseller.DomainSorts, r.Sort) {
			return r, form.Invalid("sort", "sort is %q, it must be name, expires or registered, with a - before it for the other way round", form.Clip(text, 30))
		}
	}
	return r, nil
}
