package sandbox_test

import (
	"slices"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

func TestTickLivesThroughWhatNobodyTouches(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("kept.com")
	s.create("lapsed.se")
	s.clock.Set(day("2027-06-01"))
	if err := s.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.wantCommands("create", "create", "autorenew", "expired", "deactivated", "pending_delete", "purge")
	effects, err := s.Effects(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if at := effects[6].At; !at.Equal(day("2027-05-26")) {
		t.Errorf("purged at %s, want the instant at which it was due", at)
	}
	due, err := s.NextDue(t.Context())
	if err != nil || !due.Equal(day("2028-03-10")) {
		t.Errorf("next due is %s, %v; want the next expiry", due, err)
	}
}

func TestSteppingFromDueTimeToDueTimeEndsLikeOneJump(t *testing.T) {
	t.Parallel()
	jump, step := start(t), start(t)
	for _, s := range []*fixture{jump, step} {
		s.create("kept.com")
		s.create("lapsed.se")
		if err := s.AddForeign(t.Context(), named("coming.com"), "code", day("2025-04-01"), false); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Transfer(t.Context(), registry.Transfer{ClTRID: "NY-x-1", Name: named("coming.com"), AuthCode: "code"}); err != nil {
			t.Fatal(err)
		}
	}
	end := day("2028-06-01")
	for {
		due, err := step.NextDue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if due.IsZero() || due.After(end) {
			break
		}
		step.clock.Set(due)
		if err := step.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	jump.clock.Set(end)
	if err := jump.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	byName := func(s *fixture) []registry.Effect {
		effects, err := s.Effects(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for i := range effects {
			effects[i].Seq = 0
		}
		slices.SortStableFunc(effects, func(a, b registry.Effect) int { return a.At.Compare(b.At) })
		slices.SortStableFunc(effects, func(a, b registry.Effect) int {
			if a.Name < b.Name {
				return -1
			}
			return 1
		})
		return effects
	}
	if a, b := byName(jump), byName(step); len(a) == 0 || !slices.EqualFunc(a, b, func(x, y registry.Effect) bool {
		return x.Command == y.Command && x.Name == y.Name && x.At.Equal(y.At) && x.Expires.Equal(y.Expires)
	}) {
		t.Errorf("one jump: %+v\nin steps: %+v", a, b)
	}
}

func TestNamesOfATLDWithoutRulesStayAsTheyAre(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("orphan.se")
	s.create("kept.com")
	fewer := registrytest.Rules()
	delete(fewer, "se")
	s.clock.Set(day("2027-06-01"))
	if err := sandbox.New(s.docs, fewer, s.clock).Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.wantCommands("create", "create", "autorenew")
}

func TestTransferIsCutAtTheFarthestExpiry(t *testing.T) {
	t.Parallel()
	s := start(t)
	c := s.order("far.com", 10)
	if _, err := s.Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	s.clock.Move(reseller.Days(61))
	code, err := s.NewAuthCode(t.Context(), s.tr(), named("far.com"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RequestAway(t.Context(), named("far.com"), code.Secret); err != nil {
		t.Fatal(err)
	}
	s.clock.Move(reseller.Days(5))
	farthest := reseller.AddYears(s.clock.Now(), 10)
	if have := s.show("far.com").Expires; !have.Equal(farthest) {
		t.Errorf("expires %s, want ten years from the transfer, %s", have, farthest)
	}
}

func TestForeignNamesGoOnForEver(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, full := range []string{"theirs.com", "theirs.se", "theirs.uk.example"} {
		if err := s.AddForeign(t.Context(), named(full), "code", day("2020-02-29"), false); err != nil {
			t.Fatal(err)
		}
		if have := s.show(full).Expires; !have.Equal(day("2027-02-28")) {
			t.Errorf("%s expires %s", full, have)
		}
	}
	s.clock.Set(day("2031-01-01"))
	for _, full := range []string{"theirs.com", "theirs.se", "theirs.uk.example"} {
		if have := s.show(full); have.Ours || !have.Expires.Equal(day("2031-02-28")) {
			t.Errorf("%s is %+v", full, have)
		}
	}
	s.wantCommands()
}

func TestPrivacyHidesContactsFromThePublicOnly(t *testing.T) {
	t.Parallel()
	s := start(t)
	c := s.order("shy.com", 1)
	c.Privacy = true
	if _, err := s.Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	public, err := s.Public(t.Context(), c.Name)
	if err != nil || len(public.Contacts) != 0 || public.LastTrID != "" || !public.Expires.Equal(day("2027-03-10")) {
		t.Errorf("the public sees %+v, %v", public, err)
	}
	if own := s.show("shy.com"); !own.Contacts.Confirm(c.Contacts) {
		t.Errorf("the registry knows %+v", own)
	}
	if _, err := s.SetPrivacy(t.Context(), s.tr(), c.Name, false); err != nil {
		t.Fatal(err)
	}
	if public, err := s.Public(t.Context(), c.Name); err != nil || !public.Contacts.Confirm(c.Contacts) {
		t.Errorf("without privacy the public sees %+v, %v", public, err)
	}
}

func TestExpiredNameThatLeavesIsRenewedByTheOtherRegistrar(t *testing.T) {
	t.Parallel()
	s := start(t)
	c := s.order("late.uk.example", 1)
	if _, err := s.Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	s.clock.Set(day("2027-03-20"))
	if _, err := s.Release(t.Context(), s.tr(), named("late.uk.example"), "elsewhere"); err != nil {
		t.Fatal(err)
	}
	reg := s.show("late.uk.example")
	if reg.Sponsor != "ELSEWHERE" || !reg.Expires.Equal(day("2028-03-10")) || reg.Has(registry.StatusExpired) {
		t.Errorf("got %+v", reg)
	}
	s.clock.Set(day("2029-01-01"))
	if !s.registered("late.uk.example") {
		t.Error("it lapsed at the other registrar")
	}
}

func TestReleaseToANonsenseTagIsRefused(t *testing.T) {
	t.Parallel()
	s := start(t)
	if _, err := s.Create(t.Context(), s.order("here.uk.example", 1)); err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"", " ", "A", "HAS SPACE", sandbox.Sponsor, "nameyard", "SEVENTEEN-LETTERS"} {
		if _, err := s.Release(t.Context(), s.tr(), named("here.uk.example"), tag); err == nil {
			t.Errorf("released to tag %q", tag)
		}
	}
	if _, err := s.Release(t.Context(), s.tr(), named("here.com"), "OTHER"); err == nil {
		t.Error("released a name that is not there")
	}
	if !s.show("here.uk.example").Ours {
		t.Error("the name is gone")
	}
}

func TestTransferOfANameThatIsGoingIsOver(t *testing.T) {
	t.Parallel()
	s := start(t)
	rules := registrytest.Rules()
	slow := rules["bare"]
	slow.TransferDays, slow.RedemptionDays = 5, 30
	rules["bare"] = slow
	s.Registry = sandbox.New(s.docs, rules, s.clock)
	s.create("going.bare")
	s.clock.Set(day("2027-03-08"))
	code, err := s.NewAuthCode(t.Context(), s.tr(), named("going.bare"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RequestAway(t.Context(), named("going.bare"), code.Secret); err != nil {
		t.Fatal(err)
	}
	s.clock.Set(day("2027-03-20"))
	reg := s.show("going.bare")
	if !reg.Ours || reg.Transfer.Status != registry.TransferServerCancelled || reg.Transfer.Reason == "" || !reg.Has(registry.StatusRedemption) {
		t.Errorf("got %+v, transfer %+v", reg, reg.Transfer)
	}
}

func TestClockFinerThanTheStoreDoesNotHoldTheLifeCycleUp(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.clock.Move(789 * time.Nanosecond)
	s.create("fine.bare")
	due, err := s.NextDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.clock.Set(due)
	if err := s.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.wantCommands("create", "purge")
}

func TestLockedNameCanBeReleasedByItsOwnRegistrar(t *testing.T) {
	t.Parallel()
	s := start(t)
	order := s.order("here.uk.example", 1)
	if _, err := s.Create(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetLock(t.Context(), s.tr(), named("here.uk.example"), true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Release(t.Context(), s.tr(), named("here.uk.example"), "OTHER"); err != nil {
		t.Error("its own registrar cannot give it away:", err)
	}
}
