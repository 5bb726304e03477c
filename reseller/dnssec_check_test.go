package reseller_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"nameyard/reseller"
)

func TestDNSSECDataIsCheckedAndBroughtToWhatTheTLDTakes(t *testing.T) {
	t.Parallel()
	name := reseller.NameOf("example.net", "net")
	digest := dsP256.Digest
	dsRow := reseller.DSRow{KeyTag: "55648", Algorithm: "13", DigestType: "2", Digest: strings.ToLower(digest)}
	keyRow := reseller.KeyRow{Flags: "257", Protocol: "3", Algorithm: "13", PublicKey: keyP256.PublicKey}
	ds := func(change func(*reseller.DSRow)) []reseller.DSRow {
		r := dsRow
		change(&r)
		return []reseller.DSRow{r}
	}
	key := func(change func(*reseller.KeyRow)) []reseller.KeyRow {
		r := keyRow
		change(&r)
		return []reseller.KeyRow{r}
	}
	same := func(*reseller.DSRow) {}
	rsa := func(bits int) string { // an exponent of 3 bytes, and a modulus
		return base64.StdEncoding.EncodeToString(append([]byte{3, 1, 0, 1}, bytes.Repeat([]byte{0xfe}, bits/8)...))
	}
	for says, c := range map[string]struct {
		ds    []reseller.DSRow
		keys  []reseller.KeyRow
		takes string
		want  string // the data, or the field and words of the error
	}{
		"a DS record":                     {ds: ds(same), want: "DS 55648 (13/2)"},
		"the same twice":                  {ds: append(ds(same), ds(same)...), want: "DS 55648 (13/2)"},
		"white space in a digest":         {ds: ds(func(r *reseller.DSRow) { r.Digest = digest[:8] + " \n" + digest[8:] }), want: "DS 55648 (13/2)"},
		"a key makes its DS record":       {keys: key(func(*reseller.KeyRow) {}), want: "DS 55648 (13/2)"},
		"a key beside its DS record":      {ds: ds(same), keys: key(func(*reseller.KeyRow) {}), want: "DS 55648 (13/2)"},
		"a key, where keys are taken":     {keys: key(func(*reseller.KeyRow) {}), takes: "keys", want: "key 55648 (13)"},
		"both, where keys are taken":      {ds: ds(same), keys: key(func(*reseller.KeyRow) {}), takes: "keys", want: "key 55648 (13)"},
		"nothing":                         {want: "none"},
		"nothing, where nothing is taken": {takes: "none", want: "none"},

		"a DS record, where keys are taken": {ds: ds(same), takes: "keys", want: "ds: .net takes keys, of which its registry makes the DS records: send keys"},
		"where nothing is taken":            {ds: ds(same), takes: "none", want: ": DNSSEC is not supported for .net"},
		"no tag":                            {ds: ds(func(r *reseller.DSRow) { r.KeyTag = " " }), want: "ds[0].key_tag: parameter ds[0].key_tag is required and is missing or empty"},
		"a tag that is too large":           {ds: ds(func(r *reseller.DSRow) { r.KeyTag = "65536" }), want: `ds[0].key_tag: "65536" is not a whole number from 0 to 65535`},
		"a tag that is none":                {ds: ds(func(r *reseller.DSRow) { r.KeyTag = "0x1" }), want: `ds[0].key_tag: "0x1" is not a whole number from 0 to 65535`},
		"SHA-1 signatures":                  {ds: ds(func(r *reseller.DSRow) { r.Algorithm = "5" }), want: "ds[0].algorithm: algorithm 5 is not used for signing any more, or not yet; 8, 10, 13, 14, 15 and 16 are"},
		"SHA-1 digests":                     {ds: ds(func(r *reseller.DSRow) { r.DigestType = "1" }), want: "ds[0].digest_type: digest type 1 is not taken; 2 (SHA-256) and 4 (SHA-384) are"},
		"a short digest":                    {ds: ds(func(r *reseller.DSRow) { r.Digest = digest[:62] }), want: "ds[0].digest: a digest of type 2 has 64 hexadecimal digits, not 62"},
		"a digest of another type":          {ds: ds(func(r *reseller.DSRow) { r.DigestType = "4" }), want: "ds[0].digest: a digest of type 4 has 96 hexadecimal digits, not 64"},
		"a digest that is none":             {ds: ds(func(r *reseller.DSRow) { r.Digest = "g" + digest[1:] }), want: "ds[0].digest: the digest is not hexadecimal"},
		"the tag of no key": {
			ds: ds(func(r *reseller.DSRow) { r.KeyTag = "55649" }), keys: key(func(*reseller.KeyRow) {}),
			want: "ds[0].key_tag: none of the keys has the tag 55649 and algorithm 13; their tags are 55648",
		},
		"the digest of no key": {
			ds: ds(func(r *reseller.DSRow) { r.Digest = "00" + digest[2:] }), keys: key(func(*reseller.KeyRow) {}),
			want: "ds[0].digest: the digest is not that of the key with the tag 55648 under example.net",
		},
		"a revoked key":        {keys: key(func(r *reseller.KeyRow) { r.Flags = "385" }), want: "keys[0].flags: the flags of a key are 257, or 256 without the mark of a secure entry point, not 385"},
		"another protocol":     {keys: key(func(r *reseller.KeyRow) { r.Protocol = "2" }), want: "keys[0].protocol: the protocol of a key is 3, not 2"},
		"a key that is none":   {keys: key(func(r *reseller.KeyRow) { r.PublicKey = "GojI*" }), want: "keys[0].public_key: the public key is not Base64"},
		"a key of another one": {keys: key(func(r *reseller.KeyRow) { r.Algorithm = "14" }), want: "keys[0].public_key: a public key of algorithm 14 has 96 bytes, not 64"},
		"a short key of RSA":   {keys: key(func(r *reseller.KeyRow) { r.Algorithm, r.PublicKey = "8", rsa(768) }), want: "keys[0].public_key: this is no public key of RSA with 1024 to 4096 bits"},
		"a key of RSA": {
			keys: key(func(r *reseller.KeyRow) {
				r.Algorithm, r.PublicKey = "8", rsa(2048)
			}), takes: "keys", want: "key 34442 (8)",
		},
	} {
		rules := reseller.TLD{Name: "net", DNSSEC: c.takes}
		data, err := reseller.CheckSecDNS(name, c.ds, c.keys, rules)
		got := data.String()
		if err != nil {
			e := reseller.AsError(err)
			got = string(e.Field) + ": " + e.Words
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", says, got, c.want)
		}
	}
}
