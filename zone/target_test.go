package zone_test

import (
	"strings"
	"testing"

	"golang.org/x/net/publicsuffix"
)

// What ends in a TLD of the root is a full name, sold here or not: mail goes to the host that was named.
func TestTargetsThatEndInATLDAreFullNames(t *testing.T) {
	t.Parallel()
	for _, target := range []string{
		"mail.protonmail.ch", "mx1.titan.email", "mx2.titan.email", "selector1-contoso-com._domainkey.contoso.n-v1.dkim.mail.microsoft",
		"contoso-com.i-v1.mx.microsoft", "mx00.ionos.co.uk", "_y.acm-validations.aws", "mx.zoho.eu", "aspmx.l.google.com", "in1-smtp.messagingengine.com",
		"cname.vercel-dns.com", "custom.bubble.io", "ext-cust.squarespace.com", "cname.super.so", "proxy.webflow.app", "ns1.example.academy",
		"mx.yandex.net", "emx.mail.ru", "a.ck", "www.gov.bd", "mail.xn--80akhbyknj4f.xn--p1ai", "x.xn--fiqs8s", "y.arpa", "shop.dev", "host.zip",
	} {
		for _, kind := range []string{"CNAME", "SRV", "MX", "NS"} {
			address, want := target, target
			switch {
			case kind == "SRV":
				address, want = "5 443 "+target, "5 443 "+target
			case kind != "CNAME" && strings.Contains(target, "_"):
				continue // no host has an underscore
			}
			got, err := check(t, sent("h", kind, address, ""))
			if err != nil || strings.Fields(got)[1] != kind || !strings.Contains(got, " "+want+" ") {
				t.Errorf("%s %s: %q, %v", kind, address, got, err)
			}
		}
	}
}

func TestTargetsThatEndInNoTLDAreRelative(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"mail.sub":                 "mail.sub.exampledomain.com",
		"mail.corp.internal":       "mail.corp.internal.exampledomain.com",
		"mail.corp.internal.":      "mail.corp.internal.", // a dot at the end says that it is full
		"email":                    "email.exampledomain.com",
		"com":                      "com.exampledomain.com",
		"com.":                     "com.",
		"microsoft":                "microsoft.exampledomain.com",
		"mail.exampledomain.com":   "mail.exampledomain.com",
		"MAIL.Sub.ExampleDomain.":  "mail.sub.exampledomain.",
		"exampledomain.com":        "exampledomain.com",
		"mx.post.bücher":           "mx.post.xn--bcher-kva.exampledomain.com",
		"mx.ПОЧТА.рф":              "mx.xn--80a1acny.xn--p1ai",
		"mail.titan.email.":        "mail.titan.email",
		"mail.notexampledomain.ch": "mail.notexampledomain.ch",
	} {
		if got, err := check(t, sent("", "MX", given, "7")); err != nil || got != "@ MX "+want+" 7" {
			t.Errorf("%s: %q, %v; want %s", given, got, err, want)
		}
	}
}

// The list is data that grows old: this names what it comes from, and fails if it was emptied.
func TestTheListOfTLDsSaysWhereItComesFrom(t *testing.T) {
	t.Parallel()
	source := publicsuffix.List.String()
	if !strings.Contains(source, "publicsuffix.org") || !strings.Contains(source, "(20") {
		t.Errorf("the list is %q", source)
	}
	t.Log(source)
}
