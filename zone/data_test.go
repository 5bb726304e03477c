package zone_test

import (
	"strings"
	"testing"
)

// sha256 and others are hashes of the right size.
var (
	sha1   = strings.Repeat("1f", 20)
	sha256 = strings.Repeat("ab", 32)
	sha384 = strings.Repeat("0c", 48)
)

func TestDataOfFurtherTypesAreBroughtToNormalForm(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"@ HTTPS 1 .":                       "@ HTTPS 1 . -",
		"@ https 01 . port=0443 alpn=h3,h2": "@ HTTPS 1 . alpn=h3,h2 port=443 -",
		`@ HTTPS 1 . alpn="h3,h2"`:          "@ HTTPS 1 . alpn=h3,h2 -",
		"www HTTPS 0 shop.other.net.":       "www HTTPS 0 shop.other.net -",
		"www HTTPS 1 shop ALPN=h2":          "www HTTPS 1 shop.exampledomain.com alpn=h2 -",
		"_dns SVCB 2\tdns.other.net dohpath=/q{?dns} alpn=h2 mandatory=dohpath,alpn":                     `_dns SVCB 2 dns.other.net mandatory=alpn,dohpath alpn=h2 dohpath="/q{?dns}" -`,
		"@ HTTPS 1 . ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:DB8::1 no-default-alpn alpn=h2 ech=AAE=": "@ HTTPS 1 . alpn=h2 no-default-alpn ipv4hint=192.0.2.1,192.0.2.2 ech=AAE= ipv6hint=2001:db8::1 -",
		`@ HTTPS 1 . key65333="a b\"\\\007" key667`:                                                      `@ HTTPS 1 . key667 key65333="a b\"\\\007" -`,
		"_443._tcp TLSA 3 1 1 " + strings.ToUpper(sha256[:32]) + " " + sha256[32:]:                       "_443._tcp TLSA 3 1 1 " + sha256 + " -",
		"_25._tcp TLSA 2 0 0 30":                                  "_25._tcp TLSA 2 0 0 30 -",
		"host SSHFP 4 2 " + sha256:                                "host SSHFP 4 2 " + sha256 + " -",
		"host SSHFP 1 1 " + sha1:                                  "host SSHFP 1 1 " + sha1 + " -",
		`@ NAPTR 100 10 U E2U+sip !^.*$!sip:info@a.net! .`:        `@ NAPTR 100 10 "U" "E2U+sip" "!^.*$!sip:info@a.net!" . -`,
		`@ NAPTR 100 10 "s" "SIP+D2U" "" _sip._udp`:               `@ NAPTR 100 10 "s" "SIP+D2U" "" _sip._udp.exampledomain.com -`,
		`@ NAPTR 1 2 "u" "E2U+sip" "!^(.*)$!sip:\\\\1@a.net!i" .`: `@ NAPTR 1 2 "u" "E2U+sip" "!^(.*)$!sip:\\\\1@a.net!i" . -`,
	} {
		if got, err := check(t, lines(given)[0]); err != nil || got != want {
			t.Errorf("%s\n is %s, %v\nwant %s", given, got, err, want)
		}
	}
}

func TestDataOfFurtherTypesThatAreBrokenAreRefused(t *testing.T) {
	t.Parallel()
	for given, words := range map[string]string{
		"@ HTTPS 1":                              "write priority, target and parameters",
		"@ HTTPS x .":                            `the priority "x" is not a number`,
		"@ HTTPS 65536 .":                        "from 0 to 65535",
		"@ HTTPS 1 alpn=h2":                      `the target is missing before alpn=h2`,
		"@ HTTPS 0 a.net alpn=h2":                "priority 0 makes an alias",
		"@ HTTPS 1 . alpn=h2 alpn=h3":            "the parameter alpn is there twice",
		"@ HTTPS 1 . alpn":                       `the parameter alpn: "" is not the name of a protocol`,
		"@ HTTPS 1 . alpn=h2,,h3":                "is not the name of a protocol",
		`@ HTTPS 1 . alpn="f\\,oo"`:              "is not the name of a protocol",
		"@ HTTPS 1 . no-default-alpn":            "says nothing without alpn",
		"@ HTTPS 1 . mandatory=port alpn=h2":     "mandatory names port, which is not among the parameters",
		"@ HTTPS 1 . mandatory=mandatory":        "mandatory cannot stand there",
		"@ HTTPS 1 . mandatory=port,port port=1": "not twice",
		"@ HTTPS 1 . port=65536":                 "the parameter port: the port",
		"@ HTTPS 1 . port":                       "the parameter port: the port",
		"@ HTTPS 1 . ohttp=1":                    "it has no value",
		"@ HTTPS 1 . ipv4hint=2001:db8::1":       "is not an IPv4 address",
		"@ HTTPS 1 . ipv6hint=::ffff:1.2.3.4":    "is not an IPv6 address",
		"@ HTTPS 1 . ech=%%%":                    "is not in base64",
		"@ HTTPS 1 . dohpath=q":                  "is not a template of a path",
		"@ HTTPS 1 . key65535=x":                 "is not a parameter",
		"@ HTTPS 1 . key01=x":                    "is not a parameter",
		"@ HTTPS 1 . key1=h2":                    "key1 is called alpn",
		"@ HTTPS 1 . colour=red":                 `"colour" is not a parameter: use mandatory, alpn`,
		`@ HTTPS 1 . alpn="h2`:                   "the quotes are not closed",
		`@ HTTPS 1 . alpn="h2"x`:                 "a quote stands in the middle",
		"@ HTTPS 1 .\n2 . alpn=h2":               "the data hold '\\n'",
		"_443._tcp TLSA 4 1 1 " + sha256:         "the usage 4 is not known here: use one of 0, 1, 2, 3, 255",
		"_443._tcp TLSA 3 2 1 " + sha256:         "the selector 2",
		"_443._tcp TLSA 3 1 3 " + sha256:         "the matching type 3 is not known here: use one of 0, 1, 2, 255",
		"_443._tcp TLSA 3 1 2 " + sha256:         "the hash has 32 bytes, and one of the matching type 2 has 64",
		"_443._tcp TLSA 3 1 1 xyz":               "not a row of bytes in hexadecimal digits",
		"_443._tcp TLSA 3 1 1":                   "write usage, selector, matching type and hash",
		"host SSHFP 5 1 " + sha1:                 "the algorithm 5",
		"host SSHFP 4 2 " + sha1:                 "has 20 bytes",
		"host SSHFP 4 1 abc":                     "hexadecimal",
		"@ NAPTR 1 2 U E2U+sip x .":              "is not an expression",
		"@ NAPTR 1 2 U E2U+sip !a!b!g .":         "is not an expression",
		`@ NAPTR 1 2 U E2U+sip "" .`:             "a NAPTR has an expression and the replacement",
		"@ NAPTR 1 2 U E2U+sip !a!b! a.net":      "a NAPTR has an expression and the replacement",
		"@ NAPTR 1 2 ? E2U+sip !a!b! .":          "flags",
		"@ NAPTR 1 2 U E2U+sip !a!b! . x":        "behind the replacement",
		"@ NAPTR 1 2 U x":                        "is not complete",
	} {
		_, err := check(t, lines(given)[0])
		wantFault(t, err, "records[0].address", words)
	}
}

func TestADSStandsAtADelegationOnly(t *testing.T) {
	t.Parallel()
	ds := "DS 60485 13 2 " + sha256
	kept(t, "lab NS ns1.other.net; lab "+ds)
	kept(t, "lab "+ds+"; lab NS ns1.other.net; lab DS 1 8 4 "+sha384)
	refused(t, "lab "+ds, "records[0].hostname", "there is no NS at lab: add the name servers of lab.exampledomain.com")
	refused(t, "lab NS ns1.other.net; x.lab "+ds, "records[1].hostname", "would never be seen")
	refused(t, "@ "+ds, "records[0].type", "stands in the registry's zone")
	refused(t, "* "+ds, "records[0].type", "wildcard")
	refused(t, "lab NS ns1.other.net; lab DS 1 13 1 "+sha1, "records[1].address", "the digest type 1 is not known here: use one of 2, 4")
	refused(t, "lab NS ns1.other.net; lab DS 1 3 2 "+sha256, "records[1].address", "the algorithm 3")
}

func TestFurtherTypesStandWhereTheyMay(t *testing.T) {
	t.Parallel()
	kept(t, "@ HTTPS 1 . alpn=h2; @ HTTPS 2 b.net; @ A 192.0.2.1; @ MX 10 mail.other.net; @ TXT x; www HTTPS 0 a.net; www A 192.0.2.1")
	refused(t, "www HTTPS 0 a.net; www HTTPS 1 b.net", "records[0].type", "of an alias (priority 0) there is just one, and nothing else of its type (RFC 9460 §2.4.2), and row 2 (HTTPS) is there too")
	refused(t, "www CNAME a.net; www HTTPS 1 .", "records[0].type", "only record")
	refused(t, "www SSHFP 1 1 "+sha1+"; www CNAME a.net", "records[1].type", "only record")
	refused(t, "lab NS ns1.other.net; lab TLSA 3 1 1 "+sha256, "records[1].hostname", "would never be seen")
}
