package phpvalue

import "fmt"

// Error says why an input was refused. Its words are meant for the person who
// sent the input; they show at most a piece of a parameter name, never a value.
type Error struct {
	// Offset is the byte of the input where reading stopped, from 0; negative
	// where there is no such place (multipart bodies).
	Offset int
	// Reason says what is wrong, in plain words.
	Reason string

	cause error
}

// Error gives the place and the reason, such as
// "at byte 12: string says 99 bytes, 3 are left".
func (e *Error) Error() string {
	if e.Offset < 0 {
		return e.Reason
	}
	return fmt.Sprintf("at byte %d: %s", e.Offset, e.Reason)
}

// Unwrap gives the failure of the body's reader, if that is what stopped the
// reading, so that a caller can tell a body that is too large.
func (e *Error) Unwrap() error { return e.cause }

func failAt(offset int, format string, args ...any) error {
	return &Error{Offset: offset, Reason: fmt.Sprintf(format, args...)}
}
