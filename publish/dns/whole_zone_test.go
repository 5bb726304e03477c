package dns_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"nameyard/reseller"
)

// wholeZoneHolds takes a zone as the signer gives it on and has ldns-verify-zone look at all of it: each signature, and that the denials of
// existence (RFC 4034 §4) close the circle over all names.
func wholeZoneHolds(t *testing.T, p *primary, apex string, keys []reseller.DNSKey) {
	t.Helper()
	judge, err := exec.LookPath("ldns-verify-zone")
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal("ldns-verify-zone is missing: run make setup")
	case err != nil:
		t.Log("SKIPPED: ldns-verify-zone is missing: run make setup")
		return
	}
	key := p.keys[p.taker.Key]
	m := new(dns.Msg).SetAxfr(apex)
	m.SetTsig(key.Name, key.Algorithm, 300, time.Now().Unix())
	parts, err := (&dns.Transfer{TsigSecret: map[string]string{key.Name: key.Secret}}).In(m, p.self)
	if err != nil {
		t.Fatal(err)
	}
	var zone, anchors strings.Builder
	soas := 0
	for part := range parts {
		if part.Error != nil {
			t.Fatal(part.Error)
		}
		for _, rr := range part.RR {
			if rr.Header().Rrtype == dns.TypeSOA {
				if soas++; soas == 2 { // the end of the transfer
					continue
				}
			}
			zone.WriteString(rr.String() + "\n")
		}
	}
	for _, k := range keys {
		anchors.WriteString(apex + " 3600 IN DNSKEY 257 3 13 " + k.PublicKey + "\n")
	}
	folder := t.TempDir()
	for file, text := range map[string]string{"zone": zone.String(), "anchors": anchors.String()} {
		if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(t.Context(), judge, "-k", filepath.Join(folder, "anchors"), filepath.Join(folder, "zone")).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "verified and complete") {
		t.Errorf("ldns-verify-zone of %s: %v\n%s%s", apex, err, out, zone.String())
	}
}
