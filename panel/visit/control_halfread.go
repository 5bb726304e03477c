//go:build control_halfread

package visit

import (
	"context"

	"nameyard/panel/page"
)

// Trying is broken on purpose: what could be read of a form is done, although something in it could not.
// Caught by: TestAllThatIsWrongWithAFormIsToldAtOnce
func Trying(ctx context.Context, _ page.Form) context.Context { return ctx }
