//go:build !control_joinedno

package registry

import "errors"

// leavesOpen reports whether an error says of a command that it was never sent, or that its outcome is not known.
func leavesOpen(err error) bool { return errors.Is(err, ErrUnreachable) || errors.Is(err, ErrUnknown) }
