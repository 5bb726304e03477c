package epp

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// change is what one <domain:update> does (RFC 5731 §3.2.5).
type change struct {
	addHosts, remHosts       []nameserver
	addContacts, remContacts []contactRef
	addStatus, remStatus     []registry.Status
	registrant               string
	authCode                 string
	addSecDNS, remSecDNS     reseller.SecDNS
	remAllSecDNS             bool               // what is removed is all there is, and told so
	fields                   map[string]string  // of the holder, where they are given; they go with a change and are none
	extension                func(*wire.Writer) // of the registry's own
}

func (ch change) empty() bool {
	return len(ch.addHosts)+len(ch.remHosts)+len(ch.addContacts)+len(ch.remContacts)+len(ch.addStatus)+len(ch.remStatus) == 0 &&
		ch.registrant+ch.authCode == "" && ch.addSecDNS.IsZero() && ch.remSecDNS.IsZero() && ch.extension == nil
}

// same reports whether two changes do the same, in whatever order.
func (ch change) same(o change) bool {
	return sameMembers(ch.addHosts, o.addHosts) && sameMembers(ch.remHosts, o.remHosts) && sameMembers(ch.addContacts, o.addContacts) && sameMembers(ch.remContacts, o.remContacts) &&
		sameMembers(ch.addStatus, o.addStatus) && sameMembers(ch.remStatus, o.remStatus) && ch.registrant == o.registrant && ch.authCode == o.authCode &&
		ch.addSecDNS.Equal(o.addSecDNS) && ch.remSecDNS.Equal(o.remSecDNS) && maps.Equal(ch.fields, o.fields) && (ch.extension == nil) == (o.extension == nil)
}

// sendChange sends <domain:update>.
func (c *Connector) sendChange(ctx context.Context, clTRID string, name reseller.Name, ch change) (*reply, error) {
	return c.do(ctx, command{clTRID: clTRID, write: func(w *wire.Writer, _ *session) {
		w.In("update", func() {
			w.Object("domain:update", wire.NSDomain, func() {
				w.Text("domain:name", name.String())
				c.writeAddRem(w, "domain:add", ch.addHosts, ch.addContacts, ch.addStatus)
				c.writeAddRem(w, "domain:rem", ch.remHosts, ch.remContacts, ch.remStatus)
				if ch.registrant+ch.authCode != "" {
					w.In("domain:chg", func() {
						w.Optional("domain:registrant", ch.registrant)
						if ch.authCode != "" {
							writeAuthCode(w, ch.authCode)
						}
					})
				}
			})
		})
		writeExtensions(w, secDNSUpdate(ch.addSecDNS, ch.remSecDNS, ch.remAllSecDNS), ch.extension, c.parameters("update", name.TLD(), valuesOf(ch.fields, nil)))
	}})
}

func (c *Connector) writeAddRem(w *wire.Writer, element string, hosts []nameserver, contacts []contactRef, statuses []registry.Status) {
	if len(hosts)+len(contacts)+len(statuses) == 0 {
		return
	}
	w.In(element, func() {
		c.writeNameservers(w, hosts)
		writeContactRefs(w, contacts)
		for _, status := range statuses {
			w.Empty("domain:status", wire.Attr{Name: "s", Value: string(status)})
		}
	})
}

// Update makes name servers and contacts the ones given. What the registry has already is not sent again; if that is all, nothing is.
func (c *Connector) Update(ctx context.Context, u registry.Update) (registry.Receipt, error) {
	return c.settleDomain(ctx, u.ClTRID, u.Name, func(v *shown, ch *change) error {
		if u.Nameservers != nil {
			hosts := v.Hosts // keep their addresses where none are given
			for _, h := range u.Hosts {
				hosts = reseller.WithHost(hosts, h)
			}
			wanted := c.nameservers(u.Name, *u.Nameservers, hosts)
			ch.addHosts, ch.remHosts = less(wanted, v.servers), less(v.servers, wanted)
			if err := c.ensureHosts(ctx, ch.addHosts); err != nil {
				return err
			}
		}
		if u.Contacts == nil && u.Fields == nil {
			return nil
		}
		ch.fields = u.Fields
		return c.changeContacts(ctx, v, u, ch)
	})
}

// settleDomain makes a name of ours what is wanted (settle). lacking puts into a change what the name lacks, as its registry shows it.
func (c *Connector) settleDomain(ctx context.Context, clTRID string, name reseller.Name, lacking func(*shown, *change) error) (registry.Receipt, error) {
	return settle(func() (change, string, error) {
		v, err := c.ours(ctx, name)
		if err != nil {
			return change{}, "", err
		}
		var ch change
		err = lacking(v, &ch)
		return ch, v.svTRID, err
	}, func(ch change) (registry.Receipt, error) {
		answer, err := c.sendChange(ctx, clTRID, name, ch)
		if err != nil {
			return registry.Receipt{}, err
		}
		return answer.receipt(), nil
	})
}

// ours reads a name that a change is meant for. Nothing has been sent on an error; the registry decides about names of others.
func (c *Connector) ours(ctx context.Context, name reseller.Name) (*shown, error) {
	v, err := c.readDomain(ctx, name)
	if err == registry.ErrNoSuchName {
		return nil, registry.Refuse(registry.CodeNoObject, "%s is not registered", name)
	}
	if err == nil && !v.Ours {
		return nil, registry.Refuse(registry.CodeAuthorization, "%s is sponsored by another registrar", name)
	}
	return v, before("reading "+name.String(), err)
}

// changeContacts attaches new contacts in place of those that differ. A holder and its number change together: what is not given of
// the two stays as the registry has it.
func (c *Connector) changeContacts(ctx context.Context, v *shown, u registry.Update, ch *change) error {
	if err := c.readContacts(ctx, v); err != nil {
		return before("reading the contacts", err)
	}
	contacts, number := maps.Clone(u.Contacts), holderOf(u.Fields)
	if contacts == nil {
		contacts = v.Contacts.Known()
	}
	if contacts[reseller.RoleRegistrant] == (reseller.Contact{}) && v.registrant != "" {
		return errHolderNotShown
	}
	if u.Fields == nil {
		number = holder{v.cards[v.registrant].Number, v.cards[v.registrant].VAT}
	}
	return c.attach(ctx, v, contacts, number, v.Privacy, ch)
}

// errHolderNotShown refuses a change that needs the holder as the registry has it, where it is the contact of another registrar.
var errHolderNotShown = registry.Refuse(registry.CodeAuthorization, "the registry keeps the holder of the last registrar to itself; save all contacts of the name first")

// attach makes contacts those of a name.
func (c *Connector) attach(ctx context.Context, v *shown, contacts reseller.Contacts, number holder, private bool, ch *change) error {
	refs, err := c.ensureContacts(ctx, contacts, number, private)
	if err != nil {
		return err
	}
	var others []contactRef
	for _, ref := range refs {
		if ref.role != reseller.RoleRegistrant {
			others = append(others, ref)
		} else if ref.id != v.registrant {
			ch.registrant = ref.id
		}
	}
	ch.addContacts, ch.remContacts = less(others, v.contacts), less(v.contacts, others)
	return nil
}

// ensureContacts makes sure that contacts are at the registry, and gives their ids, registrant first.
func (c *Connector) ensureContacts(ctx context.Context, contacts reseller.Contacts, number holder, private bool) ([]contactRef, error) {
	if c.set.Profile.NoContacts {
		return nil, nil
	}
	var refs []contactRef
	for _, role := range contacts.InOrder() {
		who := card{Contact: contacts[role], Private: private}
		if role == reseller.RoleRegistrant {
			who.Number, who.VAT = number.id, number.vat
		}
		id, err := c.ensureContact(ctx, role, who)
		if err != nil {
			return nil, err
		}
		refs = append(refs, contactRef{role, id})
	}
	return refs, nil
}

// SetLock sets or lifts clientTransferProhibited.
func (c *Connector) SetLock(ctx context.Context, clTRID string, name reseller.Name, locked bool) (registry.Receipt, error) {
	if locked && !c.set.TLDs[name.TLD()].Lock {
		return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, ".%s has no transfer lock", name.TLD())
	}
	return c.setStatuses(ctx, clTRID, name, locked, registry.StatusClientTransferProhibited)
}

// SetHold sets or lifts clientHold.
func (c *Connector) SetHold(ctx context.Context, clTRID string, name reseller.Name, hold bool) (registry.Receipt, error) {
	return c.setStatuses(ctx, clTRID, name, hold, registry.StatusClientHold)
}

// SetKept sets or lifts clientTransferProhibited and clientDeleteProhibited in one command.
func (c *Connector) SetKept(ctx context.Context, clTRID string, name reseller.Name, want reseller.DisputeStatuses) (registry.Receipt, error) {
	var statuses []registry.Status
	if want.Transfer {
		statuses = append(statuses, registry.StatusClientTransferProhibited)
	}
	if want.Delete {
		statuses = append(statuses, registry.StatusClientDeleteProhibited)
	}
	return c.setStatuses(ctx, clTRID, name, want.On, statuses...)
}

// setStatuses adds or removes statuses, all in one command: what is so already is left out.
func (c *Connector) setStatuses(ctx context.Context, clTRID string, name reseller.Name, on bool, statuses ...registry.Status) (registry.Receipt, error) {
	return c.settleDomain(ctx, clTRID, name, func(v *shown, ch *change) error {
		differing := slices.DeleteFunc(slices.Clone(statuses), func(s registry.Status) bool { return v.Has(s) == on })
		if on {
			ch.addStatus = differing
		} else {
			ch.remStatus = differing
		}
		return nil
	})
}

// SetPrivacy attaches contacts that differ in nothing but what the public is shown (RFC 5733 §2.9).
func (c *Connector) SetPrivacy(ctx context.Context, clTRID string, name reseller.Name, private bool) (registry.Receipt, error) {
	if private && !c.set.TLDs[name.TLD()].Privacy {
		return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, ".%s has no privacy", name.TLD())
	}
	return c.settleDomain(ctx, clTRID, name, func(v *shown, ch *change) error {
		if err := c.readContacts(ctx, v); err != nil {
			return before("reading the contacts", err)
		}
		was, shown := v.cards[v.registrant]
		if !shown && v.registrant != "" {
			return errHolderNotShown
		}
		return c.attach(ctx, v, v.Contacts.Known(), holder{was.Number, was.VAT}, private, ch)
	})
}

// NewAuthCode sets a fresh random code (RFC 9154 §4.1: 128 bits), or asks the registry for one where it makes them itself.
func (c *Connector) NewAuthCode(ctx context.Context, clTRID string, name reseller.Name) (registry.Receipt, error) {
	if !c.set.TLDs[name.TLD()].AuthCode {
		return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, ".%s has no auth codes", name.TLD())
	}
	code := rand.Text()
	answer, err := c.sendChange(ctx, clTRID, name, change{authCode: code})
	if err != nil {
		return registry.Receipt{}, err
	}
	receipt := answer.receipt()
	receipt.Secret = code
	if made := swedishCode(answer); made != "" || c.set.Profile.Swedish {
		receipt.Secret = made // the registry keeps no code but its own
	}
	if receipt.Secret == "" {
		return registry.Receipt{}, unknown("reading the auth code", errNoCode)
	}
	return receipt, nil
}

// less gives the members of all that are not in out.
func less[T comparable](all, out []T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(t T) bool { return slices.Contains(out, t) })
}

// sameMembers reports whether two lists have the same members, each once, in whatever order.
func sameMembers[T comparable](list, other []T) bool {
	return len(list) == len(other) && len(less(list, other)) == 0
}
