package operator_test

import (
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/reseller"
)

// TestAccountIsClosedWhenNothingIsLeftInIt: it says what is, changes nothing, and closed it gets neither credit nor names.
func TestAccountIsClosedWhenNothingIsLeftInIt(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Accounts{Store: e.Store}
		e.Register("kept.com")
		_, err := u.Close(ctx, e.Account.Email)
		wantError(e, err, reseller.KindConflict, "it still has names (1): kept.com, which are to be moved")
		wantError(e, err, reseller.KindConflict, "take it out with Credit.Take); nothing was changed")
		empty := e.AddAccount(reseller.Account{Email: "empty@example.com", Name: "Empty", Currency: "USD", Language: "en"}, 0)
		closed, err := u.Close(ctx, empty.Email)
		e.Must(err)
		if found, err := u.Find(ctx, empty.Email); err != nil || !found.Closed() || !found.ClosedAt.Equal(closed.ClosedAt) {
			e.Errorf("closed: %+v, %v", found, err)
		}
		_, err = operator.Credit{Store: e.Store}.Move(ctx, operator.CreditMove{Email: empty.Email, Amount: "1.00"})
		wantError(e, err, reseller.KindConflict, "is closed; nothing was changed: Accounts.Reopen opens it again")
		report := imports(e, "domain\nforeign.com\n", func(r *operator.ImportRequest) { r.Account, r.Apply = empty.Email, true })
		if row := report.Rows[0]; row.Outcome != operator.ImportNoAccount || !strings.Contains(row.Trouble.Words, "is closed") {
			e.Errorf("the import: %+v", row)
		}
		free, err := u.Rename(ctx, empty.Email, "former@example.com")
		e.Must(err)
		if again, err := u.Add(ctx, operator.NewAccount{Email: empty.Email, Name: "Again", Currency: "SEK"}); err != nil || again.ID == free.ID {
			e.Errorf("a new account under the address: %+v, %v", again, err)
		}
		e.Verify()
	})
}
