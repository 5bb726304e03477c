// Package staff is the operator's pages. Each file is one page or one kind of change; the table of them is in routes.go.
package staff

import (
	"embed"

	"nameyard/operator"
	"nameyard/panel/page"
	"nameyard/panel/session"
)

//go:embed *.html
var files embed.FS

// Templates are the pages.
var Templates = page.Source{Name: "staff", Files: files}

// Cases are the operator's use cases that the pages call.
type Cases struct {
	Accounts operator.Accounts
}

// Pages are the operator's pages.
type Pages struct {
	Cases
	Keeper session.Keeper
}
