// Package staff is the operator's pages. Each file is one page or one kind of change; the table of them is in routes.go.
package staff

import (
	"context"
	"embed"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/session"
	"nameyard/reseller"
)

//go:embed *.html
var files embed.FS

// Templates are the pages.
var Templates = page.Source{Name: "staff", Files: files}

// Cases are the operator's use cases that the pages call.
type Cases struct {
	Accounts   operator.Accounts
	Credit     operator.Credit
	Payments   operator.Payments
	Tokens     operator.Tokens
	Users      operator.Users
	Mails      operator.Mails
	Domains    operator.Domains
	Moves      operator.Move
	Orders     operator.Orders
	Stories    operator.Stories
	Invoices   operator.Invoices
	Prices     operator.Prices
	Registries operator.Registries
	Audit      operator.Audit
	// NameServers are those that take zones from us, as this server knows them.
	NameServers operator.DNS
	Rules       reseller.TLDs // split what was typed into a name and its TLD

	// Jobs tells how what happens by the clock has gone.
	Jobs func(context.Context) (operator.JobList, error)
	// Starter runs them.
	Starter *operator.JobStarter
	// Health tells what the database knows of the installation, Trouble what is wrong with it now, and Status what this server knows of itself.
	Health  operator.Health
	Trouble func(context.Context) ([]Trouble, error)
	Status  func(context.Context) (Status, error)
}

// Pages are the operator's pages.
type Pages struct {
	Cases
	Keeper session.Keeper
}
