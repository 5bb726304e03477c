//go:build !control_halfread

package visit

import (
	"context"

	"nameyard/panel/page"
	"nameyard/reseller"
)

// Trying is the context in which what a form asks for is done by an action that writes to the books alone. Where the page itself has found something
// wrong with the form, it is a dry run, which tells what else is wrong.
func Trying(ctx context.Context, form page.Form) context.Context {
	if form.Wrong() {
		return reseller.Rehearse(ctx)
	}
	return ctx
}
