package reseller

import (
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
	KindLimited      Kind = "limited"      // too many requests
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
	CodePriceChanged       = "price_changed"
	CodeExpiryMismatch     = "expiry_mismatch"
	CodeKeyReused          = "idempotency_key_reused"
	CodeAuthCode           = "invalid_auth_code"
	CodeRefused            = "registry_refused"
	CodeUnavailable        = "unavailable"
	CodeRateLimited        = "rate_limited"
	CodeTooLarge           = "too_large"
	CodeRestoring          = "restoring"
	CodeInternal           = "internal"
)

// Error is an error that a caller may read. Words are public; Cause goes to the log only.
type Error struct {
	Kind  Kind
	Code  string // stable word, one of the Code constants
	Field string // the parameter at fault, in the face's own spelling; empty if none
	Words string // what is wrong and what to do, for people; never empty
	Order int64  // the order it speaks of, 0 if none
	Cause error  // hidden
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

// In returns a copy that names the parameter at fault, unless one is named already.
func (e *Error) In(field string) *Error {
	c := *e
	if c.Field == "" {
		c.Field = field
	}
	return &c
}

// Because returns a copy with a hidden cause.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.Cause = cause
	return &c
}

// Errorf makes an Error of a kind with a code and public words.
func Errorf(kind Kind, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Words: fmt.Sprintf(format, args...)}
}

// Invalid makes the error of a parameter that is present and wrong.
func Invalid(field, format string, args ...any) *Error {
	return Errorf(KindInvalid, CodeInvalidParameter, format, args...).In(field)
}

// Missing makes the error of a required parameter that is absent or empty.
func Missing(field string) *Error {
	return Errorf(KindInvalid, CodeMissingParameter, "parameter %s is required and is missing or empty", field).In(field)
}

// NotSupported makes the error of a feature that the TLD or its registry does not have.
func NotSupported(tld, feature string) *Error {
	return Errorf(KindUnsupported, CodeNotSupported, "%s is not supported for .%s", feature, tld)
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
