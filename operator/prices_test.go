package operator_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/reseller"
)

// A price list is looked at before it holds: what changes, and what may be a mistake. Read from a spreadsheet with decimal commas,
// exported and read again it is the same; what is taken off is not sold.
func TestPriceListIsPreviewedDoubtedExportedAndTakenOff(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx, u := e.Context(), operator.Prices{Store: e.Store, Rules: e.Routes.Rules(), Clock: e.Clock}
		sheet := "tld;currency;operation;years;net;cost\n" +
			"com;EUR;register;1;12,00;9,00\ncom;EUR;register;3;12,00;90,00\nse;EUR;renew;11;99;\nxyz;EUR;restore;1;5;\n"
		foreseen, err := u.Import(reseller.Rehearse(ctx), operator.ListName{}, "prices.csv", "", strings.NewReader(sheet))
		e.Must(err)
		for i, want := range []string{"", "below cost: sold for 12.00 EUR, and the registry may charge 90.00 EUR; 3 years cost no more than 1",
			"never used: .se has no renewal for 11 years", "not sold: there are no rules for the TLD"} {
			if got := strings.Join(foreseen[i].Doubts, "; "); got != want || foreseen[i].Was != nil {
				e.Errorf("line %d: %q, want %q", i, got, want)
			}
		}
		if list, err := u.List(ctx, operator.ListName{}, "EUR", ""); err != nil || len(list) != 0 {
			e.Errorf("the preview has set %+v, %v", list, err)
		}
		_, err = u.Import(ctx, operator.ListName{}, "prices.csv", "", strings.NewReader(sheet))
		e.Must(err)
		all, err := u.List(ctx, operator.ListName{}, "EUR", "")
		e.Must(err)
		var file strings.Builder
		e.Must(reseller.WritePrices(&file, all))
		again, err := u.Import(ctx, operator.ListName{}, "exported.csv", "", strings.NewReader(file.String()))
		e.Must(err)
		for _, c := range again {
			if !c.Same() {
				e.Errorf("exported and imported it is %+v", c)
			}
		}
		set, err := u.Set(ctx, operator.NewPrices{TLD: "com", Currency: "EUR", Years: 1, UpTo: 10, Cost: "9", Net: map[reseller.Operation]string{
			reseller.OpRenew: "12", reseller.OpTransfer: "11",
		}})
		e.Must(err)
		if p := set.Prices; len(p) != 11 || p[9].Years != 10 || p[9].Net != 120_00 || p[9].Cost != 90_00 || p[10].Years != 1 || p[10].Net != 11_00 {
			e.Errorf("for 1 to 10 years: %+v", p)
		}
		gone, err := u.Remove(ctx, operator.PriceRemoval{TLD: ".com", Currency: "EUR", Operation: reseller.OpRegister, Years: 3})
		e.Must(err)
		if len(gone) != 1 || gone[0].Cost != 90_00 {
			e.Errorf("taken off: %+v", gone)
		}
		if left, err := u.List(ctx, operator.ListName{}, "EUR", "com"); err != nil || len(left) != 12 {
			e.Errorf("%d prices are left, %v", len(left), err)
		}
		_, err = u.Import(ctx, operator.ListName{}, "bad.csv", "", strings.NewReader("tld,currency,operation,years,net,cost\ncom,EUR,register,0,1,\ncom,EUR,renew,1,x,\n"))
		wantError(e, err, reseller.KindConflict, "nothing was set: bad.csv:2: ")
		if words := err.Error(); !strings.Contains(words, "; bad.csv:3: ") || strings.Contains(words, `\u000a`) {
			e.Errorf("two faults are told as %s", words)
		}
		_, err = u.Remove(ctx, operator.PriceRemoval{TLD: "nu", Currency: "EUR"})
		wantError(e, err, reseller.KindNotFound, "nothing was changed")
		_, err = u.Remove(ctx, operator.PriceRemoval{TLD: "com", Operation: "buy"})
		wantError(e, err, reseller.KindInvalid, "operation is")
	})
}

// All that is wrong with what is asked for is told, and no list is made of it meanwhile.
func TestAllThatIsWrongWithPricesIsTold(t *testing.T) {
	t.Parallel()
	err := operator.NewPrices{
		TLD: ".", Currency: "SEK", Years: 1, UpTo: math.MaxInt, Cost: "much", From: "never", Net: map[reseller.Operation]string{reseller.OpRegister: "1", reseller.OpRenew: "-1"},
	}.Check()
	var fields []reseller.Path
	for _, fault := range reseller.AsError(err).All() {
		fields = append(fields, fault.Field)
	}
	if want := []reseller.Path{operator.PathFrom, reseller.PathTLD, operator.PathYears, operator.PathCost, operator.PathRenew}; !slices.Equal(fields, want) {
		t.Errorf("faults in %q, want %q: %v", fields, want, err)
	}
}
