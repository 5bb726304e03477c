package actions

import (
	"context"

	"nameyard/orders"
	"nameyard/reseller"
)

// TransferDecision names a pending transfer by its name.
type TransferDecision struct {
	Name reseller.Name
}

// CancelTransfer takes our own pending transfer back. Its hold is released. An extension of the WHMCS add-on's protocol.
func (s *Service) CancelTransfer(ctx context.Context, call Call, r TransferDecision) (Ordered, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	if d.State != reseller.DomainPendingTransfer {
		return Ordered{}, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s has no pending transfer", r.Name).In(reseller.PathName)
	}
	placed, err := s.decide(ctx, call, d, reseller.OrderTransferCancel)
	if err != nil {
		return placed, err
	}
	transfer, err := s.store.DomainOrder(ctx, d.ID, reseller.OrderTransfer)
	if err != nil {
		return placed, err
	}
	return placed, s.orders.Follow(ctx, transfer) // ends it as refused: the registry shows it as cancelled
}

// ApproveTransferAway lets a name go at once to the registrar that asks for it. An extension of the WHMCS add-on's protocol.
func (s *Service) ApproveTransferAway(ctx context.Context, call Call, r TransferDecision) (Ordered, error) {
	d, _, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	return s.decide(ctx, call, d, reseller.OrderTransferApprove)
}

// RejectTransferAway keeps a name that another registrar asks for. An extension of the WHMCS add-on's protocol.
func (s *Service) RejectTransferAway(ctx context.Context, call Call, r TransferDecision) (Ordered, error) {
	d, _, err := s.active(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	return s.decide(ctx, call, d, reseller.OrderTransferReject)
}

func (s *Service) decide(ctx context.Context, call Call, d reseller.Domain, kind reseller.OrderKind) (Ordered, error) {
	result, err := s.change(ctx, call, orders.Request{Kind: kind, Domain: &d, Subject: "transfer"})
	return Ordered{Order: result.Order}, err
}

// RetryTransfer asks again for a name whose transfer failed, with a new auth code and the same settings as the first time.
type RetryTransfer struct {
	Name     reseller.Name
	AuthCode string
	Most     *int64 // as of RenewDomain: what it may cost
}

// RetryTransfer starts a failed transfer again. An extension of the WHMCS add-on's protocol.
func (s *Service) RetryTransfer(ctx context.Context, call Call, r RetryTransfer) (Ordered, error) {
	rules, err := s.routes.Rules().Lookup(r.Name.TLD())
	if err != nil {
		return Ordered{}, err
	}
	if r.AuthCode, err = checkAuthCode(r.AuthCode, rules); err != nil {
		return Ordered{}, err
	}
	d, err := s.anyDomain(ctx, call, r.Name)
	if err != nil {
		return Ordered{}, err
	}
	failed, err := s.store.DomainOrder(ctx, d.ID, reseller.OrderTransfer)
	// A live name has no failed transfer, but the request may repeat one whose answer was lost: package orders knows repeats.
	if err != nil || d.State != reseller.DomainRefused && !d.State.Live() {
		return Ordered{}, reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s has no failed transfer to try again", r.Name).In(reseller.PathName).Because(err)
	}
	return pendingIsSuccess(s.buy(ctx, call, retried(r, failed)))
}
