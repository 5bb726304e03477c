package dns

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/miekg/dns"

	"nameyard/listen"
)

// fudge is by how many seconds the clocks of a signature's two sides may differ (RFC 8945 §10).
const fudge = 300

// peers are who may take zones.
type peers struct {
	keys      map[string]Key      // of secondaries, by name
	addresses map[netip.Addr]bool // of secondaries without a key
	known     map[netip.Addr]bool // of all secondaries
	now       func() time.Time    // wall time
}

func newPeers(secondaries []Secondary, keys map[string]Key, now func() time.Time) peers {
	p := peers{keys: map[string]Key{}, addresses: map[netip.Addr]bool{}, known: map[netip.Addr]bool{}, now: now}
	for _, s := range secondaries {
		p.known[s.Address.Addr().Unmap()] = true
		if s.Key == "" {
			p.addresses[s.Address.Addr()] = true
		} else {
			p.keys[s.Key] = keys[s.Key]
		}
	}
	return p
}

// secrets are the keys as the library takes them.
func (p peers) secrets() map[string]string {
	secrets := map[string]string{}
	for name, key := range p.keys {
		secrets[name] = key.Secret
	}
	return secrets
}

// signature judges the signature of a request: fault says why one does not hold (RFC 8945 §5.2), and is 0 otherwise.
func (p peers) signature(w dns.ResponseWriter, q *dns.Msg) (signed bool, fault uint16) {
	t := q.IsTsig()
	if t == nil {
		return false, 0
	}
	key, known := p.keys[dns.CanonicalName(t.Hdr.Name)]
	switch err := w.TsigStatus(); {
	case !known || dns.CanonicalName(t.Algorithm) != key.Algorithm:
		return false, dns.RcodeBadKey
	case errors.Is(err, dns.ErrTime):
		return false, dns.RcodeBadTime
	case err != nil:
		return false, dns.RcodeBadSig
	}
	return true, 0
}

// distrust makes the answer to a request whose signature does not hold. It is signed only where the clocks differ, and says then what ours
// shows (RFC 8945 §5.2.3 and §5.3.2).
func (p peers) distrust(q *dns.Msg, fault uint16) *dns.Msg {
	m, t := new(dns.Msg).SetRcode(q, dns.RcodeNotAuth), q.IsTsig()
	m.SetTsig(t.Hdr.Name, t.Algorithm, fudge, int64(t.TimeSigned))
	said := m.IsTsig()
	said.Error = fault
	if fault == dns.RcodeBadTime {
		said.OtherLen, said.OtherData = 6, fmt.Sprintf("%012x", p.now().Unix())
	}
	return m
}

// mayTransfer reports whether who asks may take zones: by a signature that holds, or by an address that is known to have no key.
func (p peers) mayTransfer(signed bool, from net.Addr) bool {
	if signed {
		return true
	}
	return p.addresses[listen.Address(from)]
}

// near reports whether an address is that of a secondary, or of this machine.
func (p peers) near(from netip.Addr) bool { return from.IsLoopback() || p.known[from] }

// sign makes the library sign an answer to a request that was signed.
func (p peers) sign(m, q *dns.Msg) {
	t := q.IsTsig()
	m.SetTsig(t.Hdr.Name, t.Algorithm, fudge, p.now().Unix())
}
