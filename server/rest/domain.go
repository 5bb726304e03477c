package rest

import (
	"context"
	"maps"
	"net/http"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// domain is a name on the wire. The order of the keys is that of the protocol.
type domain struct {
	ID                int64    `json:"id"`
	DomainName        string   `json:"domain_name"`
	Status            string   `json:"status"`
	RegistrationDate  *string  `json:"registration_date"`
	ExpirationDate    *string  `json:"expiration_date"`
	AutoRenew         bool     `json:"auto_renew"`
	Locked            bool     `json:"locked"`
	Nameservers       []string `json:"nameservers"`
	PrivacyProtection bool     `json:"privacy_protection"`
	DNSManagedBy      string   `json:"dns_managed_by"`
}

func domainOf(l actions.Listed) domain {
	return domain{
		ID: l.Domain.ID, DomainName: l.Domain.Name.String(), Status: l.Status, RegistrationDate: instant(l.Registered),
		ExpirationDate: instant(l.Expires), AutoRenew: l.Domain.AutoRenew, Locked: l.Domain.Locked,
		Nameservers: list(l.Domain.Nameservers), PrivacyProtection: l.Domain.Privacy, DNSManagedBy: l.ManagedBy,
	}
}

// instant is a time in RFC 3339, UTC, whole seconds; null where there is none.
func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC3339)
	return &text
}

// list is a list that is never null.
func list[T any](of []T) []T {
	if of == nil {
		return []T{}
	}
	return of
}

// domainDetail is everything about a name.
type domainDetail struct {
	domain
	Registrar           string  `json:"registrar"`
	DaysUntilExpiration *int    `json:"days_until_expiration"`
	WhoisInfo           whois   `json:"whois_info"`
	DNSRecordsCount     int     `json:"dns_records_count"`
	DNSSEC              *dnssec `json:"dnssec,omitempty"`
	Reason              *string `json:"reason,omitempty"` // why it is pending, failed or gone

	Published *publishedZone `json:"published,omitempty"` // where zones are published

	Verification verification `json:"verification"`
	Holds        []hold       `json:"holds"`

	AdditionalFields map[string]string `json:"additional_fields,omitempty"` // of the TLD, by their keys
}

// verification is how far the check of the holder's data by the registry is.
type verification struct {
	State string  `json:"state"` // none, needed, done
	Due   *string `json:"due"`   // a date, where the registry has told one
}

func verificationOf(v reseller.Verification) verification {
	return verification{string(v.Standing()), day(v.Due)}
}

// hold is that a name is out of the zone.
type hold struct {
	By     string  `json:"by"` // who lifts it: registry, operator
	Since  *string `json:"since"`
	Reason *string `json:"reason"`
}

func holdsOf(all reseller.Holds) []hold {
	list := []hold{}
	for _, h := range all.Standing() {
		one := hold{By: h.Side, Since: instant(h.Since)}
		if h.Reason != "" {
			one.Reason = &h.Reason
		}
		list = append(list, one)
	}
	return list
}

// publishedZone is how far a zone is on its way to the name servers.
type publishedZone struct {
	Serial     uint32  `json:"serial"`
	Everywhere bool    `json:"everywhere"`
	At         *string `json:"at"`
}

func publishedOf(p *actions.Published) *publishedZone {
	if p == nil {
		return nil
	}
	return &publishedZone{p.Serial, p.Everywhere, instant(p.At)}
}

// whois is what is published about a name's contacts.
type whois struct {
	Registrant   string  `json:"registrant"`
	AdminContact string  `json:"admin_contact"`
	TechContact  string  `json:"tech_contact"`
	CreatedDate  *string `json:"created_date"`
	UpdatedDate  *string `json:"updated_date"`
}

// protected stands for contacts that are not published.
const protected = "Privacy Protected"

func detailOf(s actions.ShownDomain) domainDetail {
	d := domainDetail{
		domain: domainOf(s.Listed), Registrar: s.Registrar, DNSRecordsCount: s.DNSRecords, DNSSEC: dnssecOf(s.Domain, s.Signable), AdditionalFields: s.Domain.Fields,
		Published: publishedOf(s.Published), Verification: verificationOf(s.Domain.Verification), Holds: holdsOf(s.Domain.Holds),
		WhoisInfo: whois{
			Registrant: published(s.Listed, reseller.RoleRegistrant), AdminContact: published(s.Listed, reseller.RoleAdmin),
			TechContact: published(s.Listed, reseller.RoleTech), CreatedDate: day(s.Registered), UpdatedDate: day(s.Updated),
		},
	}
	if !s.Expires.IsZero() {
		d.DaysUntilExpiration = &s.DaysLeft
	}
	if s.Domain.Reason != "" {
		d.Reason = &s.Domain.Reason
	}
	return d
}

// published is whom the public sees in a role. A role without a contact of its own is the registrant's.
func published(l actions.Listed, role reseller.Role) string {
	if l.Domain.Privacy {
		return protected
	}
	c, own := l.Domain.Contacts[role]
	if !own {
		c = l.Domain.Contacts[reseller.RoleRegistrant]
	}
	if c.Name() == "" {
		return c.Company
	}
	return c.Name()
}

func day(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.DateOnly)
	return &text
}

func (req *request) live(ctx context.Context) (reseller.Domain, error) {
	return req.api.actions.LiveDomain(ctx, req.call, actions.DomainByID{ID: req.id()})
}

func (req *request) showDomain(ctx context.Context) (reply, error) {
	shown, err := req.api.actions.ShowDomain(ctx, req.call, actions.DomainByID{ID: req.id()})
	if err != nil {
		return reply{}, err
	}
	return tagged(actions.SettingSet(shown.Domain))(jsonReply(http.StatusOK, detailOf(shown)))
}

// registered is the answer to a registration.
type registered struct {
	domain
	TotalCost amount `json:"total_cost"`
	Message   string `json:"message"`
}

func (req *request) register(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.OrderRegistration{
		Name: req.wholeName(b), Years: int(b.number("years", 1)), AutoRenew: b.flagOr("auto_renew", true),
		Privacy: b.flag("privacy_protection"), Nameservers: b.texts("nameservers"), Contacts: b.contacts(),
		Fields: b.fields(), DNSSEC: b.dnssec(),
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	placed, err := req.api.actions.OrderRegistration(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	req.placed = placed.Order
	charge := placed.Order.Charge
	message := "Domain registration initiated. Processing may take 5-10 minutes."
	if placed.Notice != "" {
		message += " " + placed.Notice + "."
	}
	return jsonReply(http.StatusCreated, registered{
		domain: domainOf(placed.Listed), TotalCost: amountOf(charge.Total(), charge.Currency), Message: message,
	})
}

// wholeName reads the domain_name of a body.
func (req *request) wholeName(b *body) reseller.Name {
	text := b.need("domain_name")
	if text == "" {
		return reseller.Name{}
	}
	name, err := req.api.actions.WholeName(text)
	if err != nil {
		b.fail(err)
	}
	return name
}

// fields reads the additional fields of a TLD.
func (b *body) fields() actions.Fields {
	fields := actions.Fields{OnlyKnown: true}
	if given := b.object("additional_fields", "an object of texts"); given != nil {
		fields.ByName = map[string]string{}
		for key := range given.parts {
			fields.ByName[key] = given.text(key)
		}
		b.fail(given.err)
	}
	return fields
}

// updated is the answer to an update.
type updated struct {
	ID                int64    `json:"id"`
	DomainName        string   `json:"domain_name"`
	Status            string   `json:"status"`
	AutoRenew         bool     `json:"auto_renew"`
	Nameservers       []string `json:"nameservers"`
	PrivacyProtection bool     `json:"privacy_protection"`
	Locked            bool     `json:"locked"`
	Message           string   `json:"message"`
}

func (req *request) updateDomain(ctx context.Context) (reply, error) {
	b := req.body()
	r := actions.UpdateDomain{
		AutoRenew: b.flag("auto_renew"), Privacy: b.flag("privacy_protection"), Locked: b.flag("locked"), Nameservers: b.texts("nameservers"),
		DNSSEC: b.dnssec(), IfMatch: req.ifMatch(),
	}
	b.ignoreKeysOf(domainDetail{}, updated{}) // a client may send back the whole of what it got
	fields := b.fields()
	if err := b.end(); err != nil {
		return reply{}, err
	}
	d, err := req.live(ctx)
	if err != nil {
		return reply{}, err
	}
	if fields.ByName != nil && !maps.Equal(fields.ByName, d.Fields) {
		return reply{}, form.Invalid("additional_fields", "additional_fields belong to the holder: change them with the contacts, at contacts/")
	}
	r.Name = d.Name
	l, err := req.api.actions.UpdateDomain(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	message := "Domain settings updated successfully."
	if r.Nameservers != nil {
		message += " Nameserver changes may take up to 24 hours to propagate."
	}
	if r.Nameservers != nil && !d.SecDNS.IsZero() && l.Domain.SecDNS.IsZero() {
		message += " " + reseller.UnsignedWords
	}
	return tagged(actions.SettingSet(l.Domain))(jsonReply(http.StatusOK, updated{
		l.Domain.ID, l.Domain.Name.String(), l.Status, l.Domain.AutoRenew, list(l.Domain.Nameservers), l.Domain.Privacy, l.Domain.Locked, message,
	}))
}

func (req *request) removeDomain(ctx context.Context) (reply, error) {
	if len(req.Body) > 0 {
		if err := req.body().end(); err != nil {
			return reply{}, err
		}
	}
	return reply{status: http.StatusNoContent}, req.api.actions.RemoveDomain(ctx, req.call, actions.DomainByID{ID: req.id()})
}

func (req *request) restoreToAccount(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	shown, err := req.api.actions.RestoreToAccount(ctx, req.call, actions.DomainByID{ID: req.id()})
	if err != nil {
		return reply{}, err
	}
	return tagged(actions.SettingSet(shown.Domain))(jsonReply(http.StatusOK, detailOf(shown)))
}
