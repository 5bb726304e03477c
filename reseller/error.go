package reseller

import (
	"cmp"
	"errors"
	"fmt"
)

// Kind says what sort of trouble an Error is. Each face turns kinds into its own status with one table.
type Kind string

// The kinds of error. A face must handle each of them.
const (
	KindInvalid      Kind = "invalid"      // a parameter is missing or wrong; nothing was done
	KindUnauthorized Kind = "unauthorized" // the credentials are not accepted
	KindForbidden    Kind = "forbidden"    // the caller may not do this
	KindNotFound     Kind = "not_found"    // no such thing in this account
	KindConflict     Kind = "conflict"     // the state of the thing does not allow it
	KindFunds        Kind = "funds"        // the account's credit does not cover it
	KindRefused      Kind = "refused"      // the registry said no; nothing was charged
	KindUnsupported  Kind = "unsupported"  // the TLD or its registry has no such feature
	KindPending      Kind = "pending"      // under way; the outcome is not known yet
	KindLimited      Kind = "limited"      // too many requests, or too much in a time
	KindUnavailable  Kind = "unavailable"  // a part that we depend on does not answer; try again
	KindInternal     Kind = "internal"     // our fault; the cause is in the log
)

// Stable codes that clients may test for. They never change once published.
const (
	CodeInvalidParameter   = "invalid_parameter"
	CodeMissingParameter   = "missing_parameter"
	CodeAmbiguousParameter = "ambiguous_parameter"
	CodeUnauthorized       = "unauthorized"
	CodeForbidden          = "forbidden"
	CodeNotFound           = "not_found"
	CodeUnknownAction      = "unknown_action"
	CodeUnsupportedTLD     = "unsupported_tld"
	CodeNotSupported       = "not_supported"
	CodeNotAvailable       = "not_available"
	CodeInProgress         = "in_progress"
	CodePending            = "pending"
	CodeSuperseded         = "superseded"
	CodeBadState           = "bad_state"
	CodeLocked             = "locked"
	CodeFunds              = "insufficient_funds"
	CodeNoPrice            = "no_price"
	CodeRefundLimit        = "refund_limit"        // the deletion would be refunded, and the month's limit is reached
	CodeZoneHistoryLimit   = "zone_history_limit"  // the save would go beyond what the history of zones may take in the day
	CodeDayLimit           = "day_limit"           // the account has done what it may do in the day without paying, or a spend cap is reached
	CodePreconditionFailed = "precondition_failed" // the set is another than the caller believes
	CodePriceChanged       = "price_changed"
	CodeExpiryMismatch     = "expiry_mismatch"
	CodeKeyReused          = "idempotency_key_reused"
	CodeAuthCode           = "invalid_auth_code"
	CodeRefused            = "registry_refused"
	CodeUnavailable        = "unavailable"
	CodeRateLimited        = "rate_limited"
	CodeTooLarge           = "too_large"
	CodeRestoring          = "restoring"
	CodeNeedsOperator      = "needs_operator"         // of an order that is not decided: its operator must
	CodeRegistryPaused     = "registry_paused"        // of an order that waits: the operator lets nothing be changed at its registry
	CodeVerification       = "waits_for_verification" // of a renewal that waits: the registry wants the holder verified first
	CodeRegistryWaits      = "waits_for_registry"     // of an order that waits: the registry takes it once the operator has paid there
	CodeInternal           = "internal"
)

// Error is an error that a caller may read. It speaks no face's language: Field is a path of the nouns, and where Words name a
// part of the request or an action, Errorf was given a Path or a Hint there. Spelled puts both into a face's own names.
type Error struct {
	Kind  Kind
	Code  string // stable word, one of the Code constants
	Field Path   // the part of the request at fault; empty if none
	Param string // that part as the face that answers calls it; set by Spelled, and by faces for parameters of their own
	Hint  Hint   // the action that mends it; empty if none
	Words string // what is wrong and what to do, for people; never empty
	Order int64  // the order it speaks of, 0 if none
	Cause error  // hidden

	// Also are further faults of the same request, found at the same time (see Faults). Faces that can tell one fault tell this one.
	Also []*Error

	format string // of Words, with what they speak of; empty once they are spelled
	parts  []any
	spells bool // parts of Words are what faces call in their own way
}

// Error gives kind, words and cause, for logs.
func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Words, e.Cause)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Words)
}

// Unwrap gives the hidden cause.
func (e *Error) Unwrap() error { return e.Cause }

// In returns a copy that names the part of the request at fault, unless one is named already. That holds for the faults in Also, too.
func (e *Error) In(field Path) *Error {
	return e.each(func(c *Error) {
		if c.Field == "" && c.Param == "" {
			c.Field = field
		}
	})
}

// Because returns a copy with a hidden cause.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.Cause = cause
	return &c
}

// Errorf makes an Error of a kind with a code and public words. Arguments of the types Path, PathList and Hint are what a face
// spells in its own way, and so are those inside the words of another error (see Inner). A Hint becomes the error's. What %q
// quotes is clipped, and what is not printable is escaped. By the format a face that speaks another language finds its own
// sentence (see Spelling).
func Errorf(kind Kind, code, format string, args ...any) *Error {
	args = excerpts(args)
	e := &Error{Kind: kind, Code: code, Words: Printable(fmt.Sprintf(format, args...)), format: format, parts: args}
	for _, arg := range args {
		switch a := arg.(type) {
		case Hint:
			e.Hint, e.spells = a, true
		case Path, PathList:
			e.spells = true
		case inner:
			e.Hint, e.spells = cmp.Or(a.Hint, e.Hint), e.spells || a.spells
		}
	}
	return e
}

// inner is an error of which another one quotes the words.
type inner struct{ *Error }

// String gives the words alone.
func (i inner) String() string { return i.Words }

// Inner gives the words of err, which must not be nil, as an argument of Errorf: the parts of them that faces spell stay known.
func Inner(err error) fmt.Stringer { return inner{AsError(err)} }

// Core is what is wrong, without where: the error that e quotes as its last part (see Inner), or else e itself.
func (e *Error) Core() *Error {
	if len(e.parts) > 0 {
		if quoted, is := e.parts[len(e.parts)-1].(inner); is {
			return quoted.Core()
		}
	}
	return e
}

// Invalid makes the error of a parameter that is present and wrong.
func Invalid(field Path, format string, args ...any) *Error {
	return Errorf(KindInvalid, CodeInvalidParameter, format, args...).In(field)
}

// Missing makes the error of a required parameter that is absent or empty.
func Missing(field Path) *Error {
	return Errorf(KindInvalid, CodeMissingParameter, "parameter %s is required and is missing or empty", field).In(field)
}

// NotSupported makes the error of a feature that the TLD or its registry does not have.
func NotSupported(tld, feature string) *Error {
	return Errorf(KindUnsupported, CodeNotSupported, "%s is not supported for .%s", feature, tld)
}

// LeavesOpen reports whether errors of the kind do not say what became of a change: it may have been done.
func (k Kind) LeavesOpen() bool {
	return k == KindPending || k == KindInternal || k == KindUnavailable
}

// AsError finds the public error in err. Anything else becomes an internal error with err as its hidden cause.
// It returns nil for nil.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return Errorf(KindInternal, CodeInternal, "internal error; nothing is known to have been changed, please try again or report the request id").Because(err)
}

// IsKind reports whether err carries a public error of that kind.
func IsKind(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}

// HasCode reports whether err carries a public error with that stable code.
func HasCode(err error, code string) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}
