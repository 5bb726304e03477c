package store

import (
	"context"
	"fmt"
	"time"

	"nameyard/reseller"
)

type paymentRow struct {
	ID               int64
	AccountID        int64
	Kind             string
	State            string
	Currency         string
	Amount           int64
	ProviderKey      string
	FormKey          *string
	LiveKey          *string
	SaveCard         bool
	BegunBy          string
	Session          *string
	Page             *string
	Ref              *string
	Received         int64
	ReceivedCurrency string
	Reason           string
	Refunded         int64
	RefundedAt       *time.Time // wall time when it was last seen to be more
	Returns          int64      // changes of what has gone back
	Disputed         int64      // of all disputes
	Dispute          string     // how the newest one stands, for servers of earlier releases: payment_disputes has each
	Customer         string
	Method           string
	AccountNew       time.Time
	CreatedAt        time.Time `gorm:"autoCreateTime:false"`
	SettledAt        *time.Time
	AskedAt          time.Time
	LookAt           *time.Time
}

func (paymentRow) TableName() string { return "payments" }

// toPayment is the payment without its disputes.
func (r paymentRow) toPayment() reseller.Payment {
	return reseller.Payment{
		ID: r.ID, AccountID: r.AccountID, Kind: reseller.PaymentKind(r.Kind), State: reseller.PaymentState(r.State),
		Amount: reseller.Money{Minor: r.Amount, Currency: r.Currency}, Key: r.ProviderKey, FormKey: zeroText(r.FormKey), SaveCard: r.SaveCard, By: r.BegunBy,
		Session: zeroText(r.Session), Page: zeroText(r.Page), Ref: zeroText(r.Ref), Received: reseller.Money{Minor: r.Received, Currency: r.ReceivedCurrency},
		Reason: r.Reason, Refunded: r.Refunded, CreatedAt: r.CreatedAt.UTC(), SettledAt: zeroTime(r.SettledAt),
		AskedAt: r.AskedAt.UTC(), Customer: r.Customer, Method: r.Method, LookAt: zeroTime(r.LookAt), AccountNew: r.AccountNew.UTC(),
	}
}

func fromPayment(p reseller.Payment) paymentRow {
	r := paymentRow{
		ID: p.ID, AccountID: p.AccountID, Kind: string(p.Kind), State: string(p.State), Currency: p.Amount.Currency, Amount: p.Amount.Minor,
		ProviderKey: p.Key, FormKey: nullText(p.FormKey), SaveCard: p.SaveCard, BegunBy: clip(p.By, 255), Session: nullText(p.Session), Page: nullText(p.Page),
		Ref: nullText(p.Ref), Received: p.Received.Minor, ReceivedCurrency: p.Received.Currency, Reason: clip(p.Reason, 190), Refunded: p.Refunded,
		AccountNew: micro(p.AccountNew), CreatedAt: micro(p.CreatedAt), SettledAt: nullTime(p.SettledAt),
		AskedAt: micro(p.AskedAt), LookAt: nullTime(p.LookAt), Customer: p.Customer, Method: p.Method,
	}
	if p.Kind == reseller.PaymentAutomatic && p.State == reseller.PaymentOpen {
		r.LiveKey = liveTopUp(p.AccountID)
	}
	return r
}

// Payment finds a card payment. ErrNotFound if there is none.
func (s *Store) Payment(ctx context.Context, id int64) (reseller.Payment, error) {
	return s.paymentBy(ctx, "id = ?", id)
}

// PaymentByKey finds a card payment by our key. ErrNotFound if there is none.
func (s *Store) PaymentByKey(ctx context.Context, key string) (reseller.Payment, error) {
	if !inASCII(key) {
		return reseller.Payment{}, fmt.Errorf("card payment: %w", reseller.ErrNotFound)
	}
	return s.paymentBy(ctx, "provider_key = ?", key)
}

func (s *Store) paymentBy(ctx context.Context, where string, arg any) (reseller.Payment, error) {
	var row paymentRow
	db := s.reads.WithContext(ctx)
	err := db.Where(where, arg).Take(&row).Error
	var p reseller.Payment
	if err == nil {
		p, err = row.withDisputes(db)
	}
	if err != nil {
		return p, fmt.Errorf("card payment %v: %w", arg, translate(err))
	}
	return p, nil
}

// DuePayments lists the card payments of which the provider is to be asked by a wall time, the longest due first.
func (s *Store) DuePayments(ctx context.Context, wall time.Time, limit int) ([]reseller.Payment, error) {
	rows, err := rowsOf[paymentRow](s.reads).Where("look_at <= ?", micro(wall)).Order("look_at").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list card payments to look at: %w", translate(err))
	}
	return s.paymentsOf(ctx, rows)
}

// SearchPayments lists card payments, newest first.
func (s *Store) SearchPayments(ctx context.Context, q reseller.PaymentSearch) ([]reseller.Payment, error) {
	var chosen search
	chosen.account(q.Account)
	chosen.equal("state", string(q.State))
	chosen.between("created_at", q.Begun)
	if q.NeedsYou {
		ids, err := paymentsNeedingYou(s.reads.WithContext(ctx))
		if err != nil {
			return nil, fmt.Errorf("list card payments that need a person: %w", translate(err))
		}
		chosen.add("id IN ?", ids)
	}
	rows, err := find[paymentRow](ctx, s.reads, chosen, q.Page)
	if err != nil {
		return nil, fmt.Errorf("list card payments: %w", translate(err))
	}
	return s.paymentsOf(ctx, rows)
}
