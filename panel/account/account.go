// Package account is the pages of one reseller: what it has, owes and may change. Each file is one page or one kind of change; the
// table of them is in routes.go.
package account

import (
	"embed"
	"log/slog"

	"nameyard/actions"
	"nameyard/panel/page"
	"nameyard/reseller"
)

//go:embed *.html
var files embed.FS

// Templates are the pages.
var Templates = page.Source{Name: "account", Files: files}

// Pages are the pages of an account.
type Pages struct {
	Actions *actions.Service
	Views   Views
	Acts    Acts
	Clock   reseller.Clock
	Log     *slog.Logger

	PaymentText map[string]string // by language; see panel.Config
	Cards       Cards             // nil = nothing is paid by card
	SellerEmail string
	Bank        reseller.BankAccount // for payments in euros; without an IBAN there is none
}
