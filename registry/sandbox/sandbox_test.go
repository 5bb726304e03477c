package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// every is what the embedded registry can do.
type every interface {
	registry.Connector
	registry.Locker
	registry.PrivacySetter
	registry.HostManager
	registry.AuthInfoSetter
	registry.Restorer
	registry.Releaser
	registry.TransferDecider
	registry.Poller
	registry.EffectLog
}

// fixture is a registry on its own documents and clock.
type fixture struct {
	*testing.T
	*sandbox.Registry
	docs  *sandboxtest.Memory
	clock *clocktest.Clock
	sent  int
}

func start(t *testing.T, options ...sandbox.Option) *fixture {
	s := &fixture{T: t, docs: sandboxtest.NewMemory(), clock: clocktest.New(day("2026-03-10"))}
	s.Registry = sandbox.New(s.docs, registrytest.Rules(), s.clock, options...)
	return s
}

func day(date string) time.Time {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err) // a test's own literal
	}
	return t.Add(12 * time.Hour)
}

func named(full string) reseller.Name {
	_, tld, _ := strings.Cut(full, ".")
	return reseller.NameOf(full, tld)
}

func (s *fixture) tr() string {
	s.sent++
	return fmt.Sprintf("NY-test%d-1", s.sent)
}

func (s *fixture) order(full string, years int) registry.Create {
	c := registry.Create{
		ClTRID: s.tr(), Name: named(full), Years: years, Nameservers: []string{"ns1.host.example", "ns2.host.example"},
		Contacts: reseller.Contacts{reseller.RoleRegistrant: {FirstName: "Åsa", Email: "asa@example.net"}},
	}
	if c.Name.TLD() == "se" {
		c.Fields = map[string]string{"id_number": "[SE]802405-0190"}
	}
	return c
}

func (s *fixture) create(full string) {
	s.Helper()
	if _, err := s.Create(s.Context(), s.order(full, 1)); err != nil {
		s.Fatalf("registering %s: %v", full, err)
	}
}

func (s *fixture) renewal(full string) registry.Renew {
	s.Helper()
	return registry.Renew{ClTRID: s.tr(), Name: named(full), CurrentExpiry: s.show(full).Expires, Years: 1}
}

func (s *fixture) show(full string) registry.Registration {
	s.Helper()
	reg, err := s.Show(s.Context(), named(full))
	if err != nil {
		s.Fatalf("%s: %v", full, err)
	}
	return reg
}

func (s *fixture) registered(full string) bool {
	s.Helper()
	_, err := s.Show(s.Context(), named(full))
	if err != nil && !errors.Is(err, registry.ErrNoSuchName) {
		s.Fatal(err)
	}
	return err == nil
}

func (s *fixture) fault(f sandbox.Fault) {
	s.Helper()
	if err := s.SetFault(s.Context(), f); err != nil {
		s.Fatal(err)
	}
}

// commands lists the effect log's commands.
func (s *fixture) commands() []string {
	s.Helper()
	effects, err := s.Effects(s.Context(), 0, 10000)
	if err != nil {
		s.Fatal(err)
	}
	var list []string
	for _, e := range effects {
		list = append(list, e.Command)
	}
	return list
}

func (s *fixture) wantCommands(want ...string) {
	s.Helper()
	if have := s.commands(); !slices.Equal(have, want) {
		s.Fatalf("the registry carried out %v, want %v", have, want)
	}
}

func TestEmbeddedRegistryPassesTheSuite(t *testing.T) {
	t.Parallel()
	registrytest.Exercise(t, func(t *testing.T) registrytest.Subject {
		s := start(t)
		var connector every = s.Registry
		return registrytest.Subject{
			Connector: connector, Clock: s.clock, Foreign: s.AddForeign, Away: s.RequestAway, ForeignDecides: s.ForeignDecides, Push: s.Push, Act: s.Act,
		}
	})
}

// redacting is the sandbox registry, which can be asked for commands, behind a connector to which nobody shows telephone numbers, nor technical contacts.
type redacting struct{ sandbox.Finding }

func (r redacting) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	shown, err := r.Registry.Info(ctx, name)
	delete(shown.Contacts, reseller.RoleTech)
	for role, c := range shown.Contacts {
		c.Phone, c.NotShown = "", []string{"phone"}
		shown.Contacts[role] = c
	}
	return shown, err
}

func TestConnectorThatIsShownLessPassesTheSuite(t *testing.T) {
	t.Parallel()
	registrytest.Exercise(t, func(t *testing.T) registrytest.Subject {
		s := start(t)
		return registrytest.Subject{Connector: redacting{sandbox.Finding{Registry: s.Registry}}, Clock: s.clock, Foreign: s.AddForeign}
	})
}

func TestRegistrationIsOneReadAndOneWrite(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("quick.com")
	if s.docs.Gets != 1 || s.docs.Puts != 1 {
		t.Errorf("%d reads and %d writes", s.docs.Gets, s.docs.Puts)
	}
}

func TestRefusalWritesNothing(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("taken.com")
	before := s.docs.All()
	if _, err := s.Create(t.Context(), s.order("taken.com", 1)); err == nil {
		t.Fatal("registered twice")
	}
	if s.docs.Puts != 1 || s.docs.All() != before {
		t.Error("a refusal wrote something")
	}
}

func TestAuthCodesAreNowhereInTheDocuments(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("secret.com")
	r, err := s.NewAuthCode(t.Context(), s.tr(), named("secret.com"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AddForeign(t.Context(), named("theirs.com"), "their-secret-code", time.Time{}, false); err != nil {
		t.Fatal(err)
	}
	s.fault(sandbox.Fault{Kind: sandbox.FaultLateEffect, Delay: time.Hour})
	_, err = s.Transfer(t.Context(), registry.Transfer{ClTRID: s.tr(), Name: named("theirs.com"), AuthCode: "their-secret-code"})
	if !errors.Is(err, registry.ErrUnknown) {
		t.Fatalf("late transfer gives %v", err)
	}
	for _, secret := range []string{r.Secret, "their-secret-code"} {
		if strings.Contains(s.docs.All(), secret) {
			t.Errorf("the code %q is stored", secret)
		}
	}
	s.clock.Move(time.Hour)
	if s.show("theirs.com").Transfer == nil {
		t.Error("the late transfer did not know its code any more")
	}
}

func TestAuthCodeIsCheckedWithoutBeingUsedUp(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("coded.com")
	if err := s.CheckAuthCode(t.Context(), named("coded.com"), ""); err == nil {
		t.Error("a name without a code took none for one")
	}
	old, err := s.NewAuthCode(t.Context(), s.tr(), named("coded.com"))
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := s.NewAuthCode(t.Context(), s.tr(), named("coded.com"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.CheckAuthCode(t.Context(), named("coded.com"), fresh.Secret); err != nil {
			t.Errorf("the right code gives %v", err)
		}
	}
	for _, wrong := range []string{"", old.Secret, fresh.Secret + " "} {
		no, ok := registry.AsRefusal(s.CheckAuthCode(t.Context(), named("coded.com"), wrong))
		if !ok || no.Code != registry.CodeBadAuthCode {
			t.Errorf("code %q gives %v", wrong, no)
		}
	}
	if no, ok := registry.AsRefusal(s.CheckAuthCode(t.Context(), named("free.com"), fresh.Secret)); !ok || no.Code != registry.CodeBadAuthCode {
		t.Errorf("a free name gives %v", no)
	}
}

func TestLostWriteIsUnknownAndLostReadIsUnsent(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.docs.FailPut = errors.New("connection lost at commit")
	if _, err := s.Create(t.Context(), s.order("perhaps.com", 1)); !errors.Is(err, registry.ErrUnknown) || errors.Is(err, registry.ErrUnreachable) {
		t.Errorf("a lost commit gives %v, want an unknown outcome", err)
	}
	s.docs.FailPut = nil
	if !s.registered("perhaps.com") {
		t.Error("the commit that was lost had happened")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Create(gone, s.order("never.com", 1)); !errors.Is(err, registry.ErrUnreachable) || errors.Is(err, registry.ErrUnknown) {
		t.Errorf("a caller that was gone before gets %v, want unreachable", err)
	}
	if s.registered("never.com") {
		t.Error("never.com was registered")
	}
}

func TestOvertakenCommandLooksAgain(t *testing.T) {
	t.Parallel()
	s := start(t)
	first := true
	s.docs.Overtake = func() {
		if first {
			first = false
			s.create("wanted.com")
		}
	}
	_, err := s.Create(t.Context(), s.order("wanted.com", 2))
	if no, ok := registry.AsRefusal(err); !ok || no.Code != registry.CodeExists {
		t.Errorf("got %v, want that the name is taken", err)
	}
	s.wantCommands("create")
}

func TestCommandThatIsAlwaysOvertakenGivesUpWithoutEffect(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("busy.com")
	rival := sandbox.New(s.docs, registrytest.Rules(), s.clock)
	inside := false
	s.docs.Overtake = func() {
		if inside {
			return
		}
		inside = true
		defer func() { inside = false }()
		if _, err := rival.SetLock(t.Context(), "NY-rival-1", named("busy.com"), true); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Renew(t.Context(), s.renewal("busy.com")); !errors.Is(err, registry.ErrUnreachable) {
		t.Errorf("got %v, want unreachable", err)
	}
	if !s.show("busy.com").Expires.Equal(day("2027-03-10")) {
		t.Error("the name was renewed")
	}
}

func TestCheckOfOneNameTwiceAnswersTwice(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("twice.com")
	s.clock.Set(day("2027-03-11")) // the registry's own renewal is to be written by the check
	got, err := s.Check(t.Context(), named("twice.com"), named("free.com"), named("twice.com"))
	if err != nil || len(got) != 3 || got[0].Free || !got[1].Free || got[2].Free {
		t.Errorf("check gives %+v, %v", got, err)
	}
	s.wantCommands("create", "autorenew")
}

func TestUnknownTLDsAreRefusedAndNotRegistered(t *testing.T) {
	t.Parallel()
	s := start(t)
	if _, err := s.Create(t.Context(), s.order("x.nosuchtld", 1)); err == nil {
		t.Error("a TLD without rules was registered")
	} else if no, ok := registry.AsRefusal(err); !ok || no.Code != registry.CodeParameterPolicy {
		t.Errorf("got %v", err)
	}
	if _, err := s.Info(t.Context(), named("x.nosuchtld")); !errors.Is(err, registry.ErrNoSuchName) {
		t.Errorf("info gives %v", err)
	}
}

func TestNamesAreListedInPages(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, full := range []string{"c.com", "a.com", "b.se"} {
		s.create(full)
	}
	var have []string
	after := ""
	for {
		names, err := s.Names(t.Context(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(names) == 0 {
			break
		}
		for _, n := range names {
			have = append(have, n.String()+" "+n.TLD())
		}
		after = names[len(names)-1].String()
	}
	if want := []string{"a.com com", "b.se se", "c.com com"}; !slices.Equal(have, want) {
		t.Errorf("got %v, want %v", have, want)
	}
}
