package recovery_test

import (
	"strings"
	"testing"

	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

// A name that is ours at another connector than a restored row says is not closed, and what was bought of it there since the backup is counted.
func TestNamesThatAreElsewhereAfterARestore(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		var wholesale *sandbox.Registry
		e := &env{Env: apptest.New(t, engine, apptest.WithConnectors(func(d *app.Database, rules reseller.TLDs) map[string]registry.Connector {
			wholesale = sandbox.New(sandboxtest.NewMemory(), rules, d.Clock)
			return map[string]registry.Connector{app.SandboxConnector: silent{Connector: d.SandboxRegistry(rules)}, "wholesale": silent{Connector: wholesale}}
		}))}
		e.Unclean = true // names were moved by hand
		follows, wrong := e.Register("follows.com"), e.Register("wrong.com")
		e.Register("plain.com")
		before, other := e.App, e.Sending("com", "wholesale")
		move := operator.Move{Store: e.Store, Routes: other.Routes, Log: e.App.Log}
		_, err := e.Store.RebindDomain(e.Context(), wrong, "wholesale", reseller.Operator, func(*reseller.Domain) {}, nil) // as rows of before the migration
		e.Must(err)
		e.backup()
		_, err = wholesale.Create(e.Context(), registry.Create{ClTRID: "HAND-1", Name: follows.Name, Years: 1, Contacts: apptest.Owner})
		e.Must(err)
		_, err = e.Sandbox.Delete(e.Context(), registry.Delete{ClTRID: "HAND-2", Name: follows.Name})
		e.Must(err)
		_, err = move.Run(e.Context(), []string{"follows.com"}, "wholesale")
		e.Must(err)
		e.App = other
		bought := map[string]reseller.Domain{}
		for _, name := range []string{"follows.com", "plain.com"} {
			e.Renew(e.Domain(name), 1)
			bought[name] = e.Domain(name)
		}
		e.restore()
		if again, err := move.Run(e.Context(), []string{"follows.com"}, "wholesale"); err == nil && again[0].Trouble == nil {
			e.Errorf("it is moved before the comparison: %s", again[0].Outcome)
		}
		e.Must(e.compareOn(other))
		for name, was := range bought {
			if now := e.Domain(name); !now.PaidThrough.Equal(was.PaidThrough) || now.State != reseller.DomainActive {
				e.Errorf("%s is %s and paid through %s, want %s", name, now.State, now.PaidThrough, was.PaidThrough)
			}
		}
		if now := e.Domain("wrong.com"); now.State != reseller.DomainActive || !strings.Contains(e.detail("wrong.com"), "send new names of .com there in the TLD rules") {
			e.Errorf("it is %s, and found is %q", now.State, e.detail("wrong.com"))
		}
		back := operator.Move{Store: e.Store, Routes: before.Routes, Log: e.App.Log} // with the rules changed, as the finding says
		if got, err := back.Run(e.Context(), []string{"wrong.com"}, app.SandboxConnector); err != nil || got[0].Trouble != nil || e.Domain("wrong.com").Connector != app.SandboxConnector {
			e.Errorf("its row does not follow: %v, %v", got, err)
		}
		got, err := move.Run(e.Context(), []string{"follows.com"}, "wholesale")
		e.Must(err)
		if now := e.Domain("follows.com"); now.Connector != "wholesale" || !now.PaidThrough.Equal(bought["follows.com"].PaidThrough) {
			e.Errorf("after its move (%s) it is at %s, paid through %s", got[0].Outcome, now.Connector, now.PaidThrough)
		}
	})
}
