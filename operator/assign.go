package operator

import (
	"context"
	"errors"

	"nameyard/reseller"
	"nameyard/store"
)

// FoundNames are names that a comparison with the registries found in no account. They are in the lost-and-found account.
type FoundNames struct {
	Store *store.Store
	Clock reseller.Clock
}

// Assigned is a found name in its account.
type Assigned struct {
	Account reseller.Account
	Order   reseller.Order // the transfer between two accounts of ours
}

// Assign moves a name from the lost-and-found account to the account that it belongs to, for free.
func (u FoundNames) Assign(ctx context.Context, name reseller.Name, email string) (Assigned, error) {
	to, err := Accounts{u.Store}.open(ctx, email)
	if err != nil {
		return Assigned{}, err
	}
	lost, err := u.Store.AccountByEmail(ctx, reseller.LostAndFound)
	if err != nil && !errors.Is(err, reseller.ErrNotFound) {
		return Assigned{}, err
	}
	from, err := u.Store.Domain(ctx, lost.ID, name)
	if errors.Is(err, reseller.ErrNotFound) || err == nil && !from.State.Held() {
		return Assigned{}, notFound("%s is not in the lost-and-found account; %s shows what was found", name, HintRestoreStatus)
	}
	if err != nil {
		return Assigned{}, err
	}
	if from.Dispute.Stands() {
		return Assigned{}, heldForDispute(from)
	}
	now := u.Clock.Now()
	o, err := u.Store.MoveDomain(ctx, reseller.DomainMove{From: from, Order: reseller.Order{
		AccountID: to.ID, Kind: reseller.OrderTransfer, Name: name, Charge: reseller.Charge{Currency: to.Currency}, ClTRIDBase: reseller.NewClTRIDBase(),
		Desired: reseller.Desired{DNSManagement: from.DNSManagement, EmailForwarding: from.EmailForwarding},
		Answer:  reseller.AnsweredFinal, Reason: "assigned by the operator after a restore", CreatedAt: now, EndedAt: now,
	}})
	return Assigned{to, o}, err
}
