package sandbox

import (
	"context"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// AddForeign puts a name into the registry that another registrar holds, registered at a time (zero = a year ago) for as
// many whole years as reach beyond now. Its auth code may be anything; where names move by tag it may be empty. Scripted
// faults do not touch what other registrars do. Refusals are those of a registration.
func (r *Registry) AddForeign(ctx context.Context, name reseller.Name, authCode string, registered time.Time, locked bool) error {
	if registered.IsZero() {
		registered = reseller.AddYears(r.now(), -1)
	}
	if registered.After(r.now()) {
		return registry.Refuse(registry.CodeParameterRange, "%s cannot have been registered in the future", name)
	}
	_, err := r.change(ctx, name, request{
		Op: opForeign, CodeHash: hashCode(name, authCode), Expiry: registered.UTC().Truncate(time.Microsecond), Locked: locked,
	})
	return err
}

func (t *transaction) addForeign(q request) (registry.Receipt, error) {
	switch {
	case t.rec.Domain != nil:
		return registry.Receipt{}, registry.Refuse(registry.CodeExists, "Object exists: %s", t.name)
	case q.Locked && !t.rules.Lock:
		return registry.Receipt{}, t.notOffered("transfer lock")
	}
	t.rec.Domain = &domain{
		Sponsor: OtherRegistrar, Created: q.Expiry, Expires: reseller.AddYears(q.Expiry, yearsUntilAfter(q.Expiry, t.now)),
		Nameservers: []string{"ns1.other-registrar.example", "ns2.other-registrar.example"},
		Contacts:    reseller.Contacts{reseller.RoleRegistrant: {FirstName: "Other", LastName: "Holder", City: "Elsewhere", Country: "SE", Email: "holder@other-registrar.example"}},
		CodeHash:    q.CodeHash, Locked: q.Locked,
	}
	return registry.Receipt{}, nil
}

// RequestAway is another registrar's request for a name of ours. It is pending until we decide or TransferDays have
// passed, or done at once where the TLD does not wait.
func (r *Registry) RequestAway(ctx context.Context, name reseller.Name, authCode string) error {
	_, err := r.change(ctx, name, request{Op: opAway, CodeHash: hashCode(name, authCode)})
	return err
}

func (t *transaction) requestAway(q request) (registry.Receipt, error) {
	d, err := t.mine()
	if err != nil {
		return registry.Receipt{}, err
	}
	if t.rules.TransferBy == "tag" {
		return registry.Receipt{}, registry.Refuse(registry.CodeParameterPolicy, "names under .%s change registrar by tag", t.name.TLD())
	}
	if err := t.movable(d, q.CodeHash, true); err != nil {
		return registry.Receipt{}, err
	}
	receipt := t.ask(d, OtherRegistrar, q)
	if receipt.Pending() {
		t.tell(registry.MessageTransferRequested, "", "Transfer requested by "+OtherRegistrar)
	}
	return receipt, nil
}

// Push is another registrar setting our tag on a name of its: the name is ours from then on, whether we claimed it or not.
func (r *Registry) Push(ctx context.Context, name reseller.Name) error {
	_, err := r.change(ctx, name, request{Op: opPush})
	return err
}

func (t *transaction) foreignPushes(request) (registry.Receipt, error) {
	d := t.rec.Domain
	switch {
	case d == nil:
		return registry.Receipt{}, registry.Refuse(registry.CodeNoObject, "Object does not exist: %s", t.name)
	case !t.rules.TagRelease:
		return registry.Receipt{}, t.notOffered("release by tag")
	case d.ours():
		return registry.Receipt{}, registry.Refuse(registry.CodeUse, "Command use error: %s has the tag already", t.name)
	}
	if d.transferPending() && d.Transfer.To == Sponsor {
		t.complete(d, registry.TransferClientApproved, "")
		return registry.Receipt{}, nil
	}
	from := d.Sponsor
	d.moveTo(Sponsor, t.now)
	t.effect(registry.Effect{Command: "push", Note: "from " + from})
	t.tell(registry.MessageTransferDone, "", "Domain released to "+Sponsor+" by "+from)
	return registry.Receipt{}, nil
}

// ForeignDecides is the losing registrar's answer to our pending request for a name of its.
func (r *Registry) ForeignDecides(ctx context.Context, name reseller.Name, approve bool, reason string) error {
	op := opForeignNo
	if approve {
		op = opForeignYes
	}
	_, err := r.change(ctx, name, request{Op: op, Reason: reason})
	return err
}
