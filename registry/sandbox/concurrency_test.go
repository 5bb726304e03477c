package sandbox_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"nameyard/registry"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

// together runs n calls at once and counts those that succeed. failed hears of the errors.
func together(n int, call func(i int) error, failed func(error)) int {
	var wg sync.WaitGroup
	errs := make([]error, n)
	gate := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-gate
			errs[i] = call(i)
		})
	}
	close(gate)
	wg.Wait()
	good := 0
	for _, err := range errs {
		if err == nil {
			good++
		} else {
			failed(err)
		}
	}
	return good
}

// processes gives registries on one store, as several servers would have them.
func (s *fixture) processes(n int) []*sandbox.Registry {
	list := []*sandbox.Registry{s.Registry}
	for len(list) < n {
		list = append(list, sandbox.New(s.docs, registrytest.Rules(), s.clock))
	}
	return list
}

func TestHundredEqualRenewalsRenewOnce(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.create("once.com")
	frozen := s.renewal("once.com")
	servers := s.processes(3)
	good := together(100, func(i int) error {
		r := frozen
		r.ClTRID = fmt.Sprintf("NY-renew%d-1", i)
		_, err := servers[i%3].Renew(t.Context(), r)
		return err
	}, func(err error) {
		if no, ok := registry.AsRefusal(err); !ok || no.Code != registry.CodeParameterPolicy {
			t.Errorf("got %v", err)
		}
	})
	if good != 1 || !s.show("once.com").Expires.Equal(day("2028-03-10")) {
		t.Errorf("%d renewals succeeded, the name expires %s", good, s.show("once.com").Expires)
	}
	s.wantCommands("create", "renew")
}

func TestHundredRegistrationsOfOneNameRegisterOnce(t *testing.T) {
	t.Parallel()
	s := start(t)
	order := s.order("wanted.com", 1)
	good := together(100, func(int) error {
		_, err := s.Create(t.Context(), order)
		return err
	}, func(err error) {
		if no, ok := registry.AsRefusal(err); !ok || no.Code != registry.CodeExists {
			t.Errorf("got %v", err)
		}
	})
	if good != 1 {
		t.Errorf("%d registrations succeeded", good)
	}
	s.wantCommands("create")
}

func TestFaultIsCountedExactlyAmongManyCommands(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.fault(sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "create", Times: 7})
	servers := s.processes(3)
	good := together(60, func(i int) error {
		_, err := servers[i%3].Create(t.Context(), registry.Create{ClTRID: fmt.Sprintf("NY-c%d-1", i), Name: named(fmt.Sprintf("name%d.com", i)), Years: 1})
		return err
	}, func(err error) {
		if !errors.Is(err, registry.ErrUnknown) {
			t.Errorf("got %v", err)
		}
	})
	if good != 53 || len(s.commands()) != 60 {
		t.Errorf("%d answers of 60 arrived with %d effects, want 53 and 60", good, len(s.commands()))
	}
}

func TestMessagesOfManyNamesKeepTheirOrderAndAreAcknowledgedOnce(t *testing.T) {
	t.Parallel()
	const names = 40
	s := start(t)
	for i := range names {
		s.create(fmt.Sprintf("name%d.com", i))
	}
	s.clock.Set(day("2027-03-11"))
	servers := s.processes(3)
	together(3, func(i int) error { return servers[i].Tick(t.Context()) }, func(err error) { t.Error(err) })
	seen := map[reseller.Name]bool{}
	last := 0
	for {
		m, err := s.Poll(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if m == nil {
			break
		}
		var number int
		if _, err := fmt.Sscan(m.ID, &number); err != nil || number != last+1 || seen[m.Name] {
			t.Fatalf("message %+v after number %d", m, last)
		}
		last, seen[m.Name] = number, true
		good := together(5, func(i int) error { return servers[i%3].Ack(t.Context(), m.ID) }, func(err error) {
			if no, ok := registry.AsRefusal(err); !ok || no.Code != registry.CodeNoObject {
				t.Errorf("got %v", err)
			}
		})
		if good != 1 {
			t.Fatalf("message %s was acknowledged %d times", m.ID, good)
		}
	}
	if len(seen) != names {
		t.Errorf("%d messages, want %d", len(seen), names)
	}
}

func BenchmarkCreate(b *testing.B) {
	r := sandbox.New(sandboxtest.NewMemory(), registrytest.Rules(), clocktest.New(day("2026-03-10")))
	contacts := reseller.Contacts{reseller.RoleRegistrant: {FirstName: "Åsa", LastName: "Öberg", Email: "asa@example.net", Country: "SE"}}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		_, err := r.Create(b.Context(), registry.Create{
			ClTRID: "NY-bench-1", Name: named(fmt.Sprintf("name%d.com", i)), Years: 1,
			Nameservers: []string{"ns1.host.example", "ns2.host.example"}, Contacts: contacts,
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
