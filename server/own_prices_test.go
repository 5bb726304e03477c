package server_test

import (
	"fmt"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/reseller"
)

// paid is what a year of a .com costs an account, by operation, as APIs write it.
type paid struct{ register, renew, transfer, restore string }

// TestEveryFaceQuotesWhatTheLedgerCharges: an account with prices of its own is told them by every API, and pays them for everything that
// costs money; what was invoiced keeps its price; where an own price is taken off, and for another account, it is the price list's.
func TestEveryFaceQuotesWhatTheLedgerCharges(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnvOn(t, engine)
		big, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
		e.Must(err)
		own := func(op reseller.Operation, net int64) reseller.Price {
			return reseller.Price{Owner: reseller.OwnList(big.ID), TLD: "com", Currency: "USD", Operation: op, Years: 1, Net: net}
		}
		e.SetPrices([]reseller.Price{
			own(reseller.OpRegister, 7_77), own(reseller.OpRenew, 8_88), own(reseller.OpTransfer, 5_55), own(reseller.OpRestore, 66_66),
		})
		e.quotes(false, paid{"7.77", "8.88", "5.55", "66.66"})
		e.quotes(true, paid{"10.00", "10.00", "8.00", "80.00"})

		e.charges(10_00, "register theirs.com other")
		e.charges(7_77, "register mine.com", "send action=SetAutoRenew&sld=mine&tld=com&autorenew=1")
		e.charges(7_77, "register late.com", "send action=SetAutoRenew&sld=late&tld=com&autorenew=1")
		e.charges(5_55, "foreign came.com code", "send action=TransferDomain&sld=came&tld=com&transfersecret=code&regperiod=1", "advance 6", "jobs")
		e.charges(8_88, "send action=RenewDomain&sld=came&tld=com&regperiod=1")
		e.charges(20_00, "send action=RenewDomain&sld=came&tld=com&regperiod=2") // has no price of its own
		e.charges(7_77, "register back.com", "advance 10")
		e.charges(66_66, "send action=RequestDelete&sld=back&tld=com", "send action=RestoreDomain&sld=back&tld=com")

		e.command("advance 324")
		e.foresees("17.76")
		if invoice, err := e.Orders.IssueInvoice(t.Context(), e.row("mine.com", big)); err != nil || invoice.Charge.Net != 8_88 {
			t.Errorf("the renewal is invoiced for %d: %v", invoice.Charge.Net, err)
		}
		e.SetPrices([]reseller.Price{own(reseller.OpRenew, 9_00)})
		e.foresees("17.88")
		_, err = e.Store.RemovePrices(t.Context(), own(reseller.OpRenew, 0), nil, reseller.Operator)
		e.Must(err)
		e.foresees("18.88")
		if said := e.restAsk("GET", "/api/v1/quote/?operation=renew&domain_name=mine.com", "").Body.String(); !strings.Contains(said, `"net":8.88`) {
			t.Errorf("the quote of an invoiced renewal: %s", said)
		}
		e.charges(8_88, "send action=RenewDomain&sld=mine&tld=com&regperiod=1")
		e.charges(10_00, "send action=RenewDomain&sld=late&tld=com&regperiod=1")
		e.quotes(false, paid{"7.77", "10.00", "5.55", "66.66"})
	})
}

// TestEveryFaceQuotesThePriceOfTheGroup: an account in a price group is told its prices by every API, and pays them; another account is not.
func TestEveryFaceQuotesThePriceOfTheGroup(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnvOn(t, engine)
		big, err := e.Store.AccountByEmail(t.Context(), exampleEmail)
		e.Must(err)
		e.PutInGroup(big, "gold")
		gold := func(op reseller.Operation, net int64) reseller.Price {
			return reseller.Price{Owner: reseller.GroupList("gold"), TLD: "com", Currency: "USD", Operation: op, Years: 1, Net: net}
		}
		e.SetPrices([]reseller.Price{gold(reseller.OpRegister, 7_77), gold(reseller.OpRenew, 8_88), gold(reseller.OpTransfer, 5_55), gold(reseller.OpRestore, 66_66)})
		e.quotes(false, paid{"7.77", "8.88", "5.55", "66.66"})
		e.quotes(true, paid{"10.00", "10.00", "8.00", "80.00"})
		e.charges(7_77, "register mine.com", "send action=SetAutoRenew&sld=mine&tld=com&autorenew=1")
		e.charges(8_88, "send action=RenewDomain&sld=mine&tld=com&regperiod=1")
		e.command("advance 706")
		e.foresees("8.88")
	})
}

// quotes looks what every API says a year of a .com costs.
func (e *env) quotes(other bool, p paid) {
	e.Helper()
	ask := func(form string) string { return e.post(formType, e.signed(form, other)).Body.String() }
	rest := func(path string) string {
		return e.restAsk("GET", "/api/v1/"+path, "", "Authorization", "Bearer "+map[bool]string{false: exampleToken, true: otherToken}[other]).Body.String()
	}
	v2 := func(path, form string) string {
		return e.send(v2Request{method: "POST", path: path, contentType: formType, body: form, other: other}).Body.String()
	}
	for _, said := range []struct{ where, answer, piece string }{
		{"GetPricing", ask("action=GetPricing"), `"com":{"register":{"1":"` + p.register + `",`},
		{"GetPricing", ask("action=GetPricing"), `"renew":{"1":"` + p.renew + `",`},
		{"GetPricing", ask("action=GetPricing"), `"transfer":{"1":"` + p.transfer + `"}`},
		{"GetPricing", ask("action=GetPricing"), `"redemptionfee":"` + p.restore + `"`},
		{"CheckAvailability", ask("action=CheckAvailability&domains[]=free.com"), `"price":"` + p.register + `"`},
		{"/availability/", rest("availability/?domains=free.com"), `"price":` + p.register},
		{"/prices/", rest("prices/"), `"register":[{"years":1,"price":` + p.register + `}`},
		{"/prices/", rest("prices/"), `"renew":[{"years":1,"price":` + p.renew + `}`},
		{"/prices/", rest("prices/"), `"transfer":` + p.transfer},
		{"/prices/", rest("prices/"), `"restore":` + p.restore},
		{"/quote/ register", rest("quote/?operation=register&domain_name=free.com"), `"net":` + p.register},
		{"/quote/ renew", rest("quote/?operation=renew&domain_name=free.com"), `"net":` + p.renew},
		{"/quote/ transfer", rest("quote/?operation=transfer&domain_name=free.com"), `"net":` + p.transfer},
		{"/quote/ restore", rest("quote/?operation=restore&domain_name=free.com"), `"net":` + p.restore},
		{"v2 /tlds/pricing", v2("/tlds/pricing", ""), fmt.Sprintf(`{"tld":".com","registrationPrice":%q,"renewalPrice":%q,"transferPrice":%q`, p.register, p.renew, p.transfer)},
		{"v2 /tlds/pricing", v2("/tlds/pricing", ""), `"redemptionFee":"` + p.restore + `"`},
		{"v2 register", v2("/order/pricing/domains/register", "domain=free.com"), `{"1":"` + p.register + `"`},
		{"v2 renew", v2("/order/pricing/domains/renew", "domain=free.com"), `{"1":"` + p.renew + `"`},
		{"v2 transfer", v2("/order/pricing/domains/transfer", "domain=free.com"), `{"1":"` + p.transfer + `"`},
		{"v2 lookup", v2("/domains/lookup", "searchTerm=free&tldsToInclude[]=.com"), fmt.Sprintf(`"pricing":{"1":{"register":%q,"transfer":%q,"renew":%q}`, p.register, p.transfer, p.renew)},
	} {
		if !strings.Contains(said.answer, said.piece) {
			e.Errorf("%s (other account: %t) does not say %s:\n%s", said.where, other, said.piece, said.answer)
		}
	}
}

// charges carries out commands, and looks what they took from both accounts together.
func (e *env) charges(want int64, commands ...string) {
	e.Helper()
	before := e.available()
	for _, line := range commands {
		e.command(line)
	}
	if took := before - e.available(); took != want {
		e.Errorf("%q took %d, want %d", commands, took, want)
	}
}

func (e *env) available() (sum int64) {
	e.Helper()
	for _, email := range []string{exampleEmail, otherEmail} {
		a, err := e.Store.AccountByEmail(e.Context(), email)
		e.Must(err)
		b, err := e.Store.Balance(e.Context(), a.ID)
		e.Must(err)
		sum += b.Available + b.Held
	}
	return sum
}

// foresees looks what both ways to ask for it say that the renewals of the next 30 days cost.
func (e *env) foresees(total string) {
	e.Helper()
	if said := e.post(formType, e.signed("action=GetForecast", false)).Body.String(); !strings.Contains(said, `"total":"`+total+`"`) {
		e.Errorf("the action API foresees %s, want %s", said, total)
	}
	if said := e.restAsk("GET", "/api/v1/forecast/", "").Body.String(); !strings.Contains(said, `"total":`+total) {
		e.Errorf("REST foresees %s, want %s", said, total)
	}
}

// row is the row of a name of an account.
func (e *env) row(name string, a reseller.Account) reseller.Domain {
	e.Helper()
	d, err := e.Store.Domain(e.Context(), a.ID, parseName(name))
	e.Must(err)
	return d
}
