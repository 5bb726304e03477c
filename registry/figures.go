package registry

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// Exchange is one command that a connector has sent, and how it went.
type Exchange struct {
	Command string // create, renew, info …; of EPP the verb (RFC 5730 §2.9)
	Outcome Outcome
	Took    time.Duration // wall time until the answer, or until it was given up
	Problem string        // why there is no answer, in the connection's or the registry's words; "" = there is one
}

// Outcome says in one word how a command went.
type Outcome string

// The outcomes of commands.
const (
	OutcomeDone        Outcome = "done"
	OutcomePending     Outcome = "pending" // code 1001
	OutcomeRefused     Outcome = "refused"
	OutcomeNoFunds     Outcome = "no_funds"
	OutcomeBusy        Outcome = "busy" // it takes no more sessions of ours for now
	OutcomeUnknown     Outcome = "unknown"
	OutcomeUnreachable Outcome = "unreachable"
)

// Answered reports whether the registry is there: it has answered, whatever it said.
func (o Outcome) Answered() bool { return o != OutcomeUnknown && o != OutcomeUnreachable }

// OutcomeOf tells how a command went from its result code and error.
func OutcomeOf(code int, err error) Outcome {
	_, refused := AsRefusal(err)
	switch {
	case refused, errors.Is(err, ErrNoSuchName):
		return OutcomeRefused
	case errors.Is(err, ErrNoFunds):
		return OutcomeNoFunds
	case errors.Is(err, ErrBusy):
		return OutcomeBusy
	case errors.Is(err, ErrUnreachable):
		return OutcomeUnreachable
	case err != nil:
		return OutcomeUnknown
	case code == CodePending:
		return OutcomePending
	}
	return OutcomeDone
}

// Observed lets somebody see the commands of a connector: the one who asked last.
type Observed interface {
	Observe(see func(Exchange))
}

// Observer is who sees the commands of a connector, if anybody does. The zero value is ready to use.
type Observer struct {
	see atomic.Pointer[func(Exchange)]
}

// Observe lets somebody see the commands from now on.
func (o *Observer) Observe(see func(Exchange)) { o.see.Store(&see) }

// Saw tells of a command that was begun at a time and has ended now.
func (o *Observer) Saw(command string, begun time.Time, code int, err error) {
	if see := o.see.Load(); see != nil {
		x := Exchange{Command: command, Outcome: OutcomeOf(code, err), Took: time.Since(begun)}
		if !x.Outcome.Answered() {
			x.Problem = err.Error()
		}
		(*see)(x)
	}
}

// Sessions are the connections of a connector that keeps some.
type Sessions struct {
	Open      int       // logged in, at work or idle
	LastLogin time.Time // zero = none has worked yet
}

// SessionKeeper tells of its sessions.
type SessionKeeper interface {
	Sessions() Sessions
}

// Queue tells how many messages wait at the registry, as far as is known: asking does not fetch one.
type Queue interface {
	Waiting(ctx context.Context) (int, error)
}
