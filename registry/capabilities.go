package registry

import (
	"context"
	"time"

	"nameyard/reseller"
)

// The optional capabilities. A connector has one if it implements the interface; where it does not, the action answers
// "not supported".

// Locker sets and lifts clientTransferProhibited.
type Locker interface {
	SetLock(ctx context.Context, clTRID string, name reseller.Name, locked bool) (Receipt, error)
}

// Keeper sets and lifts clientTransferProhibited and clientDeleteProhibited together (RFC 5731 §2.3), as far as each is asked for.
type Keeper interface {
	SetKept(ctx context.Context, clTRID string, name reseller.Name, want reseller.DisputeStatuses) (Receipt, error)
}

// PrivacySetter hides the contacts of a name from the public, or shows them.
type PrivacySetter interface {
	SetPrivacy(ctx context.Context, clTRID string, name reseller.Name, private bool) (Receipt, error)
}

// HostManager keeps child name servers (RFC 5732). The hosts of a name are part of its Registration. Where there are no host objects, only
// those that their own name is delegated to are at the registry, as a part of that (Registration.NoHostObjects).
type HostManager interface {
	CreateHost(ctx context.Context, clTRID string, name reseller.Name, h reseller.Host) (Receipt, error)
	UpdateHost(ctx context.Context, clTRID string, name reseller.Name, h reseller.Host) (Receipt, error)
	DeleteHost(ctx context.Context, clTRID string, name reseller.Name, host string) (Receipt, error)
}

// AuthInfoSetter sets a fresh auth code and gives it back in Receipt.Secret (RFC 9154). It is not kept on our side.
type AuthInfoSetter interface {
	NewAuthCode(ctx context.Context, clTRID string, name reseller.Name) (Receipt, error)
}

// Restorer brings a name back from redemption (RFC 3915 §4.2.5).
type Restorer interface {
	Restore(ctx context.Context, r Restore) (Receipt, error)
}

// Restore brings a name back from redemption.
type Restore struct {
	ClTRID    string
	Name      reseller.Name
	FeeLimit  *Fee
	DeletedAt time.Time // when we deleted it; zero = it is not known to have been deleted by us
}

// Accountable tells as whom the connector acts and where. Two that say the same share their account at a registry, and its message queue.
type Accountable interface {
	Account() string
}

// SameAccount reports whether two connectors share their account at a registry.
func SameAccount(a, b Connector) bool {
	one, tells := a.(Accountable)
	other, too := b.(Accountable)
	return tells && too && one.Account() == other.Account()
}

// Releaser gives a name to another registrar by its tag (.uk, and upstream registrars that push names).
type Releaser interface {
	Release(ctx context.Context, clTRID string, name reseller.Name, tag string) (Receipt, error)
}

// TransferDecider ends pending transfers, ours and those of names that leave (RFC 5730 §2.9.3.4).
type TransferDecider interface {
	CancelTransfer(ctx context.Context, clTRID string, name reseller.Name) (Receipt, error)
	ApproveTransfer(ctx context.Context, clTRID string, name reseller.Name) (Receipt, error)
	RejectTransfer(ctx context.Context, clTRID string, name reseller.Name, reason string) (Receipt, error)
}

// Funds tells what our account at the registry has.
type Funds interface {
	// Balance tells what is left there; nil if the registry has not told, or gives credit without end.
	Balance(ctx context.Context) (*Balance, error)
}

// Balance is what our account at a registry has left to spend, credit that it gives included (RFC 8748 §3.5, §3.6), in minor units.
type Balance struct {
	Amount   int64     `json:"amount"`
	Currency string    `json:"currency"`
	At       time.Time `json:"-"` // when the registry told it, wall time; zero = just now
	// Warn is the amount below which the operator wants to hear of it, besides what waiting orders need.
	Warn int64 `json:"warn,omitempty"`
}

// EffectLog lists what the registry carried out, oldest first, for tests and for verify: the registry's word against ours.
type EffectLog interface {
	Effects(ctx context.Context, after int64, limit int) ([]Effect, error)
}

// Effect is one thing that a registry carried out.
type Effect struct {
	Seq     int64     `json:"seq"`
	At      time.Time `json:"at"`
	ClTRID  string    `json:"cltrid"`  // empty for what the registry did by itself
	Command string    `json:"command"` // create, renew, transfer, restore, delete, update, lock, privacy, host, authcode, release, autorenew, purge …
	Name    string    `json:"name"`
	Expires time.Time `json:"expires"` // expiry after the effect
	Years   int       `json:"years,omitempty"`
	Note    string    `json:"note,omitempty"`
	Pushed  bool      `json:"pushed,omitempty"`  // of a transfer: the other registrar set our tag, when it wanted to
	Credits []Credit  `json:"credits,omitempty"` // what a deletion gave back
}

// Inventory lists what a registry has, for verify: its word on names against ours.
type Inventory interface {
	// Serves reports whether the registry is in charge of a TLD (without a leading dot).
	Serves(tld string) bool
	// Registrations lists names in bytewise order, after one ("" = from the first), at most limit, with all that their sponsor
	// sees. Those of other registrars may be among them. Nothing happens by it: what is due by the clock stays undone.
	Registrations(ctx context.Context, after string, limit int) ([]Registration, error)
}

// Prober tries a connection of its own, for the operator: what it takes to reach the registry, step by step. The steps that went well are
// given with an error, too.
type Prober interface {
	Probe(ctx context.Context) ([]Step, error)
	// System says what kind of system it is: "test" or "live"; empty if that is not known.
	System() string
}

// Step is one step of a Probe.
type Step struct {
	Name string // "connect", "login" …
	Took time.Duration
}

// PasswordChanger sets another password of ours at the registry, and keeps it where it is read from. Errors are a Refusal and ErrUnreachable
// (nothing is changed) and ErrUnknown: either password may be right, both are tried, and asking again ends the change.
type PasswordChanger interface {
	ChangePassword(ctx context.Context, next string) error
}

// AuthCodeChecker reports whether an auth code is a name's current one, without using it up (RFC 5731 §3.1.2: info with
// authInfo). A wrong code is a Refusal with CodeBadAuthCode.
type AuthCodeChecker interface {
	CheckAuthCode(ctx context.Context, name reseller.Name, code string) error
}
