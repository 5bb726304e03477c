package registry

import (
	"context"

	"nameyard/reseller"
)

// Signer replaces the DNSSEC data of a name (RFC 5910); the zero SecDNS takes all away.
type Signer interface {
	SetSecDNS(ctx context.Context, clTRID string, name reseller.Name, data reseller.SecDNS) (Receipt, error)
}

// Holder takes a name out of the zone and brings it back (clientHold, RFC 5731 §2.3): against abuse, and while a holder is not
// verified.
type Holder interface {
	SetHold(ctx context.Context, clTRID string, name reseller.Name, hold bool) (Receipt, error)
}
