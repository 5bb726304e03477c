package operator

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync/atomic"

	"nameyard/publish"
	"nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/safely"
	"nameyard/store"
)

// DNS is the way of zones to the name servers.
type DNS struct {
	Store       *store.Store
	Clock       reseller.Clock
	Rules       reseller.TLDs
	Secondaries []dns.Secondary
	Keys        map[string]dns.Key
	Direct      bool // a server of ours answers questions itself
	Log         *slog.Logger
}

// SecondaryStatus is how far a secondary is.
type SecondaryStatus struct {
	Name      string `json:"name"`
	Address   string `json:"address"`
	Required  bool   `json:"required"`
	Reachable bool   `json:"reachable"`
	Zones     int    `json:"zones"`  // that it should have
	Behind    int    `json:"behind"` // that it does not have, or not in their newest version
}

// ZoneStatus is how far a zone is.
type ZoneStatus struct {
	Name        string         `json:"name"`
	Serial      uint32         `json:"serial"`
	Published   bool           `json:"published"` // the registry delegates the name, and all name servers have the serial that must
	Secondaries []SerialStatus `json:"secondaries"`
	Aliases     []AliasStatus  `json:"aliases"`
}

// SerialStatus is what a secondary has of a zone.
type SerialStatus struct {
	Name     string  `json:"name"`
	Serial   *uint32 `json:"serial"` // null = it does not have the zone, or gives no answer
	Required bool    `json:"required"`
	Why      string  `json:"why,omitempty"` // it has none
}

// zonesAsked is how many zones a secondary is asked about at a time.
const zonesAsked = 64

// Status asks all secondaries for the serials of all zones. One that gives no answer is not asked on, and is behind with all of them.
func (u DNS) Status(ctx context.Context) ([]SecondaryStatus, error) {
	zones, err := u.served(ctx)
	if err != nil {
		return nil, err
	}
	list := []SecondaryStatus{}
	for _, s := range u.Secondaries {
		one := SecondaryStatus{Name: s.Name, Address: s.Address.String(), Required: !s.Optional, Zones: len(zones)}
		one.Reachable, one.Behind = u.behind(ctx, s, zones)
		list = append(list, one)
	}
	return list, ctx.Err()
}

// served lists the serials of the zones that are served, by name.
func (u DNS) served(ctx context.Context) (map[string]uint32, error) {
	const pageSize = 1000
	zones := map[string]uint32{}
	for after := int64(0); ; {
		page, err := u.Store.ZoneNames(ctx, after, pageSize)
		if err != nil {
			return nil, err
		}
		for _, h := range page {
			after = h.Domain.ID
			if publish.Served(h.Domain, u.Rules[h.Domain.Name.TLD()], u.Clock.Now()) {
				zones[h.Domain.Name.String()] = h.Serial
			}
		}
		if len(page) < pageSize {
			return zones, nil
		}
	}
}

// behind counts the zones that a secondary does not have in their newest version.
func (u DNS) behind(ctx context.Context, s dns.Secondary, zones map[string]uint32) (reachable bool, behind int) {
	key := u.Keys[s.Key]
	if _, silent, _ := dns.SerialAt(ctx, s, key, ".", u.Clock.Wall); silent {
		return false, len(zones)
	}
	var current atomic.Int64
	_ = safely.Each(u.Log, "name servers", zonesAsked, slices.Collect(maps.Keys(zones)), func(_ int, name string) error {
		serial, _, err := dns.SerialAt(ctx, s, key, name, u.Clock.Wall)
		if err == nil && !dns.Older(serial, zones[name]) {
			current.Add(1)
		}
		return nil
	})
	return true, len(zones) - int(current.Load())
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
	status := ZoneStatus{Name: name.String(), Serial: state.Serial, Secondaries: []SerialStatus{}}
	required := slices.ContainsFunc(u.Secondaries, func(s dns.Secondary) bool { return !s.Optional })
	status.Published = publish.Served(d, u.Rules[name.TLD()], u.Clock.Now()) && !d.Holds.Stand() && (required || u.Direct)
	for _, s := range u.Secondaries {
		one := SerialStatus{Name: s.Name, Required: !s.Optional}
		serial, silent, err := dns.SerialAt(ctx, s, u.Keys[s.Key], name.String(), u.Clock.Wall)
		switch {
		case silent:
			one.Why = "no answer from " + s.Address.String()
		case err != nil:
			one.Why = "it does not have the zone"
		default:
			one.Serial = &serial
		}
		if one.Required && (err != nil || dns.Older(serial, state.Serial)) {
			status.Published = false
		}
		status.Secondaries = append(status.Secondaries, one)
	}
	if status.Aliases, err = u.aliases(ctx, d.ID); err != nil {
		return status, err
	}
	return status, ctx.Err()
}
