package notices_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"nameyard/notices"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// memory keeps in memory what notices ask for. The store's own tests prove its part on both engines.
type memory struct {
	notices.Store
	t        testing.TB
	clock    *clocktest.Clock
	accounts map[int64]reseller.Account
	domains  map[int64]*reseller.Domain
	invoices map[int64]reseller.Invoice
	events   []reseller.Event
	orders   []reseller.Order
	cursor   int64
	readAt   time.Time
	mails    []*reseller.Mail
	causes   map[string]bool
	links    map[string]bool // hashes of those that are good
	chosen   []reseller.NoticeChoice
	coming   []reseller.ComingPrice
	balance  int64
	low      reseller.LowCredit
	topUp    reseller.TopUp
	floor    reseller.LowCredit
	numbered int
	final    int  // so many mails from the first on are in a final state
	lostMark bool // the next mark does not happen, as if the process had died before it
	calls    int  // of all methods
	fails    int  // which call fails, counted from 1; 0 = none
}

func (s *memory) call() error {
	if s.calls++; s.calls == s.fails {
		return errGone
	}
	return nil
}

var (
	errDied = errors.New("the process died")
	errGone = errors.New("the database is gone")
)

func (s *memory) NoticeChoices(context.Context, int64) ([]reseller.NoticeChoice, error) {
	return s.chosen, s.call()
}

func (s *memory) Account(_ context.Context, id int64) (reseller.Account, error) {
	if err := s.call(); err != nil {
		return reseller.Account{}, err
	}
	if a, ok := s.accounts[id]; ok {
		return a, nil
	}
	return reseller.Account{}, reseller.ErrNotFound
}

func (s *memory) DomainByID(_ context.Context, id int64) (reseller.Domain, error) {
	if err := s.call(); err != nil {
		return reseller.Domain{}, err
	}
	if d, ok := s.domains[id]; ok {
		return *d, nil
	}
	return reseller.Domain{}, reseller.ErrNotFound
}

func (s *memory) Invoice(_ context.Context, _ int64, number string) (reseller.Invoice, error) {
	if err := s.call(); err != nil {
		return reseller.Invoice{}, err
	}
	for id, i := range s.invoices {
		if fmt.Sprint(id) == number {
			return i, nil
		}
	}
	return reseller.Invoice{}, reseller.ErrNotFound
}

func (s *memory) NamesByEnd(_ context.Context, account int64, renewed bool, limit int) (names []reseller.Domain, all int, err error) {
	if err := s.call(); err != nil {
		return nil, 0, err
	}
	for id := int64(1); id <= int64(len(s.domains)); id++ {
		if d := s.domains[id]; d.AccountID == account && d.AutoRenew == renewed && d.State == reseller.DomainActive {
			names = append(names, *d)
		}
	}
	return names[:min(len(names), limit)], len(names), nil
}

func (s *memory) UnpaidInvoice(_ context.Context, domain int64, term time.Time) (reseller.Invoice, error) {
	if err := s.call(); err != nil {
		return reseller.Invoice{}, err
	}
	for _, i := range s.invoices {
		if i.DomainID == domain && i.Status == reseller.InvoiceUnpaid && i.Term.Equal(term) {
			return i, nil
		}
	}
	return reseller.Invoice{}, reseller.ErrNotFound
}

func (s *memory) NumberInvoices(context.Context, int) (int, error) {
	if err := s.call(); err != nil {
		return 0, err
	}
	s.numbered++
	return 0, nil
}

func (s *memory) Balance(context.Context, int64) (reseller.Balance, error) {
	if err := s.call(); err != nil {
		return reseller.Balance{}, err
	}
	return reseller.Balance{Available: s.balance, Currency: "SEK"}, nil
}

func (s *memory) ComingPrices(context.Context, reseller.Account) ([]reseller.ComingPrice, error) {
	return s.coming, nil
}

// SearchMails gives the newest mail of a kind alone.
func (s *memory) SearchMails(_ context.Context, q reseller.MailSearch) ([]reseller.Mail, error) {
	for _, m := range slices.Backward(s.mails) {
		if m.AccountID == q.Account && m.Kind == q.Kind {
			return []reseller.Mail{*m}, nil
		}
	}
	return nil, nil
}

func (s *memory) Price(_ context.Context, account reseller.Account, _ string, op reseller.Operation, years int) (reseller.AccountPrice, error) {
	if err := s.call(); err != nil {
		return reseller.AccountPrice{}, err
	}
	if op == reseller.OpRenew && years == 1 {
		return reseller.AccountPrice{Price: reseller.Price{Currency: account.Currency, Operation: op, Years: 1, Net: 149_00}}, nil
	}
	if op != reseller.OpRestore || years != 1 {
		return reseller.AccountPrice{}, reseller.ErrNotFound
	}
	return reseller.AccountPrice{Price: reseller.Price{Currency: account.Currency, Operation: op, Years: 1, Net: 800_00}}, nil
}

func (s *memory) EventCursor(context.Context, string) (reseller.Reading, error) {
	if err := s.call(); err != nil {
		return reseller.Reading{}, err
	}
	return reseller.Reading{Seq: s.cursor, At: s.readAt}, nil
}

func (s *memory) Events(_ context.Context, _, after int64, limit int) ([]reseller.Event, error) {
	if err := s.call(); err != nil {
		return nil, err
	}
	return s.events[after:min(int(after)+limit, len(s.events))], nil
}

func (s *memory) SaveNotices(_ context.Context, n reseller.Notices) error {
	if err := s.call(); err != nil {
		return err
	}
	if n.From != s.cursor {
		return reseller.ErrConflict
	}
	s.cursor, s.readAt = n.To, s.clock.Now()
	s.add(n.Mails)
	return nil
}

func (s *memory) AddMails(_ context.Context, mails []reseller.Mail) error {
	if err := s.call(); err != nil {
		return err
	}
	s.add(mails)
	return nil
}

func (s *memory) add(mails []reseller.Mail) {
	for _, m := range mails {
		if s.causes[m.Cause] {
			continue
		}
		s.causes[m.Cause] = true
		m.ID, m.State, m.QueuedAt, m.NextTry, m.CreatedAt = int64(len(s.mails)+1), reseller.MailWaiting, s.clock.Wall(), s.clock.Wall(), s.clock.Now()
		s.mails = append(s.mails, &m)
	}
}

func (s *memory) KnownCauses(_ context.Context, causes []string) (map[string]bool, error) {
	if err := s.call(); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, c := range causes {
		known[c] = s.causes[c]
	}
	return known, nil
}

func (s *memory) Expiring(_ context.Context, from, until time.Time, after reseller.Domain, limit int) ([]reseller.Domain, error) {
	if err := s.call(); err != nil {
		return nil, err
	}
	var list []reseller.Domain
	for id := after.ID + 1; id <= int64(len(s.domains)) && len(list) < limit; id++ {
		if d := s.domains[id]; d.State == reseller.DomainActive && d.PaidThrough.After(from) && !d.PaidThrough.After(until) {
			list = append(list, *d)
		}
	}
	return list, nil
}

func (s *memory) UnclearOrders(context.Context, time.Time, int) ([]reseller.Order, error) {
	if err := s.call(); err != nil {
		return nil, err
	}
	return s.orders, nil
}

func (s *memory) AccountsWithRenewals(context.Context, time.Time) ([]int64, error) {
	if err := s.call(); err != nil {
		return nil, err
	}
	return []int64{7}, nil
}

func (s *memory) TopUp(context.Context, int64) (reseller.TopUp, error) {
	if err := s.call(); err != nil {
		return reseller.TopUp{}, err
	}
	return s.topUp, nil
}

func (s *memory) LowCredit(context.Context, int64) (reseller.LowCredit, error) {
	if err := s.call(); err != nil {
		return reseller.LowCredit{}, err
	}
	return s.low, nil
}

func (s *memory) FirstLowCredit(_ context.Context, after time.Time) (time.Time, error) {
	if err := s.call(); err != nil {
		return time.Time{}, err
	}
	if s.low.Low && s.low.ToldAt.After(after) {
		return s.low.ToldAt, nil
	}
	return time.Time{}, nil
}

func (s *memory) SaveLowCredit(_ context.Context, before, now reseller.LowCredit, mails ...reseller.Mail) error {
	if err := s.call(); err != nil {
		return err
	}
	if before != s.low {
		return reseller.ErrConflict
	}
	s.low = now
	s.add(mails)
	return nil
}

func (s *memory) AccountsAtFloors(context.Context) ([]int64, error) {
	if err := s.call(); err != nil || s.accounts[7].CreditFloor == nil {
		return nil, err
	}
	return []int64{7}, nil
}

func (s *memory) CreditFloor(context.Context, int64) (reseller.LowCredit, error) {
	return s.floor, s.call()
}

func (s *memory) SaveCreditFloor(_ context.Context, before, now reseller.LowCredit, told ...reseller.Event) error {
	if err := s.call(); err != nil {
		return err
	}
	if before != s.floor {
		return reseller.ErrConflict
	}
	s.floor = now
	for _, e := range told {
		e.AccountID, e.ID, e.Seq = now.AccountID, int64(len(s.events)+1), int64(len(s.events)+1)
		s.events = append(s.events, e)
	}
	return nil
}

func (s *memory) DueMails(_ context.Context, limit int) ([]reseller.Mail, error) {
	if err := s.call(); err != nil {
		return nil, err
	}
	var list []reseller.Mail
	for s.final < len(s.mails) && s.mails[s.final].State != reseller.MailWaiting {
		s.final++
	}
	for _, m := range s.mails[s.final:] {
		if m.State == reseller.MailWaiting && !m.NextTry.After(s.clock.Wall()) && len(list) < limit {
			list = append(list, *m)
		}
	}
	return list, nil
}

func (s *memory) ClaimMail(_ context.Context, m reseller.Mail, until time.Time) (reseller.Mail, error) {
	if err := s.call(); err != nil {
		return reseller.Mail{}, err
	}
	kept := s.mails[m.ID-1]
	if kept.Attempts != m.Attempts {
		return m, reseller.ErrConflict
	}
	kept.Attempts, kept.NextTry = kept.Attempts+1, until
	return *kept, nil
}

func (s *memory) MarkMail(_ context.Context, m reseller.Mail) error {
	if err := s.call(); err != nil {
		return err
	}
	if s.lostMark {
		s.lostMark = false
		return errDied
	}
	*s.mails[m.ID-1] = m
	return nil
}
