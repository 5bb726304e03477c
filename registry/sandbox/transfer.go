package sandbox

import (
	"context"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Transfer asks for a name that another registrar holds (RFC 5731 §3.2.4), with its auth code. It is done at once or pending until
// the losing registrar decides or TransferDays have passed. Where names move by tag it claims the name, without a code: it comes
// when that registrar sets our tag (Push), whenever that is.
func (r *Registry) Transfer(ctx context.Context, x registry.Transfer) (registry.Receipt, error) {
	return r.change(ctx, x.Name, request{
		Op: opTransfer, ClTRID: x.ClTRID, Nameservers: x.Nameservers, Contacts: x.Contacts, Fields: x.Fields,
		FeeLimit: x.FeeLimit, CodeHash: hashCode(x.Name, x.AuthCode),
	})
}

func (t *transaction) requestTransfer(q request) (registry.Receipt, error) {
	d := t.rec.Domain
	if d != nil && d.Sponsor == t.by {
		return registry.Receipt{}, registry.Refuse(registry.CodeUse, "Command use error: %s is sponsored by you already", t.name)
	}
	byTag := t.rules.TransferBy == "tag"
	if byTag && d != nil && d.transferPending() {
		t.end(d, registry.TransferClientCancelled, "claimed anew")
	}
	if err := t.movable(d, q.CodeHash, !byTag); err != nil {
		return registry.Receipt{}, err
	}
	if err := t.delegable(q.Nameservers, d.Hosts); err != nil {
		return registry.Receipt{}, err
	}
	if err := t.contactable(q.Contacts); err != nil {
		return registry.Receipt{}, err
	}
	fee, err := t.fee(t.rules.TransferYears, q.FeeLimit)
	if err != nil {
		return registry.Receipt{}, err
	}
	receipt := t.ask(d, t.by, q)
	receipt.Fee = fee
	if receipt.Pending() && d.ours() {
		t.tell(registry.MessageTransferRequested, "", "Transfer requested by "+t.by)
	}
	return receipt, nil
}

// movable checks what every transfer has to meet, in the order in which registries look at it: code, pending transfer,
// status, age.
func (t *transaction) movable(d *domain, codeHash string, byCode bool) error {
	switch {
	case d == nil:
		return registry.Refuse(registry.CodeNoObject, "Object does not exist: %s", t.name)
	case byCode && !sameCode(d.code(t.now), codeHash):
		return registry.Refuse(registry.CodeBadAuthCode, "Invalid authorization information")
	case d.transferPending():
		return registry.Refuse(registry.CodePendingTransfer, "Object pending transfer")
	case d.going():
		return prohibits(registry.StatusPendingDelete)
	case d.Phase == phaseDeactivated:
		return prohibits(registry.StatusDeactivated)
	case d.Locked:
		return prohibits(registry.StatusClientTransferProhibited)
	case d.unverified():
		return prohibits(registry.StatusServerTransferProhibited)
	}
	since := d.Created
	if d.Transferred.After(since) {
		since = d.Transferred
	}
	if until := since.Add(reseller.Days(t.rules.TransferLockDays)); t.now.Before(until) {
		return registry.Refuse(registry.CodeStatusProhibits,
			"Object status prohibits operation: no transfer within %d days of registration or the last transfer, until %s",
			t.rules.TransferLockDays, until.Format(time.DateOnly))
	}
	return nil
}

// ask opens a transfer to a registrar and, where the TLD does not wait, completes it.
func (t *transaction) ask(d *domain, to string, q request) registry.Receipt {
	d.Transfer = &transfer{
		Status: registry.TransferPending, To: to, From: d.Sponsor, Requested: t.now, ClTRID: q.ClTRID,
		Request: &request{Nameservers: q.Nameservers, Contacts: q.Contacts, Handles: q.Handles, Fields: q.Fields},
		ActsBy:  t.now.Add(reseller.Days(t.rules.TransferDays)),
	}
	if t.rules.TransferBy == "tag" {
		d.Transfer.ActsBy = time.Time{} // silence is no consent: only the other registrar can set the tag
		t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "transfer_request", Note: "to " + to})
		return registry.Receipt{Code: registry.CodePending, Words: "Claimed; pending until the present registrar sets the tag " + to}
	}
	if t.rules.TransferDays == 0 {
		t.complete(d, registry.TransferServerApproved, q.ClTRID)
		return registry.Receipt{Expires: d.Expires}
	}
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "transfer_request", Note: "to " + to})
	return registry.Receipt{Code: registry.CodePending, Words: "Command completed successfully; action pending until " +
		d.Transfer.ActsBy.Format(time.DateOnly)}
}

func (t *transaction) silenceConsents() {
	t.complete(t.rec.Domain, registry.TransferServerApproved, "")
}

// complete moves the name. The code is used up, an auto-renewed year inside its grace gives way to the transfer's year,
// and the term is cut where it would reach too far ahead. by is the transaction of the command that decided it, if one did.
func (t *transaction) complete(d *domain, how registry.TransferStatus, by string) {
	x := *d.Transfer
	q := x.Request
	x.Status, x.Request = how, nil
	d.Transfer = &x
	if t.rules.TransferYears > 0 {
		d.takeBack(t.now, autorenewals)
		d.AutorenewUntil = time.Time{}
	}
	d.moveTo(x.To, t.now)
	before := d.Expires
	if t.rules.TransferYears > 0 {
		d.Expires = t.extended(before, t.rules.TransferYears)
	}
	d.TransferUntil = t.now.Add(reseller.Days(t.rules.TransferGraceDays))
	if x.To != Sponsor {
		t.effect(registry.Effect{ClTRID: by, Command: "transfer_away", Note: "to " + x.To})
		t.settleWishes(d, q)
		if x.From == Sponsor {
			t.tell(registry.MessageTransferredAway, "", fmt.Sprintf("Domain transferred to %s (%s)", x.To, how))
		}
		return
	}
	d.charge(t.now, charge{
		Credit: registry.Credit{ClTRID: x.ClTRID, Command: "transfer", Years: t.rules.TransferYears}, Until: d.TransferUntil, From: before,
	})
	d.Updated, d.LastTrID = t.now, x.ClTRID
	t.settleWishes(d, q)
	t.effect(registry.Effect{ClTRID: x.ClTRID, Command: "transfer", Years: t.rules.TransferYears, Note: "from " + x.From, Pushed: t.rules.TransferBy == "tag"})
	t.tell(registry.MessageTransferDone, x.ClTRID, fmt.Sprintf("Transfer done (%s)", how))
}

// moveTo gives the name to a registrar. Another one renews at once what has expired with us.
func (d *domain) moveTo(registrar string, now time.Time) {
	d.Sponsor, d.Transferred = registrar, now
	d.CodeHash, d.Locked, d.Private, d.Held, d.Undeletable = "", false, false, false, false
	d.ServerHold, d.VerifyBy = false, time.Time{}
	d.AddUntil, d.RenewUntil, d.Charges = time.Time{}, time.Time{}, nil
	if d.Phase != phaseActive && !d.ours() {
		d.Expires = reseller.AddYears(d.Expires, yearsUntilAfter(d.Expires, now))
		d.revive()
	}
}

// settleWishes sets what the transfer request wanted set.
func (t *transaction) settleWishes(d *domain, q *request) {
	if q.Nameservers != nil {
		d.Nameservers = q.Nameservers
	}
	if q.Contacts != nil {
		d.Contacts, d.Handles = q.Contacts, q.Handles
		t.checkHolder(d)
	}
	if q.Fields != nil {
		d.Fields = q.Fields
	}
}

// extended adds years, but not beyond what may be reached now; it never takes any away.
func (t *transaction) extended(expires time.Time, years int) time.Time {
	longer := reseller.AddYears(expires, years)
	if farthest := t.farthest(); longer.After(farthest) {
		longer = farthest
	}
	if longer.Before(expires) {
		return expires
	}
	return longer
}
