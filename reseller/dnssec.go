package reseller

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// SecDNS is the DNSSEC data of a name at its registry (RFC 5910): DS records, or the keys that the registry makes them of. A
// registry takes one of the two.
type SecDNS struct {
	DS   []DS     `json:"ds,omitempty"`
	Keys []DNSKey `json:"keys,omitempty"`
}

// DS is a delegation signer record (RFC 4034 §5).
type DS struct {
	KeyTag     uint16 `json:"key_tag"`
	Algorithm  uint8  `json:"algorithm"`
	DigestType uint8  `json:"digest_type"`
	Digest     string `json:"digest"` // hexadecimal, upper case
}

// DNSKey is a key (RFC 4034 §2).
type DNSKey struct {
	Flags     uint16 `json:"flags"`
	Protocol  uint8  `json:"protocol"`
	Algorithm uint8  `json:"algorithm"`
	PublicKey string `json:"public_key"` // Base64
}

// IsZero reports whether there is none: resolvers take the name for unsigned.
func (s SecDNS) IsZero() bool { return len(s.DS) == 0 && len(s.Keys) == 0 }

// Equal reports whether both have the same records, in whatever order.
func (s SecDNS) Equal(o SecDNS) bool {
	less, more := o.Less(s), s.Less(o)
	return less.IsZero() && more.IsZero()
}

// Less gives the records of s that o has not.
func (s SecDNS) Less(o SecDNS) SecDNS {
	return SecDNS{
		DS:   slices.DeleteFunc(slices.Clone(s.DS), func(d DS) bool { return slices.Contains(o.DS, d) }),
		Keys: slices.DeleteFunc(slices.Clone(s.Keys), func(k DNSKey) bool { return slices.Contains(o.Keys, k) }),
	}
}

// ShownAs reports whether a registry that was given s may show it as shown: as it is, or, given keys, as the DS records that it made
// of them, one or more for each key.
func (s SecDNS) ShownAs(name Name, shown SecDNS) bool {
	if s.Equal(shown) {
		return true
	}
	if len(s.Keys) == 0 || len(shown.Keys) > 0 || len(shown.DS) == 0 {
		return false
	}
	used := map[DNSKey]bool{}
	for _, ds := range shown.DS {
		i := slices.IndexFunc(s.Keys, func(k DNSKey) bool { return k.Makes(name, ds) })
		if i < 0 {
			return false
		}
		used[s.Keys[i]] = true
	}
	return len(used) == len(s.Keys)
}

// TakenBy is what of DS records and the keys they are made of goes to the registry of a TLD.
func (s SecDNS) TakenBy(rules TLD) SecDNS {
	if rules.DNSSEC == DNSSECKeys {
		return SecDNS{Keys: s.Keys}
	}
	return SecDNS{DS: s.DS}
}

// String writes what there is for people: "DS 2371 (13/2)", "key 2371 (13)"; "none".
func (s SecDNS) String() string {
	var list []string
	for _, d := range s.DS {
		list = append(list, fmt.Sprintf("DS %d (%d/%d)", d.KeyTag, d.Algorithm, d.DigestType))
	}
	for _, k := range s.Keys {
		list = append(list, fmt.Sprintf("key %d (%d)", k.KeyTag(), k.Algorithm))
	}
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}

// LeavesSigner reports whether a change of name servers leaves whoever signs the zone: none of those before stays. Those that come
// cannot have its keys. A name without name servers is not signed by anybody.
func LeavesSigner(before, after []string) bool {
	return len(before) > 0 && !slices.ContainsFunc(before, func(host string) bool { return slices.Contains(after, host) })
}

// UnsignedWords say what a change of name servers that LeavesSigner has done besides.
const UnsignedWords = "DNSSEC was switched off first: the DS records or keys at the registry belonged to the name servers before."

// The digest types that validators must know and that may be published (RFC 8624 §3.3).
const (
	DigestSHA256 = 2 // RFC 4509
	DigestSHA384 = 4 // RFC 6605
)

// digests maps the digest types to what makes them. SHA-1 (1) is not published any more.
var digests = map[uint8]func([]byte) []byte{
	DigestSHA256: func(b []byte) []byte { sum := sha256.Sum256(b); return sum[:] },
	DigestSHA384: func(b []byte) []byte { sum := sha512.Sum384(b); return sum[:] },
}

// DS makes the delegation signer record of a key (RFC 4034 §5.1.4). ok is false for another digest type than SHA-256 and SHA-384, and
// for a key that is no Base64.
func (k DNSKey) DS(name Name, digestType uint8) (ds DS, ok bool) {
	digest, data := digests[digestType], k.wire()
	if digest == nil || data == nil {
		return DS{}, false
	}
	sum := digest(append(wireName(name), data...))
	return DS{KeyTag: k.KeyTag(), Algorithm: k.Algorithm, DigestType: digestType, Digest: strings.ToUpper(hex.EncodeToString(sum))}, true
}

// Makes reports whether a DS record is one of the key.
func (k DNSKey) Makes(name Name, ds DS) bool {
	made, ok := k.DS(name, ds.DigestType)
	return ok && made == ds
}

// KeyTag gives the tag of a key (RFC 4034 appendix B); 0 for what is no Base64.
func (k DNSKey) KeyTag() uint16 {
	var sum uint32
	for i, b := range k.wire() {
		if i%2 == 0 {
			sum += uint32(b) << 8
		} else {
			sum += uint32(b)
		}
	}
	return uint16(sum + sum>>16)
}

// wire is the key's RDATA; nil if its public key is no Base64.
func (k DNSKey) wire() []byte {
	key, err := base64.StdEncoding.DecodeString(k.PublicKey)
	if err != nil {
		return nil
	}
	return append(append(binary.BigEndian.AppendUint16(nil, k.Flags), k.Protocol, k.Algorithm), key...)
}

// wireName is a name in the canonical form of the wire (RFC 4034 §6.2).
func wireName(name Name) []byte {
	var wire []byte
	for label := range strings.SplitSeq(strings.ToLower(name.String()), ".") {
		wire = append(append(wire, byte(len(label))), label...)
	}
	return append(wire, 0)
}
