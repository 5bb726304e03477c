package registry_test

import (
	"errors"
	"fmt"
	"testing"

	"nameyard/registry"
)

// Only a command that the registry has answered with no is refused.
func TestCommandThatWasNeverSentIsNotRefused(t *testing.T) {
	no := registry.Refuse(registry.CodeAuthorization, "Authorization error")
	for _, c := range []struct {
		says string
		err  error
		want bool
	}{
		{"a no", no, true},
		{"a no with words around it", fmt.Errorf("renew: %w", no), true},
		{"a no to a question before the command", errors.Join(registry.ErrUnreachable, no), false},
		{"a no behind a lost answer", fmt.Errorf("%w: %w", registry.ErrUnknown, no), false},
		{"another error", errors.New("away"), false},
		{"none", nil, false},
	} {
		r, refused := registry.AsRefusal(c.err)
		if refused != c.want || (r != nil) != c.want || registry.RefusedWith(c.err, registry.CodeAuthorization) != c.want {
			t.Errorf("%s: %v is refused %t, want %t", c.says, c.err, refused, c.want)
		}
	}
}
