package reseller

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// DSRow is a DS record as it was sent.
type DSRow struct {
	KeyTag, Algorithm, DigestType, Digest string
}

// KeyRow is a DNSKEY record as it was sent.
type KeyRow struct {
	Flags, Protocol, Algorithm, PublicKey string
}

// maxSecDNS is how many DS records, or keys, a name may have: what registries take at most.
const maxSecDNS = 13

// CheckSecDNS makes the DNSSEC data of a name that is to stand at its registry from what was sent, in the form that its TLD takes. Where
// the TLD takes DS records, a key without one gets one of SHA-256 (RFC 8624 §3.3); where it takes keys, DS records alone cannot do. DS
// records beside keys must be those of the keys. Rows that are there twice count once. All faults are told (Faults), each with the
// path of its part, as in ds[1].digest.
func CheckSecDNS(name Name, ds []DSRow, keys []KeyRow, rules TLD) (SecDNS, error) {
	var bad Faults
	var given SecDNS
	for i, row := range keys {
		k, err := checkKey(row, PathKeys.At(i))
		if bad.Add(err) && !slices.Contains(given.Keys, k) {
			given.Keys = append(given.Keys, k)
		}
	}
	whole := bad.Err() == nil // the keys of which DS records are to be
	for i, row := range ds {
		d, err := checkDS(row, PathDS.At(i))
		if err == nil && whole && len(given.Keys) > 0 {
			err = checkDSOfKeys(name, d, given.Keys, PathDS.At(i))
		}
		if bad.Add(err) && !slices.Contains(given.DS, d) {
			given.DS = append(given.DS, d)
		}
	}
	if err := bad.Err(); err != nil {
		return SecDNS{}, err
	}
	data, err := given.as(name, rules)
	if err != nil {
		return SecDNS{}, err
	}
	if n := max(len(data.DS), len(data.Keys)); n > maxSecDNS {
		path := PathDS
		if len(data.Keys) > 0 {
			path = PathKeys
		}
		return SecDNS{}, Invalid(path, "%d DNSSEC records; a name may have %d at most", n, maxSecDNS)
	}
	return data, nil
}

// as is what of the data goes to the registry.
func (s SecDNS) as(name Name, rules TLD) (SecDNS, error) {
	switch {
	case s.IsZero():
		return SecDNS{}, nil
	case rules.DNSSEC == DNSSECNone:
		return SecDNS{}, NotSupported(rules.Name, "DNSSEC")
	case rules.DNSSEC == DNSSECKeys && len(s.Keys) == 0:
		return SecDNS{}, Invalid(PathDS, ".%s takes keys, of which its registry makes the DS records: send %s", rules.Name, PathKeys)
	case rules.DNSSEC == DNSSECKeys:
		return s.TakenBy(rules), nil
	}
	for _, k := range s.Keys {
		if slices.ContainsFunc(s.DS, func(d DS) bool { return k.Makes(name, d) }) {
			continue
		}
		made, _ := k.DS(name, DigestSHA256)
		s.DS = append(s.DS, made)
	}
	return s.TakenBy(rules), nil
}

// signingAlgorithms are those that names may be signed with today, with the bytes of their public keys (0 = they differ): RFC 8624 §3.1.
var signingAlgorithms = map[uint8]int{8: 0, 10: 0, 13: 64, 14: 96, 15: 32, 16: 57}

func checkAlgorithm(text string, at Path) (uint8, error) {
	n, err := checkNumber(text, at, 255)
	if err != nil {
		return 0, err
	}
	if _, known := signingAlgorithms[uint8(n)]; !known {
		return 0, Invalid(at, "algorithm %d is not used for signing any more, or not yet; 8, 10, 13, 14, 15 and 16 are", n)
	}
	return uint8(n), nil
}

func checkNumber(text string, at Path, most uint64) (uint64, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, Missing(at)
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > most {
		return 0, Invalid(at, "%q is not a whole number from 0 to %d", text, most)
	}
	return n, nil
}

func checkDS(row DSRow, at Path) (d DS, err error) {
	var bad Faults
	tag, err := checkNumber(row.KeyTag, at.Part("key_tag"), 65535)
	bad.Add(err)
	d.KeyTag = uint16(tag)
	d.Algorithm, err = checkAlgorithm(row.Algorithm, at.Part("algorithm"))
	bad.Add(err)
	kind, err := checkNumber(row.DigestType, at.Part("digest_type"), 255)
	if d.DigestType = uint8(kind); bad.Add(err) && digests[d.DigestType] == nil {
		bad.Add(Invalid(at.Part("digest_type"), "digest type %d is not taken; 2 (SHA-256) and 4 (SHA-384) are", kind))
	}
	d.Digest = strings.ToUpper(squeezed(row.Digest))
	bad.Add(checkDigest(d.DigestType, d.Digest, at.Part("digest")))
	return d, bad.Err()
}

// checkDigest checks a digest; its length if the type is one that is taken.
func checkDigest(kind uint8, text string, at Path) error {
	if text == "" {
		return Missing(at)
	}
	digest, err := hex.DecodeString(text)
	if err != nil {
		return Invalid(at, "the digest is not hexadecimal")
	}
	if digests[kind] == nil {
		return nil
	}
	if want := len(digests[kind](nil)); len(digest) != want {
		return Invalid(at, "a digest of type %d has %d hexadecimal digits, not %d", kind, 2*want, 2*len(digest))
	}
	return nil
}

// checkDSOfKeys refuses a DS record that none of the keys beside it makes.
func checkDSOfKeys(name Name, d DS, keys []DNSKey, at Path) error {
	i := slices.IndexFunc(keys, func(k DNSKey) bool { return k.KeyTag() == d.KeyTag && k.Algorithm == d.Algorithm })
	if i < 0 {
		tags := make([]string, len(keys))
		for n, k := range keys {
			tags[n] = strconv.Itoa(int(k.KeyTag()))
		}
		return Invalid(at.Part("key_tag"), "none of the keys has the tag %d and algorithm %d; their tags are %s", d.KeyTag, d.Algorithm, strings.Join(tags, ", "))
	}
	if !keys[i].Makes(name, d) {
		return Invalid(at.Part("digest"), "the digest is not that of the key with the tag %d under %s", d.KeyTag, name)
	}
	return nil
}

// The flags of keys that sign a zone (RFC 4034 §2.1.1): the zone bit, and the mark of a secure entry point, or not. A key with the
// revoked bit (RFC 5011 §3) signs nothing any more.
const (
	zoneKey   = 256
	secureKey = 257
)

func checkKey(row KeyRow, at Path) (k DNSKey, err error) {
	var bad Faults
	flags, err := checkNumber(row.Flags, at.Part("flags"), 65535)
	if k.Flags = uint16(flags); bad.Add(err) && k.Flags != zoneKey && k.Flags != secureKey {
		bad.Add(Invalid(at.Part("flags"), "the flags of a key are 257, or 256 without the mark of a secure entry point, not %d", flags))
	}
	protocol, err := checkNumber(row.Protocol, at.Part("protocol"), 255)
	if k.Protocol = uint8(protocol); bad.Add(err) && k.Protocol != 3 {
		bad.Add(Invalid(at.Part("protocol"), "the protocol of a key is 3, not %d", protocol))
	}
	k.Algorithm, err = checkAlgorithm(row.Algorithm, at.Part("algorithm"))
	signs := bad.Add(err)
	text := squeezed(row.PublicKey)
	key, err := base64.StdEncoding.Strict().DecodeString(text)
	switch {
	case text == "":
		bad.Add(Missing(at.Part("public_key")))
	case err != nil:
		bad.Add(Invalid(at.Part("public_key"), "the public key is not Base64"))
	case signs:
		bad.Add(checkPublicKey(k.Algorithm, key, at.Part("public_key")))
	}
	k.PublicKey = base64.StdEncoding.EncodeToString(key)
	return k, bad.Err()
}

// The lengths of RSA keys in bits (RFC 5702 §2; shorter ones than 1024 can be broken).
const (
	leastRSA = 1024
	mostRSA  = 4096
)

// checkPublicKey checks the length of a key; of RSA that of its modulus (RFC 3110 §2).
func checkPublicKey(algorithm uint8, key []byte, at Path) error {
	if want := signingAlgorithms[algorithm]; want > 0 {
		if len(key) != want {
			return Invalid(at, "a public key of algorithm %d has %d bytes, not %d", algorithm, want, len(key))
		}
		return nil
	}
	exponent, skip := int(key[0]), 1
	if exponent == 0 && len(key) > 3 {
		exponent, skip = int(key[1])<<8|int(key[2]), 3
	}
	if bits := 8 * (len(key) - skip - exponent); exponent == 0 || bits < leastRSA || bits > mostRSA {
		return Invalid(at, "this is no public key of RSA with %d to %d bits", leastRSA, mostRSA)
	}
	return nil
}

// squeezed is text without white space, which DNS tools put into long values.
func squeezed(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, text)
}
