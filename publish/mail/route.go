package mail

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/zone"
)

// Zones tells what hosts stand for (publish.Zones).
type Zones interface {
	// Of gives the zone of the name that a host is, or lies below.
	Of(ctx context.Context, host string) (publish.Zone, error)
}

// Router tells where mail goes.
type Router struct {
	Zones   Zones
	MX      string   // host name of our mail server, in lower case
	Targets *Targets // whose owners are asked before they get mail; nil = nobody is asked
}

// Step is one forward that was followed, or an end of the way.
type Step struct {
	Address string   `json:"address"`
	Prefix  string   `json:"prefix,omitempty"`  // of the forward that takes the mail: "*" is the catch-all
	Targets []string `json:"targets,omitempty"` // where it sends it
	Why     string   `json:"why,omitempty"`     // why the mail goes no further
}

// Route is what happens to mail for an address.
type Route struct {
	Ours    bool     // the domain takes mail by its forwards here
	Targets []string // addresses elsewhere that get the mail; none = it is refused
	Why     string   // why it is refused; "" if it is not
	Waits   bool     // nobody gets it now, and somebody may still say yes: it is kept waiting, not refused
	Steps   []Step
}

// maxSteps bounds how many forwards one mail is taken over; zone.MaxTargets bounds what it becomes.
const maxSteps = 200

// Domain gives the zone of a domain that takes mail by its forwards here. Why says for people why it does not.
func (r Router) Domain(ctx context.Context, domain string) (z publish.Zone, why string, err error) {
	z, err = r.Zones.Of(ctx, domain)
	if errors.Is(err, reseller.ErrNotFound) && !errors.Is(err, publish.ErrAway) {
		return z, domain + " is not a name of this registrar", nil
	}
	if err != nil {
		return z, "", err
	}
	return z, r.refusal(z, domain), nil
}

// refusal says why a domain that was found does not take mail by its forwards; "" if it does.
func (r Router) refusal(z publish.Zone, domain string) string {
	switch {
	case z.Domain.Name.String() != domain:
		return "forwards belong to " + z.Domain.Name.String() + " itself, not to hosts below it"
	case !z.Phase.Served():
		return domain + " is not in service now (" + string(z.Phase) + ")"
	case !z.Domain.EmailForwarding:
		return "e-mail forwarding of " + domain + " is switched off"
	case len(z.Forwards) == 0:
		return domain + " has no e-mail forwards"
	}
	return zone.WithoutEffect(z.Domain.Name, z.Records, r.MX)
}

// Route tells where mail for an address goes, over all forwards here: of several targets those that lead in a circle or nowhere are left
// out. Mail that would go to too many is refused as a whole: nobody may hear that it was taken where some do not get it. An error means
// that nobody knows at the moment.
func (r Router) Route(ctx context.Context, address string) (Route, error) {
	address = strings.ToLower(address)
	local, domain, ok := cutAddress(address)
	if !ok {
		return Route{Why: address + " is not an e-mail address"}, nil
	}
	z, why, err := r.Domain(ctx, domain)
	if err != nil || why != "" {
		return Route{Why: why}, err
	}
	if _, known := match(z.Forwards, local); !known && z.Stale {
		return Route{}, publish.ErrAway
	}
	w := walk{router: r, seen: map[string]bool{}}
	if err := w.follow(ctx, address, nil); err != nil {
		return Route{}, err
	}
	route := Route{Ours: true, Targets: w.targets, Steps: w.steps}
	switch {
	case w.cut:
		route.Targets, route.Why = nil, w.steps[len(w.steps)-1].Why
	case len(route.Targets) == 0:
		route.Waits, route.Why = w.waits, w.steps[len(w.steps)-1].Why
	}
	return route, nil
}

// walk follows forwards.
type walk struct {
	router  Router
	seen    map[string]bool
	targets []string
	steps   []Step
	cut     bool // there are too many, and the walk is over
	waits   bool // for the answer of a target
}

// follow goes on from an address; way are the addresses that led here.
func (w *walk) follow(ctx context.Context, address string, way []string) error {
	if w.cut {
		return nil
	}
	if slices.Contains(way, address) {
		w.end(address, "the forwards lead in a circle: "+strings.Join(append(way, address), " → "))
		return nil
	}
	if w.seen[address] {
		return nil
	}
	w.seen[address] = true
	if len(w.steps) >= maxSteps {
		w.endAll(address, fmt.Sprintf("over more than %d forwards", maxSteps))
		return nil
	}
	local, domain, _ := cutAddress(address)
	z, why, err := w.router.Domain(ctx, domain)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && why != "" { // from the copy, too: it is somewhere else
		if len(w.targets) == zone.MaxTargets {
			w.endAll(address, fmt.Sprintf("to more than %d addresses", zone.MaxTargets))
			return nil
		}
		w.targets = append(w.targets, address)
		return nil
	}
	if err != nil {
		return err
	}
	f, known := match(z.Forwards, local)
	if !known {
		w.end(address, domain+" has no forward for "+local+", and no catch-all")
		return nil
	}
	w.steps = append(w.steps, Step{Address: address, Prefix: f.Prefix, Targets: f.Targets()})
	silent, err := w.router.Targets.silent(ctx, z, f)
	if err != nil {
		return err
	}
	for _, target := range f.Targets() {
		if target = strings.ToLower(target); w.cut {
			return nil
		}
		if t, known := silent[target]; known {
			w.endAtSilent(t)
			continue
		}
		if err := w.follow(ctx, target, append(way[:len(way):len(way)], address)); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) end(address, why string) { w.steps = append(w.steps, Step{Address: address, Why: why}) }

// endAll ends the walk at an address with which the mail would become too many.
func (w *walk) endAll(address, where string) {
	w.cut = true
	w.end(address, "the mail would go "+where+", and is refused for all of them")
}

// match finds the forward of a local part: of itself, of what stands before a plus, or the catch-all. Several of the same prefix are
// one.
func match(forwards []zone.Forward, local string) (zone.Forward, bool) {
	prefixes := []string{local}
	if base, _, extended := strings.Cut(local, "+"); extended && base != "" {
		prefixes = append(prefixes, base)
	}
	for _, prefix := range append(prefixes, "*") {
		var targets []string
		for _, f := range forwards {
			if f.Prefix == prefix {
				targets = append(targets, f.ForwardTo)
			}
		}
		if len(targets) > 0 {
			return zone.Forward{Prefix: prefix, ForwardTo: strings.Join(targets, ",")}, true
		}
	}
	return zone.Forward{}, false
}

func cutAddress(address string) (local, domain string, ok bool) {
	at := strings.LastIndexByte(address, '@')
	if at <= 0 || at == len(address)-1 {
		return "", "", false
	}
	return address[:at], address[at+1:], true
}
