package reseller_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
)

// The examples of RFC 6605 §6.
var (
	keyP256 = reseller.DNSKey{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA=="}
	dsP256  = reseller.DS{KeyTag: 55648, Algorithm: 13, DigestType: 2, Digest: "B4C8C1FE2E7477127B27115656AD6256F424625BF5C1E2770CE6D6E37DF61D17"}
	keyP384 = reseller.DNSKey{
		Flags: 257, Protocol: 3, Algorithm: 14,
		PublicKey: "xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40",
	}
	dsP384 = reseller.DS{
		KeyTag: 10771, Algorithm: 14, DigestType: 4,
		Digest: "72D7B62976CE06438E9C0BF319013CF801F09ECC84B8D7E9495F27E305C6A9B0563A9B5F4D288405C3008A946DF983D6",
	}
)

func TestDSRecordOfAKeyIsThatOfTheRFC(t *testing.T) {
	t.Parallel()
	name := reseller.NameOf("example.net", "net")
	for _, c := range []struct {
		key reseller.DNSKey
		ds  reseller.DS
	}{{keyP256, dsP256}, {keyP384, dsP384}} {
		if got, ok := c.key.DS(name, c.ds.DigestType); !ok || got != c.ds {
			t.Errorf("the key makes %+v, want %+v", got, c.ds)
		}
		if !c.key.Makes(name, c.ds) || c.key.Makes(reseller.NameOf("example.com", "com"), c.ds) {
			t.Errorf("the DS %d is that of its key under its own name, and of no other", c.ds.KeyTag)
		}
	}
	if ds, ok := keyP256.DS(name, 1); ok {
		t.Errorf("a digest of SHA-1 is made: %+v", ds)
	}
}

// TestKeysMayBeShownAsTheirDSRecords: a registry that takes keys may publish, and show, what it made of them.
func TestKeysMayBeShownAsTheirDSRecords(t *testing.T) {
	t.Parallel()
	name := reseller.NameOf("example.net", "net")
	both := reseller.SecDNS{Keys: []reseller.DNSKey{keyP256, keyP384}}
	other := dsP256
	other.Digest = strings.Repeat("00", 32)
	for says, c := range map[string]struct {
		has, shown reseller.SecDNS
		want       bool
	}{
		"the same":                 {both, reseller.SecDNS{Keys: []reseller.DNSKey{keyP384, keyP256}}, true},
		"a DS of each":             {both, reseller.SecDNS{DS: []reseller.DS{dsP384, dsP256}}, true},
		"a DS of one":              {both, reseller.SecDNS{DS: []reseller.DS{dsP256}}, false},
		"a DS of another key":      {both, reseller.SecDNS{DS: []reseller.DS{dsP384, other}}, false},
		"none":                     {both, reseller.SecDNS{}, false},
		"DS records, and the key":  {reseller.SecDNS{DS: []reseller.DS{dsP256}}, reseller.SecDNS{Keys: []reseller.DNSKey{keyP256}}, false},
		"nothing, and nothing":     {reseller.SecDNS{}, reseller.SecDNS{}, true},
		"nothing, and a DS record": {reseller.SecDNS{}, reseller.SecDNS{DS: []reseller.DS{dsP256}}, false},
	} {
		if got := c.has.ShownAs(name, c.shown); got != c.want {
			t.Errorf("%s: %t, want %t", says, got, c.want)
		}
	}
}
