package sandbox_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"nameyard/registry"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

func TestRefuseHasNoEffectAndStopsByItself(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.fault(sandbox.Fault{Kind: sandbox.FaultRefuse, Times: 2})
	for range 2 {
		_, err := s.Create(t.Context(), s.order("word.com", 1))
		if _, no := registry.AsRefusal(err); !no {
			t.Fatalf("got %v, want a refusal", err)
		}
	}
	s.create("word.com")
	s.wantCommands("create")
}

func TestLostAnswerHasItsEffect(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.fault(sandbox.Fault{Kind: sandbox.FaultLostAnswer, Times: 1})
	_, err := s.Create(t.Context(), s.order("word.com", 1))
	if !errors.Is(err, registry.ErrUnknown) || errors.Is(err, registry.ErrUnreachable) {
		t.Fatalf("got %v, want an unknown outcome", err)
	}
	s.wantCommands("create")
}

func TestLostRequestHasNoEffectEver(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.fault(sandbox.Fault{Kind: sandbox.FaultLostRequest})
	if _, err := s.Create(t.Context(), s.order("word.com", 1)); !errors.Is(err, registry.ErrUnknown) {
		t.Fatalf("got %v, want an unknown outcome", err)
	}
	s.clock.Move(reseller.Days(30))
	if err := s.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.wantCommands()
}

func TestDownStopsEverythingAndNothingIsSent(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("word.com")
	s.fault(sandbox.Fault{Kind: sandbox.FaultDown})
	_, createErr := s.Create(t.Context(), s.order("other.com", 1))
	_, infoErr := s.Info(t.Context(), named("word.com"))
	_, checkErr := s.Check(t.Context(), named("word.com"))
	_, pollErr := s.Poll(t.Context())
	for what, err := range map[string]error{"create": createErr, "info": infoErr, "check": checkErr, "poll": pollErr, "ack": s.Ack(t.Context(), "1")} {
		if !errors.Is(err, registry.ErrUnreachable) || errors.Is(err, registry.ErrUnknown) {
			t.Errorf("%s gives %v, want unreachable", what, err)
		}
	}
	if err := s.ClearFaults(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.create("other.com")
}

func TestLateEffectComesInItsTimeAndOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	for name, reach := range map[string]func(*fixture, *sandbox.Registry) error{
		"found by an access to the name": func(s *fixture, r *sandbox.Registry) error {
			_, err := r.Info(s.Context(), named("late.com"))
			return err
		},
		"found by the clock": func(s *fixture, r *sandbox.Registry) error { return r.Tick(s.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.fault(sandbox.Fault{Kind: sandbox.FaultLateEffect, Delay: 20 * time.Minute, Times: 1})
			c := s.order("late.com", 3)
			if _, err := s.Create(t.Context(), c); !errors.Is(err, registry.ErrUnknown) {
				t.Fatalf("got %v, want an unknown outcome", err)
			}
			s.clock.Move(20*time.Minute - time.Microsecond)
			if s.registered("late.com") {
				t.Fatal("it came too early")
			}
			if due, err := s.NextDue(t.Context()); err != nil || !due.Equal(s.clock.Now().Add(time.Microsecond)) {
				t.Errorf("next due is %s, %v", due, err)
			}
			s.clock.Move(time.Hour)
			restarted := sandbox.New(s.docs, registrytest.Rules(), s.clock)
			if err := reach(s, restarted); err != nil {
				t.Fatal(err)
			}
			s.wantCommands("create")
			reg := s.show("late.com")
			if !reg.Created.Equal(day("2026-03-10").Add(20*time.Minute)) || reg.LastTrID != c.ClTRID || !reg.Contacts.Confirm(c.Contacts) || len(reg.Nameservers) != 2 {
				t.Errorf("got %+v, want it as ordered, created when it was due", reg)
			}
		})
	}
}

func TestLateCreateLosesAgainstAnEarlierOne(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.fault(sandbox.Fault{Kind: sandbox.FaultLateEffect, Delay: time.Hour, Times: 1})
	if _, err := s.Create(t.Context(), s.order("twice.com", 2)); !errors.Is(err, registry.ErrUnknown) {
		t.Fatal(err)
	}
	s.create("twice.com")
	s.clock.Move(2 * time.Hour)
	if reg := s.show("twice.com"); !reg.Expires.Equal(day("2027-03-10")) {
		t.Errorf("expires %s: the late command changed a registered name", reg.Expires)
	}
	s.wantCommands("create")
}

func TestLateRenewalAndItsRepeatRenewOnce(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("once.com")
	renewal := s.renewal("once.com")
	s.fault(sandbox.Fault{Kind: sandbox.FaultLateEffect, Delay: time.Hour, Times: 1})
	if _, err := s.Renew(t.Context(), renewal); !errors.Is(err, registry.ErrUnknown) {
		t.Fatal(err)
	}
	renewal.ClTRID = s.tr()
	if _, err := s.Renew(t.Context(), renewal); err != nil {
		t.Fatal(err)
	}
	s.clock.Move(2 * time.Hour)
	if reg := s.show("once.com"); !reg.Expires.Equal(day("2028-03-10")) {
		t.Errorf("expires %s", reg.Expires)
	}
	s.wantCommands("create", "renew")
}

func TestUpdateToNoNameServersKeepsItsMeaningWhenLate(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("empty.com")
	s.fault(sandbox.Fault{Kind: sandbox.FaultLateEffect, Delay: time.Hour, Times: 1})
	var none []string
	if _, err := s.Update(t.Context(), registry.Update{ClTRID: s.tr(), Name: named("empty.com"), Nameservers: &none}); !errors.Is(err, registry.ErrUnknown) {
		t.Fatal(err)
	}
	s.clock.Move(time.Hour)
	if reg := s.show("empty.com"); len(reg.Nameservers) != 0 || len(reg.Contacts.Known()) != 1 {
		t.Errorf("got %+v", reg)
	}
}

func TestSlowAnswersAfterItsDelay(t *testing.T) {
	t.Parallel()
	var waited time.Duration
	s := start(t, sandbox.WithWait(func(_ context.Context, d time.Duration) error { waited += d; return nil }))
	s.fault(sandbox.Fault{Kind: sandbox.FaultSlow, Delay: 45 * time.Second})
	r, err := s.Create(t.Context(), s.order("slow.com", 1))
	if err != nil || r.Code != registry.CodeDone || r.Expires.IsZero() || waited != 45*time.Second {
		t.Fatalf("got %+v, %v after %s", r, err, waited)
	}
	_, err = s.Create(t.Context(), s.order("slow.com", 1))
	if no, ok := registry.AsRefusal(err); !ok || no.Code != registry.CodeExists {
		t.Errorf("a slow refusal is %v", err)
	}
	code, err := s.NewAuthCode(t.Context(), s.tr(), named("slow.com"))
	if err != nil || code.Secret == "" {
		t.Errorf("a slow auth code is %+v, %v", code, err)
	}
	s.wantCommands("create", "authcode")
}

func TestSlowWaitsOnTheWallClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := start(t)
		s.fault(sandbox.Fault{Kind: sandbox.FaultSlow, Delay: 45 * time.Second})
		began := time.Now()
		if _, err := s.Create(t.Context(), s.order("slow.com", 1)); err != nil || time.Since(began) != 45*time.Second {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
		hurried, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		began = time.Now()
		if _, err := s.Create(hurried, s.order("late.com", 1)); !errors.Is(err, registry.ErrUnknown) || time.Since(began) != 20*time.Second {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
	})
}

func TestSlowReadingAnswersWithWhatIsThereThen(t *testing.T) {
	t.Parallel()
	var s *fixture
	s = start(t, sandbox.WithWait(func(ctx context.Context, _ time.Duration) error {
		_, err := s.SetLock(ctx, s.tr(), named("read.com"), true)
		return err
	}))
	s.create("read.com")
	s.fault(sandbox.Fault{Kind: sandbox.FaultSlow, Command: "info", Delay: time.Minute, Times: 1})
	reg, err := s.Info(t.Context(), named("read.com"))
	if err != nil || !reg.Has(registry.StatusClientTransferProhibited) {
		t.Errorf("got %+v, %v", reg, err)
	}
	if list, err := s.Faults(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("there are still %+v, %v", list, err)
	}
}

func TestSlowCommandTakesEffectThoughTheCallerGaveUp(t *testing.T) {
	t.Parallel()
	waits := 0
	s := start(t, sandbox.WithWait(func(ctx context.Context, _ time.Duration) error { waits++; return context.DeadlineExceeded }))
	s.fault(sandbox.Fault{Kind: sandbox.FaultSlow, Delay: 45 * time.Second, Times: 1})
	_, err := s.Create(t.Context(), s.order("slow.com", 1))
	if !errors.Is(err, registry.ErrUnknown) || errors.Is(err, registry.ErrUnreachable) || waits != 1 {
		t.Fatalf("got %v after %d waits, want an unknown outcome", err, waits)
	}
	if s.registered("slow.com") {
		t.Fatal("it came too early")
	}
	s.clock.Move(45 * time.Second)
	if !s.registered("slow.com") {
		t.Error("the command was forgotten")
	}
	s.wantCommands("create")
}

func TestSlowCommandThatAnotherAccessFoundDueRunsOnce(t *testing.T) {
	t.Parallel()
	var s *fixture
	s = start(t, sandbox.WithWait(func(ctx context.Context, d time.Duration) error {
		s.clock.Move(d)
		_, err := s.Show(ctx, named("slow.com"))
		return err
	}))
	s.fault(sandbox.Fault{Kind: sandbox.FaultSlow, Delay: time.Minute})
	if _, err := s.Create(t.Context(), s.order("slow.com", 1)); !errors.Is(err, registry.ErrUnknown) {
		t.Errorf("got %v, want an unknown outcome", err)
	}
	s.wantCommands("create")
}

func TestFaultsHitWhatTheirFiltersSay(t *testing.T) {
	t.Parallel()
	update := func(s *fixture) error {
		_, err := s.Update(s.Context(), registry.Update{ClTRID: s.tr(), Name: named("here.com"), Contacts: reseller.Contacts{reseller.RoleRegistrant: {FirstName: "New"}}})
		return err
	}
	lock := func(s *fixture) error { _, err := s.SetLock(s.Context(), s.tr(), named("here.com"), true); return err }
	renew := func(s *fixture) error { _, err := s.Renew(s.Context(), s.renewal("here.com")); return err }
	info := func(s *fixture) error { _, err := s.Info(s.Context(), named("here.com")); return err }
	createSE := func(s *fixture) error { _, err := s.Create(s.Context(), s.order("new.se", 1)); return err }
	code := func(s *fixture) error { _, err := s.NewAuthCode(s.Context(), s.tr(), named("here.com")); return err }
	for name, c := range map[string]struct {
		fault sandbox.Fault
		hit   []func(*fixture) error
		spare []func(*fixture) error
	}{
		"without filters: what changes, not what reads": {sandbox.Fault{}, []func(*fixture) error{update, lock, renew, code, createSE}, []func(*fixture) error{info}},
		"by TLD":                           {sandbox.Fault{TLD: "se"}, []func(*fixture) error{createSE}, []func(*fixture) error{renew, lock}},
		"by TLD with a dot":                {sandbox.Fault{TLD: ".com"}, []func(*fixture) error{renew}, []func(*fixture) error{createSE}},
		"by command":                       {sandbox.Fault{Command: "renew"}, []func(*fixture) error{renew}, []func(*fixture) error{update, lock, code, info}},
		"update takes lock along":          {sandbox.Fault{Command: "update"}, []func(*fixture) error{update, lock}, []func(*fixture) error{renew, code, info}},
		"lock does not take updates along": {sandbox.Fault{Command: "lock"}, []func(*fixture) error{lock}, []func(*fixture) error{update}},
		"reading where it is asked for":    {sandbox.Fault{Command: "info"}, []func(*fixture) error{info}, []func(*fixture) error{renew}},
		"both filters":                     {sandbox.Fault{Command: "create", TLD: "com"}, nil, []func(*fixture) error{createSE, renew}},
		"until its time":                   {sandbox.Fault{Until: day("2026-03-10")}, nil, []func(*fixture) error{renew}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.create("here.com")
			c.fault.Kind = sandbox.FaultLostRequest
			s.fault(c.fault)
			for i, command := range c.hit {
				if err := command(s); !errors.Is(err, registry.ErrUnknown) {
					t.Errorf("command %d was spared: %v", i, err)
				}
			}
			for i, command := range c.spare {
				if err := command(s); err != nil {
					t.Errorf("command %d was hit: %v", i, err)
				}
			}
		})
	}
}

func TestFaultsAreListedAndClearedAcrossProcesses(t *testing.T) {
	t.Parallel()
	s := start(t)
	other := sandbox.New(s.docs, registrytest.Rules(), s.clock)
	s.fault(sandbox.Fault{Kind: sandbox.FaultDown, Until: s.clock.Now().Add(time.Minute)})
	s.fault(sandbox.Fault{Kind: sandbox.FaultRefuse, TLD: "com", Command: "create", Times: 3})
	if list, err := other.Faults(t.Context()); err != nil || len(list) != 2 || list[1].Times != 3 {
		t.Errorf("another process sees %+v, %v", list, err)
	}
	s.clock.Move(time.Minute)
	if list, err := other.Faults(t.Context()); err != nil || len(list) != 1 || list[0].Kind != sandbox.FaultRefuse {
		t.Errorf("after a minute there are %+v, %v", list, err)
	}
	for range 2 {
		if err := other.ClearFaults(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s.create("free.com")
}

func TestNonsenseFaultsAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t)
	for field, f := range map[reseller.Path]sandbox.Fault{
		"kind":    {Kind: "explode"},
		"command": {Kind: sandbox.FaultDown, Command: "dance"},
		"tld":     {Kind: sandbox.FaultDown, TLD: "nosuchtld"},
		"times":   {Kind: sandbox.FaultDown, Times: -1},
		"delay":   {Kind: sandbox.FaultSlow},
	} {
		err := s.SetFault(t.Context(), f)
		var told *reseller.Error
		if !errors.As(err, &told) || told.Field != field {
			t.Errorf("%+v gives %v, want an error that names %s", f, err, field)
		}
	}
	if list, err := s.Faults(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("there are %+v, %v", list, err)
	}
}
