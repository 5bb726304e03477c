package orders

import (
	"context"
	"time"

	"nameyard/reseller"
)

// Transitions is where orders are kept. The store implements it; each method is a transaction of its own.
type Transitions interface {
	OpenPurchase(ctx context.Context, o reseller.Opening) (reseller.Order, error)
	OpenChange(ctx context.Context, o reseller.Opening) (order reseller.Order, joined bool, err error)
	NextChange(ctx context.Context, domain int64, liveKey, holder string, leaseEnd time.Time, settle time.Duration) (reseller.Order, bool, error)
	ClaimOrder(ctx context.Context, o reseller.Order, holder string, leaseEnd time.Time) (reseller.Order, error)
	ClaimUncompared(ctx context.Context, o reseller.Order, holder string, leaseEnd time.Time) (reseller.Order, error)
	MoveOrder(ctx context.Context, m reseller.Move) (reseller.Order, error)
	EndOrder(ctx context.Context, e reseller.Ending) (reseller.Order, error)
	ReverseOrder(ctx context.Context, r reseller.Reversal, by reseller.Actor) (reseller.Invoice, error)
	ConfirmOrder(ctx context.Context, r reseller.Reversal, by reseller.Actor) (reseller.Order, error)
	ProlongLease(ctx context.Context, o reseller.Order, until time.Time) error
	Recheck(ctx context.Context, order int64, at time.Time) error
	AcknowledgeOrders(ctx context.Context, answers map[int64]reseller.AnswerState) error
}

// Reads is what is read of orders.
type Reads interface {
	Order(ctx context.Context, id int64) (reseller.Order, error)
	OrderByKey(ctx context.Context, account int64, key string, since time.Time) (reseller.Order, error)
	LiveOrder(ctx context.Context, liveKey string) (reseller.Order, error)
	LiveOrders(ctx context.Context, liveKeys []string) ([]reseller.Order, error)
	EqualOrder(ctx context.Context, like reseller.Order, since time.Time) (reseller.Order, error)
	LiveChange(ctx context.Context, domain int64, slot string) (reseller.Order, error)
	ChangesUnderWay(ctx context.Context, domains []int64, slot string) (map[int64]reseller.Order, error)
	UnfinishedChanges(ctx context.Context, domain int64) ([]reseller.Order, error)
	LastChange(ctx context.Context, domain int64, slot string) (reseller.Order, error)
	AcquisitionOrder(ctx context.Context, domain int64) (reseller.Order, error)
	HeldBy(ctx context.Context, domain int64) ([]reseller.Order, error)
	MayDepart(ctx context.Context, domain int64) error
	RefundLeft(ctx context.Context, g reseller.GraceRefund) (bool, error)
	DueOrders(ctx context.Context, limit int) ([]reseller.Order, error)
	DueRechecks(ctx context.Context, limit int) ([]reseller.Order, error)
	AuthCode(ctx context.Context, order int64) ([]byte, error)
	UnpaidInvoice(ctx context.Context, domain int64, term time.Time) (reseller.Invoice, error)
	UnpaidInvoices(ctx context.Context, domains []reseller.Domain) (map[int64]reseller.Invoice, error)
	Compared(ctx context.Context) error
	RegistryPause(ctx context.Context, connector string) (reseller.RegistryPause, error)
}

// Deletions is where deletions are kept that take a name apart first.
type Deletions interface {
	Deletion(ctx context.Context, domain int64) (reseller.Deletion, error)
	DueDeletions(ctx context.Context, limit int) ([]reseller.Deletion, error)
	SaveDeletion(ctx context.Context, d reseller.Deletion) (reseller.Deletion, error)
	EndDeletion(ctx context.Context, d reseller.Deletion) error
}

// Domains is what is read and written of names and prices.
type Domains interface {
	LiveDomain(ctx context.Context, name reseller.Name) (reseller.Domain, error)
	DomainByID(ctx context.Context, id int64) (reseller.Domain, error)
	Connectors(ctx context.Context, domains ...int64) (map[int64]string, error)
	Account(ctx context.Context, id int64) (reseller.Account, error)
	PricesFor(ctx context.Context, account reseller.Account, op reseller.Operation, tlds []string, years []int) ([]reseller.AccountPrice, error)
	MoveDomain(ctx context.Context, m reseller.DomainMove) (reseller.Order, error)
	AddEvent(ctx context.Context, e reseller.Event) error
	PublishAhead(ctx context.Context, domain int64, until time.Time) error
	TakeTry(ctx context.Context, of []reseller.Tries) error
	ReturnTry(ctx context.Context, of []reseller.Tries) error
	TriesLeft(ctx context.Context, of []reseller.Tries) error
	IssueInvoice(ctx context.Context, d reseller.Domain, i reseller.Invoice) (reseller.Invoice, error)
}

// Forecasts is what forecasts are made of.
type Forecasts interface {
	Balance(ctx context.Context, account int64) (reseller.Balance, error)
	RenewalSums(ctx context.Context, account int64, between reseller.RenewalsBetween, moments []time.Time) ([]reseller.RenewalSum, error)
	RenewalsAhead(ctx context.Context, account int64, between reseller.RenewalsBetween, limit int) ([]reseller.ForecastRenewal, error)
	NothingUnderWay(ctx context.Context, domain int64) (bool, error)
	UnpaidInvoice(ctx context.Context, domain int64, term time.Time) (reseller.Invoice, error)
	PlannedPricesOf(ctx context.Context, account reseller.Account, op reseller.Operation) ([]reseller.PlannedPrice, error)
	PricesOf(ctx context.Context, account reseller.Account, op reseller.Operation, tlds []string) ([]reseller.Price, error)
}

// Store is everything that the service needs kept.
type Store interface {
	Transitions
	Reads
	Deletions
	Domains
	Forecasts
}
