package actions

import (
	"context"

	"nameyard/reseller"
)

// ListTransfers chooses transfers of names to the account.
type ListTransfers struct {
	Page
	Stage TransferStage
}

// TransferStage is how far a transfer to an account has come.
type TransferStage string

// The stages.
const (
	TransferComing TransferStage = "coming" // under way
	TransferFailed TransferStage = "failed" // refused, and can be tried again: see RetryTransfer
	TransferPast   TransferStage = "past"   // what else has ended
)

// ListTransfers lists orders that transfer names to the account, newest first.
func (s *Service) ListTransfers(ctx context.Context, call Call, r ListTransfers) (Paged[reseller.Order], error) {
	again := r.Stage == TransferFailed
	q := reseller.OrderSearch{Account: call.Caller.Account.ID, Kind: reseller.OrderTransfer, Page: r.keyset(true)}
	switch r.Stage {
	case TransferComing:
		q.States = append(reseller.StatusInProgress.States(), reseller.OrderPending)
	case TransferFailed:
		q.States, q.Retryable = []reseller.OrderState{reseller.OrderRefused}, &again
	case TransferPast:
		q.States, q.Retryable = []reseller.OrderState{reseller.OrderDone, reseller.OrderRefused, reseller.OrderSuperseded}, &again
	}
	found, err := s.store.SearchOrders(ctx, q)
	return paged(found, r.limit(), func(o reseller.Order) int64 { return o.ID }), err
}
