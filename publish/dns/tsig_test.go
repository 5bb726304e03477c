package dns_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// A secondary whose signature does not hold is told what is wrong with it. Its log says so then, not only that it is refused.
func TestSignaturesThatDoNotHoldAreToldWhy(t *testing.T) {
	t.Parallel()
	p := newPrimary(t, published(t, "name.com", "@ A 192.0.2.1"))
	const wrongSecret = "d3JvbmdzZWNyZXR3cm9uZ3NlY3JldHdyb25nc2VjcmV0"
	now := time.Now().Unix()
	for what, c := range map[string]struct {
		key, algorithm, secret string
		at                     int64
		want                   uint16
	}{
		"a key that nobody has": {"other-key.", dns.HmacSHA256, exampleSecret, now, dns.RcodeBadKey},
		"another algorithm":     {"xfr-key.", dns.HmacSHA512, exampleSecret, now, dns.RcodeBadKey},
		"another secret":        {"xfr-key.", dns.HmacSHA256, wrongSecret, now, dns.RcodeBadSig},
		"a clock that is wrong": {"xfr-key.", dns.HmacSHA256, exampleSecret, now - 3600, dns.RcodeBadTime},
	} {
		for _, kind := range []uint16{dns.TypeSOA, dns.TypeAXFR} {
			q := question("name.com.", kind)
			q.SetTsig(c.key, c.algorithm, 300, c.at)
			client := dns.Client{Net: "tcp", TsigSecret: map[string]string{c.key: c.secret}}
			m, _, err := client.ExchangeContext(t.Context(), q, p.server)
			if m == nil {
				t.Fatalf("%s: %v", what, err)
			}
			said := m.IsTsig()
			if m.Rcode != dns.RcodeNotAuth || len(m.Answer) > 0 || said == nil || said.Error != c.want {
				t.Errorf("%s: %v", what, m)
				continue
			}
			if unsigned := said.MACSize == 0; unsigned != (c.want != dns.RcodeBadTime) {
				t.Errorf("%s: the answer has a signature of %d bytes", what, said.MACSize)
			}
			if c.want == dns.RcodeBadTime && (said.TimeSigned != uint64(c.at) || said.OtherData < fmt.Sprintf("%012x", now)) {
				t.Errorf("%s: signed at %d, and our clock is said to show %s", what, said.TimeSigned, said.OtherData)
			}
		}
	}
}
