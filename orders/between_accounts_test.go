package orders_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/orders"
	"nameyard/registry"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/zone"
)

// onOurServers is a name of the account that our name servers answer for, not locked, with its auth code.
func (o *env) onOurServers(sld, tld string, fields map[string]string) (d reseller.Domain, code string) {
	o.t.Helper()
	off := false
	holder := john[reseller.RoleRegistrant]
	if tld == "se" {
		holder.Country, holder.Postcode = "SE", "111 22"
	}
	r := o.request(reseller.OrderRegister, name(o.t, sld, tld), reseller.Desired{
		Years: 1, Contacts: reseller.Contacts{reseller.RoleRegistrant: holder}, Fields: fields, Nameservers: []string{"ns1.house.net", "ns2.house.net"},
		Lock: &off, DNSManagement: true, EmailForwarding: true,
	})
	bought, err := o.Orders.Buy(o.ctx, r)
	o.Must(err)
	o.Must(orders.Verdict(bought.Order))
	d, err = o.Store.DomainByID(o.ctx, bought.Order.DomainID)
	o.Must(err)
	return d, o.code(d)
}

// code asks for the auth code of a name.
func (o *env) code(d reseller.Domain) string {
	o.t.Helper()
	r := o.request(reseller.OrderAuthCode, d.Name, reseller.Desired{})
	r.Domain, r.Subject = &d, "authcode"
	told, err := o.Orders.Change(o.ctx, r)
	o.Must(err)
	o.Must(orders.Verdict(told.Order))
	return told.Secret
}

// taking is another account's transfer of a name here.
func (o *env) taking(to reseller.Account, n reseller.Name, code string, desired reseller.Desired) orders.Request {
	r := o.request(reseller.OrderTransfer, n, desired)
	r.Caller, r.AuthCode = reseller.Caller{Account: to}, code
	return r
}

// codeOf is the code of a refusal; "" if there is none.
func codeOf(err error) string {
	if e := reseller.AsError(err); e != nil {
		return e.Code
	}
	return ""
}

// told lists the kinds of an account's events about a name, with their reasons.
func (o *env) told(account reseller.Account, n reseller.Name) map[string]string {
	o.t.Helper()
	_, err := o.Store.NumberEvents(o.ctx, 1000)
	o.Must(err)
	events, err := o.Store.Events(o.ctx, account.ID, 0, 1000)
	o.Must(err)
	kinds := map[string]string{}
	for _, e := range events {
		if e.Detail.Name == n.String() {
			kinds[e.Kind] = e.Detail.Reason
		}
	}
	return kinds
}

func TestNameOnOurServersMovesWithWhatItPublishes(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		taker := o.newAccount("taker@example.com", 0)
		records := []zone.Record{{Hostname: "www", Type: "A", Address: "192.0.2.1"}, {Hostname: "@", Type: "URL", Address: "https://www.example.net/"}}
		forwards := []zone.Forward{{Prefix: "sales", ForwardTo: "anna@example.net"}}
		publish := func(d reseller.Domain) {
			o.Must(o.Store.SaveZone(o.ctx, d.ID, zone.Save{Kind: zone.DNS, Records: records, By: reseller.Operator}))
			o.Must(o.Store.SaveZone(o.ctx, d.ID, zone.Save{Kind: zone.Mail, Forwards: forwards, By: reseller.Operator}))
		}
		d, code := o.onOurServers("shop", "com", nil)
		publish(d)
		moved, err := o.Orders.Buy(o.ctx, o.taking(taker, d.Name, code, reseller.Desired{})) // the taker's panel sends dnsmanagement=0
		o.Must(err)
		o.Must(orders.Verdict(moved.Order))

		here, err := o.Store.LiveDomain(o.ctx, d.Name)
		o.Must(err)
		got, err := o.Store.Records(o.ctx, here.ID)
		o.Must(err)
		mail, err := o.Store.Forwards(o.ctx, here.ID)
		o.Must(err)
		if here.AccountID != taker.ID || !slices.Equal(got, records) || len(mail) != 1 || mail[0].Prefix != "sales" || !here.DNSManagement || !here.EmailForwarding {
			t.Errorf("the taker has %v and %v, dns %t, mail %t", got, mail, here.DNSManagement, here.EmailForwarding)
		}
		before, err := o.Store.ZoneVersions(o.ctx, d.ID, zone.Mail, reseller.Page{Limit: 100})
		o.Must(err)
		after, err := o.Store.ZoneVersions(o.ctx, here.ID, zone.DNS, reseller.Page{Limit: 100})
		o.Must(err)
		if len(after) != 1 || after[0].Version <= before[0].Version {
			t.Errorf("the zone's version went from %v to %v", before, after)
		}
		const words = "its DNS records and forwards went with it, because it is on our name servers"
		if r := o.told(o.Account, d.Name)[reseller.EventTransferredAway]; r != "moved to another account; "+words {
			t.Errorf("the giver is told %q", r)
		}
		if r := o.told(taker, d.Name)["transfer.done"]; r != "moved from another account; "+words {
			t.Errorf("the taker is told %q", r)
		}
		if err := o.Store.SaveZone(o.ctx, d.ID, zone.Save{Kind: zone.DNS, By: reseller.Operator}); err == nil {
			t.Error("the giver saves records of a name that has left")
		}

		elsewhere := o.registered("elsewhere")
		publish(elsewhere)
		moved, err = o.Orders.Buy(o.ctx, o.taking(taker, elsewhere.Name, o.code(elsewhere), reseller.Desired{DNSManagement: true}))
		o.Must(err)
		o.Must(orders.Verdict(moved.Order))
		if got, err = o.Store.Records(o.ctx, moved.Order.DomainID); err != nil || len(got) > 0 {
			t.Errorf("records that our name servers never answered went along: %v %v", got, err)
		}
	})
}

func TestHolderAndNumberMoveTogether(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		taker := o.newAccount("taker@example.com", 0)
		d, code := o.onOurServers("firm", "se", map[string]string{"id_number": "[SE]556677-8899"})
		eva := d.Contacts[reseller.RoleRegistrant]
		eva.FirstName, eva.LastName = "Eva", "Ek"
		hers := reseller.Desired{Contacts: reseller.Contacts{reseller.RoleRegistrant: eva}, Fields: map[string]string{"id_number": "[SE]811218-9876"}}
		for words, wrong := range map[string]reseller.Desired{
			"a holder without a number":   {Contacts: hers.Contacts},
			"a number without its holder": {Fields: hers.Fields},
		} {
			if _, err := o.Orders.Buy(o.ctx, o.taking(taker, d.Name, code, wrong)); codeOf(err) != reseller.CodeMissingParameter {
				t.Errorf("%s: %v", words, err)
			}
		}
		if now, err := o.Store.LiveDomain(o.ctx, d.Name); err != nil || now.AccountID != o.Account.ID {
			t.Fatalf("a refused move has moved the name: %+v %v", now, err)
		}
		moved, err := o.Orders.Buy(o.ctx, o.taking(taker, d.Name, code, hers))
		o.Must(err)
		o.Must(orders.Verdict(moved.Order))
		o.Drain()
		here, err := o.Store.LiveDomain(o.ctx, d.Name)
		o.Must(err)
		if here.Contacts[reseller.RoleRegistrant] != eva || !maps.Equal(here.Fields, hers.Fields) {
			t.Errorf("the holder is %+v with %v", here.Contacts, here.Fields)
		}
		shown, err := o.Sandbox.Info(o.ctx, d.Name)
		o.Must(err)
		if !shown.Contacts.Confirm(here.Contacts) {
			t.Errorf("the registry has %+v", shown.Contacts)
		}
	})
}

// What was ordered with a name is on record with the move: a crash right behind it loses nothing.
func TestWhatWasOrderedWithAMovedNameSurvivesACrash(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		taker := o.newAccount("taker@example.com", 0)
		d := o.registered("crash")
		change := reseller.Order{
			AccountID: taker.ID, Kind: reseller.OrderNameservers, Name: d.Name, State: reseller.OrderSending, Subject: "nameservers", ParamsHash: "h",
			Desired: reseller.Desired{Nameservers: []string{"ns1.taker.net", "ns2.taker.net"}}, Charge: reseller.Charge{Currency: "USD"},
			ClTRIDBase: reseller.NewClTRIDBase(), CreatedAt: o.Clock.Now(), DueAt: o.Clock.Now(), Answer: reseller.AnsweredFinal,
		}
		moved, err := o.Store.MoveDomain(o.ctx, reseller.DomainMove{From: d, Changes: []reseller.Order{change}, Order: reseller.Order{
			AccountID: taker.ID, Kind: reseller.OrderTransfer, Name: d.Name, Charge: reseller.Charge{Currency: "USD"}, ParamsHash: "m",
			ClTRIDBase: reseller.NewClTRIDBase(), CreatedAt: o.Clock.Now(),
		}})
		o.Must(err)
		o.Clock.Move(time.Minute)
		o.reconcile()
		o.Drain()
		here, err := o.Store.DomainByID(o.ctx, moved.DomainID)
		o.Must(err)
		if !slices.Equal(here.Nameservers, change.Desired.Nameservers) {
			t.Errorf("the name servers are %v", here.Nameservers)
		}
	})
}

func TestWrongAuthCodesAreSlowedAndToldToTheHolder(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		d, code := o.onOurServers("wanted", "com", nil)
		guessers := []reseller.Account{o.newAccount("a@example.com", 0), o.newAccount("b@example.com", 0), o.newAccount("c@example.com", 0), o.newAccount("d@example.com", 0)}
		wrong, limited := 0, 0
		for _, g := range guessers {
			for range 15 {
				_, err := o.Orders.Buy(o.ctx, o.taking(g, d.Name, "guess", reseller.Desired{}))
				switch codeOf(err) {
				case reseller.CodeAuthCode:
					wrong++
				case reseller.CodeRateLimited:
					limited++
				default:
					t.Fatal(err)
				}
			}
		}
		if wrong != 30 || limited != 30 {
			t.Errorf("%d wrong codes were judged and %d slowed, want 30 of each", wrong, limited)
		}
		if _, err := o.Orders.Buy(o.ctx, o.taking(guessers[3], d.Name, code, reseller.Desired{})); codeOf(err) != reseller.CodeRateLimited {
			t.Errorf("a name that is being guessed at moves: %v", err)
		}
		if r, there := o.told(o.Account, d.Name)[reseller.EventWrongAuthCode]; !there || r == "" {
			t.Error("the holder is not told")
		}
		o.Clock.Move(time.Hour)
		moved, err := o.Orders.Buy(o.ctx, o.taking(guessers[3], d.Name, code, reseller.Desired{}))
		o.Must(err)
		o.Must(orders.Verdict(moved.Order))
	})
}

// A name at another registrar is asked for with an order each time; its registry minds guesses, too.
func TestWrongAuthCodesOfNamesElsewhereAreSlowed(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		n := name(t, "abroad", "com")
		o.Must(o.Sandbox.AddForeign(o.ctx, n, "right", o.Clock.Now().AddDate(-2, 0, -100), false))
		for i := range 12 {
			r := o.request(reseller.OrderTransfer, n, reseller.Desired{})
			r.AuthCode = "wrong"
			asked, err := o.Orders.Buy(o.ctx, r)
			if i >= 10 {
				if codeOf(err) != reseller.CodeRateLimited {
					t.Errorf("try %d: %v %+v", i, err, asked.Order)
				}
				continue
			}
			o.Must(err)
			if asked.Order.Code != reseller.CodeAuthCode {
				t.Fatalf("try %d is %s %s: %s", i, asked.Order.State, asked.Order.Code, asked.Order.Reason)
			}
		}
	})
}

// mutedCodes is the sandbox registry whose answers to new auth codes are lost.
type mutedCodes struct{ *sandbox.Registry }

func (r mutedCodes) NewAuthCode(ctx context.Context, clTRID string, n reseller.Name) (registry.Receipt, error) {
	_, err := r.Registry.NewAuthCode(ctx, clTRID, n)
	return registry.Receipt{}, errors.Join(registry.ErrUnknown, err)
}

// A code that may be used up is not told as if nothing had been done.
func TestMoveWhoseAuthCodeMayBeVoidSaysSo(t *testing.T) {
	t.Parallel()
	onEach(t, 50_000, func(t *testing.T, o *env) {
		taker := o.newAccount("taker@example.com", 0)
		d, code := o.onOurServers("used", "com", nil)
		o.Orders = o.openService("muted", o.Store, mutedCodes{o.Sandbox})
		_, err := o.Orders.Buy(o.ctx, o.taking(taker, d.Name, code, reseller.Desired{}))
		if codeOf(err) != reseller.CodeUnavailable || strings.Contains(err.Error(), "nothing was done") || !strings.Contains(err.Error(), "new auth code") {
			t.Errorf("the taker is told %v", err)
		}
		if now, err := o.Store.LiveDomain(o.ctx, d.Name); err != nil || now.AccountID != o.Account.ID {
			t.Errorf("the name is in account %d, %v", now.AccountID, err)
		}
	})
}
