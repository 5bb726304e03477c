package eppserver

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// name reads the name that a command is about. Code 2306 for one that this registry cannot have.
func (cmd command) name() (reseller.Name, error) {
	text := cmd.object.Kid(wire.NSDomain, "name").Value()
	if text == "" {
		return reseller.Name{}, missing("domain:name")
	}
	name, err := cmd.server.Rules.Split(text)
	if err != nil {
		return reseller.Name{}, registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: %s", reseller.AsError(err).Words)
	}
	return name, nil
}

// checkDomains tells which names are free, and what premium names cost if the client asks (RFC 8748 §5.1.1).
func (cmd command) checkDomains(ctx context.Context) (reply, error) {
	asked := cmd.object.Values(wire.NSDomain, "name")
	names := make([]reseller.Name, len(asked))
	for i, text := range asked {
		names[i], _ = cmd.server.Rules.Split(text) // the zero Name is not served
	}
	found, err := cmd.registry().Check(ctx, names...)
	if err != nil {
		return reply{}, err
	}
	answer := reply{data: func(w *wire.Writer) {
		w.Object("domain:chkData", wire.NSDomain, func() {
			for i, a := range found {
				writeChecked(w, "domain", "name", asked[i], a.Free, a.Reason)
			}
		})
	}}
	if fees := cmd.ext.Kid(wire.NSFee, "check"); fees != nil {
		answer.extra = append(answer.extra, writeFees(fees, asked, found))
	}
	return answer, nil
}

// domainInfo shows a name (RFC 5731 §3.1.2): all to its registrar and to whoever has its auth code, to others the outside.
func (cmd command) domainInfo(ctx context.Context) (reply, error) {
	name, err := cmd.name()
	if err != nil {
		return reply{}, err
	}
	if code := cmd.object.Kid(wire.NSDomain, "authInfo").Kid(wire.NSDomain, "pw"); code != nil {
		if err := cmd.registry().CheckAuthCode(ctx, name, code.Text); err != nil {
			return reply{}, err
		}
	}
	reg, err := cmd.registry().Info(ctx, name)
	if err != nil {
		return reply{}, err
	}
	handles := map[reseller.Role]string{}
	if reg.Sponsor == cmd.registrar {
		for _, role := range reseller.Roles {
			if handles[role], err = cmd.handleOf(ctx, reg, role); err != nil {
				return reply{}, err
			}
		}
	}
	paid, err := cmd.paidUntil(ctx, reg)
	return reply{
		data:  func(w *wire.Writer) { writeDomain(w, cmd.behindTheGateway(reg), handles, cmd.server.HostAttributes) },
		extra: []func(*wire.Writer){cmd.graceOf(reg), cmd.stateOf(reg), cmd.secDNSOf(reg), paid},
	}, err
}

// writeDomain writes domain:infData.
func writeDomain(w *wire.Writer, reg registry.Registration, handles map[reseller.Role]string, attributes bool) {
	w.Object("domain:infData", wire.NSDomain, func() {
		w.Text("domain:name", reg.Name.String())
		w.Text("domain:roid", roid("D", reg.Name.String()))
		for _, s := range domainStatuses(reg) {
			w.Empty("domain:status", wire.Attr{Name: "s", Value: string(s)})
		}
		w.Optional("domain:registrant", handles[reseller.RoleRegistrant])
		for _, role := range []reseller.Role{reseller.RoleAdmin, reseller.RoleTech, reseller.RoleBilling} {
			w.Optional("domain:contact", handles[role], wire.Attr{Name: "type", Value: string(role)})
		}
		writeDelegation(w, reg, attributes)
		w.Text("domain:clID", reg.Sponsor)
		if !reg.Created.IsZero() {
			w.Text("domain:crID", reg.Sponsor)
			w.Text("domain:crDate", wire.Time(reg.Created))
		}
		if !reg.Updated.IsZero() {
			w.Text("domain:upID", reg.Sponsor)
			w.Text("domain:upDate", wire.Time(reg.Updated))
		}
		if !reg.Expires.IsZero() {
			w.Text("domain:exDate", wire.Time(reg.Expires))
		}
		if !reg.Transferred.IsZero() {
			w.Text("domain:trDate", wire.Time(reg.Transferred))
		}
	})
}

// graceStatuses are the ones of RFC 3915 §3.1; they are not statuses of the domain mapping.
var graceStatuses = []registry.Status{
	registry.StatusRedemption, registry.StatusAddPeriod, registry.StatusAutoRenewPeriod, registry.StatusRenewPeriod, registry.StatusTransferPeriod,
}

// domainStatuses are those of RFC 5731 §2.3. A name behind its expiry is "ok" by them, as no word of theirs says it.
func domainStatuses(reg registry.Registration) []registry.Status {
	var list []registry.Status
	for _, s := range reg.Status {
		if !slices.Contains(graceStatuses, s) && s != registry.StatusExpired && s != registry.StatusDeactivated {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		list = append(list, registry.StatusOK)
	}
	return list
}

func (cmd command) graceOf(reg registry.Registration) func(*wire.Writer) {
	var list []registry.Status
	for _, s := range reg.Status {
		if slices.Contains(graceStatuses, s) {
			list = append(list, s)
		}
	}
	if len(list) == 0 || !cmd.speaks(wire.NSRGP) {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object("rgp:infData", wire.NSRGP, func() {
			for _, s := range list {
				w.Empty("rgp:rgpStatus", wire.Attr{Name: "s", Value: string(s)})
			}
		})
	}
}

// stateOf tells where a name stands behind its expiry and when it ends, in the words of the Swedish registry's extension.
func (cmd command) stateOf(reg registry.Registration) func(*wire.Writer) {
	if !cmd.speaks(wire.NSIIS) {
		return nil
	}
	state := ""
	for _, s := range []registry.Status{registry.StatusExpired, registry.StatusDeactivated} {
		if reg.Has(s) {
			state = string(s)
		}
	}
	ends := reg.Ends
	if ends == (registry.Ends{}) && state == "" {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object("iis:infData", wire.NSIIS, func() {
			for _, date := range []struct {
				name string
				at   time.Time
			}{{"iis:deactDate", ends.Deactivated}, {"iis:delDate", ends.Deleted}, {"iis:relDate", ends.Released}} {
				if !date.at.IsZero() {
					w.Text(date.name, wire.Time(date.at))
				}
			}
			w.Optional("iis:state", state)
			if ends.AtExpiry {
				w.Text("iis:clientDelete", "1")
			}
		})
	}
}

// createDomain registers a name (RFC 5731 §3.2.1).
func (cmd command) createDomain(ctx context.Context) (reply, error) {
	name, err := cmd.name()
	if err != nil {
		return reply{}, err
	}
	c := registry.Create{ClTRID: cmd.clTRID, Name: name}
	x := sandbox.Extra{AuthCode: text(cmd.object.Kid(wire.NSDomain, "authInfo").Kid(wire.NSDomain, "pw"))}
	if c.Years, err = yearsOf(cmd.object, 1); err != nil {
		return reply{}, err
	}
	ns, err := cmd.nameservers(ctx, name, cmd.object)
	if err != nil {
		return reply{}, err
	}
	if c.Nameservers = ns.names; cmd.server.HostAttributes {
		x.Hosts = &ns.own
	}
	who, err := cmd.people(ctx, refsOf(cmd.object))
	if err != nil {
		return reply{}, err
	}
	parameters, err := cmd.parametersOf("domain")
	if err != nil {
		return reply{}, err
	}
	c.Contacts, x.Handles, c.Fields, c.Privacy = who.contacts, who.handles, fieldsFrom(who.fields, parameters), who.private
	if c.SecDNS, err = readSecDNS(cmd.ext.Kid(wire.NSSecDNS, "create")); err != nil {
		return reply{}, err
	}
	if c.FeeLimit, err = limitOf(cmd.ext.Kid(wire.NSFee, "create")); err != nil {
		return reply{}, err
	}
	made := cmd.registrysCode(name)
	if made != "" {
		x.AuthCode = made
	}
	done, err := cmd.registry().CreateWith(ctx, c, x)
	answer := replyOf(done)
	answer.data = func(w *wire.Writer) {
		w.Object("domain:creData", wire.NSDomain, func() {
			w.Text("domain:name", name.String())
			w.Text("domain:crDate", wire.Time(done.Created))
			w.Text("domain:exDate", wire.Time(done.Expires))
		})
	}
	answer.extra = append(answer.extra, cmd.charged(ctx, "fee:creData", done.Fee), codeMade("iis:creData", made))
	return answer, err
}

// replyOf is the answer that says what a receipt says.
func replyOf(r registry.Receipt) reply { return reply{code: r.Code, words: r.Words, svTRID: r.SvTRID} }

func text(n *wire.Node) string {
	if n == nil {
		return ""
	}
	return n.Text
}

// yearsOf reads a period in years or whole years of months.
func yearsOf(n *wire.Node, otherwise int) (int, error) {
	period := n.Kid(wire.NSDomain, "period")
	if period == nil {
		return otherwise, nil
	}
	count, err := strconv.Atoi(period.Value())
	if period.Attr("unit") == "m" && err == nil && count%12 == 0 {
		count /= 12
	} else if period.Attr("unit") != "y" {
		err = errors.New("neither years nor whole years")
	}
	if err != nil || count < 1 || count > 99 {
		return 0, registry.Refuse(registry.CodeParameterRange, "Parameter value range error: period")
	}
	return count, nil
}

// people are the contacts of a name, read from their objects.
type people struct {
	contacts reseller.Contacts
	handles  map[reseller.Role]string
	fields   map[string]string
	private  bool
}

// refsOf reads which contacts a command names.
func refsOf(n *wire.Node) map[reseller.Role]string {
	refs := map[reseller.Role]string{}
	if id := n.Kid(wire.NSDomain, "registrant").Value(); id != "" {
		refs[reseller.RoleRegistrant] = id
	}
	for _, contact := range n.All(wire.NSDomain, "contact") {
		refs[reseller.Role(contact.Attr("type"))] = contact.Value()
	}
	return refs
}

func (cmd command) people(ctx context.Context, refs map[reseller.Role]string) (people, error) {
	who := people{contacts: reseller.Contacts{}, handles: refs}
	for role, id := range refs {
		o, err := cmd.registry().Contact(ctx, id)
		if err != nil {
			return who, err
		}
		if o.Sponsor != cmd.registrar {
			return who, registry.Refuse(registry.CodeAuthorization, "Authorization error: contact %s is another registrar's", id)
		}
		who.contacts[role] = o.Contact
		if role == reseller.RoleRegistrant {
			who.fields, who.private = o.Fields, o.Private
		}
	}
	return who, nil
}
