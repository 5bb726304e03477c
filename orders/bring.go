package orders

import (
	"context"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// bringWishes sets the name servers and contacts that an order wanted with its transfer, where the registry's transfer command does not
// take them along (RFC 5731 §3.2.4), and looks again. What the registry refuses of them is left as it came: the name is ours, and it shows.
// An open outcome keeps the order open; saying once more what a name should have is harmless.
func (s *Service) bringWishes(a attempt, came *view) *view {
	u, any := wishes(a, *came.shown)
	if !any {
		return came
	}
	ctx, stop := context.WithTimeout(context.Background(), s.set.CallTimeout)
	defer stop()
	var before unsigning
	var err error
	if u.Nameservers != nil {
		before, err = unsignFirst(ctx, a, *u.Nameservers)
	}
	if err == nil {
		_, err = updateUnsigned(ctx, a, u, before)
	}
	if no := refusalOf(err); no != nil { // the look before may be older than what was done on the way to it
		s.log.Warn("a name came by transfer without what was asked for with it", "order", a.ID, "name", a.Name.String(), "words", no.words)
	} else if err != nil {
		return &view{err: fmt.Errorf("set what came with the transfer of %s: %w", a.Name, err)}
	}
	return s.look(a)
}

// wishes is what an order wanted with its transfer and the registry does not show.
func wishes(a attempt, shown registry.Registration) (registry.Update, bool) {
	u := registry.Update{ClTRID: a.ClTRID(), Name: a.Name}
	if want := a.Desired.Nameservers; want != nil && !registry.SameHosts(want, shown.Nameservers) {
		u.Nameservers = &want
	}
	_, told := shown.Contacts[reseller.RoleRegistrant] // the contact of the last registrar is not ours to see, and not the one wanted
	if want := a.rules.Sent(a.Desired.Contacts); want != nil && (!told || !shown.Contacts.Agree(want)) {
		u.Contacts, u.Fields = want, a.Desired.Fields
	}
	return u, u.Nameservers != nil || u.Contacts != nil
}
