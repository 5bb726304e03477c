// Package notices tells accounts by e-mail what happens to their names, and the operator what needs one to act.
//
// Mails come from three places: events (mail_writers.go says which event leads to which mail), the dates on which names expire
// (expiry.go) and the forecast of an account's credit (credit.go). Each mail is written out at once and kept, one for each
// cause for all time; delivery.go sends what is kept. docs/notices.md is the page for people.
//
// Every method may run at any time and on several servers: causes are unique and attempts are claimed where they are kept.
package notices

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"nameyard/events"
	"nameyard/reseller"
)

// Outbox keeps mails. The store implements it.
type Outbox interface {
	AddMails(ctx context.Context, mails []reseller.Mail) error
	SaveNotices(ctx context.Context, n reseller.Notices) error
	KnownCauses(ctx context.Context, causes []string) (map[string]bool, error)
	DueMails(ctx context.Context, limit int) ([]reseller.Mail, error)
	ClaimMail(ctx context.Context, m reseller.Mail, until time.Time) (reseller.Mail, error)
	MarkMail(ctx context.Context, m reseller.Mail) error
}

// EventReads is what happens: events, names that expire, credit that will not do, orders that hang.
type EventReads interface {
	events.Store
	Expiring(ctx context.Context, from, until time.Time, after reseller.Domain, limit int) ([]reseller.Domain, error)
	UnclearOrders(ctx context.Context, before time.Time, limit int) ([]reseller.Order, error)
	AccountsWithRenewals(ctx context.Context, until time.Time) ([]int64, error)
	LowCredit(ctx context.Context, account int64) (reseller.LowCredit, error)
	FirstLowCredit(ctx context.Context, after time.Time) (time.Time, error)
	SaveLowCredit(ctx context.Context, before, now reseller.LowCredit, mails ...reseller.Mail) error
	AccountsAtFloors(ctx context.Context) ([]int64, error)
	CreditFloor(ctx context.Context, account int64) (reseller.LowCredit, error)
	SaveCreditFloor(ctx context.Context, before, now reseller.LowCredit, told ...reseller.Event) error
	RegistryReads
}

// RegistryReads is what is known of our accounts at registries.
type RegistryReads interface {
	RegistryFigures(ctx context.Context) ([]reseller.RegistryFigures, error)
	RegistryQueue(ctx context.Context, connector string, tlds []string, currency string) (reseller.RegistryQueue, error)
	RegistryFunds(ctx context.Context, connector string) (reseller.RegistryFunds, error)
	RegistryFindings(ctx context.Context, q reseller.RegistryFindingSearch) ([]reseller.RegistryFinding, error)
	TellRegistryFindings(ctx context.Context, findings []reseller.RegistryFinding, mails ...reseller.Mail) error
	UntoldRegistryMessages(ctx context.Context, limit int) ([]reseller.RegistryMessage, error)
	TellRegistryMessages(ctx context.Context, messages []reseller.RegistryMessage, mails ...reseller.Mail) error
	SaveRegistryFunds(ctx context.Context, before, now reseller.RegistryFunds, mails ...reseller.Mail) error
}

// Reads is what mails say more about.
type Reads interface {
	Account(ctx context.Context, id int64) (reseller.Account, error)
	DomainByID(ctx context.Context, id int64) (reseller.Domain, error)
	Invoice(ctx context.Context, account int64, number string) (reseller.Invoice, error)
	NamesByEnd(ctx context.Context, account int64, renewed bool, limit int) (names []reseller.Domain, all int, err error)
	UnpaidInvoice(ctx context.Context, domain int64, term time.Time) (reseller.Invoice, error)
	NumberInvoices(ctx context.Context, limit int) (int, error)
	Balance(ctx context.Context, account int64) (reseller.Balance, error)
	TopUp(ctx context.Context, account int64) (reseller.TopUp, error)
	ComingPrices(ctx context.Context, account reseller.Account) ([]reseller.ComingPrice, error)
	Price(ctx context.Context, account reseller.Account, tld string, op reseller.Operation, years int) (reseller.AccountPrice, error)
	SearchMails(ctx context.Context, q reseller.MailSearch) ([]reseller.Mail, error)
}

// Targets is where it is kept which targets of e-mail forwards are to be asked.
type Targets interface {
	UnaskedTargets(ctx context.Context, limits reseller.TargetLimits) ([]reseller.ForwardTarget, error)
	AskTarget(ctx context.Context, t reseller.ForwardTarget, tokenHash string, mails ...reseller.Mail) error
}

// Store is everything that notices need kept.
type Store interface {
	Outbox
	Targets
	EventReads
	Reads
	People
	Choices
}

// Forecaster knows what renewals an account's credit must cover (orders.Service).
type Forecaster interface {
	LookAhead(ctx context.Context, account reseller.Account, c reseller.ForecastChoice) (reseller.Forecast, error)
}

// InvoiceAttacher makes the document of an invoice, to be attached. The file name has no folder in it.
type InvoiceAttacher interface {
	InvoiceFile(ctx context.Context, invoice int64) (Attachment, error)
}

// Config is what a Service is made of.
type Config struct {
	Store     Store
	Forecasts Forecaster
	Rules     reseller.TLDs
	Templates *Templates
	Mailer    Mailer              // nil = mails are written and kept, and wait for a server that sends them
	Invoices  InvoiceAttacher     // nil = nothing is attached
	House     string              // what the operator's business is called in mails: "Nameyard"
	Seller    reseller.Seller     // its address and VAT number, which mails end with as far as they are given
	Links     TargetLinks         // nil = no target of e-mail forwards is asked
	Panel     Addresses           // which mails link to
	Key       *reseller.SecretKey // makes the links of people; nil = none are mailed
	Operator  string              // address that hears of what needs the operator; empty = only the log does
	Skip      []string
	Clock     reseller.Clock
	Log       *slog.Logger
}

// Service writes notices and sends them. It is safe for concurrent use.
type Service struct {
	Config
	mu     sync.Mutex
	away   int       // how often in a row the mailer could not be reached
	openAt time.Time // wall time before which it is not tried again
}

// New makes a Service.
func New(c Config) *Service { return &Service{Config: c} }
