package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
)

type auditCmd struct {
	List   auditListCmd   `cmd:"" help:"List who did what when, newest first."`
	Verify auditVerifyCmd `cmd:"" help:"Check that the audit log is whole, and print the heads of its chains; exit 1 on a breach."`
}

type auditListCmd struct {
	Account string `env:"NAMEYARD_LIST_ACCOUNT" placeholder:"EMAIL" help:"Only what was done to this account and what is its."`
	Domain  string `env:"NAMEYARD_LIST_DOMAIN" placeholder:"NAME" help:"Only what was done to this name. All that happened to it: domain story."`
	Order   int64  `env:"NAMEYARD_LIST_ORDER" placeholder:"ID" help:"Only what the request did that placed this order, or the operator's word on it."`
	Actor   string `env:"NAMEYARD_LIST_ACTOR" help:"Only what was done by whose name has this in it: \"token 12\", anna."`
	Action  string `env:"NAMEYARD_LIST_ACTION" help:"Only what is recorded as this: domain.hold, credit.deposit, user.sign_in …"`
	Request string `env:"NAMEYARD_LIST_REQUEST" placeholder:"ID" help:"Only what was done by the request with this id, as errors and answers quote it."`
	timeFlags
	pageFlags
}

// auditView is a record of the audit log as it is printed.
type auditView struct {
	ID        int64     `json:"id"`
	At        time.Time `json:"at"`
	Account   string    `json:"account"`
	Actor     string    `json:"actor"`
	Face      string    `json:"face"` // the API: action, rest or v2; empty for the command line and the server itself
	Address   string    `json:"address"`
	RequestID string    `json:"request_id"`
	Action    string    `json:"action"`
	Object    string    `json:"object"`
	Detail    string    `json:"detail"`
	// Changes are what was changed, made or ended, part by part.
	Changes []reseller.AuditChange `json:"changes"`
}

// Run lists records.
func (c *auditListCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		emails, err := operator.Accounts{Store: d.Store}.Emails(ctx)
		if err != nil {
			return err
		}
		choice := operator.AuditChoice{Account: c.Account, Name: c.Domain, Order: c.Order, Actor: c.Actor, Action: c.Action, Request: c.Request, Done: c.between()}
		view := func(r reseller.AuditRecord) auditView {
			return auditView{r.ID, r.At, emails[r.Account], r.Actor, r.Face, r.Address, r.RequestID, r.Action, r.Object, r.Detail, append([]reseller.AuditChange{}, r.Changes...)}
		}
		return listing[reseller.AuditRecord]{
			get: func(page reseller.Page) ([]reseller.AuditRecord, error) {
				choice.Page = page
				return operator.Audit{Store: d.Store}.List(ctx, choice)
			},
			id: func(r reseller.AuditRecord) int64 { return r.ID }, view: func(r reseller.AuditRecord) any { return view(r) },
			columns: "ID AT ACCOUNT ACTOR THROUGH FROM REQUEST ACTION OBJECT DETAIL",
			row: func(r reseller.AuditRecord) []any {
				v := view(r)
				return []any{v.ID, v.At, v.Account, v.Actor, v.Face, v.Address, v.RequestID, v.Action, v.Object, r.Told()}
			},
		}.print(p, c.pageFlags)
	})
}

type auditVerifyCmd struct {
	Head []string `placeholder:"HEAD" help:"A head that was written down before: the log must still lead to it. May be repeated."`
}

// Run follows the chains of the audit log.
func (c *auditVerifyCmd) Run(ctx context.Context, p *program) error {
	return p.withDatabase(ctx, func(d *app.Database) error {
		report, err := operator.Books{Store: d.Store}.VerifyAudit(ctx, c.Head)
		if err != nil {
			return err
		}
		return p.report(report)
	})
}
