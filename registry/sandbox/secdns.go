package sandbox

import (
	"context"
	"encoding/base64"
	"encoding/hex"

	"nameyard/registry"
	"nameyard/reseller"
)

// maxSecDNS is how many records a name may have.
const maxSecDNS = 13

// SetSecDNS makes the DNSSEC data of a name what is given (RFC 5910).
func (r *Registry) SetSecDNS(ctx context.Context, clTRID string, name reseller.Name, data reseller.SecDNS) (registry.Receipt, error) {
	return r.change(ctx, name, request{Op: opSecDNS, ClTRID: clTRID, SecDNS: &data})
}

func (t *transaction) sign(q request) (registry.Receipt, error) {
	d, err := t.changeable()
	if err != nil {
		return registry.Receipt{}, err
	}
	if err := signable(*q.SecDNS); err != nil {
		return registry.Receipt{}, err
	}
	d.SecDNS = *q.SecDNS
	t.effect(registry.Effect{ClTRID: q.ClTRID, Command: "secdns", Note: onOff(!d.SecDNS.IsZero())})
	return registry.Receipt{}, nil
}

func secDNSOf(q request) reseller.SecDNS {
	if q.SecDNS == nil {
		return reseller.SecDNS{}
	}
	return *q.SecDNS
}

// digestBytes are the lengths of the digest types that are still in use (RFC 8624 §3.3): SHA-1 is not.
var digestBytes = map[uint8]int{2: 32, 4: 48}

// signable refuses records that no resolver could use.
func signable(data reseller.SecDNS) error {
	if len(data.DS) > 0 && len(data.Keys) > 0 {
		return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: DS records or keys, not both")
	}
	if len(data.DS)+len(data.Keys) > maxSecDNS {
		return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: more than %d DNSSEC records", maxSecDNS)
	}
	for _, ds := range data.DS {
		digest, err := hex.DecodeString(ds.Digest)
		if want := digestBytes[ds.DigestType]; err != nil || want == 0 || len(digest) != want {
			return registry.Refuse(registry.CodeParameterPolicy, "Parameter value policy error: a DS digest of type %d is not taken, or has another length", ds.DigestType)
		}
	}
	for _, key := range data.Keys {
		if _, err := base64.StdEncoding.DecodeString(key.PublicKey); err != nil || key.PublicKey == "" || key.Protocol != 3 {
			return registry.Refuse(registry.CodeParameterRange, "Parameter value range error: not a DNS key")
		}
	}
	return nil
}
