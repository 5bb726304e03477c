package server_test

import (
	"slices"
	"strings"
	"testing"

	"nameyard/actions"
)

// aboutAnyName are the actions that may speak of names of others: what everybody can see of them.
var aboutAnyName = []string{
	"RegisterDomain", "TransferDomain", "DAS", "DASSE", "DASNU", "CheckAvailability", "GetDomainFields", "CreditAmount", "GetPricing", "Version",
	"GetForecast", "GetInvoices", "GetInvoice", // about the account, not about a name
}

// everything are good parameters for every action but the name.
const everything = "&regperiod=1&ns1=ns1.example.net&ns2=ns2.example.net&newtag=ONE-TAG&lockenabled=unlocked&dnsrecords=czowOiIiOw==" +
	"&prefix=czowOiIiOw==&forwardto=czowOiIiOw==&contactdetails[Registrant][Name]=Mallory&autorenew=1&protectenable=1" +
	"&nameserver=ns1&ipaddress=192.0.2.1&currentipaddress=192.0.2.1&newipaddress=192.0.2.2&transfersecret=x"

// TestNamesOfOthersDoNotExist asks for every action on names of another account, live and gone: the answer is the one for
// a name that nobody has, and nothing changes.
func TestNamesOfOthersDoNotExist(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for _, name := range []string{"theirs.com", "released.com"} {
		e.registered(name, false)
	}
	e.succeed("action=ReleaseDomain&sld=released&tld=com&newtag=ONE-TAG", false)
	before := e.shown("theirs.com") + e.credit()
	for _, a := range actions.Table {
		if slices.Contains(aboutAnyName, a.Name) {
			continue
		}
		ask := func(sld string) string {
			answer := e.post(formType, e.signed("action="+a.Name+"&tld=com&sld="+sld+everything, true)).Body.String()
			return strings.ReplaceAll(answer, sld+".com", "NAME")
		}
		nobodys := ask("nobodys")
		if !strings.Contains(nobodys, `"code":"not_found"`) {
			t.Errorf("%s of a name that nobody has: %s", a.Name, nobodys)
		}
		for _, sld := range []string{"theirs", "released"} {
			if got := ask(sld); got != nobodys {
				t.Errorf("%s of %s.com: %s, of nobody's: %s", a.Name, sld, got, nobodys)
			}
		}
	}
	if after := e.shown("theirs.com") + e.credit(); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
}
