package sandbox

import (
	"context"

	"nameyard/registry"
	"nameyard/reseller"
)

// CancelTransfer withdraws our own pending transfer (RFC 5730 §2.9.3.4).
func (r *Registry) CancelTransfer(ctx context.Context, clTRID string, name reseller.Name) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opCancel, ClTRID: clTRID})
}

// ApproveTransfer lets a name of ours go before the time is up.
func (r *Registry) ApproveTransfer(ctx context.Context, clTRID string, name reseller.Name) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opApprove, ClTRID: clTRID})
}

// RejectTransfer keeps a name of ours that another registrar asked for.
func (r *Registry) RejectTransfer(ctx context.Context, clTRID string, name reseller.Name, reason string) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opReject, ClTRID: clTRID, Reason: reason})
}

func (t *transaction) cancelTransfer(q request) (registry.Receipt, error) {
	d, err := t.inTransfer(func(x *transfer) bool { return x.To == t.by })
	if err != nil {
		return registry.Receipt{}, err
	}
	t.end(d, registry.TransferClientCancelled, "")
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: string(opCancel)})
	return registry.Receipt{}, nil
}

func (t *transaction) approveTransfer(q request) (registry.Receipt, error) {
	d, err := t.inTransfer(func(x *transfer) bool { return x.From == t.by })
	if err != nil {
		return registry.Receipt{}, err
	}
	t.complete(d, registry.TransferClientApproved, q.ClTRID)
	return registry.Receipt{}, nil
}

func (t *transaction) rejectTransfer(q request) (registry.Receipt, error) {
	d, err := t.inTransfer(func(x *transfer) bool { return x.From == t.by })
	if err != nil {
		return registry.Receipt{}, err
	}
	t.end(d, registry.TransferClientRejected, q.Reason)
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: string(opReject), Note: q.Reason})
	if d.Transfer.To == Sponsor {
		t.tell(registry.MessageTransferFailed, d.Transfer.ClTRID, "Transfer rejected by "+t.by)
	}
	return registry.Receipt{}, nil
}

// foreignApproves is the losing registrar's yes to our request.
func (t *transaction) foreignApproves(request) (registry.Receipt, error) {
	d, err := t.inTransfer(func(x *transfer) bool { return x.To == Sponsor })
	if err != nil {
		return registry.Receipt{}, err
	}
	t.complete(d, registry.TransferClientApproved, "")
	return registry.Receipt{}, nil
}

// foreignRejects is the losing registrar's no.
func (t *transaction) foreignRejects(q request) (registry.Receipt, error) {
	d, err := t.inTransfer(func(x *transfer) bool { return x.To == Sponsor })
	if err != nil {
		return registry.Receipt{}, err
	}
	t.end(d, registry.TransferClientRejected, q.Reason)
	t.effect(registry.Effect{Command: string(opReject), Note: q.Reason})
	t.tell(registry.MessageTransferFailed, d.Transfer.ClTRID, "Transfer rejected by the losing registrar: "+q.Reason)
	return registry.Receipt{}, nil
}

// inTransfer gives the registration if a transfer is pending and allowed says that the caller may decide it.
func (t *transaction) inTransfer(allowed func(*transfer) bool) (*domain, error) {
	d := t.rec.Domain
	switch {
	case d == nil:
		return nil, registry.Refuse(registry.CodeNoObject, "Object does not exist: %s", t.name)
	case !d.transferPending():
		return nil, registry.Refuse(registry.CodeNotPendingTransfer, "Object not pending transfer: %s", t.name)
	case !allowed(d.Transfer):
		return nil, registry.Refuse(registry.CodeAuthorization, "Authorization error: this transfer is not yours to decide")
	}
	return d, nil
}

// end closes a pending transfer that does not happen.
func (t *transaction) end(d *domain, how registry.TransferStatus, reason string) {
	x := *d.Transfer
	x.Status, x.Reason, x.Request = how, reason, nil
	d.Transfer = &x
}

// abandonTransfer ends the transfer of a name that is going to be deleted.
func (t *transaction) abandonTransfer(d *domain) {
	if d.transferPending() {
		t.end(d, registry.TransferServerCancelled, "the name is being deleted")
	}
}
