package operator

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/store"
)

// DNS is the way of zones to the name servers.
type DNS struct {
	Store       *store.Store
	Clock       reseller.Clock
	Rules       reseller.TLDs
	Secondaries []dns.Secondary
	Signer      *dns.Secondary // nil = none
	Catalogs    dns.Catalogs
	Keys        map[string]dns.Key
	Direct      bool // a server of ours answers questions itself
	Log         *slog.Logger
	Hosts       PublishedHosts
	Following   func() []dns.Report // what this process, which serves them, has found; nil = it asks
}

// ZoneStatus is how far a zone is.
type ZoneStatus struct {
	Name        string         `json:"name"`
	Serial      uint32         `json:"serial"`
	Published   bool           `json:"published"` // the registry delegates the name, and all name servers have the serial that must
	Phase       reseller.Phase `json:"phase"`
	Delegated   bool           `json:"delegated"`         // by the registry; else the zone has no effect
	OnHold      []string       `json:"on_hold,omitempty"` // who keeps it out of the TLD's zone: registry, operator
	Secondaries []SerialStatus `json:"secondaries"`
	Aliases     []AliasStatus  `json:"aliases"`
}

// SerialStatus is what a secondary has of a zone.
type SerialStatus struct {
	Name     string  `json:"name"`
	Serial   *uint32 `json:"serial"` // null = it told none
	Required bool    `json:"required"`
	Said     string  `json:"said,omitempty"` // what it answered instead: a code
	Why      string  `json:"why,omitempty"`  // what that means, and what to do
}

// Zone asks all secondaries for the serial of one name's zone.
func (u DNS) Zone(ctx context.Context, name reseller.Name) (ZoneStatus, error) {
	d, err := u.Store.LiveDomain(ctx, name)
	if errors.Is(err, reseller.ErrNotFound) {
		return ZoneStatus{}, notFound("no account has %s", name)
	}
	if err != nil {
		return ZoneStatus{}, err
	}
	state, err := u.Store.ZoneState(ctx, name)
	if err != nil {
		return ZoneStatus{}, err
	}
	phase, _ := d.Phase(u.Rules[name.TLD()], u.Clock.Now())
	status := ZoneStatus{Name: name.String(), Serial: state.Serial, Phase: phase, Delegated: d.Delegated(phase), Secondaries: []SerialStatus{}}
	for _, h := range d.Holds.Standing() {
		status.OnHold = append(status.OnHold, h.Side)
	}
	required := slices.ContainsFunc(u.Secondaries, func(s dns.Secondary) bool { return !s.Optional })
	status.Published = status.Delegated && (required || u.Direct)
	for _, s := range u.all() {
		got := dns.SerialAt(ctx, s, u.Keys[s.Key], name.String(), u.Clock.Wall)
		one := SerialStatus{Name: s.Name, Required: !s.Optional, Said: got.Said, Why: adviceOn(got.Said)}
		if got.Said == "" {
			one.Serial = &got.Serial
		}
		if one.Required && !got.Has(state.Serial) {
			status.Published = false
		}
		status.Secondaries = append(status.Secondaries, one)
	}
	if status.Aliases, err = u.aliases(ctx, d.ID); err != nil {
		return status, err
	}
	return status, ctx.Err()
}
