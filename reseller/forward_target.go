package reseller

import (
	"strings"
	"time"
)

// TargetState is what the owner of an address says to mail that an account has forwarded there.
type TargetState string

// The states of a target.
const (
	TargetPending  TargetState = "pending"  // has not answered
	TargetVerified TargetState = "verified" // wants it
	TargetRefused  TargetState = "refused"  // does not
)

// ForwardTarget is an address that an account's e-mail forwards lead to, and that is asked before it gets any mail. An address without one
// is not asked: it is the account's own, or was forwarded to before targets were asked.
type ForwardTarget struct {
	ID         int64
	AccountID  int64
	Address    string // in lower case
	Domain     string // the name whose forward brought it in
	State      TargetState
	Asks       int       // how often it was asked by mail
	AskedAt    time.Time // when it last was, business time as all of these; zero = not yet
	ExpiresAt  time.Time // until when the link of that mail can be followed
	AnsweredAt time.Time
}

// TargetAnswerTime is how long the link of a mail to a target can be followed.
var TargetAnswerTime = Days(7)

// Waits reports whether the target may still say yes: it was not asked yet, or its link has not expired.
func (t ForwardTarget) Waits(now time.Time) bool {
	return t.State == TargetPending && (t.ExpiresAt.IsZero() || now.Before(t.ExpiresAt))
}

// Mailbox is the address without dots and what follows a plus in its local part: many servers deliver all of these to one person, who must not
// be asked once for each.
func (t ForwardTarget) Mailbox() string {
	at := strings.LastIndexByte(t.Address, '@')
	if at < 0 {
		return t.Address
	}
	local := t.Address[:at]
	if base, _, extended := strings.Cut(local, "+"); extended && base != "" {
		local = base
	}
	return strings.ReplaceAll(local, ".", "") + t.Address[at:]
}

// TargetLimits bound how many mails strangers get because an account has named them as targets.
type TargetLimits struct {
	Account int // mails for one account in 24 hours
	Mailbox int // mails to one mailbox in 30 days, whoever named it
}
