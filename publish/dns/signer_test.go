package dns_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	our "nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// knotSigner is a stock Knot, set up to sign with the sample of the documentation.
var knotSigner = stock{"Knot as signer", "knotd", "knot-signer.conf", knotCatalogs, []string{"-c"}, false, func(text, folder, server, self, _ string) string {
	return strings.NewReplacer("192.0.2.1@53", strings.Replace(server, ":", "@", 1), "192.0.2.7@53", strings.Replace(self, ":", "@", 1),
		"192.0.2.53@53", "127.0.0.1@9", "/var/lib/knot", folder, "/run/knot", folder, "8G", "64M", "4G", "64M").Replace(text)
}}

// validated asks with delv, which trusts the keys of a zone and nothing else, and gives its verdict.
func validated(t *testing.T, server, apex string, keys []reseller.DNSKey, name, kind string) string {
	t.Helper()
	delv, err := exec.LookPath("delv")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("delv is missing: run make setup")
		}
		t.Skip("SKIPPED: delv is missing: run make setup")
	}
	anchors := filepath.Join(t.TempDir(), "anchors")
	text := "trust-anchors {\n"
	for _, k := range keys {
		text += apex + ` static-key 257 3 13 "` + k.PublicKey + "\";\n"
	}
	if err := os.WriteFile(anchors, []byte(text+"};\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(server)
	out, _ := exec.CommandContext(t.Context(), delv, "@"+host, "-p", port, "-a", anchors, "+root="+apex, name, kind).CombinedOutput()
	return string(out)
}

// waitFor tries until there is no error.
func waitFor(t *testing.T, most time.Duration, try func() error) {
	t.Helper()
	var err error
	for began := time.Now(); time.Since(began) < most; {
		if err = try(); err == nil {
			return
		}
		select {
		case <-t.Context().Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Fatalf("after %s: %v", most, err)
}

// TestStockKnotSignsTheZonesOfItsGroup: what delv says of a zone that is signed, changed, and not signed any more, and of another one beside
// it that is signed later.
func TestStockKnotSignsTheZonesOfItsGroup(t *testing.T) {
	t.Parallel()
	const patience = 20 * time.Second
	signed, plain := published(t, "name.com", "@ A 192.0.2.1"), published(t, "plain.com", "@ A 192.0.2.9")
	signed.Domain.Signing = reseller.DNSSECSigning
	p := newPrimaryFor(t, true, signed, plain)
	p.spread(t, 4)
	kill := knotSigner.start(t, p.server, p.self, p.config.Catalogs.Names(1))
	signer := our.NewSigner(p.taker, nil, p.keys, clocktest.WithMachineWall(noon))
	wish := func(n reseller.Name) (data reseller.SecDNS) {
		waitFor(t, patience, func() (err error) {
			if data, err = signer.Keys(t.Context(), n); err != nil {
				return err
			}
			return signer.Served(t.Context(), n, data.Keys)
		})
		return data
	}
	data := wish(signed.Domain.Name)
	if len(data.Keys) != 1 || len(data.DS) != 1 || !data.Keys[0].Makes(signed.Domain.Name, data.DS[0]) {
		t.Fatalf("the zone wants %s", data)
	}
	within(t, patience, p.self, "plain.com.", dns.TypeA, "plain.com. A 192.0.2.9")
	for _, q := range [][2]string{{"name.com", "A"}, {"nothing.name.com", "A"}, {"name.com", "TXT"}} {
		if said := validated(t, p.self, "name.com.", data.Keys, q[0], q[1]); !strings.Contains(said, "fully validated") {
			t.Errorf("delv of %v: %s", q, said)
		}
	}
	wholeZoneHolds(t, p, "name.com.", data.Keys)
	kill()()
	if again := wish(signed.Domain.Name); !reflect.DeepEqual(again, data) {
		t.Errorf("after it was killed the zone wants %s, before %s", again, data)
	}

	// A change, another name that is signed from now on, and one that is no more.
	changed := published(t, "name.com", "@ A 192.0.2.2")
	changed.Domain.Signing = reseller.DNSSECActive
	p.save(t, changed)
	within(t, patience, p.self, "name.com.", dns.TypeA, "name.com. A 192.0.2.2")
	if said := validated(t, p.self, "name.com.", data.Keys, "name.com", "A"); !strings.Contains(said, "fully validated") || !strings.Contains(said, "192.0.2.2") {
		t.Errorf("delv after the change: %s", said)
	}
	later := published(t, "plain.com", "@ A 192.0.2.9")
	later.Domain.Signing = reseller.DNSSECSigning
	p.save(t, later)
	if said := validated(t, p.self, "plain.com.", wish(later.Domain.Name).Keys, "plain.com", "A"); !strings.Contains(said, "fully validated") {
		t.Errorf("delv of the name that is signed later: %s", said)
	}
	moved := changed
	moved.Domain.ID, moved.DomainID = 77, 77 // to another account: its keys stay
	p.save(t, moved)
	if now := wish(moved.Domain.Name); !now.Equal(data) {
		t.Errorf("after a move between accounts the zone wants %s, before %s", now, data)
	}
	off := published(t, "name.com", "@ A 192.0.2.3")
	p.save(t, off)
	within(t, patience, p.self, "name.com.", dns.TypeA, "name.com. A 192.0.2.3")
	waitFor(t, patience, func() error {
		_, err := signer.Keys(t.Context(), off.Domain.Name)
		if err == nil {
			return os.ErrExist
		}
		return nil
	})
	p.settled(t)
}
