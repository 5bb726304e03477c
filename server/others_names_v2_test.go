package server_test

import (
	"strings"
	"testing"
)

// aboutNames are the requests of the second generation about a name of the account, with good parameters.
var aboutNames = []struct{ method, path, body string }{
	{"POST", "/order/domains/renew", "domain=NAME&regperiod=1"},
	{"GET", "/domains/NAME/information", ""},
	{"POST", "/domains/NAME/sync", ""},
	{"POST", "/domains/NAME/transfersync", ""},
	{"GET", "/domains/NAME/eppcode", ""},
	{"POST", "/domains/NAME/release", "transfertag=ONE-TAG"},
	{"POST", "/domains/NAME/delete", ""},
	{"GET", "/domains/NAME/nameservers", ""},
	{"POST", "/domains/NAME/nameservers", "ns1=ns1.example.net&ns2=ns2.example.net"},
	{"POST", "/domains/NAME/nameservers/register", "nameserver=ns1&ipaddress=192.0.2.1"},
	{"POST", "/domains/NAME/nameservers/modify", "nameserver=ns1&currentipaddress=192.0.2.1&newipaddress=192.0.2.2"},
	{"POST", "/domains/NAME/nameservers/delete", "nameserver=ns1"},
	{"GET", "/domains/NAME/contact", ""},
	{"POST", "/domains/NAME/contact", "contactdetails[Registrant][First Name]=Mallory"},
	{"GET", "/domains/NAME/lock", ""},
	{"POST", "/domains/NAME/lock", "lockstatus=0"},
	{"POST", "/domains/NAME/protectid", "status=1"},
	{"GET", "/domains/NAME/dns", ""},
	{"POST", "/domains/NAME/dns", "dnsrecords[0][hostname]=www&dnsrecords[0][type]=A&dnsrecords[0][address]=192.0.2.66"},
	{"GET", "/domains/NAME/email", ""},
	{"POST", "/domains/NAME/email", "prefix[0]=*&forwardto[0]=mallory@example.net"},
}

func TestNamesOfOthersDoNotExistInV2(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for _, name := range []string{"theirs.com", "released.com"} {
		e.registered(name, false)
	}
	e.succeed("action=ReleaseDomain&sld=released&tld=com&newtag=ONE-TAG", false)
	before := e.shown("theirs.com") + e.credit()
	for _, a := range aboutNames {
		ask := func(name string) string {
			in := strings.NewReplacer("NAME", name)
			answer := e.send(v2Request{method: a.method, path: in.Replace(a.path), contentType: formType, body: in.Replace(a.body), other: true})
			return strings.ReplaceAll(answer.Result().Status+" "+answer.Body.String(), name, "NAME")
		}
		nobodys := ask("nobodys.com")
		if !strings.HasPrefix(nobodys, "404 ") || !strings.Contains(nobodys, `"code":"not_found"`) {
			t.Errorf("%s %s of a name that nobody has: %s", a.method, a.path, nobodys)
		}
		for _, name := range []string{"theirs.com", "released.com"} {
			if got := ask(name); got != nobodys {
				t.Errorf("%s %s of %s: %s, of nobody's: %s", a.method, a.path, name, got, nobodys)
			}
		}
	}
	if after := e.shown("theirs.com") + e.credit(); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
}
