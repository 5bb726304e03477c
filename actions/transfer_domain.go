package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// TransferDomain asks for a name that another registrar, or another account here, holds.
type TransferDomain struct {
	Name            reseller.Name
	AuthCode        string            // trimmed at its ends; empty where the TLD transfers by tag
	Nameservers     []string          // none = the name keeps its own
	Contacts        reseller.Contacts // none = the name keeps its own
	Fields          Fields
	AutoRenew       bool
	DNSManagement   bool
	EmailForwarding bool
	Most            *int64 // as of RenewDomain: what it may cost
}

// TransferDomain starts a transfer. It costs the transfer price whatever the period; the TLD's rules say whether that adds
// a year. The result is no error while the transfer is pending. WHMCS add-on action TransferDomain.
func (s *Service) TransferDomain(ctx context.Context, call Call, r TransferDomain) (Ordered, error) {
	rules, err := s.routes.Rules().Lookup(r.Name.TLD())
	if err != nil {
		return Ordered{}, err
	}
	var bad reseller.Faults
	r.AuthCode, err = checkAuthCode(r.AuthCode, rules)
	bad.Add(err)
	desired, err := desiredTransfer(r, rules)
	bad.Add(err)
	if err := bad.Err(); err != nil {
		return Ordered{}, err
	}
	return pendingIsSuccess(s.buy(ctx, call, orders.Request{
		Kind: reseller.OrderTransfer, Name: r.Name, Desired: desired, AuthCode: r.AuthCode, Most: r.Most,
	}))
}

// maxAuthCode is how long an auth code may be, in bytes; registries stay far below it.
const maxAuthCode = 255

// checkAuthCode gives an auth code without what was pasted along at its ends. What stands inside stays, byte for byte.
func checkAuthCode(code string, rules reseller.TLD) (string, error) {
	code = reseller.TrimEnds(code)
	if rules.TransferBy == "code" && code == "" {
		return "", reseller.Missing(reseller.PathAuthCode)
	}
	if len(code) > maxAuthCode {
		return "", reseller.Invalid(reseller.PathAuthCode, "an auth code of %d bytes is none; it has %d at most", len(code), maxAuthCode)
	}
	return code, nil
}

func desiredTransfer(r TransferDomain, rules reseller.TLD) (reseller.Desired, error) {
	desired := reseller.Desired{
		Years: rules.TransferYears, AutoRenew: r.AutoRenew, DNSManagement: r.DNSManagement, EmailForwarding: r.EmailForwarding,
	}
	var bad reseller.Faults
	var err error
	if len(r.Contacts) > 0 {
		desired.Contacts, err = checkContacts(r.Contacts, rules)
		bad.Add(err)
	}
	if len(r.Nameservers) > 0 {
		desired.Nameservers, err = reseller.CheckNameservers(r.Name, r.Nameservers, rules)
		bad.Add(err)
	}
	holder, changes := desired.Contacts[reseller.RoleRegistrant]
	if (changes || !r.Fields.none()) && !bad.About(holderParts...) {
		desired.Fields, err = r.Fields.check(rules, holder)
		bad.Add(err)
	}
	return desired, bad.Err()
}
