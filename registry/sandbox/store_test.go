package sandbox_test

import (
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"testing"

	"nameyard/registry"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/reseller/clocktest"
	"nameyard/store"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// onStores runs a test on the embedded registry with its documents in real databases.
func onStores(t *testing.T, test func(t *testing.T, s *fixture)) {
	for engine, url := range map[string]func(testing.TB) string{"SQLite": storetest.SQLitePath, "MariaDB": storetest.MariaDB} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			s := &fixture{T: t, clock: clocktest.New(day("2026-03-10"))}
			db, err := store.Open(t.Context(), url(t), s.clock, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			if _, err := db.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.Registry = sandbox.New(db.RegistryDocuments(), registrytest.Rules(), s.clock)
			test(t, s)
		})
	}
}

func TestHundredEqualRenewalsRenewOnceInADatabase(t *testing.T) {
	t.Parallel()
	onStores(t, func(t *testing.T, s *fixture) {
		s.create("once.com")
		frozen := s.renewal("once.com")
		good := together(100, func(i int) error {
			r := frozen
			r.ClTRID = fmt.Sprintf("NY-renew%d-1", i)
			_, err := s.Renew(t.Context(), r)
			return err
		}, func(err error) {
			if no, ok := registry.AsRefusal(err); !ok || no.Code != registry.CodeParameterPolicy {
				t.Errorf("got %v", err)
			}
		})
		if good != 1 {
			t.Errorf("%d renewals succeeded", good)
		}
		s.wantCommands("create", "renew")
	})
}

func TestLifeCycleFaultsAndMessagesHoldInADatabase(t *testing.T) {
	t.Parallel()
	onStores(t, func(t *testing.T, s *fixture) {
		const names = 30
		s.fault(sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "create", Times: 5})
		var lost atomic.Int64
		together(names, func(i int) error {
			_, err := s.Create(t.Context(), registry.Create{ClTRID: fmt.Sprintf("NY-c%d-1", i), Name: named(fmt.Sprintf("name%d.com", i)), Years: 1})
			return err
		}, func(error) { lost.Add(1) })
		if lost.Load() != 5 || len(s.commands()) != names {
			t.Fatalf("%d answers were lost and %d names registered, want 5 and %d", lost.Load(), len(s.commands()), names)
		}
		s.clock.Set(day("2027-03-11"))
		together(2, func(int) error { return s.Tick(t.Context()) }, func(err error) { t.Error(err) })
		for i := range names {
			m, err := s.Poll(t.Context())
			if err != nil || m == nil || m.ID != fmt.Sprint(i+1) || m.Kind != registry.MessageAutoRenewed {
				t.Fatalf("message %d is %+v, %v", i+1, m, err)
			}
			if err := s.Ack(t.Context(), m.ID); err != nil {
				t.Fatal(err)
			}
		}
		if m, err := s.Poll(t.Context()); m != nil || err != nil {
			t.Errorf("then comes %+v, %v", m, err)
		}
		if due, err := s.NextDue(t.Context()); err != nil || !due.Equal(day("2028-03-10")) {
			t.Errorf("next due is %s, %v", due, err)
		}
		if list, err := s.Names(t.Context(), "", 100); err != nil || len(list) != names {
			t.Errorf("%d names, %v", len(list), err)
		}
	})
}
