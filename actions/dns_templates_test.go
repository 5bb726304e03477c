package actions_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// records are what a name of the account has, one on a line, and in how many versions it got them.
func (e *env) records(t *testing.T, name string) (lines string, versions int) {
	t.Helper()
	dns, err := e.Actions.GetDNS(t.Context(), e.call(), actions.GetDNS{Name: e.NameOf(name)})
	e.Must(err)
	var list []string
	for _, r := range dns.Records {
		list = append(list, r.Hostname+" "+r.Type+" "+r.Address)
	}
	history, err := e.Actions.ZoneHistory(t.Context(), e.call(), actions.ZoneHistory{Name: e.NameOf(name)})
	e.Must(err)
	return strings.Join(list, ", "), len(history.Rows)
}

// A name that is registered with our name servers has the records of the template for new names from the moment of its order on, whatever becomes of the
// registry's answer. Other names have none, and a repeat of the order changes nothing.
func TestNewNamesBeginWithTheRecordsOfATemplate(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine)
		template := func(name, text string) reseller.DNSTemplate {
			made, err := e.Actions.AddDNSTemplate(t.Context(), e.call(), actions.AddDNSTemplate{Name: name, Text: text, ForNew: true})
			e.Must(err)
			return made
		}
		order := func(name string, change ...func(*actions.RegisterDomain)) actions.Ordered {
			r := actions.RegisterDomain{Name: e.NameOf(name), Years: 1, Contacts: apptest.Owner, DNSManagement: true}
			for _, c := range change {
				c(&r)
			}
			placed, _ := e.Actions.RegisterDomain(t.Context(), e.call(), r)
			return placed
		}
		has := func(name, want string, versions int) {
			t.Helper()
			if have, in := e.records(t, name); have != want || in != versions {
				t.Errorf("%s has %q in %d versions, want %q in %d", name, have, in, want, versions)
			}
		}
		order("before.com")
		has("before.com", "", 0)
		template("First", "www A 192.0.2.1")
		second := template("Second", "@ A 192.0.2.2\nwww CNAME {name}.")
		const want = "@ A 192.0.2.2, www CNAME "
		first := order("done.com").Order
		has("done.com", want+"done.com", 1)
		order("elsewhere.com", func(r *actions.RegisterDomain) { r.Nameservers = []string{"ns1.example.net", "ns2.example.net"} })
		has("elsewhere.com", "", 0)
		order("unmanaged.com", func(r *actions.RegisterDomain) { r.DNSManagement = false })
		has("unmanaged.com", "", 0)

		e.Must(e.Sandbox.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultRefuse, Times: 1}))
		if refused := order("refused.com").Order; refused.State != reseller.OrderRefused {
			t.Fatalf("the order is %s", refused.State)
		}
		order("refused.com")
		has("refused.com", want+"refused.com", 1)
		e.Must(e.Sandbox.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultPending, Times: 1, Delay: time.Hour}))
		if pending := order("pending.com").Order; pending.State != reseller.OrderPending {
			t.Fatalf("the order is %s", pending.State)
		}
		stored, err := e.Store.LiveDomain(t.Context(), e.NameOf("pending.com"))
		e.Must(err)
		if have, err := e.Store.Records(t.Context(), stored.ID); err != nil || len(have) != 2 {
			t.Errorf("a name that the registry has not decided on has %v, %v", have, err)
		}

		_, err = e.Actions.ChangeDNSTemplate(t.Context(), e.call(), actions.ChangeDNSTemplate{
			ID: second.ID, Name: "Second", Text: strings.Repeat(strings.Repeat("a", 63)+".", 2) + strings.Repeat("b", 63) + " A 192.0.2.3", ForNew: true,
			IfMatch: actions.IfMatch{reseller.Tag(actions.TemplateSet(second))},
		})
		e.Must(err)
		if again := order("done.com").Order; again.ID != first.ID {
			t.Errorf("a repeat is another order: %d", again.ID)
		}
		has("done.com", want+"done.com", 1)
		long := strings.Repeat("c", 63) + ".com"
		if placed := order(long); placed.Order.State != reseller.OrderDone || !strings.Contains(placed.Notice, `it cannot have those of the DNS template "Second"`) {
			t.Errorf("a name that cannot have them: %s, %q", placed.Order.State, placed.Notice)
		}
		has(long, "", 0)
		e.Must(e.Actions.RemoveDNSTemplate(t.Context(), e.call(), actions.DNSTemplateByID{ID: second.ID}))
		order("after.com")
		has("after.com", "", 0)
	})
}
