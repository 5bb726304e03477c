package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"nameyard/reseller"
)

type orderRow struct {
	ID             int64
	AccountID      int64
	DomainID       int64
	Kind           string
	Name           string
	TLD            string `gorm:"column:tld"`
	State          string
	ParamsHash     string
	IdempotencyKey *string
	LiveKey        *string
	Subject        string `gorm:"column:slot"`
	Wish           string
	Had            *string
	FrozenExpiry   *time.Time
	PaidFrom       *time.Time
	Currency       string
	Net            int64
	Tax            int64
	CostLimit      int64
	ClTRIDBase     string `gorm:"column:tr_base"`
	Attempt        int
	Fence          int64
	LeaseHolder    string
	LeaseEnd       *time.Time
	Code           string
	Reason         string
	Answered       string
	Actor          string
	Face           string
	Address        string
	RequestID      string
	AuthCode       []byte
	CreatedAt      time.Time `gorm:"autoCreateTime:false"`
	SentAt         *time.Time
	UnknownAt      *time.Time
	DueAt          *time.Time
	EndedAt        *time.Time
	RecheckAt      *time.Time
	ReversedAt     *time.Time
	Reply          replyRow `gorm:"embedded"`
	Budget         *int64
}

func (orderRow) TableName() string { return "orders" }

func fromOrder(o reseller.Order) orderRow {
	return orderRow{
		ID: o.ID, AccountID: o.AccountID, DomainID: o.DomainID, Kind: string(o.Kind), Name: o.Name.String(), TLD: o.Name.TLD(),
		State: string(o.State), ParamsHash: o.ParamsHash, IdempotencyKey: nullText(o.IdempotencyKey), Subject: o.Subject, Wish: pack(o.Desired), Had: packHad(o.Had),
		FrozenExpiry: nullTime(o.FrozenExpiry), PaidFrom: nullTime(o.PaidFrom), Currency: o.Charge.Currency, Net: o.Charge.Net,
		Tax: o.Charge.Tax, CostLimit: o.CostLimit, ClTRIDBase: o.ClTRIDBase, Attempt: o.Attempt, Fence: o.Fence, LeaseEnd: nullTime(o.LeaseEnd),
		Code: o.Code, Reason: clip(o.Reason, 1000), Answered: string(o.Answer), Actor: clip(o.By.Name, 255), Face: o.By.Face,
		Address: addressText(o.By.Address), RequestID: clip(o.By.RequestID, 64), CreatedAt: micro(o.CreatedAt), SentAt: nullTime(o.SentAt),
		UnknownAt: nullTime(o.UnknownAt), DueAt: nullTime(o.DueAt), EndedAt: nullTime(o.EndedAt), RecheckAt: nullTime(o.RecheckAt),
		ReversedAt: nullTime(o.ReversedAt), Reply: rowOfReply(o.Reply),
	}
}

func (r orderRow) toOrder() (reseller.Order, error) {
	o := reseller.Order{
		ID: r.ID, AccountID: r.AccountID, DomainID: r.DomainID, Kind: reseller.OrderKind(r.Kind), Name: reseller.NameOf(r.Name, r.TLD),
		State: reseller.OrderState(r.State), ParamsHash: r.ParamsHash, IdempotencyKey: zeroText(r.IdempotencyKey), Subject: r.Subject,
		FrozenExpiry: zeroTime(r.FrozenExpiry), PaidFrom: zeroTime(r.PaidFrom),
		Charge:    reseller.Charge{Currency: r.Currency, Net: r.Net, Tax: r.Tax},
		CostLimit: r.CostLimit, ClTRIDBase: r.ClTRIDBase, Attempt: r.Attempt, Fence: r.Fence, LeaseEnd: zeroTime(r.LeaseEnd), Code: r.Code,
		Reason: r.Reason, Answer: reseller.AnswerState(r.Answered),
		By: reseller.Actor{Name: r.Actor, Face: r.Face, Address: keptAddress(r.Address), RequestID: r.RequestID}, CreatedAt: r.CreatedAt.UTC(), SentAt: zeroTime(r.SentAt),
		UnknownAt: zeroTime(r.UnknownAt), DueAt: zeroTime(r.DueAt), EndedAt: zeroTime(r.EndedAt), RecheckAt: zeroTime(r.RecheckAt),
		ReversedAt: zeroTime(r.ReversedAt), Reply: r.Reply.toReply(),
	}
	had, err := unpack[reseller.Had](zeroText(r.Had), "earlier values")
	if err != nil {
		return o, err
	}
	o.Had = had
	o.Desired, err = unpack[reseller.Desired](r.Wish, "wish")
	return o, err
}

// Order finds an order by id. ErrNotFound if there is none.
func (s *Store) Order(ctx context.Context, id int64) (reseller.Order, error) {
	return s.findOrder(ctx, "id = ?", id)
}

// OrderByKey finds the order that an account opened with an idempotency key since a business time.
func (s *Store) OrderByKey(ctx context.Context, account int64, key string, since time.Time) (reseller.Order, error) {
	return s.findOrder(ctx, "account_id = ? AND idempotency_key = ? AND created_at >= ?", account, key, micro(since))
}

// OrderByClTRIDBase finds the order that a client transaction id of ours names. ErrNotFound if the books do not have it.
func (s *Store) OrderByClTRIDBase(ctx context.Context, base string) (reseller.Order, error) {
	return s.findOrder(ctx, "tr_base = ?", base)
}

// LiveOrder finds the unfinished order that holds a live key.
func (s *Store) LiveOrder(ctx context.Context, liveKey string) (reseller.Order, error) {
	return s.findOrder(ctx, "live_key = ?", liveKey)
}

// LiveOrders finds the unfinished orders that hold some live keys.
func (s *Store) LiveOrders(ctx context.Context, liveKeys []string) ([]reseller.Order, error) {
	rows, err := rowsOf[orderRow](s.scans).Where("live_key IN ?", liveKeys).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("live orders: %w", translate(err))
	}
	return each(rows, orderRow.toOrder)
}

// EqualOrder finds the newest order equal to a request (account, name, kind, parameter hash) since a business time.
func (s *Store) EqualOrder(ctx context.Context, like reseller.Order, since time.Time) (reseller.Order, error) {
	return s.findOrder(ctx, "account_id = ? AND name = ? AND kind = ? AND params_hash = ? AND created_at >= ?",
		like.AccountID, like.Name.String(), string(like.Kind), like.ParamsHash, micro(since))
}

// AcquisitionOrder finds the done order by which the account got the name of a domain row: its newest registration or transfer.
// ErrNotFound if the row never held a name by an order.
func (s *Store) AcquisitionOrder(ctx context.Context, domain int64) (reseller.Order, error) {
	return s.findOrder(ctx, "domain_id = ? AND kind IN ? AND state = ?", domain, acquisitions, string(reseller.OrderDone))
}

// acquisitions are the kinds by which an account gets a name.
var acquisitions = []string{string(reseller.OrderRegister), string(reseller.OrderTransfer)}

// LiveChange finds the newest unfinished change of a domain's subject. ErrNotFound if there is none.
func (s *Store) LiveChange(ctx context.Context, domain int64, subject string) (reseller.Order, error) {
	return s.findOrder(ctx, "domain_id = ? AND slot = ? AND state IN ?", domain, subject, []reseller.OrderState{
		reseller.OrderQueued, reseller.OrderSending, reseller.OrderUnknown,
	})
}

// ChangesUnderWay finds the newest change of a subject that has not ended, by domain, of those of some domains that have one.
func (s *Store) ChangesUnderWay(ctx context.Context, domains []int64, subject string) (map[int64]reseller.Order, error) {
	live := map[int64]reseller.Order{}
	if len(domains) == 0 {
		return live, nil
	}
	rows, err := rowsOf[orderRow](s.reads).Where("domain_id IN ? AND slot = ? AND state IN ?", domains, subject, unfinishedStates).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the changes of domains under way: %w", translate(err))
	}
	for _, row := range rows {
		if live[row.DomainID], err = row.toOrder(); err != nil {
			return nil, err
		}
	}
	return live, nil
}

// UnfinishedChanges lists the changes of a domain that have not ended, oldest first.
func (s *Store) UnfinishedChanges(ctx context.Context, domain int64) ([]reseller.Order, error) {
	rows, err := rowsOf[orderRow](s.reads).Where("domain_id = ? AND slot <> '' AND state IN ?", domain, unfinishedStates).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the unfinished changes of domain %d: %w", domain, translate(err))
	}
	return each(rows, orderRow.toOrder)
}

// LastChange finds the newest change of a domain's subject, whatever became of it. ErrNotFound if there is none.
func (s *Store) LastChange(ctx context.Context, domain int64, subject string) (reseller.Order, error) {
	return s.findOrder(ctx, "domain_id = ? AND slot = ?", domain, subject)
}

// DomainOrder finds the newest order of some kinds for a domain row. ErrNotFound if there is none.
func (s *Store) DomainOrder(ctx context.Context, domain int64, kinds ...reseller.OrderKind) (reseller.Order, error) {
	return s.findOrder(ctx, "domain_id = ? AND kind IN ?", domain, kinds)
}

// AccountOrders finds those of some orders that are an account's, by their ids, in the order of these.
func (s *Store) AccountOrders(ctx context.Context, account int64, ids []int64) ([]reseller.Order, error) {
	rows, err := rowsOf[orderRow](s.scans).Where("id IN ?", ids).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("orders of account %d: %w", account, translate(err))
	}
	rows = slices.DeleteFunc(rows, func(r orderRow) bool { return r.AccountID != account }) // as in AccountDomains
	return each(rows, orderRow.toOrder)
}

func (s *Store) findOrder(ctx context.Context, where string, args ...any) (reseller.Order, error) {
	row, err := rowsOf[orderRow](s.reads).Where(where, args...).Order("id DESC").Limit(1).Take(ctx)
	if err != nil {
		return reseller.Order{}, fmt.Errorf("order: %w", translate(err))
	}
	return row.toOrder()
}

// AuthCode gives the sealed auth code that came in with an order; nil once the order has ended.
func (s *Store) AuthCode(ctx context.Context, order int64) ([]byte, error) {
	row, err := rowsOf[orderRow](s.reads).Select("auth_code").Where("id = ?", order).Take(ctx)
	if err != nil {
		return nil, fmt.Errorf("auth code of order %d: %w", order, translate(err))
	}
	return row.AuthCode, nil
}

// DueOrders lists unfinished orders that nobody carries and whose due time has come, oldest due first: what reconcile looks at.
func (s *Store) DueOrders(ctx context.Context, limit int) ([]reseller.Order, error) {
	rows, err := rowsOf[orderRow](s.reads).
		Where("due_at <= ? AND (lease_end IS NULL OR lease_end < ?)", micro(s.clock.Now()), micro(s.clock.Wall())).
		Order("due_at, id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list due orders: %w", translate(err))
	}
	return each(rows, orderRow.toOrder)
}

// DueRechecks lists done changes that must be compared with the registry once more.
func (s *Store) DueRechecks(ctx context.Context, limit int) ([]reseller.Order, error) {
	rows, err := rowsOf[orderRow](s.reads).Where("recheck_at <= ? AND state = ?", micro(s.clock.Now()), string(reseller.OrderDone)).
		Order("recheck_at").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list rechecks: %w", translate(err))
	}
	return each(rows, orderRow.toOrder)
}

// NextDue is the earliest business time at which an unfinished order or a recheck falls due after now; zero if none.
func (s *Store) NextDue(ctx context.Context) (time.Time, error) {
	now := micro(s.clock.Now())
	var next time.Time
	for _, column := range []string{"due_at", "recheck_at"} {
		row, err := rowsOf[orderRow](s.reads).Where(column+" > ?", now).Order(column).Limit(1).Find(ctx)
		if err != nil {
			return time.Time{}, fmt.Errorf("next due order: %w", translate(err))
		}
		for _, r := range row {
			at := zeroTime(r.DueAt)
			if column == "recheck_at" {
				at = zeroTime(r.RecheckAt)
			}
			if next.IsZero() || at.Before(next) {
				next = at
			}
		}
	}
	return next, nil
}
