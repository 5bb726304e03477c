package registry

import (
	"context"
	"slices"

	"nameyard/reseller"
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

// IsZero reports whether there is none: the name is not signed.
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

// Signer replaces the DNSSEC data of a name; the zero SecDNS takes all away.
type Signer interface {
	SetSecDNS(ctx context.Context, clTRID string, name reseller.Name, data SecDNS) (Receipt, error)
}

// Holder takes a name out of the zone and brings it back (clientHold, RFC 5731 §2.3): against abuse, and while a holder is not
// verified.
type Holder interface {
	SetHold(ctx context.Context, clTRID string, name reseller.Name, hold bool) (Receipt, error)
}
