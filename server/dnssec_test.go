package server_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/publish/dns"
	"nameyard/reseller"
)

// TestNameIsSignedAsItsOwnerWishes: a house whose name servers sign. What they do then is the jobs' to test.
func TestNameIsSignedAsItsOwnerWishes(t *testing.T) {
	t.Parallel()
	e := newEnvOn(t, apptest.SQLite, apptest.WithConfig(func(c *app.Config) {
		c.Publishing.Signer = &dns.Secondary{Name: "signer", Address: netip.MustParseAddrPort("192.0.2.7:53"), Key: "signer-key."}
		c.Publishing.SignNew = true
	}))
	const contact = "&regperiod=1&firstname=test&lastname=test&companyname=c&address1=a&city=c&state=r&country=US&postcode=12345&phonenumber=1234567890&email=admin@example.org"
	e.succeed("action=RegisterDomain&sld=here&tld=com&nameserver1=ns1.registrar.example&nameserver2=ns2.registrar.example"+contact, false)
	e.succeed("action=RegisterDomain&sld=there&tld=com&nameserver1=ns1.else.net&nameserver2=ns2.else.net"+contact, false)
	const records = "dsrecords[0][keytag]=1&dsrecords[0][algorithm]=13&dsrecords[0][digesttype]=2&dsrecords[0][digest]="
	digest := strings.Repeat("AB", 32)
	api := func(action, form, want string) {
		t.Helper()
		answer := e.post("application/x-www-form-urlencoded", e.signed("action="+action+"&tld=com&sld="+form, false))
		if got := answer.Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s %s: %s; want %s", action, form, got, want)
		}
	}
	detail := func(id int, want string) {
		t.Helper()
		if got := e.restAsk("GET", fmt.Sprintf("/api/v1/domains/%d/", id), "").Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s; want %s", got, want)
		}
	}
	put := func(id int, body, want string) {
		t.Helper()
		if got := e.restAsk("PUT", fmt.Sprintf("/api/v1/domains/%d/", id), body).Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s: %s; want %s", body, got, want)
		}
	}

	api("GetDNSSEC", "here", `"enabled":true,"state":"signing"`) // --dnssec-new-names
	detail(2, `"dnssec":{"enabled":false,"state":"off","ds":[],"keys":[]}`)
	api("SaveDNSSEC", "there&enabled=1", "is on other name servers than those here")
	api("SaveDNSSEC", "there&"+records+digest, `"success"`)
	api("SaveDNSSEC", "here&"+records+digest, "is signed by the name servers here")

	api("SaveDNSSEC", "here&enabled=0", `"success"`)
	detail(1, `"dnssec":{"enabled":false,"state":"withdrawing","ds":[],"keys":[]}`)
	put(1, `{"dnssec":{"enabled":false,"state":"withdrawing","ds":[],"keys":[]},"auto_renew":true}`, `"auto_renew":true`) // as it was got
	put(1, `{"dnssec":{"enabled":true}}`, `updated successfully`)
	detail(1, `"dnssec":{"enabled":true,"state":"signing","ds":[],"keys":[]}`)

	put(2, `{"dnssec":{"enabled":true,"state":"own","ds":[{"key_tag":1,"algorithm":13,"digest_type":2,"digest":"`+digest+`"}],"keys":[]}}`, `updated successfully`)
	detail(2, `"dnssec":{"enabled":true,"state":"own",`)
	put(2, `{"nameservers":["ns1.registrar.example","ns2.registrar.example"],"dnssec":{"enabled":false}}`, reseller.UnsignedWords)
	api("SaveDNSSEC", "there&"+records+digest, "is on the name servers here, which do not sign with these keys")
	put(2, `{"dnssec":{"enabled":true}}`, `updated successfully`)
	detail(2, `"state":"signing"`)
}
