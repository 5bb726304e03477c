package registrytest

import (
	"reflect"
	"slices"

	"nameyard/registry"
)

// messageStories are about the message queue and the effect log.
var messageStories = map[string]func(*scene){
	"messages come in order and stay until acknowledged": func(s *scene) {
		poller := capable[registry.Poller](s)
		s.on("2026-03-10")
		s.create("first.com", 1)
		s.on("2026-03-11")
		s.create("second.com", 1)
		s.on("2027-03-12")
		one := s.head("first.com", registry.MessageAutoRenewed)
		if again := s.head("first.com", registry.MessageAutoRenewed); again.ID != one.ID {
			s.Errorf("asked twice, got messages %s and %s", one.ID, again.ID)
		}
		if err := poller.Ack(s.Context(), one.ID); err != nil {
			s.Fatal(err)
		}
		if err := poller.Ack(s.Context(), one.ID); err == nil {
			s.Error("one message was acknowledged twice")
		}
		two := s.head("second.com", registry.MessageAutoRenewed)
		if err := poller.Ack(s.Context(), two.ID); err != nil {
			s.Fatal(err)
		}
		if m, err := poller.Poll(s.Context()); m != nil || err != nil {
			s.Errorf("empty queue gives %+v, %v", m, err)
		}
	},
	"what becomes of a transfer is told with its transaction": func(s *scene) {
		if s.ForeignDecides == nil {
			s.Skip("the subject cannot make the losing registrar decide")
		}
		poller := capable[registry.Poller](s)
		s.on("2026-03-10")
		for _, full := range []string{"yes.com", "no.com"} {
			s.foreign(full, "right", "2025-06-01", false)
			if _, err := s.transfer(full, "right"); err != nil {
				s.Fatal(err)
			}
			clTRID := s.info(full).Transfer.ClTRID
			if err := s.ForeignDecides(s.Context(), named(full), full == "yes.com", "no reason"); err != nil {
				s.Fatal(err)
			}
			kind := registry.MessageTransferFailed
			if full == "yes.com" {
				kind = registry.MessageTransferDone
			}
			m := s.head(full, kind)
			if m.ClTRID != clTRID {
				s.Errorf("message for %s answers %q, want %q", full, m.ClTRID, clTRID)
			}
			if err := poller.Ack(s.Context(), m.ID); err != nil {
				s.Fatal(err)
			}
		}
	},
	"a request for a name of ours and its going are told": func(s *scene) {
		poller := capable[registry.Poller](s)
		s.askedAway("leaving.com")
		m := s.head("leaving.com", registry.MessageTransferRequested)
		if err := poller.Ack(s.Context(), m.ID); err != nil {
			s.Fatal(err)
		}
		s.days(5)
		s.head("leaving.com", registry.MessageTransferredAway)
	},
	"the end of a name is told": func(s *scene) {
		capable[registry.Poller](s)
		s.create("left.com", 1)
		s.days(10)
		s.done(s.remove("left.com"))
		s.days(35)
		s.head("left.com", registry.MessageDeleted)
	},
	"the effect log tells what was carried out and nothing that was refused": func(s *scene) {
		log := capable[registry.EffectLog](s)
		s.on("2026-03-10")
		s.create("logged.com", 1)
		created := s.info("logged.com").LastTrID
		s.done(s.renew("logged.com", "2027-03-10", 2))
		if _, err := s.renew("logged.com", "2027-03-10", 2); err == nil {
			s.Fatal("renewed twice from one expiry")
		}
		s.on("2029-03-10")
		s.info("logged.com")
		effects, err := log.Effects(s.Context(), 0, 100)
		if err != nil {
			s.Fatal(err)
		}
		var commands []string
		last := int64(0)
		for _, e := range effects {
			commands = append(commands, e.Command)
			if e.Seq <= last || e.Name != "logged.com" || e.Expires.IsZero() || e.At.IsZero() {
				s.Errorf("effect %+v after number %d", e, last)
			}
			last = e.Seq
		}
		if !slices.Equal(commands, []string{"create", "renew", "autorenew"}) {
			s.Fatalf("effects are %v", commands)
		}
		if effects[0].ClTRID != created || effects[1].Years != 2 || effects[2].ClTRID != "" {
			s.Errorf("effects are %+v", effects)
		}
		rest, err := log.Effects(s.Context(), effects[0].Seq, 1)
		if err != nil || len(rest) != 1 || !reflect.DeepEqual(rest[0], effects[1]) {
			s.Errorf("one effect after the first is %+v, %v", rest, err)
		}
	},
}

// head wants the oldest message to be about a name, of a kind.
func (s *scene) head(full string, kind registry.MessageKind) registry.Message {
	s.Helper()
	m, err := capable[registry.Poller](s).Poll(s.Context())
	if err != nil || m == nil {
		s.Fatalf("poll gives %+v, %v; want %s about %s", m, err, kind, full)
	}
	if m.ID == "" || m.Kind != kind || m.Name != namedOrNone(full) || m.Words == "" || m.At.After(s.Clock.Now()) {
		s.Fatalf("poll gives %+v, want %s about %s", m, kind, full)
	}
	return *m
}
