package dns

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/miekg/dns"

	"nameyard/reseller"
)

// Signer asks the name server that signs our zones for their keys, and the others whether they serve them. It is safe for concurrent use.
type Signer struct {
	signer Secondary
	others []Secondary // that the world asks
	keys   map[string]Key
	wall   func() time.Time
}

// NewSigner makes a Signer. The signer must have a key.
func NewSigner(signer Secondary, others []Secondary, keys map[string]Key, clock reseller.Clock) *Signer {
	return &Signer{signer, others, keys, clock.Wall}
}

// ErrNotSigned says that the signer has no keys of a zone, or not yet.
var ErrNotSigned = errors.New("the zone is not signed yet")

// Keys gives what a zone wants its registry to have: its CDS records as DS records, and its CDNSKEY records as keys (RFC 7344). Without
// an error, none of both is the zone's wish to be unsigned (RFC 8078 §4). ErrNotSigned if it has no wish. Each CDS must be made by a CDNSKEY
// and each CDNSKEY must make one; whatever the signer did not sign with its TSIG key, or says of other names, is an error.
func (s *Signer) Keys(ctx context.Context, name reseller.Name) (reseller.SecDNS, error) {
	apex := name.String() + "."
	records, err := s.ask(ctx, s.signer, apex, dns.TypeCDS)
	if err != nil {
		return reseller.SecDNS{}, err
	}
	keys, err := s.ask(ctx, s.signer, apex, dns.TypeCDNSKEY)
	if err != nil {
		return reseller.SecDNS{}, err
	}
	if len(records) == 0 && len(keys) == 0 {
		return reseller.SecDNS{}, fmt.Errorf("%s: %w", name, ErrNotSigned)
	}
	if wantsNone(records) && wantsNone(keys) {
		return reseller.SecDNS{}, nil
	}
	return wishOf(name, records, keys)
}

// wantsNone reports whether the only record is the wish to be unsigned: algorithm 0.
func wantsNone(set []dns.RR) bool {
	if len(set) != 1 {
		return false
	}
	switch rr := set[0].(type) {
	case *dns.CDS:
		return rr.Algorithm == 0
	case *dns.CDNSKEY:
		return rr.Algorithm == 0
	}
	return false
}

// wishOf turns CDS and CDNSKEY records into DNSSEC data and holds them against each other.
func wishOf(name reseller.Name, records, keys []dns.RR) (wish reseller.SecDNS, err error) {
	for _, rr := range keys {
		k, ok := rr.(*dns.CDNSKEY)
		if !ok || k.Algorithm == 0 || k.Flags&dns.ZONE == 0 || k.Flags&dns.REVOKE != 0 || k.Protocol != 3 {
			return wish, fmt.Errorf("%s: %s is no key that a registry could be given", name, rr)
		}
		wish.Keys = append(wish.Keys, reseller.DNSKey{Flags: k.Flags, Protocol: k.Protocol, Algorithm: k.Algorithm, PublicKey: k.PublicKey})
	}
	made := map[reseller.DNSKey]bool{}
	for _, rr := range records {
		cds, ok := rr.(*dns.CDS)
		if !ok {
			return wish, fmt.Errorf("%s: %s is no CDS record", name, rr)
		}
		ds := reseller.DS{KeyTag: cds.KeyTag, Algorithm: cds.Algorithm, DigestType: cds.DigestType, Digest: strings.ToUpper(cds.Digest)}
		if _, err := hex.DecodeString(ds.Digest); err != nil {
			return wish, fmt.Errorf("%s: %s has no digest", name, rr)
		}
		i := slices.IndexFunc(wish.Keys, func(k reseller.DNSKey) bool { return k.Makes(name, ds) })
		if i < 0 {
			return wish, fmt.Errorf("%s: the CDS record of key %d (%d/%d) is made by none of the CDNSKEY records", name, ds.KeyTag, ds.Algorithm, ds.DigestType)
		}
		made[wish.Keys[i]] = true
		wish.DS = append(wish.DS, ds)
	}
	if len(made) != len(wish.Keys) || len(made) == 0 {
		return wish, fmt.Errorf("%s: %d of %d CDNSKEY records have a CDS record", name, len(made), len(wish.Keys))
	}
	return wish, nil
}

// Served reports whether each name server that zones must reach answers with the keys: only then may a registry hear of them. The error
// says which one does not.
func (s *Signer) Served(ctx context.Context, name reseller.Name, keys []reseller.DNSKey) error {
	for _, server := range append([]Secondary{s.signer}, s.others...) {
		if server.Optional {
			continue
		}
		set, err := s.ask(ctx, server, name.String()+".", dns.TypeDNSKEY)
		if err != nil {
			return err
		}
		for _, want := range keys {
			if !slices.ContainsFunc(set, func(rr dns.RR) bool {
				k, ok := rr.(*dns.DNSKEY)
				return ok && reseller.DNSKey{Flags: k.Flags, Protocol: k.Protocol, Algorithm: k.Algorithm, PublicKey: k.PublicKey} == want
			}) {
				return fmt.Errorf("%s: name server %s does not serve the key %d yet", name, server.Name, want.KeyTag())
			}
		}
	}
	return nil
}

// ask asks over TCP, signed where there is a key, and gives the records of a type at a name. An answer to a signed question that is not
// signed is an error.
func (s *Signer) ask(ctx context.Context, server Secondary, apex string, kind uint16) ([]dns.RR, error) {
	client, m := dns.Client{Net: "tcp", Timeout: answerTime}, new(dns.Msg).SetQuestion(apex, kind)
	m.RecursionDesired = false
	key := s.keys[server.Key]
	if key.Name != "" {
		client.TsigSecret = map[string]string{key.Name: key.Secret}
		m.SetTsig(key.Name, key.Algorithm, fudge, s.wall().Unix())
	}
	answer, _, err := client.ExchangeContext(ctx, m, server.Address.String())
	what := fmt.Sprintf("%s of %s at name server %s", dns.TypeToString[kind], apex, server.Name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", what, err)
	case key.Name != "" && answer.IsTsig() == nil:
		return nil, fmt.Errorf("%s: the answer is not signed with the key %s", what, key.Name)
	case answer.Rcode == dns.RcodeRefused || answer.Rcode == dns.RcodeNotAuth:
		return nil, fmt.Errorf("%s: %w: it does not have the zone", what, ErrNotSigned)
	case answer.Rcode != dns.RcodeSuccess || !answer.Authoritative || answer.Truncated:
		return nil, fmt.Errorf("%s: it answers %s", what, dns.RcodeToString[answer.Rcode])
	}
	var set []dns.RR
	for _, rr := range answer.Answer {
		if h := rr.Header(); h.Rrtype == kind && h.Class == dns.ClassINET && dns.CanonicalName(h.Name) == apex {
			set = append(set, rr)
		}
	}
	return set, nil
}
