// Package actions holds everything that a caller can ask for: one file per action, one table (table.go). A request is a
// typed value, and so is the result; no HTTP, no wire format and no SQL come near. Faces decode requests, call the action
// and encode the result.
//
// Adding an action: its file here, its line in the table, its codec in each face that offers it, and a golden case.
package actions

import (
	"context"
	"errors"
	"fmt"
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
	ChangeDomain(ctx context.Context, id int64, by reseller.Actor, action string, apply func(*reseller.Domain) error) (reseller.Domain, error)
	DomainOrder(ctx context.Context, domain int64, kinds ...reseller.OrderKind) (reseller.Order, error)
}

// Zones is what actions read and change of what a domain publishes.
type Zones interface {
	Records(ctx context.Context, domain int64) ([]zone.Record, error)
	Forwards(ctx context.Context, domain int64) ([]zone.Forward, error)
	SaveZone(ctx context.Context, domain int64, save zone.Save) error
}

// Money is what actions read of credit and prices.
type Money interface {
	Balance(ctx context.Context, account int64) (reseller.Balance, error)
	Price(ctx context.Context, tld, currency string, op reseller.Operation, years int) (reseller.Price, error)
	Prices(ctx context.Context, currency string) ([]reseller.Price, error)
}

// DomainReads is what actions read of names by id and in pages.
type DomainReads interface {
	ListDomains(ctx context.Context, account int64, f reseller.DomainFilter, after int64, limit int) ([]reseller.Domain, error)
	CountDomains(ctx context.Context, account int64, f reseller.DomainFilter) (int64, error)
	AccountDomain(ctx context.Context, account, id int64) (reseller.Domain, error)
	PurchaseOrders(ctx context.Context, domains []int64) (map[int64]reseller.Order, error)
	LastDone(ctx context.Context, domain int64) (time.Time, error)
	AddDraft(ctx context.Context, account int64, name reseller.Name, by reseller.Actor) (reseller.Domain, error)
}

// InvoiceReads is what actions read of orders and of what they left in the books.
type InvoiceReads interface {
	Order(ctx context.Context, id int64) (reseller.Order, error)
	Entries(ctx context.Context, account, after int64, limit int) ([]reseller.Entry, error)
	Invoices(ctx context.Context, account, after int64, limit int, in ...reseller.InvoiceStatus) ([]reseller.Invoice, error)
	Invoice(ctx context.Context, account int64, number string) (reseller.Invoice, error)
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
	Acknowledged(ctx context.Context, account int64) (int64, error)
	AcknowledgeEvents(ctx context.Context, account, upTo int64) error
}

// Store is everything that actions need kept.
type Store interface {
	Domains
	Zones
	Money
	DomainReads
	InvoiceReads
	Keys
	EventReads
}

// Operator is what the operator's own business is called and has.
type Operator struct {
	Name        string   // "Nameyard"; in lower case it is who manages the DNS of names on its name servers
	Nameservers []string // of the house, in ACE: names get them where a face sends none
	Seller      reseller.Seller
}

// Config is what a Service is made of.
type Config struct {
	Store            Store
	Orders           *orders.Service
	Routes           *registry.Routes
	Clock            reseller.Clock
	Log              *slog.Logger
	Version          string
	Operator         Operator
	InvoiceRenderers map[string]InvoiceRenderer // by format
}

// Service carries out actions. It is safe for concurrent use.
type Service struct {
	store   Store
	desk    *orders.Service
	routes  *registry.Routes
	clock   reseller.Clock
	log     *slog.Logger
	version string
	house   Operator
	papers  map[string]InvoiceRenderer
}

// New makes a Service.
func New(c Config) *Service {
	return &Service{c.Store, c.Orders, c.Routes, c.Clock, c.Log, c.Version, c.Operator, c.InvoiceRenderers}
}

// Call is who asks, and how.
type Call struct {
	Caller   reseller.Caller
	AnswerBy time.Time // wall time until which to wait for an order's end; zero = do not wait
	Key      string    // idempotency key of an order, optional
}

// actor is the caller in audit records.
func (c Call) actor() reseller.Actor {
	return reseller.Actor{Name: fmt.Sprintf("token %d", c.Caller.Token.ID), RequestID: c.Caller.RequestID}
}

// Ordered is the result of an action that places an order. The order is there on errors too, once it has been opened.
type Ordered struct {
	Order reseller.Order
}

// ToAcknowledge gives the order of which the caller has its answer once a face has written it.
func (o Ordered) ToAcknowledge() reseller.Order { return o.Order }

// Acknowledge notes that the caller of an order has received how it stands. A face calls it after the bytes went out, and does
// not call it when the connection broke.
func (s *Service) Acknowledge(o reseller.Order) { s.desk.Acknowledge(o) }

// domain finds a live name in the caller's view.
func (s *Service) domain(ctx context.Context, call Call, name reseller.Name) (reseller.Domain, error) {
	d, err := s.store.Domain(ctx, call.Caller.Account.ID, name)
	if err == nil && d.Removed {
		err = outOfView(d)
	}
	return d, mustBeLive(name, d.State, err)
}

// outOfView is the error of a name that its account has taken out of its view.
func outOfView(d reseller.Domain) error {
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound,
		"%s has been taken out of this account's view; its registration goes on, and %s brings it back", d.Name, reseller.HintRestoreToAccount).In(reseller.PathName)
}

// anyDomain finds a name that the caller has or had.
func (s *Service) anyDomain(ctx context.Context, call Call, name reseller.Name) (reseller.Domain, error) {
	d, err := s.store.Domain(ctx, call.Caller.Account.ID, name)
	return d, notHere(name, err)
}

// mustBeLive turns what the store found of a name into the caller's answer: only live names are there.
func mustBeLive(name reseller.Name, state reseller.DomainState, err error) error {
	if err == nil && !state.Live() {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s is not in this account any more: %s", name, state).In(reseller.PathName)
	}
	return notHere(name, err)
}

func notHere(name reseller.Name, err error) error {
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s is not in this account", name).In(reseller.PathName)
	}
	return err
}

// active finds a name of the caller's that the registry has confirmed, with its TLD's rules: what changes need.
func (s *Service) active(ctx context.Context, call Call, name reseller.Name) (reseller.Domain, reseller.TLD, error) {
	rules, err := s.routes.Rules().Lookup(name.TLD())
	if err != nil {
		return reseller.Domain{}, rules, err
	}
	d, err := s.domain(ctx, call, name)
	if err != nil {
		return d, rules, err
	}
	return d, rules, mustBeActive(d)
}

func mustBeActive(d reseller.Domain) error {
	switch d.State {
	case reseller.DomainActive:
		return nil
	case reseller.DomainPendingRegister, reseller.DomainPendingTransfer:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s is not confirmed by the registry yet; try again when it is active", d.Name).In(reseller.PathName)
	case reseller.DomainRedemption:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s has been deleted; restore it first (%s)", d.Name, reseller.HintRestoreDomain).In(reseller.PathName)
	case reseller.DomainPendingDelete:
		return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, "%s has been deleted and can not be restored any more; it will be free soon", d.Name).In(reseller.PathName)
	}
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s is not in this account any more: %s", d.Name, d.State).In(reseller.PathName)
}

// change places an order that sets something on a domain, and turns anything but its completion into an error.
func (s *Service) change(ctx context.Context, call Call, r orders.Request) (orders.Result, error) {
	r.Caller, r.Key, r.AnswerBy = call.Caller, call.Key, call.AnswerBy
	r.Name = r.Domain.Name
	result, err := s.desk.Change(ctx, r)
	if err != nil {
		return result, err
	}
	return result, orders.Verdict(result.Order)
}

// patchTries bounds how often a patch is made anew because what it patches has changed.
const patchTries = 10

// patch places a change whose wish is made from what the name has now, or from the wish of an unfinished change of its slot.
// make gives the request for a domain row and that wish (nil = none); it runs again if the row has changed meanwhile.
func (s *Service) patch(ctx context.Context, call Call, name reseller.Name, slot string,
	make func(reseller.Domain, reseller.TLD, *reseller.Desired) (orders.Request, error)) (orders.Result, error) {
	for range patchTries {
		d, rules, err := s.active(ctx, call, name)
		if err != nil {
			return orders.Result{}, err
		}
		live, err := s.desk.LiveChange(ctx, d.ID, slot)
		if err != nil {
			return orders.Result{}, err
		}
		var wish *reseller.Desired
		if live != nil {
			wish = &live.Desired
		}
		r, err := make(d, rules, wish)
		if err != nil {
			return orders.Result{}, err
		}
		r.Domain, r.Subject, r.Guarded = &d, slot, true
		result, err := s.change(ctx, call, r)
		if !errors.Is(err, reseller.ErrConflict) {
			return result, err
		}
	}
	return orders.Result{}, reseller.Errorf(reseller.KindConflict, reseller.CodeInProgress, "%s is being changed by other requests at this moment; nothing was done, try again", name)
}

// buy places an order that costs money.
func (s *Service) buy(ctx context.Context, call Call, r orders.Request) (Ordered, error) {
	r.Caller, r.Key, r.AnswerBy = call.Caller, call.Key, call.AnswerBy
	result, err := s.desk.Buy(ctx, r)
	if err != nil {
		return Ordered{result.Order}, err
	}
	return Ordered{result.Order}, orders.Verdict(result.Order)
}

// pendingIsSuccess lets an order that is under way pass: registrations and transfers are expected to take their time.
func pendingIsSuccess(o Ordered, err error) (Ordered, error) {
	if reseller.IsKind(err, reseller.KindPending) {
		return o, nil
	}
	return o, err
}
