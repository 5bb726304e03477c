package zone_test

import (
	"slices"
	"testing"

	"nameyard/zone"
)

func TestValuesComeApartAndTogether(t *testing.T) {
	t.Parallel()
	name := mustName(t, "exampledomain", "com")
	for row, want := range map[string][]string{
		"_sip._tcp SRV 10 5 5060 sip.example.net":                               {"5", "5060", "sip.example.net"},
		`@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"`:             {"0", "issue", "letsencrypt.org; validationmethods=dns-01"},
		"_443._tcp TLSA 3 1 1 " + sha256:                                        {"3", "1", "1", sha256},
		"@ SSHFP 4 2 " + sha256:                                                 {"4", "2", sha256},
		`@ NAPTR 100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .`:          {"100", "10", "U", "E2U+sip", "!^.*$!sip:info@example.com!", "."},
		"lab DS 12345 13 2 " + sha256:                                           {"12345", "13", "2", sha256},
		`@ HTTPS 1 . alpn=h2,h3 port=8443`:                                      {"1", ".", "alpn=h2,h3 port=8443"},
		`_dns SVCB 1 dns.example.net alpn=dot`:                                  {"1", "dns.example.net", "alpn=dot"},
		`_alias SVCB 0 other.example.net`:                                       {"0", "other.example.net", ""},
		"www A 192.0.2.1":                                                       nil,
		"@ TXT \"v=spf1 -all\"":                                                 nil,
		`@ NAPTR 100 10 "S" "SIP+D2U" "" _sip._udp.example.com.`:                {"100", "10", "S", "SIP+D2U", "", "_sip._udp.example.com"},
		`@ NAPTR 100 10 "U" "E2U+sip" "!^(.*)$!sip:\\1@example.com!" .`:         {"100", "10", "U", "E2U+sip", `!^(.*)$!sip:\\1@example.com!`, "."},
		`@ NAPTR 100 10 "U" "E2U+web:http" "!^.*$!http://example.com/\"x\"!" .`: {"100", "10", "U", "E2U+web:http", `!^.*$!http://example.com/"x"!`, "."},
	} {
		rows := lines(row)
		if rows[0].Type.Text == "DS" {
			rows = append(rows, lines("lab NS ns1.other.net")...)
		}
		set, err := zone.CheckRecords(name, rows)
		if err != nil {
			t.Errorf("%s: %v", row, err)
			continue
		}
		saved := set[slices.IndexFunc(set, func(r zone.Record) bool { return r.Type == rows[0].Type.Text })]
		parts := zone.SplitValue(saved)
		if !slices.Equal(parts, want) {
			t.Errorf("%s comes apart as %q, not %q", saved.Address, parts, want)
		}
		if want == nil {
			continue
		}
		rows[0] = saved.Row()
		rows[0].Address = zone.Sent(zone.JoinValue(saved.Type, parts))
		set, err = zone.CheckRecords(name, rows)
		if err != nil || !slices.ContainsFunc(set, saved.Equal) {
			t.Errorf("%s comes together as %s: %v, %v", saved.Address, rows[0].Address.Text, set, err)
		}
	}
}
