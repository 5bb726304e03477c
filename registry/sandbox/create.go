package sandbox

import (
	"context"
	"slices"
	"strings"

	"nameyard/registry"
	"nameyard/reseller"
)

// premiumFee is what a premium name costs us for a year, in minor units of USD.
const premiumFee = 50000

func premium(name reseller.Name) bool { return strings.HasPrefix(name.SLD(), "premium-") }

func reserved(name reseller.Name) bool {
	return name.SLD() == "reserved" || strings.HasPrefix(name.SLD(), "reserved-")
}

// Create registers a name (RFC 5731 §3.2.1). Names that begin with "reserved-" are refused, names that begin with
// "premium-" cost 500.00 USD a year.
func (r *Registry) Create(ctx context.Context, c registry.Create) (registry.Receipt, error) {
	return r.CreateWith(ctx, c, Extra{})
}

// Extra is what a registration can have besides at a registry of the EPP kind.
type Extra struct {
	Handles  map[reseller.Role]string // ids of the contact objects that the contacts were read from
	AuthCode string                   // that the registrar chose; empty = none
	// Hosts are the name servers of the name's own, with addresses, where they are attributes and no objects; nil = they are objects.
	Hosts *[]reseller.Host
}

// CreateWith registers a name.
func (r *Registry) CreateWith(ctx context.Context, c registry.Create, x Extra) (registry.Receipt, error) {
	return r.change(ctx, c.Name, request{
		Op: opCreate, ClTRID: c.ClTRID, Years: c.Years, Nameservers: c.Nameservers, Contacts: c.Contacts, Handles: x.Handles, SecDNS: &c.SecDNS,
		Hosts: x.Hosts, Fields: c.Fields, Private: c.Privacy, Locked: c.Lock, FeeLimit: c.FeeLimit, CodeHash: hashCode(c.Name, x.AuthCode),
	})
}

func (t *transaction) create(q request) (registry.Receipt, error) {
	fee, err := t.creatable(q)
	if err != nil {
		return registry.Receipt{}, err
	}
	d := &domain{
		Sponsor: t.by, Created: t.now, Expires: reseller.AddYears(t.now, q.Years),
		Nameservers: q.Nameservers, Contacts: q.Contacts, Fields: q.Fields, Private: q.Private, Locked: q.Locked,
		CodeHash: q.CodeHash, Handles: q.Handles,
		SecDNS: secDNSOf(q), AddUntil: t.now.Add(reseller.Days(t.rules.AddGraceDays)),
	}
	if t.rules.AddGraceRefund {
		d.charge(t.now, charge{Credit: registry.Credit{ClTRID: q.ClTRID, Command: "create", Years: q.Years}, Until: d.AddUntil, From: d.Created})
	}
	d.takeAttributes(q.Hosts)
	t.rec.Domain = d
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "create", Years: q.Years})
	t.checkHolder(d)
	return registry.Receipt{Created: d.Created, Expires: d.Expires, Fee: fee}, nil
}

// creatable checks a registration and gives what it costs.
func (t *transaction) creatable(q request) (*registry.Fee, error) {
	switch {
	case t.rec.Domain != nil:
		return nil, registry.Refuse(registry.CodeExists, "Object exists: %s", t.name)
	case reserved(t.name):
		return nil, registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: %s is reserved", t.name)
	case !slices.Contains(t.rules.Years, q.Years):
		return nil, registry.Refuse(registry.CodeParameterRange, "Parameter value range error: period of %d years", q.Years)
	case q.Locked && !t.rules.Lock:
		return nil, t.notOffered("transfer lock")
	case q.Private && !t.rules.Privacy:
		return nil, t.notOffered("privacy")
	}
	if err := t.attributable(q.Hosts); err != nil {
		return nil, err
	}
	if err := t.delegable(q.Nameservers, q.hosts(nil)); err != nil {
		return nil, err
	}
	if err := t.contactable(q.Contacts); err != nil {
		return nil, err
	}
	if err := signable(secDNSOf(q)); err != nil {
		return nil, err
	}
	for _, f := range t.rules.Fields {
		if f.Required && f.Default == "" && q.Fields[f.Key] == "" {
			return nil, registry.Refuse(registry.CodeParameterMissing, "Required parameter missing: %s", f.Key)
		}
	}
	return t.fee(q.Years, q.FeeLimit)
}

// fee gives what years of a premium name cost, nil for any other, and refuses a fee above the limit (RFC 8748 §5.2.1).
func (t *transaction) fee(years int, limit *registry.Fee) (*registry.Fee, error) {
	if !premium(t.name) || years == 0 {
		return nil, nil
	}
	fee := &registry.Fee{Amount: premiumFee * int64(years), Currency: "USD"}
	if limit != nil && (limit.Currency != fee.Currency || limit.Amount < fee.Amount) {
		return nil, registry.Refuse(registry.CodeParameterRange, "Parameter value range error: the fee of %s exceeds the limit of %s",
			reseller.Money{Minor: fee.Amount, Currency: fee.Currency}, reseller.Money{Minor: limit.Amount, Currency: limit.Currency})
	}
	return fee, nil
}

// delegable checks a set of name servers. None at all is always allowed: the name is inactive then. Those inside the name must be
// among its hosts (RFC 5731 §1.1); a name that is only being registered has none.
func (t *transaction) delegable(servers []string, hosts []reseller.Host) error {
	n := len(servers)
	if n > 0 && n < t.rules.MinNameservers || t.rules.MaxNameservers > 0 && n > t.rules.MaxNameservers {
		return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: %d name servers, .%s takes %d to %d",
			n, t.name.TLD(), t.rules.MinNameservers, t.rules.MaxNameservers)
	}
	if host := reseller.Hostless(t.name, servers, hosts); host != "" {
		return registry.Refuse(registry.CodeNoObject, "Object does not exist: host %s", host)
	}
	return nil
}

// contactable checks a set of contacts.
func (t *transaction) contactable(contacts reseller.Contacts) error {
	for role := range contacts {
		if !t.rules.RegistryTakes(role) {
			return registry.Refuse(registry.CodeAssociation, "Object association prohibits operation: max 0 %s contacts per domain", role)
		}
	}
	return nil
}
