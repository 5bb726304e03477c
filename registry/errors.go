package registry

import (
	"errors"
	"fmt"
)

// EPP result codes that Nameyard acts on (RFC 5730 §3).
const (
	CodeDone               = 1000
	CodePending            = 1001
	CodeUse                = 2002
	CodeParameterMissing   = 2003
	CodeParameterPolicy    = 2306
	CodeParameterRange     = 2004
	CodeBilling            = 2104
	CodeNotRenewable       = 2105
	CodeNotTransferable    = 2106
	CodeAuthorization      = 2201
	CodeBadAuthCode        = 2202
	CodePendingTransfer    = 2300
	CodeNotPendingTransfer = 2301
	CodeExists             = 2302
	CodeNoObject           = 2303
	CodeStatusProhibits    = 2304
	CodeAssociation        = 2305
	CodeUnimplemented      = 2102
	CodeFailed             = 2400
)

// ErrUnknown marks a command whose outcome is not known: the answer was lost or never came. It is never a refusal.
var ErrUnknown = errors.New("outcome unknown")

// ErrUnreachable marks a command that certainly never left us.
var ErrUnreachable = errors.New("registry unreachable")

// ErrNoFunds comes with ErrUnreachable: our account at the registry has not enough money for a command, so it was not carried out. The
// order waits; the operator has to pay.
var ErrNoFunds = errors.New("our account at the registry has not enough money")

// ErrBusy comes with ErrUnreachable: the registry is there, and takes no further session of ours for the time being (RFC 5730 §3, code 2502).
var ErrBusy = errors.New("the registry takes no more sessions of ours for now")

// ErrNotTold comes with ErrUnknown: the registry is there and has answered a question about one object, but not with what was asked (2400).
// Other questions it may well answer.
var ErrNotTold = errors.New("the registry does not say")

// ErrNoSuchName is the answer of Info for a name that is not registered (code 2303).
var ErrNoSuchName = errors.New("no such name")

// Refusal is the registry's no. The command had no effect.
type Refusal struct {
	Code   int    // EPP result code
	Words  string // the registry's own words
	SvTRID string // the registry's transaction id; "" = it is a rule of ours
}

// Error gives words and code.
func (r *Refusal) Error() string { return fmt.Sprintf("%s (%d)", r.Words, r.Code) }

// Refuse makes a Refusal.
func Refuse(code int, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Words: fmt.Sprintf(format, args...)}
}

// AsRefusal finds the registry's no in err. A no to a question on the way is none to the command: what was never sent, or whose outcome is
// not known, has not been refused, whatever else is in err.
func AsRefusal(err error) (*Refusal, bool) {
	var r *Refusal
	if !errors.As(err, &r) || leavesOpen(err) {
		return nil, false
	}
	return r, true
}

// RefusedWith reports whether err is the registry's no with a code.
func RefusedWith(err error, code int) bool {
	no, is := AsRefusal(err)
	return is && no.Code == code
}
