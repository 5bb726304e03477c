package operator_test

import (
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/reseller"
)

// Stopped renewals end the unpaid invoice, nothing is renewed any more, the mails say which names and when, and the books fit.
func TestStoppedRenewalsLoseTheNamesTheyName(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Accounts{Store: e.Store}
		claim := unpaid(e, "lost.com")
		names, all, err := u.AtStake(ctx, e.Account.Email, 10, 10)
		e.Must(err)
		if all != 1 || names[0].Name.String() != "lost.com" {
			e.Errorf("at stake: %d, %+v", all, names)
		}
		_, _, err = u.StopRenewals(ctx, e.Account.Email, 0, "unpaid")
		wantError(e, err, reseller.KindConflict, "nothing was changed: look at them again")
		a, n, err := u.StopRenewals(ctx, e.Account.Email, 1, "unpaid")
		e.Must(err)
		if n != 1 || !a.Disabled {
			e.Errorf("%d names, disabled %t", n, a.Disabled)
		}
		_, err = operator.Credit{Store: e.Store}.Move(ctx, operator.CreditMove{Email: e.Account.Email, Amount: "500", Ref: "LATE"})
		e.Must(err)
		e.Must(e.Jobs.Run(ctx, jobs.AutoRenew))
		if d := e.Domain("lost.com"); d.AutoRenew || !d.PaidThrough.Equal(claim.Term) {
			e.Errorf("the name is paid through %s, auto-renew %t", d.PaidThrough, d.AutoRenew)
		}
		told := mailsOf(e, "renewals_stopped")
		if len(told) != 1 || !strings.Contains(told[0].Text, claim.Term.Format("2006-01-02")+"  lost.com") {
			e.Errorf("the account is told %+v", told)
		}
		renamed, err := u.Rename(ctx, e.Account.Email, "New@Example.com")
		e.Must(err)
		if found, err := u.Find(ctx, "new@example.com"); err != nil || found.ID != renamed.ID || found.Email != "new@example.com" {
			e.Errorf("after the renaming: %+v, %v", found, err)
		}
		_, err = u.Find(ctx, e.Account.Email)
		wantError(e, err, reseller.KindNotFound, "there is no account")
		e.Verify()
	})
}

// Whoever stopped renewals and died on the way has stopped them all the same: the job that would renew goes on with it, before it renews.
func TestJobCarriesAStopThatWasBrokenOff(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		claim := unpaid(e, "lost.com")
		names, err := e.Store.BeginStop(e.Context(), e.Account.ID, 1, "", reseller.Operator)
		e.Must(err)
		_, err = operator.Credit{Store: e.Store}.Move(e.Context(), operator.CreditMove{Email: e.Account.Email, Amount: "500", Ref: "LATE"})
		e.Must(err)
		e.Must(e.Jobs.Run(e.Context(), jobs.AutoRenew))
		if d := e.Domain("lost.com"); names != 1 || d.AutoRenew || !d.PaidThrough.Equal(claim.Term) {
			e.Errorf("%d names; the name is paid through %s, auto-renew %t", names, d.PaidThrough, d.AutoRenew)
		}
		if told := mailsOf(e, "renewals_stopped"); len(told) != 1 {
			e.Errorf("the account is told %+v", told)
		}
		e.Verify()
	})
}
