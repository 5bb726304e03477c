package orders

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// claimLasts is how long a name that moves by tag is waited for.
const claimLasts = 30 * 24 * time.Hour

func sendTransfer(ctx context.Context, a attempt) (registry.Receipt, error) {
	if a.rules.TransferBy == "tag" {
		shown, err := a.conn.Info(ctx, a.Name)
		if err != nil && !errors.Is(err, registry.ErrNoSuchName) {
			return registry.Receipt{}, errors.Join(registry.ErrUnreachable, err) // nothing was sent
		}
		if shown.Ours {
			return registry.Receipt{Code: registry.CodePending, Words: cameUnclaimed}, nil
		}
	}
	servers, err := serversAlong(ctx, a)
	if err != nil {
		return registry.Receipt{}, err
	}
	return a.conn.Transfer(ctx, registry.Transfer{
		ClTRID: a.ClTRID(), Name: a.Name, AuthCode: a.authCode, Years: a.rules.TransferYears, Contacts: a.rules.Sent(a.Desired.Contacts),
		Fields: a.Desired.Fields, Nameservers: servers, FeeLimit: a.feeLimit,
	})
}

// serversAlong are the name servers that go with the transfer command. A signed name that leaves its signer comes as it is, and gets
// them once its DNSSEC data is gone.
func serversAlong(ctx context.Context, a attempt) ([]string, error) {
	servers := a.Desired.Nameservers
	if servers == nil {
		return nil, nil
	}
	shown, err := secDNSShown(ctx, a)
	if shown == nil || err != nil {
		return servers, err
	}
	if !shown.SecDNS.IsZero() && reseller.LeavesSigner(shown.Nameservers, servers) {
		return nil, nil
	}
	return servers, nil
}

func findTransfer(shown *registry.Registration, o order, now time.Time) finding {
	switch {
	case shown == nil:
		return finding{verdict: failed, code: reseller.CodeNotAvailable, reason: "the name is not registered, so there is nothing to transfer"}
	case shown.Ours:
		return arrival(shown, o)
	}
	if o.rules.TransferBy == "tag" && now.Sub(o.CreatedAt) > claimLasts {
		return finding{verdict: failed, code: reseller.CodeRefused, reason: "its registrar has not set our tag within 30 days"}
	}
	t := shown.Transfer
	ours := t != nil && t.Incoming && requestedBy(t, o)
	switch {
	case o.rules.TransferBy == "tag" && (!ours || t.Status == registry.TransferPending):
		return finding{verdict: waiting, reason: "waiting for the losing registrar to set our tag"} // registries keep no record of claims
	case !ours && shown.Hidden && o.State == reseller.OrderPending:
		return notShown // that it shows no request, either, does not say that the one that it took is gone
	case !ours:
		return finding{verdict: absent}
	case t.Status == registry.TransferPending:
		return finding{verdict: waiting, reason: "waiting for the losing registrar until " + t.ActsBy.Format(time.DateOnly)}
	}
	reason := fmt.Sprintf("the transfer ended as %s", t.Status)
	if t.Reason != "" {
		reason = fmt.Sprintf("the transfer ended as %s: %s", t.Status, t.Reason)
	}
	return finding{verdict: failed, code: reseller.CodeRefused, reason: reason}
}

// applyTransfer takes over what the registry shows of the name: it keeps its name servers and glue unless the order said
// otherwise.
func applyTransfer(d *reseller.Domain, _ order, e effect, _ time.Time) {
	d.State, d.Reason = reseller.DomainActive, ""
	if e.shown == nil {
		return
	}
	e.shown.ApplyTo(d, registry.AllParts&^registry.PartState)
	d.PaidThrough = d.RegistryExpiry
}

func sendTransferCancel(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "cancelling a transfer", func(c registry.TransferDecider) (registry.Receipt, error) {
		return c.CancelTransfer(ctx, a.ClTRID(), a.Name)
	})
}

func sendTransferApprove(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "approving a transfer", func(c registry.TransferDecider) (registry.Receipt, error) {
		return c.ApproveTransfer(ctx, a.ClTRID(), a.Name)
	})
}

func sendTransferReject(ctx context.Context, a attempt) (registry.Receipt, error) {
	return using(a, "rejecting a transfer", func(c registry.TransferDecider) (registry.Receipt, error) {
		return c.RejectTransfer(ctx, a.ClTRID(), a.Name, "rejected by the domain's account")
	})
}

// findTransferEnded: a request that was cancelled or rejected is pending no more, and the name is where it was before. If
// the name has moved, the transfer was faster.
func findTransferEnded(shown *registry.Registration, o order, _ time.Time) finding {
	if ourRequest := o.Kind == reseller.OrderTransferCancel; shown != nil && shown.Ours == ourRequest {
		return finding{verdict: failed, code: reseller.CodeBadState, reason: "the transfer was completed first"}
	}
	return tookIf(shown == nil || shown.Transfer == nil || shown.Transfer.Status != registry.TransferPending)
}

// applyKept forgets the other registrar's request, which the row noted as its reason.
func applyKept(d *reseller.Domain, _ order, _ effect, _ time.Time) { d.Reason = "" }

func applyTransferredAway(d *reseller.Domain, _ order, _ effect, now time.Time) {
	d.State, d.Reason, d.ClosedAt = reseller.DomainTransferredAway, "transferred to another registrar", now
}

// cameUnclaimed is why a transfer waits for the operator (nameyard order resolve).
const cameUnclaimed = "the name is with us already and came before it was asked for: the operator must say whose it is"
