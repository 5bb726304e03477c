package reseller

import "testing"

// What is credited in another currency than was received counts as all of it, and gives the rate of what is taken and given back; what is smaller than the account can have is nothing.
func TestPaymentNeedsAcrossCurrencies(t *testing.T) {
	move := func(ref string, minor int64, currency string) PaymentMove {
		return PaymentMove{Ref: "pi_1" + ref, AccountID: 1, Money: Money{Minor: minor, Currency: currency}}
	}
	credited := move("", 1799, "EUR")
	for name, c := range map[string]struct {
		refunded int64
		moves    []PaymentMove
		left     []PaymentDismissal
		want     string
	}{
		"not credited":                         {want: "credit 2000 pi_1"},
		"credited":                             {moves: []PaymentMove{credited}, want: "0"},
		"refunded":                             {refunded: 500, moves: []PaymentMove{credited}, want: "refund 500 pi_1-refunded-500"},
		"taken":                                {refunded: 500, moves: []PaymentMove{credited, move("-refunded-500", -450, "EUR")}, want: "0"},
		"all of it taken":                      {refunded: 2000, moves: []PaymentMove{credited, move("-refunded-2000", -1799, "EUR")}, want: "0"},
		"failed":                               {moves: []PaymentMove{credited, move("-refunded-2000", -1799, "EUR")}, want: "correction 2000 pi_1-corrected"},
		"given back":                           {moves: []PaymentMove{credited, move("-refunded-2000", -1799, "EUR"), move("-corrected", 1799, "EUR")}, want: "0"},
		"a reference that only begins like it": {moves: []PaymentMove{credited, move("-goodwill", 300, "EUR"), move("-correctedly", 300, "EUR"), move("0-corrected", 5, "EUR")}, want: "0"},
		"on another account":                   {moves: []PaymentMove{credited, {Ref: "pi_1-corrected", AccountID: 2, Money: Money{Minor: 300, Currency: "EUR"}}}, want: "0"},
		"a correction that an earlier version has left": {moves: []PaymentMove{move("", 1500, "USD")}, left: []PaymentDismissal{{Need: NeedReference, Amount: 500}}, want: "0"},
	} {
		p := Payment{AccountID: 1, State: PaymentStranded, Reason: StrandedAmount, Ref: "pi_1", Received: Money{Minor: 2000, Currency: "USD"}, Refunded: c.refunded}
		if got := p.Needs(PaymentLedger{Moves: c.moves, Dismissals: c.left}).String(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
