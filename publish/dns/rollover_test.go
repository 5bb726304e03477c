package dns_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// TestRollOverInStockKnotEndsWithTheCommandOfTheDocumentation: with the sample's policy but for its times, a new key stays beside the old one
// until Knot is told that the registry has it.
func TestRollOverInStockKnotEndsWithTheCommandOfTheDocumentation(t *testing.T) {
	t.Parallel()
	const patience = 60 * time.Second
	signed := published(t, "name.com", "@ A 192.0.2.1")
	signed.Domain.Signing = reseller.DNSSECActive
	p := newPrimaryFor(t, true, signed)
	p.spread(t, 4)
	quick, home := knotSigner, ""
	quick.mend = func(text, folder, server, self, database string) string {
		home = folder
		const policy = "    single-type-signing: on\n"
		return strings.Replace(knotSigner.mend(text, folder, server, self, database), policy, policy+"    propagation-delay: 1\n    dnskey-ttl: 1\n    zone-max-ttl: 1\n", 1)
	}
	quick.start(t, p.server, p.self, p.config.Catalogs.Names(1))
	knotc := func(command ...string) {
		t.Helper()
		if said, err := exec.CommandContext(t.Context(), "knotc", append([]string{"-s", home + "/knot.sock"}, command...)...).CombinedOutput(); err != nil {
			t.Fatalf("knotc %v: %v: %s", command, err, said)
		}
	}
	signer := our.NewSigner(p.taker, nil, p.keys, clocktest.WithMachineWall(noon))
	wish := func(but reseller.SecDNS) (data reseller.SecDNS) {
		t.Helper()
		waitFor(t, patience, func() (err error) {
			if data, err = signer.Keys(t.Context(), signed.Domain.Name); err == nil && data.Equal(but) {
				err = fmt.Errorf("the zone wants %s", data)
			}
			return err
		})
		return data
	}
	// served waits until the zone has so many keys.
	served := func(want int) {
		t.Helper()
		waitFor(t, patience, func() error {
			keys := 0
			for _, rr := range ask(t, "tcp", p.self, new(dns.Msg).SetQuestion("name.com.", dns.TypeDNSKEY)).Answer {
				if rr.Header().Rrtype == dns.TypeDNSKEY {
					keys++
				}
			}
			if keys != want {
				return fmt.Errorf("the zone has %d keys, want %d", keys, want)
			}
			return nil
		})
	}
	before := wish(reseller.SecDNS{})
	knotc("zone-key-rollover", "name.com.", "ksk")
	after := wish(before)
	served(2)
	knotc("zone-ksk-submitted", "name.com.")
	served(1)
	if now := wish(before); !now.Equal(after) {
		t.Errorf("at its end the zone wants %s, while it rolled %s", now, after)
	}
	knotc("zone-key-rollover", "name.com.", "ksk") // the next one begins
	served(2)
}
