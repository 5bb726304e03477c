// Package actions holds everything that a caller can ask for: one file per action, one table (table.go). A request is a
// typed value, and so is the result; no HTTP, no wire format and no SQL come near. Faces decode requests, call the action
// and encode the result.
//
// Adding an action: its file here, its line in the table, its codec in each face that offers it, and a golden case.
package actions

import (
	"context"
	"log/slog"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/zone"
)

// Domains is what actions read and change of names. Everything is asked for by account: another account's domain does
// not exist.
type Domains interface {
	Domain(ctx context.Context, account int64, name reseller.Name) (reseller.Domain, error)
	Nameservers(ctx context.Context, account int64, name reseller.Name) (reseller.DomainState, []string, error)
	LiveDomain(ctx context.Context, name reseller.Name) (reseller.Domain, error)
	LiveDomainsOf(ctx context.Context, account int64, names []reseller.Name) ([]reseller.Domain, error)
	ChangeDomain(ctx context.Context, id int64, by reseller.Actor, action string, apply func(*reseller.Domain) error) (reseller.Domain, error)
	DomainOrder(ctx context.Context, domain int64, kinds ...reseller.OrderKind) (reseller.Order, error)
	Delegations(ctx context.Context, hosts []string, but reseller.Name, account int64, limit int) (reseller.Delegations, error)
}

// Zones is what actions read and change of what a domain publishes.
type Zones interface {
	Records(ctx context.Context, domain int64) ([]zone.Record, error)
	Forwards(ctx context.Context, domain int64) ([]zone.Forward, error)
	Zones(ctx context.Context, domains []int64) (map[int64]zone.Publication, error)
	ForwardTargets(ctx context.Context, account int64, addresses []string) ([]reseller.ForwardTarget, error)
	AskTargetsAgain(ctx context.Context, account int64, addresses []string) error
	ZoneState(ctx context.Context, name reseller.Name) (zone.State, error)
	Publication(ctx context.Context, name reseller.Name) (zone.Publication, error)
	SaveZone(ctx context.Context, domain int64, save zone.Save) error
	ZoneVersions(ctx context.Context, domain int64, kind zone.Kind, page reseller.Page) ([]zone.Revision, error)
	RecordVersions(ctx context.Context, domain int64, page reseller.Page) ([]zone.Saved, error)
	ZoneVersion(ctx context.Context, domain int64, kind zone.Kind, version int64) ([]zone.Record, []zone.Forward, error)
}

// Templates is where templates of DNS records are kept.
type Templates interface {
	DNSTemplates(ctx context.Context, account int64) ([]reseller.DNSTemplate, error)
	DNSTemplate(ctx context.Context, account, id int64) (reseller.DNSTemplate, error)
	NewNameTemplate(ctx context.Context, account int64) (reseller.DNSTemplate, error)
	AddDNSTemplate(ctx context.Context, t reseller.DNSTemplate, by reseller.Actor) (reseller.DNSTemplate, error)
	ChangeDNSTemplate(ctx context.Context, account, id int64, by reseller.Actor, apply func(*reseller.DNSTemplate) error) (reseller.DNSTemplate, error)
	RemoveDNSTemplate(ctx context.Context, t reseller.DNSTemplate, by reseller.Actor) error
}

// Money is what actions read of credit and prices.
type Money interface {
	Balance(ctx context.Context, account int64) (reseller.Balance, error)
	Price(ctx context.Context, account reseller.Account, tld string, op reseller.Operation, years int) (reseller.AccountPrice, error)
	AccountPrices(ctx context.Context, account reseller.Account) ([]reseller.AccountPrice, error)
	ComingPrices(ctx context.Context, account reseller.Account) ([]reseller.ComingPrice, error)
}

// DomainReads is what actions read of names by id and in pages.
type DomainReads interface {
	ListDomains(ctx context.Context, account int64, f reseller.DomainFilter, after int64, limit int) ([]reseller.Domain, error)
	CountDomains(ctx context.Context, account int64, f reseller.DomainFilter) (int64, error)
	CountDomainsUpTo(ctx context.Context, account int64, f reseller.DomainFilter, most int64) (int64, error)
	RegistrationsByWeek(ctx context.Context, account int64, from time.Time, weeks int) ([]reseller.Week, error)
	AccountDomain(ctx context.Context, account, id int64) (reseller.Domain, error)
	AccountDomains(ctx context.Context, account int64, ids []int64) ([]reseller.Domain, error)
	PurchaseOrders(ctx context.Context, domains []int64) (map[int64]reseller.Order, error)
	LastDone(ctx context.Context, domain int64) (time.Time, error)
	NameHistory(ctx context.Context, q reseller.HistorySearch) ([]reseller.Happening, error)
	AddDraft(ctx context.Context, account int64, name reseller.Name, by reseller.Actor) (reseller.Domain, error)
}

// InvoiceReads is what actions read of orders and of what they left in the books.
type InvoiceReads interface {
	Order(ctx context.Context, id int64) (reseller.Order, error)
	AccountOrders(ctx context.Context, account int64, ids []int64) ([]reseller.Order, error)
	SearchOrders(ctx context.Context, q reseller.OrderSearch) ([]reseller.Order, error)
	Asked(ctx context.Context, o reseller.Order) ([]reseller.Asked, error)
	OrderSteps(ctx context.Context, orders []int64) ([]reseller.OrderStep, error)
	SumEntries(ctx context.Context, q reseller.EntrySearch, currency string) (reseller.Moves, error)
	SearchEntries(ctx context.Context, q reseller.EntrySearch) ([]reseller.Entry, error)
	BalanceAfter(ctx context.Context, account int64, currency string, entry int64) (reseller.Balance, error)
	SearchInvoices(ctx context.Context, q reseller.InvoiceSearch) ([]reseller.Invoice, error)
	Invoice(ctx context.Context, account int64, number string) (reseller.Invoice, error)
	CountUnpaid(ctx context.Context, account int64) (int64, error)
	UnpaidUpTo(ctx context.Context, account int64, ids []int64) (map[int64]int64, error)
	Lookup(ctx context.Context, account int64, text string) ([]reseller.Quoted, error)
}

// Keys is where requests with idempotency keys are kept.
type Keys interface {
	ClaimKey(ctx context.Context, r reseller.KeyedRequest) (held reseller.KeyedRequest, mine bool, err error)
	HoldKey(ctx context.Context, r reseller.KeyedRequest, until time.Time) error
	AnswerKey(ctx context.Context, r reseller.KeyedRequest, answer []byte) error
	FreeKey(ctx context.Context, r reseller.KeyedRequest) error
}

// EventReads is what actions read of events, and how far an account has read them.
type EventReads interface {
	Events(ctx context.Context, account, after int64, limit int) ([]reseller.Event, error)
	EventsOfKind(ctx context.Context, account int64, kind string, since time.Time, page reseller.Page) ([]reseller.Event, error)
	Acknowledged(ctx context.Context, account int64) (int64, error)
	AcknowledgeEvents(ctx context.Context, account, upTo int64) error
}

// Access is what actions read and change of accounts, their tokens and their webhooks.
type Access interface {
	Account(ctx context.Context, id int64) (reseller.Account, error)
	ChangeAccount(ctx context.Context, id int64, by reseller.Actor, detail string, apply func(*reseller.Account) error) (reseller.Account, error)

	NoticeChoices(ctx context.Context, account int64) ([]reseller.NoticeChoice, error)
	ChangeNoticeChoices(ctx context.Context, account int64, changes []reseller.NoticeChange, by reseller.Actor) error
	SearchMails(ctx context.Context, q reseller.MailSearch) ([]reseller.Mail, error)
	SearchAudit(ctx context.Context, q reseller.AuditSearch) ([]reseller.AuditRecord, error)
	OwnPeople(ctx context.Context, account int64, emails []string) (own, staff map[string]bool, err error)
	OwnPeopleNow(ctx context.Context, account int64) ([]string, error)

	Tokens(ctx context.Context, account int64) ([]reseller.Token, error)
	Token(ctx context.Context, account, id int64) (reseller.Token, error)
	AddToken(ctx context.Context, t reseller.Token, hash string, by reseller.Actor) (reseller.Token, error)
	AddSealedToken(ctx context.Context, t reseller.SealedToken, hash string, by reseller.Actor) (reseller.Token, error)
	ChangeToken(ctx context.Context, account, id int64, by reseller.Actor, apply func(*reseller.Token) error) (reseller.Token, error)
	SetTokenCap(ctx context.Context, account, id int64, most *int64, by reseller.Actor, check func(reseller.Token) error) (reseller.Token, error)
	Spending(ctx context.Context, account int64) (reseller.DaySpending, error)
	SpendCaps(ctx context.Context, account int64, by reseller.Token) ([]reseller.SpendCap, error)
	RotateToken(ctx context.Context, old int64, t reseller.SealedToken, hash string, oldUntil time.Time, by reseller.Actor) (reseller.Token, error)
	RevokeToken(ctx context.Context, account, id int64, by reseller.Actor) error

	Endpoints(ctx context.Context, account int64) ([]reseller.Endpoint, error)
	Endpoint(ctx context.Context, account, id int64) (reseller.Endpoint, error)
	AddEndpoint(ctx context.Context, e reseller.Endpoint, by reseller.Actor) (reseller.Endpoint, error)
	RemoveEndpoint(ctx context.Context, e reseller.Endpoint, by reseller.Actor) error
	RotateEndpoint(ctx context.Context, e reseller.Endpoint, secret []byte, oldUntil time.Time, by reseller.Actor) error
	ChangeEndpoint(ctx context.Context, account, id int64, by reseller.Actor, apply func(*reseller.Endpoint) error) (reseller.Endpoint, error)
	PauseEndpoint(ctx context.Context, e reseller.Endpoint, by reseller.Actor) error
	EnableEndpoint(ctx context.Context, e reseller.Endpoint, by reseller.Actor) error
	SearchDeliveries(ctx context.Context, q reseller.DeliverySearch) ([]reseller.Delivery, error)
	WaitingDeliveries(ctx context.Context, account int64) (map[int64]int64, error)
	PostAgain(ctx context.Context, e reseller.Endpoint, id int64, by reseller.Actor) error
}

// Store is everything that actions need kept.
type Store interface {
	Domains
	Zones
	Templates
	Money
	DomainReads
	InvoiceReads
	Keys
	EventReads
	Access
}

// Operator is what the operator's own business is called and has.
type Operator struct {
	Name        string   // "Nameyard"; in lower case it is who manages the DNS of names on its name servers
	Nameservers []string // in ACE: names get them where a face sends none
	Signs       bool     // zones on them are signed if wished
	SignsNew    bool     // and those of new names without a wish
	Seller      reseller.Seller
	MailMX      string // host name of the mail server of e-mail forwards; "" = none
	AsksTargets bool   // new targets of e-mail forwards are asked before they get mail
}

// Config is what a Service is made of.
type Config struct {
	Store    Store
	Orders   *orders.Service
	Routes   *registry.Routes
	Clock    reseller.Clock
	Log      *slog.Logger
	Version  string
	Operator Operator
	Invoices InvoicePrinter      // prints invoices; without it none may be asked for in a format
	Webhooks WebhookPoster       // without it none may be made or tried
	Key      *reseller.SecretKey // seals v2 keys
	// Refresher compares a name whose data are old with its registry, when Sync asks for it; nil = nothing is.
	Refresher Refresher
	// AnswersDNS says that this server answers for the names itself, and that no other must have a zone before it is published.
	AnswersDNS bool
	// Standing tells how each name server stands with the zone of a name, with its newest serial and whether that is known to be everywhere;
	// nil = nobody follows them here.
	Standing func(name string, serial uint32, everywhere bool) []zone.NameServer
	Made     func(zone.Publication) []zone.Made // what a zone file of a name has that no record says; nil = nothing
	// ZoneText writes what a name has as a zone file; nil = names publish nothing here.
	ZoneText func(zone.Publication) (string, error)
	// MailWay tells what would become of a mail to an address; nil = nobody takes mail here.
	MailWay func(ctx context.Context, address string) (MailWay, error)
}

// Refresher compares names with their registries. It reports whether a row may be another one now.
type Refresher interface {
	Refresh(ctx context.Context, d reseller.Domain) bool
}

// Service carries out actions. It is safe for concurrent use.
type Service struct {
	store    Store
	orders   *orders.Service
	routes   *registry.Routes
	clock    reseller.Clock
	log      *slog.Logger
	version  string
	operator Operator
	invoices InvoicePrinter
	webhooks WebhookPoster
	key      *reseller.SecretKey

	answersDNS bool
	standing   func(string, uint32, bool) []zone.NameServer
	made       func(zone.Publication) []zone.Made
	zoneText   func(zone.Publication) (string, error)
	refresher  Refresher
	mailWay    func(context.Context, string) (MailWay, error)
}

// New makes a Service.
func New(c Config) *Service {
	return &Service{c.Store, c.Orders, c.Routes, c.Clock, c.Log, c.Version, c.Operator, c.Invoices, c.Webhooks, c.Key, c.AnswersDNS, c.Standing, c.Made, c.ZoneText, c.Refresher, c.MailWay}
}

// Call is who asks, and how.
type Call struct {
	Caller   reseller.Caller
	AnswerBy time.Time // wall time until which to wait for an order's end; zero = do not wait
	Key      string    // idempotency key of an order, optional
}

// actor is the caller in audit records.
func (c Call) actor() reseller.Actor {
	return c.Caller.Actor()
}

// Ordered is the result of an action that places an order. The order is there on errors too, once it has been opened.
type Ordered struct {
	Order  reseller.Order
	Notice string // what else whoever ordered should know, for people; "" = nothing
}

// ToAcknowledge gives the order of which the caller has its answer once a face has written it.
func (o Ordered) ToAcknowledge() reseller.Order { return o.Order }

// Acknowledge notes that the caller of an order has received how it stands. A face calls it after the bytes went out, and does
// not call it when the connection broke.
func (s *Service) Acknowledge(o reseller.Order) { s.orders.Acknowledge(o) }
