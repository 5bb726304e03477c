package main

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"nameyard/client"
	"nameyard/demo"
)

// client gives a client of the documentation's account.
func (r *running) client() *client.Client {
	r.t.Helper()
	c, err := client.New(client.Config{URL: r.url, Email: demo.Email, Token: demo.Token})
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

var jane = client.Contact{
	FirstName: "Jane", LastName: "Doe", Address1: "1 High Street", City: "London", Postcode: "N1 9GU", Country: "GB",
	Phone: "+44.2071234567", Email: "jane@example.org",
}

// want ends the test unless got is what is wanted and there is no error.
func want[T any](t *testing.T, what string, wanted, got T, err error) {
	t.Helper()
	if err != nil || !reflect.DeepEqual(wanted, got) {
		t.Fatalf("%s: %v, %v, want %v", what, got, err, wanted)
	}
}

func TestGoClientTakesADomainThroughItsLife(t *testing.T) {
	t.Parallel()
	server := newShell(t).demo()
	defer server.stop()
	c, ctx := server.client(), t.Context()

	offers, err := c.Check(ctx, "go-life.com", "no such name")
	want(t, "offers", []client.Offer{{Domain: "go-life.com", Status: "available", Price: "12.99", Currency: "USD"}, {Domain: "no such name", Status: "invalid"}}, offers, err)
	order := client.Registration{
		Domain: "go-life.com", Years: 1, Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Registrant: jane, Key: "order-1",
	}
	for range 2 { // the answer might have been lost: the same key makes it one order
		placed, err := c.Register(ctx, order)
		want(t, "registration", client.Placed{Message: "Domain has been registered"}, placed, err)
	}
	credit, err := c.Credit(ctx)
	want(t, "credit", "987.01", credit, err)
	order.Years = 2
	if _, err := c.Register(ctx, order); !client.HasCode(err, "idempotency_key_reused") {
		t.Errorf("a key that belongs to another order: %v", err)
	}

	state, err := c.Sync(ctx, "go-life.com")
	want(t, "state", true, state.Active, err)
	renewal := client.Renewal{Domain: "go-life.com", Years: 1, CurrentExpiry: state.Expires.AddDate(0, 0, 1), Key: "order-2"}
	if err := c.Renew(ctx, renewal); !client.HasCode(err, "expiry_mismatch") {
		t.Errorf("a renewal from a date that is not the name's: %v", err)
	}
	renewal.CurrentExpiry, renewal.Key = state.Expires, "order-3"
	want(t, "renewal", true, true, c.Renew(ctx, renewal))
	renewed, err := c.Sync(ctx, "go-life.com")
	want(t, "expiry", state.Expires.AddDate(1, 0, 0).Format(time.DateOnly), renewed.Expires.Format(time.DateOnly), err)

	want(t, "name servers", true, true, c.SaveNameservers(ctx, "go-life.com", []string{"ns3.example.net", "ns4.example.net"}))
	hosts, err := c.Nameservers(ctx, "go-life.com")
	want(t, "name servers", []string{"ns3.example.net", "ns4.example.net"}, hosts, err)
	want(t, "unlocking", true, true, c.SetLock(ctx, "go-life.com", false))
	locked, supported, err := c.Locked(ctx, "go-life.com")
	want(t, "lock", [2]bool{false, true}, [2]bool{locked, supported}, err)
	if code, err := c.AuthCode(ctx, "go-life.com"); err != nil || len(code) < 16 {
		t.Errorf("auth code %q, %v", code, err)
	}
	want(t, "switches", true, true, errors.Join(c.SetAutoRenew(ctx, "go-life.com", true), c.SetAutoRenew(ctx, "go-life.com", false),
		c.SetPrivacy(ctx, "go-life.com", true), c.SetPrivacy(ctx, "go-life.com", false), c.SaveRegistrant(ctx, "go-life.com", client.Contact{City: "Oxford"})))

	records := []client.Record{{Hostname: "@", Type: "MX", Address: "mail.example.net", Priority: "20"}, {Hostname: "www", Type: "A", Address: "192.0.2.1"}}
	want(t, "records", true, true, c.SaveRecords(ctx, "go-life.com", records))
	kept, err := c.Records(ctx, "go-life.com")
	want(t, "records", records, kept, err)
	want(t, "clearing", true, true, c.SaveRecords(ctx, "go-life.com", nil))
	kept, err = c.Records(ctx, "go-life.com")
	want(t, "no records", 0, len(kept), err)
	forwards := []client.Forward{{Prefix: "info", ForwardTo: "jane@example.org"}, {Prefix: "*", ForwardTo: "all@example.org"}}
	want(t, "forwards", true, true, c.SaveForwards(ctx, "go-life.com", forwards))
	sent, err := c.Forwards(ctx, "go-life.com")
	want(t, "forwards", forwards, sent, err)

	if _, err := c.Transfer(ctx, client.Transfer{Domain: "transferme.com", AuthCode: "wrong"}); !client.HasCode(err, "invalid_auth_code") {
		t.Errorf("a wrong auth code: %v", err)
	}
	if _, err := c.Transfer(ctx, client.Transfer{Domain: "transferme.com", AuthCode: demo.AuthCode, Key: "order-4"}); err != nil {
		t.Errorf("a transfer: %v", err)
	}
	transfer, err := c.TransferSync(ctx, "transferme.com")
	want(t, "transfer", client.TransferState{}, transfer, err)
	want(t, "deletion", true, true, c.Delete(ctx, "go-life.com"))
	if _, err := c.Nameservers(ctx, "go-life.com"); !client.HasCode(err, "not_found") && !client.HasCode(err, "bad_state") {
		t.Errorf("after the deletion: %v", err)
	}
}
