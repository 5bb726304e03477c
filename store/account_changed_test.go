package store_test

import (
	"testing"

	"nameyard/reseller"
)

// The record of a change of an account says what it is now and what it was; what stays is not named.
func TestRecordOfAChangedAccountHasBeforeAndAfter(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 1_000)
		changed := func(apply func(*reseller.Account)) string {
			t.Helper()
			_, err := h.ChangeAccount(h.ctx, a.ID, reseller.Operator, "set", func(a *reseller.Account) error { apply(a); return nil })
			ok(t, err)
			return must[string](t)(h.Value(h.ctx, "SELECT detail FROM audit WHERE action = 'account.set' ORDER BY id DESC LIMIT 1"))
		}
		most := int64(25_00)
		equal(t, "set", changed(func(a *reseller.Account) { a.Name, a.TaxRatePPM, a.SpendCap = "Renamed", 81_000, &most }),
			"set: name Renamed, was "+a.Name+"; tax 8.1 %, was "+reseller.Percent(a.TaxRatePPM)+" %; spend cap 25.00 SEK, was none")
		equal(t, "taken off", changed(func(a *reseller.Account) { a.SpendCap, a.DefaultContact = nil, &reseller.Contact{FirstName: "Eva"} }),
			"set: spend cap none, was 25.00 SEK; default contact changed")
		equal(t, "nothing", changed(func(*reseller.Account) {}), "set")
	})
}
