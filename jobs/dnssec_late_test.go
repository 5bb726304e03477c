package jobs_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"nameyard/jobs"
	"nameyard/reseller"
)

// TestLateNameIsToldOfOnceADay: and not at all once it is out of the zone of its TLD.
func TestLateNameIsToldOfOnceADay(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		s := e.signs()
		var log bytes.Buffer
		s.table = jobs.New(jobs.Deps{
			Orders: e.Orders, Books: e.Store, Routes: e.Routes, Clock: e.Clock, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError})),
			DNSSEC: jobs.DNSSEC{Signer: s.signer, Names: e.Store, Changes: e.Orders, Nameservers: ourServers},
		})
		s.err = errors.New("it is away")
		d := s.name("late.com")
		s.Clock.Move(6 * 24 * time.Hour) // out of the grace in which a deletion is final
		s.set(d, true)
		late := func(lines int, names int64) {
			t.Helper()
			for range 3 {
				s.follow()
			}
			if got := strings.Count(log.String(), "name=late.com"); got != lines {
				t.Errorf("the log has told %d times of it, want %d:\n%s", got, lines, log.String())
			}
			_, count, err := s.Store.NamesSigning(s.Context(), s.Clock.Now().Add(-24*time.Hour))
			if s.Must(err); count != names {
				t.Errorf("%d names are late, want %d", count, names)
			}
			first, err := s.Store.NamesSigningLate(s.Context(), s.Clock.Now().Add(-24*time.Hour), 10)
			if s.Must(err); int64(len(first)) != names || names == 1 && first[0] != d.Name {
				t.Errorf("late are %v, want %d", first, names)
			}
		}
		late(0, 0)
		s.Clock.Move(25 * time.Hour)
		late(1, 1)
		s.Clock.Move(25 * time.Hour)
		late(2, 1)
		s.Change(s.row(d), reseller.OrderDelete, "delete", reseller.Desired{})
		s.Clock.Move(25 * time.Hour)
		late(2, 0)
	})
}

// TestZoneStaysSignedWhileItsRegistryHasRecords: a registry that follows CDS records puts them back while resolvers still remember them.
func TestZoneStaysSignedWhileItsRegistryHasRecords(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		s := e.signs()
		d := s.name("scanned.com")
		s.set(d, true)
		s.follow()
		s.follow()
		had := s.row(d).SecDNS
		s.set(d, false)
		s.follow()
		s.follow()
		s.is(d, reseller.DNSSECRetiring)
		_, err := s.Sandbox.SetSecDNS(s.Context(), "scan", d.Name, had)
		s.Must(err)
		s.Clock.Move(reseller.DSRemembered + time.Minute)
		s.follow()
		s.follow()
		s.is(d, reseller.DNSSECRetiring)
		s.Clock.Move(reseller.DSRemembered + time.Minute)
		s.follow()
		s.is(d, "")
		s.Verify()
	})
}

// TestRecordsOfTheNextSignerStay: those that a name got on other name servers are not taken for ours, and its zone here has its time.
func TestRecordsOfTheNextSignerStay(t *testing.T) {
	onBoth(t, 1_000_000, func(e *env) {
		s := e.signs()
		d := s.name("moved.com")
		s.set(d, true)
		s.follow()
		s.follow()
		s.Change(d, reseller.OrderNameservers, "nameservers", reseller.Desired{Nameservers: []string{"ns1.else.net", "ns2.else.net"}})
		_, err := s.Store.ChangeDomain(s.Context(), d.ID, reseller.Operator, "SaveDNSSEC", func(row *reseller.Domain) error {
			row.EnterSigning(reseller.DNSSECRetiring, s.Clock.Now())
			return nil
		})
		s.Must(err)
		next, _ := newKey.DS(d.Name, reseller.DigestSHA256)
		s.Change(s.row(d), reseller.OrderDNSSEC, "dnssec", reseller.Desired{SecDNS: &reseller.SecDNS{DS: []reseller.DS{next}}})
		s.follow()
		s.follow()
		s.is(d, reseller.DNSSECRetiring, newKey)
		s.Clock.Move(reseller.DSRemembered + time.Minute)
		s.follow()
		s.is(d, "", newKey)
		s.Verify()
	})
}
