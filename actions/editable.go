package actions

import (
	"context"
	"maps"
	"net/netip"

	"nameyard/orders"
	"nameyard/reseller"
)

// ContactSet is what SaveContactDetails saves of a name, as a tag stands for it.
func ContactSet(d reseller.Domain) any {
	set := struct {
		Contacts reseller.Contacts
		Fields   map[string]string
	}{}
	if len(d.Contacts) > 0 {
		set.Contacts = d.Contacts
	}
	if len(d.Fields) > 0 {
		set.Fields = d.Fields
	}
	return set
}

// HostSet is the child name servers of a name, as a tag stands for them.
func HostSet(d reseller.Domain) any { return append([]reseller.Host{}, d.Hosts...) }

// DNSSECSet is what SaveDNSSEC saves of a name, as a tag stands for it. What the name servers here give the registry by themselves is none of it.
func DNSSECSet(d reseller.Domain) any {
	set := struct {
		Signs bool
		DS    []reseller.DS
		Keys  []reseller.DNSKey
	}{Signs: d.Signs()}
	if !d.SignedHere() {
		set.DS, set.Keys = append(set.DS, d.SecDNS.DS...), append(set.Keys, d.SecDNS.Keys...)
	}
	return set
}

// SettingSet is what UpdateDomain changes of a name, as a tag stands for it.
func SettingSet(d reseller.Domain) any {
	return []any{d.AutoRenew, d.Locked, d.Privacy, append([]string{}, d.Nameservers...), DNSSECSet(d)}
}

// AccountSet is what ChangeAccount changes, as a tag stands for it.
func AccountSet(a reseller.Account) any { return []any{a.Language, a.DefaultContact} }

// TokenSet is what NarrowToken changes, as a tag stands for it.
func TokenSet(t reseller.Token) any {
	return []any{t.Name, append([]reseller.Scope{}, t.Scopes...), append([]netip.Prefix{}, t.CIDRs...), t.ExpiresAt.UTC(), t.RevokedAt.UTC()}
}

// WebhookSet is what ChangeWebhook changes of a webhook, as a tag stands for it.
func WebhookSet(e reseller.Endpoint) any { return []any{e.URL, append([]string{}, e.Kinds...)} }

// ahead is a name as an unfinished change makes it; nil = there is none.
func ahead(d reseller.Domain, coming *reseller.Desired) reseller.Domain {
	if coming == nil {
		return d
	}
	if coming.Contacts != nil {
		d.Contacts = maps.Clone(d.Contacts)
		if d.Contacts == nil {
			d.Contacts = reseller.Contacts{}
		}
		maps.Copy(d.Contacts, coming.Contacts)
	}
	if coming.Fields != nil {
		d.Fields = coming.Fields
	}
	if coming.SecDNS != nil {
		d.SecDNS = *coming.SecDNS
	}
	switch h := coming.Host; {
	case h != nil && len(h.Addresses) > 0:
		d.Hosts = reseller.WithHost(d.Hosts, *h)
	case h != nil:
		d.Hosts = reseller.WithoutHost(d.Hosts, h.Name)
	}
	return d
}

// contactsSubject is what changes of contacts set: see Edit.
const contactsSubject = "contacts"

// EditedName is a name as an unfinished change of one of its parts makes it.
type EditedName struct {
	reseller.Domain
	Order reseller.Order // that change; with an ID of 0 there is none
}

// EditContacts gives a name with the contacts and the additional fields that a save of contacts starts from.
func (s *Service) EditContacts(ctx context.Context, call Call, r GetContactDetails) (EditedName, error) {
	return s.edit(ctx, call, r.Name, contactsSubject)
}

// EditDNSSEC gives a name with the DNSSEC data that SaveDNSSEC would replace.
func (s *Service) EditDNSSEC(ctx context.Context, call Call, r GetDNSSEC) (EditedName, error) {
	return s.edit(ctx, call, r.Name, reseller.SubjectDNSSEC)
}

// EditHost gives a name with its child name servers as they are before one of them is set or removed.
func (s *Service) EditHost(ctx context.Context, call Call, name reseller.Name, host string) (EditedName, error) {
	full, err := reseller.CheckHostName(name, host)
	if err != nil {
		full = "" // it is none, and nothing is under way for it
	}
	return s.edit(ctx, call, name, reseller.HostSubject(full))
}

func (s *Service) edit(ctx context.Context, call Call, name reseller.Name, subject string) (EditedName, error) {
	d, err := s.domain(ctx, call, name)
	if err != nil {
		return EditedName{}, err
	}
	live, err := s.orders.LiveChange(ctx, d.ID, subject)
	if err != nil || live == nil {
		return EditedName{Domain: d}, err
	}
	return EditedName{ahead(d, &live.Desired), *live}, nil
}

// changeSeen places a change of a part of a name that must be as the caller has seen it at the moment when the order is opened; set is what
// of the name the tag stands for.
func (s *Service) changeSeen(ctx context.Context, call Call, name reseller.Name, subject string, seen IfMatch, set func(reseller.Domain) any,
	make func(reseller.Domain, reseller.TLD) (orders.Request, error)) (Ordered, error) {
	result, err := s.patch(ctx, call, name, subject, func(d reseller.Domain, rules reseller.TLD, coming *reseller.Desired) (orders.Request, error) {
		if err := seen.check(set(ahead(d, coming))); err != nil {
			return orders.Request{}, err
		}
		return make(d, rules)
	})
	return Ordered{Order: result.Order}, err
}
