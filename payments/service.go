package payments

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"nameyard/reseller"
)

// Books is what payments read and change in the store.
type Books interface {
	Account(ctx context.Context, id int64) (reseller.Account, error)
	OpenPayment(ctx context.Context, p reseller.Payment, perDay int64, by reseller.Actor) (opened reseller.Payment, mine bool, err error)
	BindPayment(ctx context.Context, id int64, session, page, ref string, look time.Time) error
	EndPayment(ctx context.Context, p reseller.Payment, by reseller.Actor, told ...reseller.Event) (bool, error)
	CreditPayment(ctx context.Context, p reseller.Payment, a reseller.Account, by reseller.Actor) (reseller.Payment, bool, error)
	StrandPayment(ctx context.Context, p reseller.Payment, why string, by reseller.Actor) (reseller.Payment, bool, error)
	NoteReturned(ctx context.Context, id, refunded int64, disputes []reseller.Dispute, by reseller.Actor) error
	Payment(ctx context.Context, id int64) (reseller.Payment, error)
	PaymentByKey(ctx context.Context, key string) (reseller.Payment, error)
	DuePayments(ctx context.Context, wall time.Time, limit int) ([]reseller.Payment, error)
	SearchPayments(ctx context.Context, q reseller.PaymentSearch) ([]reseller.Payment, error)
	DisputedPayments(ctx context.Context) ([]reseller.Payment, error)
	RefundedPayments(ctx context.Context, since time.Time) ([]reseller.Payment, error)
	TopUps
	Comparison
}

// TopUps is what automatic top-up reads and changes in the store.
type TopUps interface {
	TopUp(ctx context.Context, account int64) (reseller.TopUp, error)
	ChangeTopUp(ctx context.Context, account int64, by reseller.Actor, detail string, apply func(*reseller.TopUp) error) (reseller.TopUp, error)
	DueTopUps(ctx context.Context, wall time.Time) ([]int64, error)
	OpenTopUp(ctx context.Context, account int64, p reseller.Payment, most string) (opened reseller.Payment, full bool, err error)
	MayStillCharge(ctx context.Context, p reseller.Payment) (bool, error)
	Removals
}

// Removals are the cards that the provider is to keep no longer.
type Removals interface {
	RemoveCard(ctx context.Context, account int64, by reseller.Actor) (reseller.CardRemoval, error)
	WantCardRemoved(ctx context.Context, c reseller.CardRemoval) error
	DueCardRemovals(ctx context.Context, wall time.Time, limit int) ([]reseller.CardRemoval, error)
	CardRemovalAsked(ctx context.Context, method string, again time.Time) error
}

// Comparison is how far the books were compared with the provider's.
type Comparison interface {
	Installation(ctx context.Context) (string, error)
	PaymentsThrough(ctx context.Context) (time.Time, error)
	ComparedPayments(ctx context.Context, through time.Time) error
}

// Config is what a Service is made of. All of it is required but Most and PerDay.
type Config struct {
	Books    Books
	Provider Provider
	Clock    reseller.Clock
	Log      *slog.Logger
	Most     string        // of one payment, as a decimal in the account's currency; "" = 10000
	PerDay   int64         // payments that an account's people may begin on a UTC day; 0 = 20
	Title    string        // what is bought, on the provider's page
	Panel    func() string // address of the panel, without a slash at the end
}

// Service carries out payments. It is safe for concurrent use.
type Service struct {
	Config
	compared comparison
	ended    outcomes
}

// The defaults of a Config.
const (
	mostOfOne   = "10000"
	perDayOfOne = 20
)

// New makes a Service.
func New(c Config) *Service {
	if c.Most == "" {
		c.Most = mostOfOne
	}
	if c.PerDay == 0 {
		c.PerDay = perDayOfOne
	}
	return &Service{Config: c}
}

// Live reports whether payments move money.
func (s *Service) Live() bool { return s.Provider.Live() }

// Check asks whether the provider lets us in; its error is for people.
func (s *Service) Check(ctx context.Context) error { return s.Provider.Check(ctx) }

// Limit is the most that one payment may be.
func (s *Service) Limit(currency string) (reseller.Money, error) {
	return reseller.ParseMoney(s.Most, currency)
}

// CheckAmount gives why a payment of an amount cannot be asked for.
func (s *Service) CheckAmount(amount reseller.Money) error {
	most, err := s.Limit(amount.Currency)
	if err != nil {
		return err
	}
	if amount.Minor > most.Minor {
		return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "%s is more than a card payment may be, %s", amount, most)
	}
	return s.Provider.Takes(amount)
}

// Hear takes a message of the provider: it asks the provider about what the message is about. Its error is for the sender, who sends it again.
func (s *Service) Hear(ctx context.Context, header http.Header, body []byte) error {
	m, err := s.Provider.Hear(header, body, s.Clock.Wall())
	if errors.Is(err, ErrForged) {
		return reseller.Errorf(reseller.KindInvalid, reseller.CodeInvalidParameter, "the message is not signed with a secret that is known here, or it is too old").Because(err)
	}
	var seen Seen
	switch {
	case err != nil:
		return err
	case m.Ref != "":
		seen, err = s.Provider.Payment(ctx, m.Ref)
	case m.Page != "":
		seen, err = s.Provider.Page(ctx, m.Page)
	default:
		return nil
	}
	if err != nil {
		return fmt.Errorf("ask the provider about %s%s: %w", m.Ref, m.Page, err)
	}
	_, err = s.take(ctx, seen, byWebhook)
	return err
}

// Who acts, in audit records.
var (
	byWebhook = reseller.Actor{Name: "payment provider"}
	byJob     = reseller.Actor{Name: "job card-payments"}
	byTopUp   = reseller.Actor{Name: "job automatic-top-up"}
)
