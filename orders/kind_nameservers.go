package orders

import (
	"context"
	"errors"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// sendNameservers takes DNSSEC data away first that the new name servers cannot have signed for: between the two commands, and if no
// other follows, the name is unsigned and resolves.
func sendNameservers(ctx context.Context, a attempt) (registry.Receipt, error) {
	servers := a.Desired.Nameservers
	before, err := unsignFirst(ctx, a, servers)
	if err != nil {
		return registry.Receipt{SecDNS: before.left}, err
	}
	return updateUnsigned(ctx, a, registry.Update{ClTRID: a.ClTRID(), Name: a.Name, Nameservers: &servers, Hosts: a.hosts}, before)
}

// secDNSShown is what a registry shows of a name's DNSSEC data; nil where it keeps none, or does not show the name. Nothing has been
// sent when it fails.
func secDNSShown(ctx context.Context, a attempt) (*registry.Registration, error) {
	if _, signs := a.conn.(registry.Signer); !signs {
		return nil, nil
	}
	shown, err := a.conn.Info(ctx, a.Name)
	switch {
	case errors.Is(err, registry.ErrNoSuchName):
		return nil, nil
	case err != nil:
		return nil, errors.Join(registry.ErrUnreachable, err)
	}
	return &shown, nil
}

func findNameservers(shown *registry.Registration, o order, _ time.Time) finding {
	return tookIf(registry.SameHosts(shown.Nameservers, o.Desired.Nameservers))
}

func applyNameservers(d *reseller.Domain, o order, e effect, _ time.Time) {
	d.Nameservers = o.Desired.Nameservers
	if left := secDNSLeft(e); left != nil && !d.SecDNS.ShownAs(d.Name, *left) {
		d.SecDNS = *left
	}
}
