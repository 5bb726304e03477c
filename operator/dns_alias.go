package operator

import (
	"context"
	"net/netip"
	"time"
)

// AliasStatus is how far an ALIAS record is.
type AliasStatus struct {
	Host       string       `json:"host"`   // at which it stands
	Target     string       `json:"target"` // whose addresses it has
	Addresses  []netip.Addr `json:"addresses"`
	AskedAt    *time.Time   `json:"asked_at"`    // wall time; null = not yet
	ResolvedAt *time.Time   `json:"resolved_at"` // when the target last had addresses; null = it never had
	Problem    string       `json:"problem,omitempty"`
}

// aliases tells how far the ALIAS records of a domain are.
func (u DNS) aliases(ctx context.Context, domain int64) ([]AliasStatus, error) {
	states, err := u.Store.AliasStates(ctx, domain)
	list := []AliasStatus{}
	for _, s := range states {
		list = append(list, AliasStatus{
			Host: s.Owner, Target: s.Target.Host, Addresses: append([]netip.Addr{}, s.Target.Addresses...),
			AskedAt: known(s.Target.AskedAt), ResolvedAt: known(s.Target.ResolvedAt), Problem: s.Target.Problem,
		})
	}
	return list, err
}
