package actions_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Run(m)) }

// env is a whole Nameyard whose registry does as the test says.
type env struct {
	*apptest.Env
	registry *scripted
}

// scripted is the sandbox registry. A function that is set is called in place of its command.
type scripted struct {
	*sandbox.Registry
	check      func(names []reseller.Name) ([]registry.Availability, error)
	setPrivacy func(private bool) (registry.Receipt, error)
	setLock    func(locked bool) (registry.Receipt, error)
	info       func() error
}

func (s *scripted) Info(ctx context.Context, name reseller.Name) (registry.Registration, error) {
	if s.info != nil {
		return registry.Registration{}, s.info()
	}
	return s.Registry.Info(ctx, name)
}

func (s *scripted) Check(ctx context.Context, names ...reseller.Name) ([]registry.Availability, error) {
	if s.check != nil {
		return s.check(names)
	}
	return s.Registry.Check(ctx, names...)
}

func (s *scripted) SetPrivacy(ctx context.Context, clTRID string, name reseller.Name, private bool) (registry.Receipt, error) {
	if s.setPrivacy != nil {
		return s.setPrivacy(private)
	}
	return s.Registry.SetPrivacy(ctx, clTRID, name, private)
}

func (s *scripted) SetLock(ctx context.Context, clTRID string, name reseller.Name, locked bool) (registry.Receipt, error) {
	if s.setLock != nil {
		return s.setLock(locked)
	}
	return s.Registry.SetLock(ctx, clTRID, name, locked)
}

// newEnv makes the env. Its operator has two name servers, if the options name none.
func newEnv(t *testing.T, engine apptest.Engine, options ...apptest.Option) *env {
	t.Helper()
	e := &env{registry: &scripted{}}
	e.Env = apptest.New(t, engine, append(options,
		apptest.WithConnectors(func(d *app.Database, rules reseller.TLDs) map[string]registry.Connector {
			e.registry.Registry = d.SandboxRegistry(rules)
			return map[string]registry.Connector{app.SandboxConnector: e.registry}
		}),
		apptest.WithConfig(func(c *app.Config) {
			if c.Business.Name == "" {
				c.Business = actions.Operator{Name: "Registrar", Nameservers: []string{"ns1.registrar.example", "ns2.registrar.example"}}
			}
		}))...)
	return e
}

// call is a call of the first account that waits for the order's end.
func (e *env) call() actions.Call {
	return actions.Call{
		Caller:   reseller.Caller{Account: e.Account, Token: reseller.Token{ID: 1}, RequestID: "test", Arrived: e.Clock.Wall()},
		AnswerBy: e.Clock.Wall().Add(20 * time.Second),
	}
}

// holder is a registrant that every TLD takes.
var holder = reseller.Contact{
	FirstName: "Anna", LastName: "Berg", Address1: "Storgatan 1", City: "Stockholm", Postcode: "111 22", Country: "SE",
	Phone: "+46.701234567", Email: "anna@example.com",
}

// register registers a name for a year, and gives its row.
func (e *env) register(full string) reseller.Domain {
	e.Helper()
	_, err := e.Actions.RegisterDomain(e.Context(), e.call(), actions.RegisterDomain{
		Name: e.NameOf(full), Years: 1, Contacts: reseller.Contacts{reseller.RoleRegistrant: holder},
	})
	e.Must(err)
	return e.Domain(full)
}

// shown is what the registry shows of a name.
func (e *env) shown(full string) registry.Registration {
	e.Helper()
	r, err := e.registry.Show(e.Context(), e.NameOf(full))
	e.Must(err)
	return r
}

// wantError fails unless err is public, of that code and field, with words that hold the text.
func wantError(t testing.TB, what string, err error, code string, field reseller.Path, words string) *reseller.Error {
	t.Helper()
	var e *reseller.Error
	if !errors.As(err, &e) {
		t.Fatalf("%s: %v, want a public error", what, err)
	}
	if e.Code != code || e.Field != field || !strings.Contains(e.Words, words) {
		t.Errorf("%s: %s in %q: %s; want %s in %q: %s", what, e.Code, e.Field, e.Words, code, field, words)
	}
	return e
}

func to[T any](v T) *T { return &v }

// withRules sells by these rules.
func withRules(rules reseller.TLDs) apptest.Option {
	return apptest.WithConfig(func(c *app.Config) { c.Rules = rules })
}
