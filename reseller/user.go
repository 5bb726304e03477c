package reseller

import (
	"errors"
	"net/netip"
	"slices"
	"time"
)

// User is a person who signs in to the panel: one of a reseller's, or one of the operator's staff.
type User struct {
	ID        int64
	AccountID int64  // 0 = the operator's staff
	Email     string // lower case; one user has it
	Role      UserRole
	Language  string // of the pages: "en" or "sv"
	TimeZone  string // IANA name of the zone in which times are shown; "" = UTC
	CreatedAt time.Time
	LastSeen  time.Time // wall time of the last sign-in; zero = never
}

// Staff reports whether the user works for the operator.
func (u User) Staff() bool { return u.Role == UserStaff }

// UserRole says what a user may do.
type UserRole string

// The roles. Staff is the operator's, the others belong to an account.
const (
	UserOwner    UserRole = "owner"
	UserAdmin    UserRole = "admin"
	UserBilling  UserRole = "billing"
	UserReadOnly UserRole = "readonly"
	UserStaff    UserRole = "staff"
)

// UserRoles lists every role.
var UserRoles = []UserRole{UserOwner, UserAdmin, UserBilling, UserReadOnly, UserStaff}

// Right is one thing that a role may allow.
type Right string

// The rights. The first four are what scopes are for tokens.
const (
	RightRead     Right = "read"     // look at whatever is the account's
	RightManage   Right = "manage"   // change names in ways that cost nothing
	RightSpend    Right = "spend"    // order what costs money
	RightRelease  Right = "release"  // let names leave
	RightMoney    Right = "money"    // pay in, choose how it is warned of low credit
	RightCaps     Right = "caps"     // bound what may be spent in a day, and be told when the credit falls
	RightSettings Right = "settings" // tokens, webhooks and notices
	RightTeam     Right = "team"     // the account's users
	RightOperate  Right = "operate"  // the operator's pages
	RightSelf     Right = "self"     // the user's own sign-in and language: everybody who is signed in
)

// rights are what each role allows, beside RightSelf.
var rights = map[UserRole][]Right{
	UserOwner:    {RightRead, RightManage, RightSpend, RightRelease, RightMoney, RightCaps, RightSettings, RightTeam},
	UserAdmin:    {RightRead, RightManage, RightSpend, RightRelease, RightCaps, RightSettings},
	UserBilling:  {RightRead, RightMoney, RightCaps},
	UserReadOnly: {RightRead},
	UserStaff:    {RightOperate},
}

// May reports whether the role allows something.
func (r UserRole) May(right Right) bool {
	allowed, known := rights[r]
	return known && (right == RightSelf || slices.Contains(allowed, right))
}

// Scopes are what the role allows of what tokens may do.
func (r UserRole) Scopes() []Scope {
	var all []Scope
	for _, s := range Scopes {
		if r.May(Right(s)) {
			all = append(all, s)
		}
	}
	return all
}

// Session is a user's stay in the panel, from signing in to signing out. All times are wall times.
type Session struct {
	Hash      string // HashToken of what the browser holds
	UserID    int64
	ViewAs    int64     // the account whose pages staff looks at, without changing anything; 0 = none
	CreatedAt time.Time // when the user signed in
	SeenAt    time.Time // of the last request, to the minute
	ProvedAt  time.Time // when the user last proved who it is
	Address   string    // that it was begun from; "" = not known
	BegunFrom string    // Hash of the session of staff that looks at an account; "" of others
	Ways      Ways      // as they were when the session was found
}

// Ways are by what a user can prove who it is. Who has none is signed in by a link: the last one is taken away together with all sessions, or not at all.
type Ways struct{ Passkey, Password bool }

// Any reports whether there is one.
func (w Ways) Any() bool { return w.Passkey || w.Password }

// Making is from where a user makes something to sign in by.
type Making struct {
	Session string   // Hash of the session
	Next    *Session // of a user who has nothing yet to sign in by: the session as it goes on, under another token; nil = there is something, which was proved
}

// Stays is the Hash of the session that goes on.
func (m Making) Stays() string {
	if m.Next != nil {
		return m.Next.Hash
	}
	return m.Session
}

// Stay is a session as what is done by it is bound to it: a fresh proof puts another session in its place, and the stay goes on. The zero Stay is nobody's.
type Stay struct {
	User    int64     // 0 = nobody
	Account int64     // of the user; 0 = the operator's staff
	Began   time.Time // Session.CreatedAt
}

// Stay is the stay of a user that a session is of.
func (n Session) Stay(u User) Stay { return Stay{User: u.ID, Account: u.AccountID, Began: n.CreatedAt} }

// ErrSignedOut says that the person who would have done something is signed in no more: signed out, removed, or with another role since. Nothing was done.
var ErrSignedOut = errors.New("who asks is signed in no more; nothing was done")

// Proof is by what a user has proved who it is, one of these. It is worth something only while that stands.
type Proof struct {
	Passkey  int64  // id of the passkey that has signed
	Password string // Hash of the password
	Session  string // Hash of the session from which another one begins
}

// String says by what, for audit records.
func (p Proof) String() string {
	switch {
	case p.Passkey != 0:
		return "passkey"
	case p.Password != "":
		return "password"
	}
	return "session"
}

// SignInLink is a link that signs a user in once.
type SignInLink struct {
	Hash   string // HashToken of what the link holds
	UserID int64
	Until  time.Time // wall time
}

// Passkey is a credential of WebAuthn that a user signs in with. Only its public half is known here.
type Passkey struct {
	ID         int64
	UserID     int64
	Hash       string // HashToken of the credential's own id
	Name       string // what the user calls it
	Credential []byte // JSON
	CreatedAt  time.Time
	LastUsed   time.Time // wall time; zero = never
}

// Password is what a user signs in by where there is no passkey: a password together with a code that changes (TOTP, RFC 6238).
type Password struct {
	UserID int64
	Hash   string // Argon2id, in the form of the PHC
	TOTP   []byte // the secret of the codes, sealed for TOTPPurpose
	Step   int64  // of the last code that was used: it and those before are good no more
	SetAt  time.Time
}

// PasswordAsk is somebody who has said that a password is forgotten.
type PasswordAsk struct {
	Email     string    // in lower case; perhaps nobody's
	AskedAt   time.Time // wall time
	From      netip.Addr
	RequestID string
}

// PasswordReset sets another password by a link that was mailed and a code: of TOTP, or a recovery code.
type PasswordReset struct {
	Link     string // HashToken of what the link holds
	Hash     string // of the new password, as in Password
	Step     int64  // of the code of TOTP; one that was used before, such as 0, is not good
	Recovery string // HashToken of the recovery code; "" = it is by TOTP
}

// ErrCodeSpent says that a code is not a user's, or was used before.
var ErrCodeSpent = errors.New("the code is not good, or was used before")

// ErrLastOwner says that a user is the last who could change the team: an owner, or one of the operator's staff.
var ErrLastOwner = errors.New("nobody else who has signed in may change the team")
