package epp

import (
	"context"
	"errors"
	"slices"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// shown is a name with what only its registry knows: which objects it is made of.
type shown struct {
	registry.Registration
	registrant string
	contacts   []contactRef // without the registrant
	servers    []nameserver // Nameservers, with their glue
	cards      map[string]card
	svTRID     string
	expiryDate string // the date of Expires in the zone in which the registry writes it
}

// contactRef is a contact of a name by its id.
type contactRef struct {
	role reseller.Role
	id   string
}

// Info tells what the registry shows of a name: the domain, its contacts and hosts if it is ours, and its transfer.
func (c *Connector) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	v, err := c.readDomain(ctx, name)
	if err != nil {
		return registry.Registration{}, err
	}
	if v.Transfer, err = c.readTransfer(ctx, name); err != nil {
		return registry.Registration{}, err
	}
	if !v.Ours {
		return v.Registration, nil
	}
	if err := c.readContacts(ctx, v); err != nil {
		return registry.Registration{}, err
	}
	if err := c.readHosts(ctx, v); err != nil {
		return registry.Registration{}, err
	}
	return v.Registration, nil
}

// readHosts reads the child name servers of a name where they are objects. Attributes have their addresses with them.
func (c *Connector) readHosts(ctx context.Context, v *shown) (err error) {
	if v.NoHostObjects {
		return nil
	}
	for i, h := range v.Hosts {
		if v.Hosts[i], _, err = c.readHost(ctx, h.Name); err != nil {
			return err
		}
	}
	return nil
}

// readDomain reads the domain object (RFC 5731 §3.1.2). Its hosts have no addresses yet, its contacts are ids.
func (c *Connector) readDomain(ctx context.Context, name reseller.Name) (*shown, error) {
	answer, err := c.do(ctx, infoOf(name, nil))
	switch {
	case registry.RefusedWith(err, registry.CodeNoObject):
		return nil, registry.ErrNoSuchName
	case registry.RefusedWith(err, registry.CodeAuthorization): // of a name that has another sponsor, some registries show nothing
		return &shown{Registration: registry.Registration{Name: name, Hidden: true}}, nil
	}
	if err != nil {
		return nil, err
	}
	data := answer.found(wire.NSDomain, "infData")
	if hostName(data.Kid(wire.NSDomain, "name")) != name.String() {
		return nil, unknown("reading "+name.String(), errOtherCommand)
	}
	v := &shown{svTRID: answer.svTRID}
	v.Name, v.Sponsor = name, data.Kid(wire.NSDomain, "clID").Value()
	v.Ours = v.Sponsor == c.set.ClientID
	v.Created, v.Updated = timeOf(data, wire.NSDomain, "crDate"), timeOf(data, wire.NSDomain, "upDate")
	v.Transferred, v.Expires = timeOf(data, wire.NSDomain, "trDate"), timeOf(data, wire.NSDomain, "exDate")
	v.expiryDate = wire.WrittenDate(data.Kid(wire.NSDomain, "exDate").Value())
	v.Status = statuses(answer, data)
	if err := c.goByPaidUntil(v, answer); err != nil {
		return nil, err
	}
	v.readNameservers(data, c.set.Profile.HostAttributes)
	v.registrant = data.Kid(wire.NSDomain, "registrant").Value()
	for _, n := range data.All(wire.NSDomain, "contact") {
		v.contacts = append(v.contacts, contactRef{reseller.Role(n.Attr("type")), n.Value()})
	}
	v.Ends = swedishEnds(answer.extra(wire.NSIIS, "infData"))
	v.SecDNS = secDNSOf(answer.extra(wire.NSSecDNS, "infData"))
	return v, nil
}

// infoOf asks for a name, with its auth code where there is one to be tried.
func infoOf(name reseller.Name, code *string) command {
	return command{reads: true, about: name.String(), write: func(w *wire.Writer, _ *session) {
		w.In("info", func() {
			w.Object("domain:info", wire.NSDomain, func() {
				w.Text("domain:name", name.String(), wire.Attr{Name: "hosts", Value: "all"})
				if code != nil {
					writeAuthCode(w, *code)
				}
			})
		})
	}}
}

func statuses(answer *reply, data *wire.Node) []registry.Status {
	var list []registry.Status
	known := map[string]bool{"": true}
	add := func(s string) {
		if !known[s] {
			list, known[s] = append(list, registry.Status(s)), true
		}
	}
	for _, n := range data.All(wire.NSDomain, "status") {
		add(n.Attr("s"))
	}
	for _, n := range answer.extra(wire.NSRGP, "infData").All(wire.NSRGP, "rgpStatus") {
		add(n.Attr("s"))
	}
	return swedishStatuses(list, answer.extra(wire.NSIIS, "infData"))
}

// readContacts reads the contacts of a name of ours. A registry that keeps none, or only some roles, tells nothing of the others; so does
// one of a contact that is still the registrar's from whom the name came.
func (c *Connector) readContacts(ctx context.Context, v *shown) error {
	v.Contacts, v.cards = registry.ShownContacts{}, map[string]card{}
	if c.set.Profile.NoContacts {
		return nil
	}
	for _, role := range reseller.Roles {
		if c.set.TLDs[v.Name.TLD()].RegistryTakes(role) {
			v.Contacts[role] = registry.ShownContact{} // that it shows none tells that there is none
		}
	}
	for _, ref := range append([]contactRef{{reseller.RoleRegistrant, v.registrant}}, v.contacts...) {
		if ref.id == "" {
			continue
		}
		who, known := v.cards[ref.id]
		if !known {
			var err error
			who, err = c.readCard(ctx, ref.id)
			if registry.RefusedWith(err, registry.CodeAuthorization) || registry.RefusedWith(err, registry.CodeNoObject) {
				delete(v.Contacts, ref.role)
				continue
			}
			if err != nil {
				return err
			}
			v.cards[ref.id] = who
		}
		v.Contacts[ref.role] = registry.ShownContact{Contact: who.Contact, WholeName: true}
	}
	v.Privacy = v.cards[v.registrant].Private
	return nil
}

// noTransfer are the codes with which a registry says that there is no transfer, or none that is ours to see.
var noTransfer = []int{
	registry.CodeNotPendingTransfer, registry.CodeNoObject, registry.CodeAuthorization, registry.CodeBadAuthCode, registry.CodeUnimplemented,
}

// readTransfer asks for the pending or last transfer of a name (RFC 5731 §3.1.3), nil if there is none.
func (c *Connector) readTransfer(ctx context.Context, name reseller.Name) (*registry.TransferState, error) {
	answer, err := c.do(ctx, transferOf("query", name, nil))
	if no, refused := registry.AsRefusal(err); refused {
		if slices.Contains(noTransfer, no.Code) {
			return nil, nil
		}
		return nil, notTold(unknown("asking for the transfer", errors.New(no.Error()))) // a no to the question is no answer to it
	}
	if err != nil {
		return nil, err
	}
	return c.transferState(answer.found(wire.NSDomain, "trnData")), nil
}

func (c *Connector) transferState(data *wire.Node) *registry.TransferState {
	if data == nil {
		return nil
	}
	x := &registry.TransferState{
		Status:    registry.TransferStatus(data.Kid(wire.NSDomain, "trStatus").Value()),
		Incoming:  data.Kid(wire.NSDomain, "reID").Value() == c.set.ClientID,
		Requested: timeOf(data, wire.NSDomain, "reDate"), ActsBy: timeOf(data, wire.NSDomain, "acDate"),
	}
	other := "reID"
	if x.Incoming {
		other = "acID"
	}
	x.Other = data.Kid(wire.NSDomain, other).Value()
	return x
}
