package client

import (
	"errors"
	"fmt"
)

// ErrNoAnswer says that no answer came, or none that can be read: it is not known whether the request was carried out.
// Repeat it with the same key, or look.
var ErrNoAnswer = errors.New("no answer from the server; it is not known whether the request was carried out")

// Error is a refusal by the server.
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

// HasCode reports whether err is a refusal with that code.
func HasCode(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// IsPending reports whether err says that the order is under way: its outcome is not known yet and it must not be placed
// again. Sync tells later how it ended.
func IsPending(err error) bool { return HasCode(err, "pending") }

// MayRepeat reports whether the same request may be sent again right away: nothing was done, or its key keeps it from being
// done twice.
func MayRepeat(err error) bool {
	return errors.Is(err, ErrNoAnswer) || HasCode(err, "unavailable") || HasCode(err, "rate_limited")
}
