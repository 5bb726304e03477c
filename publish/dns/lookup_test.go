package dns_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
)

// told writes an answer as "AA NOERROR: answer | authority | additional".
func told(a our.Answer) string {
	flag := "--"
	if a.Authoritative {
		flag = "AA"
	}
	section := func(set []dns.RR) string {
		list := texts(set)
		for i, text := range list {
			if owner, _, ok := strings.Cut(text, " SOA "); ok {
				list[i] = owner + " SOA"
			}
		}
		return strings.Join(list, ", ")
	}
	text := fmt.Sprintf("%s %s: %s | %s | %s", flag, dns.RcodeToString[a.Rcode], section(a.Answer), section(a.Authority), section(a.Additional))
	return strings.TrimRight(text, "| ")
}

// answered is what a zone says to a question as it is kept.
func answered(t interface{ Fatal(...any) }, z *our.Zone, name string, kind uint16) our.Answer {
	wire, err := z.Ask(new(dns.Msg).SetQuestion(name, kind), false)
	if err != nil {
		t.Fatal(name, err)
	}
	m := new(dns.Msg)
	if err := m.Unpack(wire); err != nil {
		t.Fatal(name, err)
	}
	return our.Answer{Rcode: m.Rcode, Authoritative: m.Authoritative, Answer: m.Answer, Authority: m.Ns, Additional: m.Extra}
}

func TestQuestionsAreAnsweredAsTheStandardsSay(t *testing.T) {
	t.Parallel()
	z := compiled(t, published(t, "name.com",
		"@ A 192.0.2.1", "@ MX 10 mail", "mail A 192.0.2.2", "mail AAAA 2001:db8::2", "www CNAME @", "out CNAME www.other.net", "lost CNAME gone.deep",
		"* A 192.0.2.9", "* TXT any", "a.deep TXT x", "*.wild CNAME www", "b.c.wild TXT y",
		"sec NS ns.other.net", "sec DS 1 13 2 "+strings.Repeat("0a", 32), "sub NS ns.sub", "sub NS ns.other.net", "svc HTTPS 1 mail", "ns.sub A 192.0.2.5", "into CNAME host.sub", "_sip._tcp SRV 1 5 5060 mail",
	))
	const no = " | name.com. SOA"
	const referral = "| sub.name.com. NS ns.other.net., sub.name.com. NS ns.sub.name.com. | ns.sub.name.com. A 192.0.2.5"
	for question, want := range map[string]string{
		"name.com. A":            "AA NOERROR: name.com. A 192.0.2.1",
		"name.com. MX":           "AA NOERROR: name.com. MX 10 mail.name.com. |  | mail.name.com. A 192.0.2.2, mail.name.com. AAAA 2001:db8::2",
		"name.com. NS":           "AA NOERROR: name.com. NS ns1.house.net., name.com. NS ns2.house.net.",
		"name.com. AAAA":         "AA NOERROR: " + no,
		"name.com. DS":           "AA NOERROR: " + no,
		"sec.name.com. DS":       "AA NOERROR: sec.name.com. DS 1 13 2 " + strings.Repeat("0A", 32),
		"svc.name.com. HTTPS":    "AA NOERROR: svc.name.com. HTTPS 1 mail.name.com. |  | mail.name.com. A 192.0.2.2, mail.name.com. AAAA 2001:db8::2",
		"name.com. ANY":          "AA NOERROR: name.com. SOA", // one set (RFC 8482)
		"www.name.com. A":        "AA NOERROR: name.com. A 192.0.2.1, www.name.com. CNAME name.com.",
		"www.name.com. AAAA":     "AA NOERROR: www.name.com. CNAME name.com." + no,
		"www.name.com. CNAME":    "AA NOERROR: www.name.com. CNAME name.com.",
		"www.name.com. ANY":      "AA NOERROR: www.name.com. CNAME name.com.",
		"out.name.com. A":        "AA NOERROR: out.name.com. CNAME www.other.net.",
		"lost.name.com. A":       "AA NXDOMAIN: lost.name.com. CNAME gone.deep.name.com." + no,
		"any.name.com. A":        "AA NOERROR: any.name.com. A 192.0.2.9",
		"any.where.name.com. A":  "AA NOERROR: any.where.name.com. A 192.0.2.9",
		"any.name.com. MX":       "AA NOERROR: " + no,
		"*.name.com. TXT":        `AA NOERROR: *.name.com. TXT "any"`,
		"deep.name.com. A":       "AA NOERROR: " + no, // an empty non-terminal is no wildcard's (RFC 4592 §2.2.2)
		"b.deep.name.com. A":     "AA NXDOMAIN: " + no,
		"x.a.deep.name.com. TXT": "AA NXDOMAIN: " + no,
		"x.wild.name.com. A":     "AA NOERROR: name.com. A 192.0.2.1, www.name.com. CNAME name.com., x.wild.name.com. CNAME www.name.com.",
		"c.wild.name.com. A":     "AA NOERROR: " + no,
		"x.c.wild.name.com. A":   "AA NXDOMAIN: " + no,
		"sub.name.com. A":        "-- NOERROR:  " + referral,
		"x.sub.name.com. A":      "-- NOERROR:  " + referral,
		"ns.sub.name.com. A":     "-- NOERROR:  " + referral,
		"sub.name.com. NS":       "-- NOERROR:  " + referral,
		"sub.name.com. DS":       "AA NOERROR: " + no,
		"x.sub.name.com. DS":     "-- NOERROR:  " + referral,
		"into.name.com. A":       "AA NOERROR: into.name.com. CNAME host.sub.name.com. " + referral,
		"_sip._tcp.name.com. SRV": "AA NOERROR: _sip._tcp.name.com. SRV 1 5 5060 mail.name.com. |  | " +
			"mail.name.com. A 192.0.2.2, mail.name.com. AAAA 2001:db8::2",
	} {
		name, kind, _ := strings.Cut(question, " ")
		if got := told(z.Judged(name, dns.StringToType[kind])); got != want {
			t.Errorf("%s is judged\n     %s\nwant %s", question, got, want)
		}
		if got := told(answered(t, z, name, dns.StringToType[kind])); got != want {
			t.Errorf("%s\n got %s\nwant %s", question, got, want)
		}
	}
}

// A chain of aliases ends, however long it is, and a circle that some older row made, too.
func TestAliasesAreNotFollowedForEver(t *testing.T) {
	t.Parallel()
	p := published(t, "name.com", "a CNAME other.net", "b CNAME a")
	p.Records[0].Address = "b.name.com"
	if got := answered(t, compiled(t, p), "a.name.com.", dns.TypeA); len(got.Answer) != 16 {
		t.Errorf("a circle is followed %d times", len(got.Answer))
	}
}

func TestRecordsAreListedFromTheApexDown(t *testing.T) {
	t.Parallel()
	var owners []string
	for _, rr := range compiled(t, published(t, "name.com", "z A 192.0.2.1", "b.a A 192.0.2.1", "a A 192.0.2.1", "* A 192.0.2.1", "a-b A 192.0.2.1")).Records() {
		owners = append(owners, rr.Header().Name)
	}
	want := []string{"name.com.", "*.name.com.", "a.name.com.", "b.a.name.com.", "a-b.name.com.", "z.name.com."}
	if got := slices.Compact(owners); !slices.Equal(got, want) {
		t.Errorf("owners: %v", got)
	}
}
