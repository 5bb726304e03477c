// Package panel is the web pages of resellers (below /panel/) and of the operator's staff (below /operator/). It calls actions and
// the operator's use cases as the other faces do, and has no SQL and no rule of its own. Every page is a GET whose state is in the
// URL, every change a POST that sends the browser on, and all of it works without script.
//
// README.md beside this file says how to add a page.
package panel

import (
	"context"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/panel/account"
	"nameyard/panel/entry"
	"nameyard/panel/page"
	"nameyard/panel/passkey"
	"nameyard/panel/password"
	"nameyard/panel/session"
	"nameyard/panel/staff"
	"nameyard/panel/team"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// People is where users and their sessions are kept.
type People interface {
	session.People
	entry.People
	passkey.Keys
	password.People
	account.Views
	account.Acts
}

// Mails writes the mails about what people sign in by (notices.Service).
type Mails interface {
	password.Mails
	passkey.Mails
}

// Config is what a Panel is made of. All of it is required but Brand, Look, PaymentText, Bank, Cards, SellerEmail and Version.
type Config struct {
	Actions *actions.Service
	People  People
	Clock   reseller.Clock
	Key     *reseller.SecretKey // seals the secrets of codes, and forms that wait for a proof
	Mails   Mails
	Log     *slog.Logger
	Brand   string // what the operator's business is called; "" = Nameyard
	Look    Look
	// PaymentText is how credit is paid in, in the operator's words: plain text by language, "en" or "sv". Where one of them is empty,
	// the other is shown, and without either the page says whom to ask.
	PaymentText map[string]string
	// Bank is the account that credit in euros is paid in to; without an IBAN none is shown.
	Bank        reseller.BankAccount
	Cards       account.Cards
	SellerEmail string      // where the operator's business is asked; "" = not told
	Staff       staff.Cases // what the operator can do
	Version     string      // of the program; "" = not told
}

// Panel answers requests for pages. It is safe for concurrent use.
type Panel struct {
	actions *actions.Service
	clock   reseller.Clock
	log     *slog.Logger
	brand   string
	askAt   string
	version string
	assets  *page.Assets
	keeper  session.Keeper
	pages   *page.Pages
	packer  page.Packer
	routes  []visit.Route
	foreign *http.CrossOriginProtection
	key     *reseller.SecretKey
	doors   entry.Pages
}

// New makes a Panel.
func New(c Config) (*Panel, error) {
	if c.Actions == nil || c.People == nil || c.Clock == nil || c.Key == nil || c.Mails == nil || c.Log == nil {
		return nil, errors.New("panel: Actions, People, Clock, Key, Mails and Log are required")
	}
	p := &Panel{
		actions: c.Actions, clock: c.Clock, log: c.Log, brand: c.Brand, keeper: session.Keeper{People: c.People, Clock: c.Clock}, foreign: http.NewCrossOriginProtection(),
		key: c.Key, askAt: c.SellerEmail, version: c.Version,
	}
	if p.brand == "" {
		p.brand = "Nameyard"
	}
	var err error
	if p.assets, err = page.NewAssets(c.Look); err != nil {
		return nil, err
	}
	if p.pages, err = page.New(entry.Templates, account.Templates, staff.Templates, team.Templates); err != nil {
		return nil, err
	}
	p.doors = entry.Pages{
		Keeper: p.keeper, People: c.People, Passkeys: passkey.Ceremonies{Keys: c.People, Mails: c.Mails, Clock: c.Clock, Brand: p.brand},
		Passwords: password.New(c.People, c.Mails, c.Clock, c.Key, p.brand),
	}
	p.routes = append(p.routes, p.doors.Routes(resellers)...)
	p.routes = append(p.routes, p.doors.Routes(operators)...)
	p.routes = append(p.routes, account.Pages{
		Actions: c.Actions, Views: c.People, Acts: c.People, Clock: c.Clock, Log: c.Log, PaymentText: c.PaymentText, SellerEmail: c.SellerEmail, Bank: c.Bank, Cards: c.Cards,
	}.Routes()...)
	teams := team.Pages{Users: c.Staff.Users}
	p.routes = append(p.routes, teams.Routes(resellers, reseller.RightTeam)...)
	p.routes = append(p.routes, teams.Routes(operators, reseller.RightOperate)...)
	p.routes = append(p.routes, staff.Pages{Cases: c.Staff, Keeper: p.keeper}.Routes()...)
	return p, nil
}

// The sides of the panel: where its pages begin.
const (
	resellers = "/panel"
	operators = "/operator"
)

// Sides are both.
var Sides = []string{resellers, operators}

// Routes is every page and every change.
func (p *Panel) Routes() []visit.Route { return p.routes }

// Route is one page, or one change.
type Route = visit.Route

// Look is how the operator's business shows itself on the pages.
type Look = page.Look

// Name is what audit records and orders call this face.
const Name = visit.Face

// AssetPrefix is where style, script, icons and font are, below each side: AssetPrefix, version, name.
const AssetPrefix = page.AssetPrefix

// ServeAsset answers a request for one of those files. It reports false if there is no such file.
func (p *Panel) ServeAsset(w http.ResponseWriter, r *http.Request, version, name string) bool {
	return p.assets.Serve(w, r, version, name)
}

// Inside reports whether a URL path belongs to the panel, and gives it as the routes have it: with a slash at the end.
func Inside(path string) (place string, ok bool) {
	for _, side := range Sides {
		if rest, found := strings.CutPrefix(path, side); found && (rest == "" || rest[0] == '/') {
			return strings.TrimSuffix(path, "/") + "/", true
		}
	}
	return "", false
}

// ForOperators reports whether a URL path belongs to the operator's pages.
func ForOperators(path string) bool {
	return path == operators || strings.HasPrefix(path, operators+"/")
}

// sideOf is the side that a path of the panel belongs to.
func sideOf(path string) string {
	if ForOperators(path) {
		return operators
	}
	return resellers
}

// Request is one request as the server knows it.
type Request struct {
	HTTP     *http.Request
	Params   map[string]string
	ID       string
	From     netip.Addr
	Arrived  time.Time // wall time
	AnswerBy time.Time // wall time
	// Body reads the body, if it has at most so many bytes; signedIn says that its sender is
	// known, whose body does not wait for those of strangers. Its errors are told.
	Body func(most int64, signedIn bool) ([]byte, error)
	// Admit counts the request of an account that is signed in; an error of it is told. May be nil.
	Admit func(context.Context, *reseller.Caller) error
}

// Outcome is what the server logs of a request.
type Outcome struct {
	Account int64
	Err     error // what went wrong; it has been told already
}

// ErrorPage is a page for what goes wrong before a page is asked: a body that is too large, a path that is not there on this address.
func ErrorPage(e *reseller.Error, requestID string) []byte {
	return []byte("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Error</title></head><body><main><h1>That did not work</h1><p>" +
		html.EscapeString(e.Words) + "</p><p>Request " + html.EscapeString(requestID) + "</p></main></body></html>")
}

// Status is the HTTP status of an error.
func Status(e *reseller.Error) int {
	switch e.Kind {
	case reseller.KindUnauthorized:
		return http.StatusUnauthorized
	case reseller.KindForbidden:
		return http.StatusForbidden
	case reseller.KindNotFound:
		return http.StatusNotFound
	case reseller.KindInternal:
		return http.StatusInternalServerError
	case reseller.KindUnavailable:
		return http.StatusServiceUnavailable
	case reseller.KindLimited:
		return http.StatusTooManyRequests
	case reseller.KindConflict, reseller.KindPending:
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}
