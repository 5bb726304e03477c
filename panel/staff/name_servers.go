package staff

import (
	"context"

	"nameyard/operator"
	"nameyard/panel/visit"
)

// nameServersData is what the page of the name servers shows.
type nameServersData struct {
	Servers []operator.NameServer
	Direct  bool // this server answers questions itself
	Hosts   operator.PublishedHosts
	Signing operator.SigningStatus
	Signs   bool // there is a signer
}

// nameServers shows how the name servers stand with all zones, as this server has found by asking them.
func (p Pages) nameServers(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	d := nameServersData{Direct: p.NameServers.Direct, Hosts: p.NameServers.Hosts, Signs: p.NameServers.Signer != nil}
	var err error
	if d.Servers, err = p.NameServers.Status(ctx); err != nil {
		return visit.Answer{}, err
	}
	if d.Signs {
		d.Signing, err = p.NameServers.Signing(ctx)
	}
	return visit.Show("staff/name_servers", v.Say("staff.nameservers"), d), err
}
