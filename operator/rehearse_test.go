package operator_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/reseller"
)

// Whatever the operator does to money and names goes through in a dry run as it would in earnest, and leaves every row of every
// table as it was; the registry hears nothing.
func TestADryRunChangesNothing(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, email := e.Context(), e.Account.Email
		named := e.Register("kept.com")
		invoices := operator.Invoices{Store: e.Store, Clock: e.Clock, Orders: e.Orders}
		bought, err := e.Store.InvoiceOfOrder(ctx, orderOf(e, named))
		e.Must(err)
		_, err = operator.Credit{Store: e.Store}.Move(ctx, operator.CreditMove{Email: email, Amount: "10.00"})
		e.Must(err)
		due := unpaid(e, "due.com")
		_, err = operator.Credit{Store: e.Store}.Move(ctx, operator.CreditMove{Email: email, Amount: "500.00"})
		e.Must(err)
		empty := e.AddAccount(reseller.Account{Email: "empty@example.com", Name: "Empty", Currency: "USD", Language: "en"}, 0)

		for what, do := range map[string]func(ctx context.Context) (string, error){
			"add credit": func(ctx context.Context) (string, error) {
				moved, err := operator.Credit{Store: e.Store}.Move(ctx, operator.CreditMove{Email: email, Amount: "7.00", Ref: "PAY-1"})
				return reseller.Money{Minor: moved.Available, Currency: "USD"}.String(), err
			},
			"take credit": func(ctx context.Context) (string, error) {
				moved, err := operator.Credit{Store: e.Store}.Move(ctx, operator.CreditMove{Email: email, Amount: "7.00", Take: true})
				return reseller.Money{Minor: moved.Available, Currency: "USD"}.String(), err
			},
			"set prices": func(ctx context.Context) (string, error) {
				_, err := operator.Prices{Store: e.Store, Clock: e.Clock}.Set(ctx, operator.NewPrices{
					TLD: "com", Currency: "USD", Years: 1, Net: map[reseller.Operation]string{reseller.OpRenew: "77.00"},
				})
				return "", err
			},
			"pay": func(ctx context.Context) (string, error) {
				i, err := invoices.Pay(ctx, due.Number)
				return string(i.Status), err
			},
			"cancel": func(ctx context.Context) (string, error) {
				i, err := invoices.Cancel(ctx, due.Number, "a mistake")
				return string(i.Status), err
			},
			"credit": func(ctx context.Context) (string, error) {
				note, err := invoices.Credit(ctx, operator.InvoiceCredit{Number: fmt.Sprint(bought.ID), Reason: "a courtesy"})
				return note.Number + reseller.Money{Minor: note.Charge.Total(), Currency: "USD"}.String(), err
			},
			"renew": func(ctx context.Context) (string, error) {
				r, err := e.Orders.Buy(ctx, orders.Request{
					Caller: reseller.Caller{Account: e.Account}, Kind: reseller.OrderRenew, Name: named.Name, Domain: &named, AnswerBy: e.Clock.Wall().Add(time.Minute),
					Desired: reseller.Desired{Years: 1},
				})
				return string(r.Order.State), err
			},
			"stop renewals": func(ctx context.Context) (string, error) {
				_, _, err := operator.Accounts{Store: e.Store}.StopRenewals(ctx, email, 1, "unpaid")
				return "", err
			},
			"close": func(ctx context.Context) (string, error) {
				closed, err := operator.Accounts{Store: e.Store}.Close(ctx, empty.Email)
				return closed.Email, err
			},
		} {
			before := rows(e)
			said, err := do(reseller.Rehearse(ctx))
			if err != nil {
				e.Errorf("%s: %v", what, err)
			}
			if want := map[string]string{
				"add credit": "507.00 USD", "take credit": "493.00 USD", "pay": "paid", "cancel": "cancelled", "credit": "-10.00 USD", "renew": "sending", "close": empty.Email,
			}[what]; said != want {
				e.Errorf("%s gives %q, want %q", what, said, want)
			}
			if after := rows(e); after != before {
				e.Errorf("%s changed\n%s", what, differing(before, after))
			}
		}
		if _, err := (operator.Credit{Store: e.Store}).Move(reseller.ReadOnly(ctx), operator.CreditMove{Email: email, Amount: "7.00"}); err == nil {
			e.Error("what may only read has posted credit")
		}
	})
}

// orderOf is the order that registered a name.
func orderOf(e *apptest.Env, d reseller.Domain) int64 {
	e.Helper()
	o, err := e.Store.AcquisitionOrder(e.Context(), d.ID)
	e.Must(err)
	return o.ID
}

// rows are all rows of the books.
func rows(e *apptest.Env) string {
	e.Helper()
	file := filepath.Join(e.TempDir(), "rows")
	_, err := e.Store.Backup(e.Context(), file, "", nil)
	e.Must(err)
	packed, err := os.ReadFile(file)
	e.Must(err)
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	e.Must(err)
	text, err := io.ReadAll(zip)
	e.Must(err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[1:len(lines)-1], "\n") // without when it was made, and its checksum
}

// differing are the lines of the second text that the first has not.
func differing(before, after string) string {
	had := map[string]bool{}
	for line := range strings.SplitSeq(before, "\n") {
		had[line] = true
	}
	var news []string
	for line := range strings.SplitSeq(after, "\n") {
		if !had[line] {
			news = append(news, line)
		}
	}
	return strings.Join(news, "\n")
}
