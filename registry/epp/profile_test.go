package epp_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/sandbox"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/registry/sandbox/sandboxtest"
	"nameyard/reseller"
)

var asa = reseller.Contacts{reseller.RoleRegistrant: {
	FirstName: "Åsa Maria", LastName: "Öberg", Address1: "Storgatan 1", City: "Malmö", Postcode: "21145", Country: "SE",
	Phone: "+46.40123456x12", Email: "asa@example.net",
}}

func order(full string) registry.Create {
	_, tld, _ := strings.Cut(full, ".")
	return registry.Create{
		ClTRID: "NY-" + full + "-1", Name: reseller.NameOf(full, tld), Years: 1, Contacts: asa,
		Nameservers: []string{"ns1.host.example", "ns2.host.example"}, Fields: map[string]string{"id_number": "[SE]802405-0190"},
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(got T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

// TestHolderAndNumberChangeTogether: what is not given of the two stays as the registry has it, always in one contact.
func TestHolderAndNumberChangeTogether(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, func(s *epp.Settings) { s.Profile.Swedish = true })
	o := order("svensk.se")
	must[registry.Receipt](t)(c.Create(t.Context(), o))
	number := func() string {
		t.Helper()
		reg := must[registry.Registration](t)(w.Show(t.Context(), o.Name))
		return must[sandbox.ContactObject](t)(w.Contact(t.Context(), reg.Handles[reseller.RoleRegistrant])).Fields["id_number"]
	}
	if got := number(); got != "[SE]802405-0190" {
		t.Errorf("registered with %q", got)
	}
	buyer := reseller.Contacts{reseller.RoleRegistrant: {Company: "Köparen AB", City: "Lund", Country: "SE", Email: "info@example.com"}}
	must[registry.Receipt](t)(c.Update(t.Context(), registry.Update{
		ClTRID: "NY-a-1", Name: o.Name, Contacts: buyer, Fields: map[string]string{"id_number": "[SE]556677-8899"},
	}))
	reg := must[registry.Registration](t)(c.Info(t.Context(), o.Name))
	if got := number(); got != "[SE]556677-8899" || !reg.Contacts.Agree(buyer) {
		t.Errorf("sold to %+v with %q", reg.Contacts, got)
	}
	moved := reseller.Contacts{reseller.RoleRegistrant: buyer[reseller.RoleRegistrant]}
	at := moved[reseller.RoleRegistrant]
	at.City = "Ystad"
	moved[reseller.RoleRegistrant] = at
	must[registry.Receipt](t)(c.Update(t.Context(), registry.Update{ClTRID: "NY-b-1", Name: o.Name, Contacts: moved}))
	if got := number(); got != "[SE]556677-8899" {
		t.Errorf("an address alone changed the number to %q", got)
	}
	if _, shown := reg.Contacts[reseller.RoleAdmin]; shown {
		t.Error("a TLD that keeps only the registrant shows an admin contact")
	}
}

// TestSwedishNamesMoveAndComeBackTheirWay: at once, with name servers, and without a redemption.
func TestSwedishNamesMoveAndComeBackTheirWay(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, func(s *epp.Settings) { s.Profile.Swedish = true })
	name := reseller.NameOf("kommer.se", "se")
	if err := w.AddForeign(t.Context(), name, "kod", time.Time{}, false); err != nil {
		t.Fatal(err)
	}
	want := []string{"ns1.wanted.example", "ns2.wanted.example"}
	got := must[registry.Receipt](t)(c.Transfer(t.Context(), registry.Transfer{ClTRID: "NY-c-1", Name: name, AuthCode: "kod", Nameservers: want}))
	if got.Pending() || !slices.Equal(must[registry.Registration](t)(c.Info(t.Context(), name)).Nameservers, want) {
		t.Errorf("the transfer gives %+v", got)
	}
	code := must[registry.Receipt](t)(c.NewAuthCode(t.Context(), "NY-k-1", name)).Secret
	if err := c.CheckAuthCode(t.Context(), name, code); err != nil {
		t.Errorf("the registry does not know its own code: %v", err)
	}
	if err := c.CheckAuthCode(t.Context(), name, "kod"); err == nil {
		t.Error("a code that was used up still opens the name")
	}
	must[registry.Receipt](t)(c.Delete(t.Context(), registry.Delete{ClTRID: "NY-d-1", Name: name}))
	if reg := must[registry.Registration](t)(c.Info(t.Context(), name)); !reg.Has(registry.StatusDeactivated) || reg.Has(registry.StatusOK) {
		t.Errorf("deleted, it shows %v", reg.Status)
	}
	must[registry.Receipt](t)(c.Restore(t.Context(), registry.Restore{ClTRID: "NY-e-1", Name: name}))
	if reg := must[registry.Registration](t)(c.Info(t.Context(), name)); !reg.Has(registry.StatusOK) {
		t.Errorf("restored, it shows %v", reg.Status)
	}
}

// TestOneNameIsCutAsItWasGiven: a registry keeps a name in one piece. Where ours is cut stays ours to say.
func TestOneNameIsCutAsItWasGiven(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, nil)
	o := order("cut.com")
	must[registry.Receipt](t)(c.Create(t.Context(), o))
	reg := must[registry.Registration](t)(c.Info(t.Context(), o.Name))
	row := reseller.Domain{State: reseller.DomainActive, Contacts: asa}
	if found := reg.ApplyTo(&row, registry.PartContacts); len(found) > 0 || row.Contacts[reseller.RoleRegistrant].FirstName != "Åsa Maria" {
		t.Errorf("differences %v, row %+v", found, row.Contacts)
	}
	other := asa[reseller.RoleRegistrant]
	other.LastName = "Annan"
	row.Contacts = reseller.Contacts{reseller.RoleRegistrant: other}
	if found := reg.ApplyTo(&row, registry.PartContacts); len(found) != 1 || row.Contacts[reseller.RoleRegistrant].LastName != "Öberg" {
		t.Errorf("another name: differences %v, row %+v", found, row.Contacts)
	}
}

// TestEqualContactsShareAnObject, and one that changes is another object: others that have it keep what they have.
func TestEqualContactsShareAnObject(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, nil)
	one, two := order("one.com"), order("two.com")
	must[registry.Receipt](t)(c.Create(t.Context(), one))
	must[registry.Receipt](t)(connect(t, w, nil).Create(t.Context(), two)) // another server of ours, which knows nothing of the first
	handle := func(name reseller.Name) string {
		t.Helper()
		return must[registry.Registration](t)(w.Show(t.Context(), name)).Handles[reseller.RoleRegistrant]
	}
	shared := handle(one.Name)
	if shared == "" || shared != handle(two.Name) {
		t.Errorf("contacts %q and %q", shared, handle(two.Name))
	}
	must[registry.Receipt](t)(c.SetPrivacy(t.Context(), "NY-f-1", one.Name, true))
	reg := must[registry.Registration](t)(c.Info(t.Context(), two.Name))
	if handle(one.Name) == shared || handle(two.Name) != shared || reg.Privacy {
		t.Errorf("privacy of one name reached the other: %+v", reg)
	}
}

// TestValuesThatBreakDocumentsPassWhole is T71 end to end: through the connector, the wire, and back.
func TestValuesThatBreakDocumentsPassWhole(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, nil)
	for i, value := range []string{`</contact:org><contact:org>`, `]]>`, `A & B "C" <D>`, `&#0;`, "北京", "\U0001F600", `<!DOCTYPE a>`} {
		o := order("hard" + string(rune('a'+i)) + ".com")
		who := asa[reseller.RoleRegistrant]
		who.Company, who.Address2 = value, value
		o.Contacts = reseller.Contacts{reseller.RoleRegistrant: who}
		must[registry.Receipt](t)(c.Create(t.Context(), o))
		if reg := must[registry.Registration](t)(c.Info(t.Context(), o.Name)); !reg.Contacts.Agree(o.Contacts) {
			t.Errorf("%q came back as %+v", value, reg.Contacts)
		}
	}
	for _, value := range []string{"\x00", "a\x0bb", "\ufffe", "\xff"} {
		o := order("never.com")
		who := asa[reseller.RoleRegistrant]
		who.Company = value
		o.Contacts = reseller.Contacts{reseller.RoleRegistrant: who}
		_, err := c.Create(t.Context(), o)
		if no, refused := registry.AsRefusal(err); !refused || !strings.Contains(no.Words, "contact:org") {
			t.Errorf("%q gives %v", value, err)
		}
	}
}

// TestNameComesWithContactsOfItsLastRegistrar, who alone is shown them: the name is seen as ours all the same, and is given contacts of ours.
func TestNameComesWithContactsOfItsLastRegistrar(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, nil)
	them := connect(t, w, func(s *epp.Settings) { s.ClientID, s.Password = sandbox.OtherRegistrar, sandboxtest.OtherPassword })
	o := order("kommer.se")
	must[registry.Receipt](t)(them.Create(t.Context(), o))
	code := must[registry.Receipt](t)(them.NewAuthCode(t.Context(), "THEY-1", o.Name)).Secret
	must[registry.Receipt](t)(c.Transfer(t.Context(), registry.Transfer{ClTRID: "NY-c-1", Name: o.Name, AuthCode: code}))
	reg := must[registry.Registration](t)(c.Info(t.Context(), o.Name))
	if _, shown := reg.Contacts[reseller.RoleRegistrant]; !reg.Ours || shown {
		t.Errorf("it is shown as %+v", reg)
	}
	if _, err := c.SetPrivacy(t.Context(), "NY-p-1", o.Name, true); err == nil {
		t.Error("a holder that nobody knows was made private")
	}
	must[registry.Receipt](t)(c.Update(t.Context(), registry.Update{ClTRID: "NY-u-1", Name: o.Name, Contacts: asa, Fields: o.Fields}))
	if reg := must[registry.Registration](t)(c.Info(t.Context(), o.Name)); !reg.Contacts.Agree(asa) || reg.Contacts[reseller.RoleRegistrant].Email == "" {
		t.Errorf("with contacts of ours it is shown as %+v", reg)
	}
}

// TestThinRegistryIsToldNoContact: what it does not keep is not sent, and stays ours.
func TestThinRegistryIsToldNoContact(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, func(s *epp.Settings) { s.Profile = epp.Profile{NoContacts: true} })
	o := order("thin.com")
	must[registry.Receipt](t)(c.Create(t.Context(), o))
	reg := must[registry.Registration](t)(c.Info(t.Context(), o.Name))
	row := reseller.Domain{State: reseller.DomainActive, Contacts: asa}
	if found := reg.ApplyTo(&row, registry.PartContacts); len(found) > 0 || !row.Contacts.Equal(asa) || !slices.Equal(reg.Nameservers, o.Nameservers) {
		t.Errorf("differences %v, row %+v", found, row)
	}
	if there := must[registry.Registration](t)(w.Show(context.Background(), o.Name)); len(there.Handles) > 0 {
		t.Errorf("the registry has %v", there.Handles)
	}
}

// TestPlainServerIsSpokenToPlainly: what a greeting does not offer is neither logged in with nor sent.
func TestPlainServerIsSpokenToPlainly(t *testing.T) {
	w := sandboxtest.Listen(t, func(s *eppserver.Server) { s.Extensions = []string{wire.NSRGP} })
	c := connect(t, w, nil)
	o := order("premium-plain.com")
	o.FeeLimit = &registry.Fee{Amount: 50000, Currency: "USD"}
	o.Fields = nil
	must[registry.Receipt](t)(c.Create(t.Context(), o))
	found := must[[]registry.Availability](t)(c.Check(t.Context(), reseller.NameOf("premium-other.com", "com")))
	if found[0].Premium || !found[0].Free {
		t.Errorf("check says %+v", found)
	}
}

// TestLongPasswordsGoWithTheirExtension (RFC 8807 §4.1): a password longer than EPP's own 16 characters.
func TestLongPasswordsGoWithTheirExtension(t *testing.T) {
	const long = "a password of more than sixteen characters"
	w := sandboxtest.Listen(t, func(s *eppserver.Server) { s.Registrars = map[string]string{sandbox.Sponsor: long} })
	c := connect(t, w, func(s *epp.Settings) { s.Password = long })
	must[[]registry.Availability](t)(c.Check(t.Context(), reseller.NameOf("a.com", "com")))
}

// TestSessionThatEndedWhileIdleIsNotUsed: commands that cost money are not the ones that find it out.
func TestSessionThatEndedWhileIdleIsNotUsed(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, func(s *epp.Settings) { s.KeepAlive = time.Nanosecond })
	must[registry.Receipt](t)(c.Create(t.Context(), order("one.com")))
	w.Server.DropSessions()
	must[registry.Receipt](t)(c.Create(t.Context(), order("two.com")))
}

// TestSessionsAreBounded: many commands at once share the sessions that the registry allows, and none is lost.
func TestSessionsAreBounded(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, func(s *epp.Settings) { s.Sessions, s.PerSecond = 3, 1000 })
	errs := make(chan error, 40)
	for i := range 40 {
		go func() {
			o := order("many" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + ".com")
			_, err := c.Create(context.Background(), o)
			errs <- err
		}()
	}
	for range 40 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if n := w.Server.Sessions(); n > 3 {
		t.Errorf("%d sessions", n)
	}
}

// TestSecDNSIsReplacedByDifference: records that stay are not touched, SHA-1 is refused, and all can go.
func TestSecDNSIsReplacedByDifference(t *testing.T) {
	w := sandboxtest.Listen(t)
	c := connect(t, w, nil)
	o := order("signed.com")
	must[registry.Receipt](t)(c.Create(t.Context(), o))
	ds := func(tag uint16) reseller.DS {
		return reseller.DS{KeyTag: tag, Algorithm: 13, DigestType: 2, Digest: strings.Repeat("AB", 32)}
	}
	key := reseller.DNSKey{Flags: 257, Protocol: 3, Algorithm: 13, PublicKey: "bWFnaWM="}
	for _, want := range []reseller.SecDNS{{DS: []reseller.DS{ds(1), ds(2)}}, {DS: []reseller.DS{ds(2), ds(3)}}, {}, {Keys: []reseller.DNSKey{key}}, {}} {
		must[registry.Receipt](t)(c.SetSecDNS(t.Context(), "NY-g-1", o.Name, want))
		if got := must[registry.Registration](t)(c.Info(t.Context(), o.Name)).SecDNS; !got.Equal(want) {
			t.Errorf("the registry shows %+v, want %+v", got, want)
		}
	}
	_, err := c.SetSecDNS(t.Context(), "NY-h-1", o.Name, reseller.SecDNS{DS: []reseller.DS{{KeyTag: 1, Algorithm: 13, DigestType: 1, Digest: strings.Repeat("AB", 20)}}})
	if no, refused := registry.AsRefusal(err); !refused || no.Code != registry.CodeParameterPolicy {
		t.Errorf("SHA-1 gives %v", err)
	}
	must[registry.Receipt](t)(c.SetHold(t.Context(), "NY-i-1", o.Name, true))
	if reg := must[registry.Registration](t)(c.Info(t.Context(), o.Name)); !reg.Has(registry.StatusClientHold) {
		t.Errorf("held, it shows %v", reg.Status)
	}
}
