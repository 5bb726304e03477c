package verify_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/verify"
)

func TestBooksAfterTradeAreClean(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		r := s.Report()
		wantClean(t, r)
		figures := map[string]int64{}
		for _, f := range r.Figures {
			figures[f.Name] = f.Value
		}
		for what, want := range map[string]int64{"accounts": 2, "orders": 12, "orders in flight": 1, "domains held": 5, "of these not numbered yet": 0} {
			if figures[what] != want {
				t.Errorf("%s: %d, want %d", what, figures[what], want)
			}
		}
	})
}

func TestPagesOfAnySizeGiveTheSameReport(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		snap, err := s.Store.Snapshot(s.ctx)
		s.Must(err)
		defer snap.Close()
		whole, err := verify.Run(s.ctx, snap, s.Routes.Connectors())
		s.Must(err)
		for _, size := range []int{1, 2, 7} {
			paged, err := verify.RunInPages(s.ctx, snap, s.Routes.Connectors(), size)
			s.Must(err)
			if !reflect.DeepEqual(whole, paged) {
				t.Errorf("in pages of %d:\n%s", size, printed(t, paged))
			}
		}
	})
}

func TestTradeGoesOnWhileTheBooksAreRead(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		snap, err := s.Store.Snapshot(s.ctx)
		s.Must(err)
		defer snap.Close()
		s.expect(reseller.OrderDone, s.bo, reseller.OrderRegister, "newer", 1)
		s.expect(reseller.OrderDone, s.anna, reseller.OrderRenew, "three", 1)
		s.expect(reseller.OrderDone, s.anna, reseller.OrderDelete, "four", 0)
		r, err := verify.Run(s.ctx, snap, s.Routes.Connectors())
		s.Must(err)
		wantClean(t, r)
		wantClean(t, s.Report())
	})
}

func TestUnansweredOrderIsInFlightAndNoBreach(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		s.Must(s.Sandbox.SetFault(s.ctx, sandbox.Fault{Kind: sandbox.FaultLateEffect, Command: "create", Times: 1, Delay: time.Minute}))
		s.Must(s.Orders.Drain(s.ctx)) // from now on a worker that looks for its outcome stops looking
		s.expect(reseller.OrderUnknown, s.bo, reseller.OrderRegister, "late", 1)
		wantClean(t, s.Report())
		s.pass(2 * time.Minute) // the effect comes, and reconcile finds it
		wantClean(t, s.Report())
	})
}

func TestYearThatTheRegistryAddedIsKeptWithoutAnEffectOfOurs(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		s.pass(reseller.Days(365))
		wantClean(t, s.Report()) // the registry has renewed, and nobody has told us
		s.Must(s.heed("three"))
		o := s.expect(reseller.OrderDone, s.anna, reseller.OrderRenew, "three", 1)
		if !o.FrozenExpiry.After(o.PaidFrom) {
			t.Fatalf("the renewal starts from %s, paid through %s: no year to keep", o.FrozenExpiry, o.PaidFrom)
		}
		wantClean(t, s.Report())
	})
}

// heed takes over the expiry that the registry shows, as the job that reads its messages does.
func (s *shop) heed(sld string) error {
	shown, err := s.Sandbox.Info(s.ctx, s.name(sld))
	if err != nil {
		return err
	}
	d, err := s.Store.LiveDomain(s.ctx, s.name(sld))
	if err != nil {
		return err
	}
	_, err = s.Store.ChangeDomain(s.ctx, d.ID, reseller.Operator, "poll", func(d *reseller.Domain) error {
		d.RegistryExpiry = shown.Expires
		return nil
	})
	return err
}

func TestNameThatMovedBetweenAccountsNeedsNoEffect(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		d, err := s.Store.LiveDomain(s.ctx, s.name("three"))
		s.Must(err)
		_, err = s.Store.MoveDomain(s.ctx, reseller.DomainMove{From: d, Order: reseller.Order{
			AccountID: s.bo.ID, Kind: reseller.OrderTransfer, Name: d.Name, Charge: reseller.Charge{Currency: "SEK"}, ClTRIDBase: reseller.NewClTRIDBase(), CreatedAt: s.Clock.Now(),
		}})
		s.Must(err)
		wantClean(t, s.Report())
	})
}

// mute hides everything of a connector but the connector itself.
type mute struct{ registry.Connector }

func TestRegistryWithoutALogIsNotChecked(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		snap, err := s.Store.Snapshot(s.ctx)
		s.Must(err)
		defer snap.Close()
		r, err := verify.Run(s.ctx, snap, []registry.NamedConnector{{Name: "epp", Connector: mute{s.Sandbox}}})
		s.Must(err)
		if !r.OK() {
			t.Fatal(printed(t, r))
		}
		for _, id := range []string{"I6", "I7", "I8", "I12"} {
			if i := find(t, r, id); !strings.Contains(fmt.Sprint(i.NotChecked), "no registry here keeps an effect log") {
				t.Errorf("%s: %+v", id, i)
			}
		}
		if !strings.Contains(printed(t, r), "not checked: no registry here keeps an effect log") {
			t.Error(printed(t, r))
		}
	})
}

func TestReportForMachinesAndPeople(t *testing.T) {
	t.Parallel()
	r := verify.Report{
		Invariants: []verify.Invariant{
			{ID: "I1", Title: "sums", Page: "doc#i1", Checked: 12},
			{ID: "I2", Title: "balances", Page: "doc#i2", Checked: 3, Breaches: 22, Examples: []string{"first", "second"}},
			{ID: "I4", Title: "holds", Page: "doc#i4", Checked: 2, Warnings: 1, Hints: []string{"third"}, NotChecked: []string{"fourth"}},
			{ID: "I6", Title: "effects", Page: "doc#i6", Skipped: true, NotChecked: []string{"no log"}},
		},
		Figures: []verify.Figure{{Name: "orders", Value: 7}},
	}
	want := strings.Join([]string{
		"I1   ok               12 checked  sums",
		"I2   BROKEN            3 checked  balances",
		"       first (doc#i2)",
		"       second (doc#i2)",
		"       and 20 more",
		"I4   warned            2 checked  holds",
		"       warning: third (doc#i4)",
		"       not checked: fourth",
		"I6   skipped           0 checked  effects",
		"       not checked: no log",
		"         7  orders", "",
	}, "\n")
	if got := printed(t, r); got != want {
		t.Errorf("printed\n%s\nwant\n%s", got, want)
	}
	body, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"id":"I1","title":"sums","page":"doc#i1","checked":12,"breaches":0}`; !strings.Contains(string(body), want) {
		t.Errorf("JSON is %s", body)
	}
	if err := r.Print(full{}); !errors.Is(err, errFull) {
		t.Errorf("printing on a full disk gives %v", err)
	}
}

var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// torn is a registry whose log cannot be read.
type torn struct{ registry.Connector }

var errTorn = errors.New("the log is torn")

func (torn) Effects(context.Context, int64, int) ([]registry.Effect, error) { return nil, errTorn }

func TestLogThatCannotBeReadIsAnErrorAndNotAnOK(t *testing.T) {
	onBoth(t, func(t *testing.T, s *shop) {
		snap, err := s.Store.Snapshot(s.ctx)
		s.Must(err)
		defer snap.Close()
		_, err = verify.Run(s.ctx, snap, []registry.NamedConnector{{Name: "sandbox", Connector: torn{s.Sandbox}}})
		if !errors.Is(err, errTorn) || !strings.Contains(err.Error(), "registry sandbox") {
			t.Errorf("error is %v", err)
		}
	})
}
