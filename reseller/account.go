package reseller

import (
	"net/netip"
	"slices"
	"strconv"
	"time"
)

// Account is one reseller: it holds prepaid credit in one currency and owns domains.
type Account struct {
	ID             int64
	Email          string // the credential's public half (authemail), stored lower case
	Name           string
	Currency       string // ISO 4217; an account buys only in its own currency
	TaxRatePPM     int64  // tax added per line, parts per million (250000 = 25 %)
	ReplayWindow   time.Duration
	Language       string // of notices: "en" or "sv"
	PriceGroup     string // whose prices it pays where it has none of its own; "" = it is in none
	Disabled       bool
	DisabledReason string   // why it is disabled; "" = nobody said, or it is not
	VATNumber      string   // of the reseller, for its invoices; "" = none is known
	BillingAddress string   // of the reseller, for its invoices: lines, without its name; "" = none is known
	DefaultContact *Contact // used where a face sends no contacts
	SpendCap       *int64   // most that its callers may spend on a UTC day, in minor units; nil = no cap
	CreditFloor    *int64   // it is told when its available credit falls below, in minor units; nil = never
	CreatedAt      time.Time
	ClosedAt       time.Time // zero = open
}

// Languages are those that notices and invoices are written in.
var Languages = []string{"en", "sv"}

// CheckLanguage refuses a language that is none of Languages.
func CheckLanguage(language string) error {
	if slices.Contains(Languages, language) {
		return nil
	}
	return Invalid(PathLanguage, "%.40q is not a language that is spoken here: use en or sv", language)
}

// Closed reports whether the account was closed: nothing is left in it, and nothing comes into it.
func (a Account) Closed() bool { return !a.ClosedAt.IsZero() }

// ErrClosed is the refusal of a closed account's callers, and of what would bring something into it.
func ErrClosed() *Error {
	return Errorf(KindForbidden, CodeForbidden, "the account is closed; nothing was done: ask the operator to open it again")
}

// ShutOut gives why the account lets nobody in, if it does not: it is closed, or disabled.
func (a Account) ShutOut() error {
	switch {
	case a.Closed():
		return ErrClosed()
	case a.Disabled:
		return Errorf(KindForbidden, CodeForbidden, "the account is disabled; nothing was done: ask the operator")
	}
	return nil
}

// TokenKind says which face a credential opens.
type TokenKind string

// The kinds of credentials. A v2 key is kept encrypted because its scheme needs the key itself; an api token is hashed.
const (
	TokenAPI TokenKind = "api"
	TokenV2  TokenKind = "v2"
)

// Scope limits what a token may do. An empty list of scopes allows everything.
type Scope string

// The scopes. Read looks, manage changes what costs nothing, spend costs money, release lets a name leave: by its auth code, by tag,
// by an approved transfer, by deletion.
const (
	ScopeRead    Scope = "read"
	ScopeManage  Scope = "manage"
	ScopeSpend   Scope = "spend"
	ScopeRelease Scope = "release"
)

// Scopes lists every scope, in order of weight.
var Scopes = []Scope{ScopeRead, ScopeManage, ScopeSpend, ScopeRelease}

// ParseScope reads the word for a scope: of Scopes, or "part", which release was called once. Tokens are stored with either.
func ParseScope(word string) (Scope, bool) {
	if word == "part" {
		return ScopeRelease, true
	}
	return Scope(word), slices.Contains(Scopes, Scope(word))
}

// Token is a credential of an account. The secret itself is shown once, when it is made, and never kept.
type Token struct {
	ID        int64
	AccountID int64
	Name      string
	Kind      TokenKind
	Scopes    []Scope
	CIDRs     []netip.Prefix // addresses it may be used from; empty = anywhere
	ExpiresAt time.Time      // wall time; zero = never
	RevokedAt time.Time
	LastUsed  time.Time
	UsedFrom  netip.Addr // where it was last used from; the zero address if it never was
	CreatedAt time.Time
	SpendCap  *int64 // most that it may spend on a UTC day, in minor units; nil = no cap of its own
	Budget    int64  // id of the first of the tokens that took one another's place: they spend together
}

// TokenUse is when a token was used, wall time, and from where.
type TokenUse struct {
	At   time.Time
	From netip.Addr
}

// SealedToken is a credential whose secret the server must be able to read again: a v2 key. Sealed is what SecretKey.Seal
// made of the secret for the purpose that V2KeyPurpose names.
type SealedToken struct {
	Token
	Sealed []byte
}

// V2KeyPurpose is what a v2 key of an account is sealed for: moved to another account it cannot be opened.
func V2KeyPurpose(account int64) string { return V2KeyPurposeOf(strconv.FormatInt(account, 10)) }

// V2KeyPurposeOf is V2KeyPurpose for an account's id in decimal.
func V2KeyPurposeOf(account string) string { return "v2 key of account " + account }

// Allows reports whether the token covers a scope.
func (t Token) Allows(s Scope) bool {
	if len(t.Scopes) == 0 {
		return true
	}
	for _, have := range t.Scopes {
		if have == s {
			return true
		}
	}
	return false
}

// Usable reports whether the token may be used at a wall time from an address.
func (t Token) Usable(wall time.Time, from netip.Addr) bool { return t.Live(wall) && t.Welcomes(from) }

// Live reports whether the token has been neither revoked nor has expired at a wall time.
func (t Token) Live(wall time.Time) bool {
	return t.RevokedAt.IsZero() && (t.ExpiresAt.IsZero() || wall.Before(t.ExpiresAt))
}

// Welcomes reports whether the token may be used from an address.
func (t Token) Welcomes(from netip.Addr) bool {
	if len(t.CIDRs) == 0 {
		return true
	}
	for _, p := range t.CIDRs {
		if p.Contains(from.Unmap()) {
			return true
		}
	}
	return false
}

// Caller is an authenticated account with what its credential allows.
type Caller struct {
	Account   Account
	Token     Token
	User      User // who signed in to the panel; its token has no ID, and the scopes of the role
	Stay      Stay // of that user
	RequestID string
	Face      string // the API that was called, see Actor
	From      netip.Addr
	Arrived   time.Time // wall time of the request's arrival; answers are due within 25 s of it
}

// Itself reports whether nobody calls, but the server by itself.
func (c Caller) Itself() bool { return c.Token.ID == 0 && c.User.ID == 0 }
