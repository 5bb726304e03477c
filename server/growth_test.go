//go:build unix

package server_test

import (
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"nameyard/actions"
)

// textParams are the parameters of the action API that take text, each in a form that is good but for it.
var textParams = []string{
	"sld", "tld", "domain", "domains", "searchterm", "nameserver1", "nameserver", "ipaddress", "currentipaddress", "newipaddress",
	"firstname", "companyname", "address1", "city", "country", "postcode", "phonenumber", "phonecc", "email", "adminemail",
	"contactdetails[Registrant][Name]", "contactdetails[Registrant][Country]", "contactdetails[Registrant][Telephone]",
	"contactdetails[Registrant][Email]", "domainfields[Identification Number]", "transfersecret", "newtag", "regperiod", "idprotection",
	"dnsrecords[0][hostname]", "dnsrecords[0][address]", "dnsrecords[0][type]", "prefix[0]", "forwardto[0]", "idempotencykey", "authemail", "token",
	"currentexpirydate", "status", "number", "limit", "lockenabled",
}

// goodForm is what most actions want.
const goodForm = "sld=mine&tld=se&domain=mine.se&regperiod=1&firstname=Eva&lastname=Ek&address1=Gatan%201&city=Lund&country=SE&postcode=22222" +
	"&phonenumber=046123456&email=eva@example.se&nameserver1=ns1.example.net&nameserver2=ns2.example.net&transfersecret=code&newtag=OTHER" +
	"&contactdetails[Registrant][Name]=Eva%20Ek&dnsrecords[0][hostname]=www&dnsrecords[0][type]=CNAME&dnsrecords[0][address]=a.example.net" +
	"&prefix[0]=info&forwardto[0]=a@example.net&nameserver=ns1.mine.se&ipaddress=192.0.2.1&searchterm=mine&lockenabled=lock"

// TestWorkOfNoActionGrowsWithTheSquareOfAText sends every action every text at 4 and at 32 KB, of letters that all differ, which
// cost the most. CPU is measured as the least of several requests. It runs alone: tests beside it would count.
func TestWorkOfNoActionGrowsWithTheSquareOfAText(t *testing.T) {
	const measurable, most = 50 * time.Millisecond, 24
	e := newEnv(t)
	e.config.Rate, e.config.Burst = 1e6, 1e6
	ask := func(action, param string, letters int) time.Duration {
		form, err := url.ParseQuery(e.signed("action="+action+"&"+goodForm, false))
		e.Must(err)
		form.Set(param, differingLetters(letters))
		body := form.Encode()
		var before, after syscall.Rusage
		e.Must(syscall.Getrusage(syscall.RUSAGE_SELF, &before))
		answer := e.post(formType, body)
		e.Must(syscall.Getrusage(syscall.RUSAGE_SELF, &after))
		if answer.Code >= 500 || strings.Contains(answer.Body.String(), `"code":"internal"`) {
			t.Errorf("%s with a long %s: %.200s", action, param, answer.Body.String())
		}
		return time.Duration(after.Utime.Nano() - before.Utime.Nano())
	}
	for _, action := range actions.Table {
		for _, param := range textParams {
			grows := true
			for try := 0; grows && try < 4; try++ {
				small, large := ask(action.Name, param, 1_300), ask(action.Name, param, 8*1_300)
				grows = large > measurable && large > most*max(small, measurable/most)
			}
			if grows {
				t.Errorf("%s takes more than %d times as long for eight times the %s", action.Name, most, param)
			}
		}
	}
}

// differingLetters are ideographs, each once.
func differingLetters(n int) string {
	var text strings.Builder
	for i := range n {
		text.WriteRune(rune(0x4E00 + i))
	}
	return text.String()
}
