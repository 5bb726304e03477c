package actions

import (
	"cmp"
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// RegisterDomain asks for a name.
type RegisterDomain struct {
	Name            reseller.Name
	Years           int
	Nameservers     []string
	Contacts        reseller.Contacts // none = the account's default contact as registrant
	Fields          Fields
	Privacy         bool
	AutoRenew       bool
	DNSManagement   bool
	EmailForwarding bool
	DNSSEC          *DNSSECWish // nil = as the operator has it for new names
	Most            *int64      // as of RenewDomain: what it may cost
}

// Fields are TLD-specific additional fields: by name, or by position in the order of GetDomainFields.
type Fields struct {
	ByName     map[string]string
	ByPosition []string
	OnlyKnown  bool // a field that the TLD does not have is an error; false = it is left out
}

// check turns fields into canonical ones by the TLD's rules.
func (f Fields) check(rules reseller.TLD, holder reseller.Contact) (map[string]string, error) {
	named, err := f.named(rules)
	if err != nil {
		return nil, err
	}
	return rules.CheckFields(named, holder)
}

// named gives fields by name.
func (f Fields) named(rules reseller.TLD) (map[string]string, error) {
	if f.ByPosition != nil {
		return rules.FieldsByPosition(f.ByPosition), nil
	}
	if f.OnlyKnown {
		if unknown := rules.UnknownFields(f.ByName); len(unknown) > 0 {
			return nil, rules.NoSuchField(unknown[0])
		}
	}
	return f.ByName, nil
}

// none reports whether there are no fields.
func (f Fields) none() bool { return len(f.ByName)+len(f.ByPosition) == 0 }

// RegisterDomain registers a name. The result is no error while the registry has not confirmed: look at the order's state.
// WHMCS add-on action RegisterDomain. Errors: invalid parameters, not available, insufficient funds, in progress, refused by the registry.
func (s *Service) RegisterDomain(ctx context.Context, call Call, r RegisterDomain) (Ordered, error) {
	rules, err := s.routes.Rules().Lookup(r.Name.TLD())
	if err != nil {
		return Ordered{}, err
	}
	desired, err := s.desiredRegistration(r, rules, call.Caller.Account)
	if err != nil {
		return Ordered{}, err
	}
	if err := s.signNew(r.Name, &desired, r.DNSSEC, rules); err != nil {
		return Ordered{}, err
	}
	file, unfit, err := s.firstRecords(ctx, call.Caller.Account.ID, r.Name, desired)
	if err != nil {
		return Ordered{}, err
	}
	placed, err := pendingIsSuccess(s.buy(ctx, call, orders.Request{Kind: reseller.OrderRegister, Name: r.Name, Desired: desired, Most: r.Most, ZoneFile: file}))
	placed.Notice = cmp.Or(s.answersNowhere(r.Name, desired, rules), unfit)
	return placed, err
}

// ours gives our name servers for a new name, or says for people why they cannot be its: they lie inside it, or the TLD wants more, or fewer.
func (s *Service) ours(name reseller.Name, rules reseller.TLD) (servers []string, unfit string) {
	servers = s.operator.Nameservers
	if _, err := reseller.CheckNameservers(name, servers, rules); err != nil {
		return nil, reseller.AsError(err).Words
	}
	if host := reseller.Hostless(name, servers, nil); host != "" {
		return nil, host + " lies inside it, and has no address there yet"
	}
	return servers, ""
}

// answersNowhere says for people that a new name which was given no name servers has not got ours either, and why; "" if it has some, or the
// house has none.
func (s *Service) answersNowhere(name reseller.Name, desired reseller.Desired, rules reseller.TLD) string {
	if len(desired.Nameservers) > 0 {
		return ""
	}
	if _, unfit := s.ours(name, rules); unfit != "" {
		return name.String() + " has no name servers and answers nowhere: none were given, and those of the house do not fit: " + unfit
	}
	return ""
}

// desiredRegistration is what a name is to have. One that is given no name servers gets ours.
func (s *Service) desiredRegistration(r RegisterDomain, rules reseller.TLD, account reseller.Account) (reseller.Desired, error) {
	if len(r.Nameservers) == 0 {
		r.Nameservers, _ = s.ours(r.Name, rules)
	}
	desired := reseller.Desired{
		Years: r.Years, AutoRenew: r.AutoRenew, DNSManagement: r.DNSManagement, EmailForwarding: r.EmailForwarding,
		Lock: &rules.Lock, Privacy: &r.Privacy, // new names are locked wherever the TLD can
	}
	var bad reseller.Faults
	bad.Add(rules.CheckName(r.Name))
	bad.Add(rules.Allows(reseller.OpRegister, r.Years))
	if r.Privacy && !rules.Privacy {
		bad.Add(reseller.NotSupported(rules.Name, "privacy").In(reseller.PathPrivacy))
	}
	contacts := r.Contacts
	if len(contacts) == 0 && account.DefaultContact != nil {
		contacts = reseller.Contacts{reseller.RoleRegistrant: *account.DefaultContact}
	}
	var err error
	desired.Contacts, err = checkContacts(contacts, rules)
	bad.Add(err)
	desired.Nameservers, err = reseller.CheckNameservers(r.Name, r.Nameservers, rules)
	if bad.Add(err) {
		bad.Add(mustNotBeCircular(r.Name, desired.Nameservers, r.Nameservers))
	}
	if !bad.About(holderParts...) {
		desired.Fields, err = r.Fields.check(rules, desired.Contacts[reseller.RoleRegistrant])
		bad.Add(err)
	}
	return desired, bad.Err()
}

// holderParts say who the holder of a name is. While one of them is at fault, nothing can be said of the additional fields that belong to the holder.
var holderParts = []reseller.Path{
	reseller.PathContact(reseller.RoleRegistrant, "first_name"), reseller.PathContact(reseller.RoleRegistrant, "last_name"),
	reseller.PathContact(reseller.RoleRegistrant, "company"), reseller.PathContact(reseller.RoleRegistrant, "country"),
}

// checkContacts checks each contact and leaves out the roles that the registry does not take. All faults are told, each with the
// path of its field: contacts.admin.email.
func checkContacts(given reseller.Contacts, rules reseller.TLD) (reseller.Contacts, error) {
	var bad reseller.Faults
	out := reseller.Contacts{}
	if _, ok := given[reseller.RoleRegistrant]; !ok {
		given = reseller.Contacts{reseller.RoleRegistrant: {}} // its missing fields are the faults
	}
	for _, role := range given.InOrder() {
		if !rules.Keeps(role) {
			continue
		}
		c, err := checkContact(given[role], role)
		bad.Add(err)
		out[role] = c
	}
	return out, bad.Err()
}

// checkContact checks a contact, with the paths that its fields have in a request.
func checkContact(given reseller.Contact, role reseller.Role) (reseller.Contact, error) {
	var bad reseller.Faults
	c, err := reseller.CheckContact(given, role)
	bad.AddEach(err, func(fault *reseller.Error) *reseller.Error {
		e := *fault
		e.Field = reseller.PathContact(role, e.Field)
		return &e
	})
	return c, bad.Err()
}
