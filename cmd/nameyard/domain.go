package main

import (
	"context"
	"fmt"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/registry"
	"nameyard/reseller"
)

type domainCmd struct {
	List  domainListCmd  `cmd:"" help:"List names of all accounts, newest first."`
	Show  domainShowCmd  `cmd:"" help:"Show a name: what is kept of it, the registry's view beside it, its orders and invoices."`
	Hold  domainHoldCmd  `cmd:"" changes:"" help:"Have the registry take a name out of the zone (clientHold): nothing under it works any more. --lift puts it back."`
	Move  domainMoveCmd  `cmd:"" changes:"" help:"Have names at another connector from now on, to which you have moved them: by a bulk transfer, a push or a transfer."`
	Story domainStoryCmd `cmd:"" help:"Tell all that happened to a name: requests, attempts, postings, invoices, mails, webhooks, who did what."`
}

// domainView is a name as it is printed.
type domainView struct {
	ID             int64      `json:"id"`
	Name           string     `json:"name"`
	Account        string     `json:"account"`
	State          string     `json:"state"`
	Connector      string     `json:"connector,omitempty"` // at which it is; empty = its row does not say it yet
	RegisteredAt   *time.Time `json:"registered_at"`
	PaidThrough    *time.Time `json:"paid_through"`
	RegistryExpiry *time.Time `json:"registry_expiry"`
	AutoRenew      bool       `json:"auto_renew"`
	Locked         bool       `json:"locked"`
	Nameservers    []string   `json:"nameservers"`
	Reason         string     `json:"reason,omitempty"`
	CreatedAt      time.Time  `json:"created_at"`
	ClosedAt       *time.Time `json:"closed_at"`
}

func viewDomain(d reseller.Domain, emails map[int64]string) domainView {
	return domainView{
		ID: d.ID, Name: d.Name.String(), Account: emails[d.AccountID], State: string(d.State), Connector: d.Connector, RegisteredAt: optional(d.RegisteredAt),
		PaidThrough: optional(d.PaidThrough), RegistryExpiry: optional(d.RegistryExpiry), AutoRenew: d.AutoRenew, Locked: d.Locked,
		Nameservers: append([]string{}, d.Nameservers...), Reason: d.Reason, CreatedAt: d.CreatedAt, ClosedAt: optional(d.ClosedAt),
	}
}

type domainListCmd struct {
	Account       string  `env:"NAMEYARD_LIST_ACCOUNT" placeholder:"EMAIL" help:"Only this account's."`
	Name          string  `env:"NAMEYARD_LIST_NAME" placeholder:"PATTERN" help:"Only this name, or names that a pattern fits: *.se"`
	State         string  `env:"NAMEYARD_LIST_STATE" help:"Only in this state: active, pending_register, pending_transfer, redemption, pending_delete, or one of names that have left: released, transferred_away, deleted, refused, draft."`
	ExpiresBefore instant `env:"NAMEYARD_LIST_EXPIRES_BEFORE" placeholder:"TIME" help:"Only those that are paid until before then: a date (2026-03-01) or a time, UTC."`
	Closed        bool    `env:"NAMEYARD_LIST_CLOSED" help:"Names that have left, too."`
	timeFlags
	pageFlags
}

// Run lists names.
func (c *domainListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
		if err != nil {
			return err
		}
		choice := operator.DomainChoice{
			Account: c.Account, Name: c.Name, State: reseller.DomainState(c.State), ExpiresBefore: time.Time(c.ExpiresBefore), Came: c.between(),
			Closed: c.Closed,
		}
		return listing[reseller.Domain]{
			get: func(page reseller.Page) ([]reseller.Domain, error) {
				choice.Page = page
				return operator.Domains{Store: d.Store}.List(ctx, choice)
			},
			id: func(d reseller.Domain) int64 { return d.ID }, view: func(d reseller.Domain) any { return viewDomain(d, emails) },
			columns: "ID NAME ACCOUNT STATE PAID-THROUGH AUTO-RENEW NAMESERVERS",
			row: func(d reseller.Domain) []any {
				v := viewDomain(d, emails)
				return []any{v.ID, v.Name, v.Account, v.State, v.PaidThrough, v.AutoRenew, v.Nameservers}
			},
		}.print(p, c.pageFlags)
	})
}

type domainShowCmd struct {
	Name string `arg:"" help:"The name, for example example.com."`
	registryFlags
	orderTimes
}

// shownDomainView is a name with what belongs to it.
type shownDomainView struct {
	domainView
	Phase        string            `json:"phase"`
	Holds        []string          `json:"holds"`        // why it is out of the zone: "operator since 2027-03-10: phishing"
	DisputeLock  string            `json:"dispute_lock"` // why it is kept where it is: "since 2027-03-10: court 4711"; "" = it is not
	Verification string            `json:"verification"` // of the holder's data: "none", "needed until 2027-03-10", "done"
	Contacts     reseller.Contacts `json:"contacts"`
	Hosts        []reseller.Host   `json:"child_nameservers"`
	Records      int               `json:"records"`
	Forwards     int               `json:"email_forwards"`
	Registry     *registrationView `json:"registry"`    // null if it did not answer, or was not asked
	Problem      string            `json:"problem"`     // why it did not answer
	Differing    []string          `json:"differences"` // between the registry's view and ours
	Orders       []orderView       `json:"orders"`      // the newest ten
	Invoices     []invoiceView     `json:"invoices"`    // the newest ten
}

// Run shows a name.
func (c *domainShowCmd) Run(ctx context.Context, p *program) error {
	name, err := c.nameOf(c.Name)
	if err != nil {
		return err
	}
	return p.withRegistries(ctx, c.registryFlags, func(d *app.Database, routes *registry.Routes) error {
		shown, err := operator.Domains{Store: d.Store, Routes: routes, Clock: d.Clock}.Show(ctx, name)
		if err != nil {
			return err
		}
		emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
		if err != nil {
			return err
		}
		return p.printDomain(c.view(d, shown, emails))
	})
}

func (c *domainShowCmd) view(d *app.Database, s operator.ShownDomain, emails map[int64]string) shownDomainView {
	v := shownDomainView{
		domainView: viewDomain(s.Domain, emails), Phase: string(s.Phase), Verification: s.Domain.Verification.String(), Holds: holdWords(s.Holds), DisputeLock: keptWords(s.Dispute), Contacts: s.Contacts, Hosts: append([]reseller.Host{}, s.Hosts...),
		Records: s.Records, Forwards: s.Forwards, Differing: []string{}, Orders: []orderView{}, Invoices: []invoiceView{},
	}
	switch {
	case s.RegistryError != nil:
		v.Problem = wordsOf(s.RegistryError)
	case !s.Registry.Name.IsZero():
		seen := viewRegistration(s.Registry)
		v.Registry = &seen
	}
	for _, difference := range s.Differences {
		v.Differing = append(v.Differing, difference.Words)
	}
	for _, o := range s.Orders {
		v.Orders = append(v.Orders, viewOrder(o, emails, c.outlook(d, o)))
	}
	for _, i := range s.Invoices {
		v.Invoices = append(v.Invoices, viewInvoice(i, emails))
	}
	return v
}

func (p *program) printDomain(v shownDomainView) error {
	pairs := []any{
		"domain", v.Name, "id", v.ID, "account", v.Account, "state", v.State, "phase", v.Phase, "connector", v.Connector, "registered", v.RegisteredAt,
		"paid through", v.PaidThrough, "auto-renew", v.AutoRenew, "locked", v.Locked, "name servers", v.Nameservers, "verification", v.Verification,
		"on hold", words(v.Holds), "dispute lock", v.DisputeLock,
		"records", v.Records, "e-mail forwards", v.Forwards, "reason", v.Reason, "closed", v.ClosedAt,
	}
	switch r := v.Registry; {
	case v.Problem != "":
		pairs = append(pairs, "registry", "no answer: "+v.Problem)
	case r != nil:
		pairs = append(pairs, "registry: sponsor", r.Sponsor, "registry: status", words(r.Status), "registry: created", r.Created,
			"registry: expires", r.Expires, "registry: name servers", r.Nameservers)
		if r.Ends != nil {
			pairs = append(pairs, "registry: deactivated", r.Ends.Deactivated, "registry: quarantined", r.Ends.Deleted, "registry: released", r.Ends.Released)
		}
	}
	for _, words := range v.Differing {
		pairs = append(pairs, "DIFFERS", words)
	}
	for _, o := range v.Orders {
		pairs = append(pairs, fmt.Sprintf("order %d", o.ID), fmt.Sprintf("%s, %s, %s %s, %s", o.Kind, o.State, o.Total, o.Currency, moment(o.CreatedAt)))
	}
	for _, i := range v.Invoices {
		pairs = append(pairs, fmt.Sprintf("invoice %s", text(i.Number)), fmt.Sprintf("%s, %s %s, %s", i.Status, i.Total, i.Currency, moment(i.At)))
	}
	return fields(p.out, v, pairs...)
}
