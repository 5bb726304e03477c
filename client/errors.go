package client

import (
	"errors"
	"fmt"
	"slices"
)

// ErrNoAnswer says that no answer came, or none that can be read: it is not known whether the request was carried out.
// Repeat it with the same key, or look.
var ErrNoAnswer = errors.New("no answer from the server; it is not known whether the request was carried out")

// Error is what the server answers in place of success: a refusal, unless IsOpen reports that the outcome is open.
type Error struct {
	Code      string // stable word such as "insufficient_funds"; the action API's documentation lists them
	Field     string // the parameter at fault, if there is one
	Message   string // for people, never empty
	RequestID string // to ask the operator about
}

// Error gives message and code.
func (e *Error) Error() string {
	if e.Field != "" {
		return fmt.Sprintf("%s (%s: %s)", e.Message, e.Code, e.Field)
	}
	return fmt.Sprintf("%s (%s)", e.Message, e.Code)
}

// HasCode reports whether err is an answer with that code.
func HasCode(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// openCodes are the codes that do not say what became of a request, or becomes of it yet.
var openCodes = []string{"pending", "in_progress", "unavailable", "internal", "rate_limited", "superseded"}

// IsOpen reports whether the request may have been carried out, or may still be, although no success was seen: no answer came, or one that
// leaves it open. Any other error is a refusal, and nothing was done.
func IsOpen(err error) bool {
	var e *Error
	return errors.Is(err, ErrNoAnswer) || errors.As(err, &e) && slices.Contains(openCodes, e.Code)
}

// IsPending reports whether err says that the order is under way: its outcome is not known yet and it must not be placed
// again. Sync tells later how it ended.
func IsPending(err error) bool { return HasCode(err, "pending") }

// MayRepeat reports whether the same request may be sent again right away: nothing was done, or its key keeps it from being
// done twice. Of what is open that is all but an order that is under way, and a change whose place a newer one has taken.
func MayRepeat(err error) bool { return IsOpen(err) && !IsPending(err) && !HasCode(err, "superseded") }
