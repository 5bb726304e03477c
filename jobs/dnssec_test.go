package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// The examples of RFC 6605 §6.
var (
	oldKey = reseller.DNSKey{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA=="}
	newKey = reseller.DNSKey{
		Flags: 257, Protocol: 3, Algorithm: 14,
		PublicKey: "xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40",
	}
	ourServers = []string{"ns1.house.net", "ns2.house.net"}
)

// signer is a name server that signs a zone with keys.
type signer struct {
	keys   []reseller.DNSKey
	err    error // why it does not tell them
	behind error // why they are not served everywhere
}

func (s *signer) Keys(_ context.Context, name reseller.Name) (data reseller.SecDNS, err error) {
	for _, k := range s.keys {
		ds, _ := k.DS(name, reseller.DigestSHA256)
		data.DS, data.Keys = append(data.DS, ds), append(data.Keys, k)
	}
	return data, s.err
}

func (s *signer) Served(context.Context, reseller.Name, []reseller.DNSKey) error { return s.behind }

// signing is a story of names that a signer signs.
type signing struct {
	*env
	*signer
	table *jobs.Table
}

func (e *env) signs() *signing {
	s := &signing{env: e, signer: &signer{keys: []reseller.DNSKey{oldKey}}}
	s.table = jobs.New(jobs.Deps{
		Orders: e.Orders, Books: e.Store, Routes: e.Routes, Clock: e.Clock, Log: slog.New(slog.DiscardHandler),
		DNSSEC: jobs.DNSSEC{Signer: s.signer, Names: e.Store, Changes: e.Orders, Nameservers: ourServers},
	})
	return s
}

// name registers a name on our name servers.
func (s *signing) name(full string) reseller.Domain {
	return s.Register(full, func(d *reseller.Desired) { d.Nameservers = ourServers })
}

func (s *signing) set(d reseller.Domain, on bool) {
	s.Helper()
	_, err := s.Store.ChangeDomain(s.Context(), d.ID, reseller.Operator, "SaveDNSSEC", func(d *reseller.Domain) error {
		d.SetSigning(on, s.Clock.Now())
		return nil
	})
	s.Must(err)
}

// follow lets the jobs run once, and their orders end.
func (s *signing) follow() {
	s.Helper()
	for _, job := range []string{jobs.Signing, jobs.Signed} {
		s.Must(s.table.Run(s.Context(), job))
	}
	s.Drain()
}

// is wants a state, and just these keys at the registry and in the books.
func (s *signing) is(d reseller.Domain, state reseller.DNSSECState, keys ...reseller.DNSKey) {
	s.Helper()
	want, _ := (&signer{keys: keys}).Keys(s.Context(), d.Name)
	want.Keys = nil
	shown, err := s.Sandbox.Info(s.Context(), d.Name)
	s.Must(err)
	row := s.row(d)
	if row.Signing != state || !shown.SecDNS.Equal(want) || !row.SecDNS.Equal(want) {
		s.Errorf("%s is %q and has %s at the registry, %s in the books; want %q and %s", d.Name, row.Signing, shown.SecDNS, row.SecDNS, state, want)
	}
}

// TestSigningIsFollowedFromItsFirstKeyToTheEnd: the registry is given what the signer wants, and keeps it until it is told otherwise.
func TestSigningIsFollowedFromItsFirstKeyToTheEnd(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		s := e.signs()
		d := s.name("safe.com")
		s.follow()
		s.is(d, "")
		s.set(d, true)
		s.err = errors.New("it is away")
		s.follow()
		s.is(d, reseller.DNSSECSigning)
		s.Clock.Move(25 * time.Hour)
		by, late, err := s.Store.NamesSigning(s.Context(), s.Clock.Now().Add(-24*time.Hour))
		if s.Must(err); by[reseller.DNSSECSigning] != 1 || late != 1 {
			s.Errorf("%v are signed, %d late; want one being signed, which is late", by, late)
		}
		s.err, s.behind = nil, errors.New("ns2 is behind")
		s.follow()
		s.is(d, reseller.DNSSECSigning) // a registry that sent resolvers to ns2 would have the name forged
		s.behind = nil
		s.follow()
		s.is(d, reseller.DNSSECPublishing, oldKey)
		s.follow()
		s.is(d, reseller.DNSSECActive, oldKey)

		s.keys = []reseller.DNSKey{oldKey, newKey} // a roll-over (RFC 6781 §4.1.2)
		s.follow()
		s.is(d, reseller.DNSSECPublishing, oldKey, newKey)
		s.keys = []reseller.DNSKey{newKey}
		s.follow()
		s.follow()
		s.is(d, reseller.DNSSECActive, newKey)

		_, err = s.Sandbox.SetSecDNS(s.Context(), "by hand", d.Name, reseller.SecDNS{})
		s.Must(err)
		s.follow()
		s.follow()
		s.is(d, reseller.DNSSECActive, newKey)

		s.set(d, false)
		s.follow()
		s.is(d, reseller.DNSSECWithdrawing)
		s.follow()
		s.is(d, reseller.DNSSECRetiring)
		s.Clock.Move(reseller.DSRemembered - time.Minute)
		s.follow()
		s.is(d, reseller.DNSSECRetiring)
		s.Clock.Move(2 * time.Minute)
		s.follow()
		s.is(d, "")
		s.Verify()
	})
}

// TestSignedNameIsNeverLeftWithTheWrongKeys goes through what happens to names that are signed: each ends with the keys that their
// zones are signed with, or without any.
func TestSignedNameIsNeverLeftWithTheWrongKeys(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		s := e.signs()
		for what, c := range map[string]struct {
			happens func(d reseller.Domain)
			state   reseller.DNSSECState
			keys    []reseller.DNSKey
		}{
			"unanswered": {func(d reseller.Domain) {
				s.keys = []reseller.DNSKey{newKey}
				s.Must(s.Sandbox.SetFault(s.Context(), sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "update", Times: 1}))
				s.follow()
				s.follow() // the order is open, and is not placed twice
				s.Clock.Move(11 * time.Minute)
				s.run(jobs.Reconcile)
				s.follow()
			}, reseller.DNSSECActive, []reseller.DNSKey{newKey}},
			"moved": {func(d reseller.Domain) {
				s.Change(d, reseller.OrderNameservers, "nameservers", reseller.Desired{Nameservers: []string{"ns1.else.net", "ns2.else.net"}})
				s.follow()
				s.follow()
			}, reseller.DNSSECRetiring, nil},
			"half-moved": {func(d reseller.Domain) {
				s.Change(d, reseller.OrderNameservers, "nameservers", reseller.Desired{Nameservers: []string{"ns1.house.net", "ns2.else.net"}})
				s.follow()
			}, reseller.DNSSECActive, []reseller.DNSKey{oldKey}},
			"deleted": {func(d reseller.Domain) {
				s.Clock.Move(6 * 24 * time.Hour)
				s.Change(s.row(d), reseller.OrderDelete, "delete", reseller.Desired{})
				s.keys = []reseller.DNSKey{newKey}
				s.follow()
			}, reseller.DNSSECActive, []reseller.DNSKey{oldKey}},
			"restored": {func(d reseller.Domain) { // from a backup of before it was signed
				_, err := s.Store.ChangeDomain(s.Context(), d.ID, reseller.Operator, "restore", func(d *reseller.Domain) error {
					d.EnterSigning("", s.Clock.Now())
					return nil
				})
				s.Must(err)
				s.follow()
				s.keys = []reseller.DNSKey{newKey}
				s.follow()
				s.follow()
			}, reseller.DNSSECActive, []reseller.DNSKey{newKey}},
			"switched off at once": {func(d reseller.Domain) {
				s.set(d, false)
				s.set(d, true)
				s.follow()
				s.follow()
			}, reseller.DNSSECActive, []reseller.DNSKey{oldKey}},
		} {
			s.keys = []reseller.DNSKey{oldKey}
			d := s.name("name-" + map[string]string{"unanswered": "a", "moved": "b", "half-moved": "c", "deleted": "d", "switched off at once": "e", "restored": "f"}[what] + ".com")
			s.set(d, true)
			s.follow()
			s.follow()
			s.is(d, reseller.DNSSECActive, oldKey)
			c.happens(d)
			s.is(d, c.state, c.keys...)
			if s.Failed() {
				s.Fatalf("after: %s", what)
			}
			s.set(s.row(d), false) // the next story's keys are not this one's
		}
		s.Verify()
	})
}
