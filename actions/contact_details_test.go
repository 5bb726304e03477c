package actions_test

import (
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/app"
	"nameyard/app/apptest"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// A change that has no outcome yet may have reached the registry. What takes its place sets everything that it would have set,
// also where that is what our row says.
func TestSaveInThePlaceOfAnotherSetsItsFieldsBack(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		e := newEnv(t, engine, apptest.WithConfig(func(c *app.Config) { c.Orders = orders.Settings{LookFor: 50 * time.Millisecond} }))
		d := e.registerWith("firm.se", map[string]string{"id_number": "[SE]556677-8899"})
		e.Must(e.Sandbox.SetFault(t.Context(), sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "update", Times: 1}))
		save := func(company, number string) error {
			call := e.call()
			call.AnswerBy = e.Clock.Wall().Add(2 * time.Second)
			_, err := e.Actions.SaveContactDetails(t.Context(), call, actions.SaveContactDetails{
				Name: d.Name, Patches: map[reseller.Role]actions.ContactPatch{reseller.RoleRegistrant: {FullName: to("Eva Ek"), Company: &company}},
				Fields: actions.Fields{ByName: map[string]string{"id_number": number}},
			})
			return err
		}
		wantError(t, "an answer that is lost", save("", "811218-9876"), reseller.CodePending, "", "do not order again")
		e.Must(save("Ek AB", "556677-8899"))
		effects, err := e.Sandbox.Effects(t.Context(), 0, 100)
		e.Must(err)
		if last := effects[len(effects)-1]; last.Command != "update" || !strings.Contains(last.Note, "fields") {
			t.Errorf("the registry was told %s %q, and has the number of the change before", last.Command, last.Note)
		}
		if now := e.Domain("firm.se"); now.Fields["id_number"] != "[SE]556677-8899" || now.Contacts[reseller.RoleRegistrant].Company != "Ek AB" {
			t.Errorf("the row has %+v and %v", now.Contacts, now.Fields)
		}
	})
}

// registerWith registers a name with additional fields.
func (e *env) registerWith(full string, fields map[string]string) reseller.Domain {
	e.Helper()
	company := holder
	company.Company = "Ek AB"
	_, err := e.Actions.RegisterDomain(e.Context(), e.call(), actions.RegisterDomain{
		Name: e.NameOf(full), Years: 1, Contacts: reseller.Contacts{reseller.RoleRegistrant: company},
		Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Fields: actions.Fields{ByName: fields},
	})
	e.Must(err)
	return e.Domain(full)
}
