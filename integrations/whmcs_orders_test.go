package integrations_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
)

// openDemoAndWHMCS starts a demo server and a WHMCS that knows domain 1, bought by order 7 and renewed by invoice 70.
func openDemoAndWHMCS(t *testing.T, flags ...string) (*demoServer, *whmcs) {
	t.Helper()
	demo := openDemo(t, flags...)
	w := newWHMCS(t, demo.URL, demo.Email, demo.Token)
	w.table("tbldomains", map[string]any{"id": 1, "orderid": 7})
	w.table("tblinvoiceitems", map[string]any{"id": 1, "type": "Domain", "relid": 1, "invoiceid": 69},
		map[string]any{"id": 2, "type": "Domain", "relid": 1, "invoiceid": 70}, map[string]any{"id": 3, "type": "Hosting", "relid": 1, "invoiceid": 99})
	return demo, w
}

func TestWHMCSSameOrderTwiceIsChargedOnce(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	const name = "twice.com"
	for range 2 {
		w.good("RegisterDomain", order(1, name, nil))
		same(t, "credit after the registration", demo.credit(), "987.01")
	}
	first := demo.info(name, "expirydate")
	for range 2 {
		w.good("RenewDomain", domain(1, name, nil))
		same(t, "credit after the renewal", demo.credit(), "974.02")
		same(t, "expiry", demo.info(name, "expirydate"), later(t, first, 1))
	}

	// An hour later the same paid invoice is no reason to renew again; nobody is told that it happened.
	w.age(3600)
	contains(t, "RenewDomain", w.refused("RenewDomain", domain(1, name, nil)), "Invoice 70 has renewed this name already")
	same(t, "credit", demo.credit(), "974.02")

	// A new invoice is a new order, and so is the button.
	w.table("tblinvoiceitems", map[string]any{"id": 4, "type": "Domain", "relid": 1, "invoiceid": 71})
	w.good("RenewDomain", domain(1, name, nil))
	same(t, "credit after a new invoice", demo.credit(), "961.03")
	w.good("renewoncemore", domain(1, name, nil))
	same(t, "credit after the button", demo.credit(), "948.04")
	same(t, "expiry", demo.info(name, "expirydate"), later(t, first, 3))
}

func TestWHMCSKeepsOneKeyUntilTheOrderHasEnded(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	const name = "lost.com"
	broken := newRelay(t, demo.URL)
	w.settings["ApiUrl"] = broken.URL()

	// The server registers and renews, and its answers get lost on the way back.
	broken.lose("RegisterDomain")
	contains(t, "RegisterDomain", w.refused("RegisterDomain", order(1, name, nil)), "charged once only")
	same(t, "state", demo.info(name, "status"), "active")
	w.good("RegisterDomain", order(1, name, nil))
	same(t, "credit", demo.credit(), "987.01")

	before := demo.info(name, "expirydate")
	broken.lose("RenewDomain")
	w.refused("RenewDomain", domain(1, name, nil))
	same(t, "expiry", demo.info(name, "expirydate"), later(t, before, 1))
	w.age(3 * 86400) // the admin comes back from the weekend; the sync has long seen the new date
	w.good("RenewDomain", domain(1, name, nil))
	same(t, "credit", demo.credit(), "974.02")
	same(t, "expiry", demo.info(name, "expirydate"), later(t, before, 1))
	for _, key := range broken.keys() {
		if !strings.HasPrefix(key, "whmcs-") {
			t.Errorf("an order went without a key of ours: %q", key)
		}
	}
	same(t, "keys", len(broken.keys()), 2)

	// Even when the server has forgotten the key, the term that was paid is not paid again.
	w.table("tblinvoiceitems", map[string]any{"id": 5, "type": "Domain", "relid": 1, "invoiceid": 72})
	broken.lose("RenewDomain")
	w.refused("RenewDomain", domain(1, name, nil))
	demo.cli("sandbox", "advance", "9d")
	contains(t, "RenewDomain", w.refused("RenewDomain", domain(1, name, nil)), "nothing was charged")
	same(t, "credit", demo.credit(), "961.03")
}

func TestWHMCSSameOrderAtTheSameMomentIsChargedOnce(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	const name = "race.com"
	both := func(function string, with params) {
		var replies [2]whmcsReply
		var all sync.WaitGroup
		for i := range replies {
			all.Go(func() { replies[i] = w.calls(whmcsCall{function, with})[0] })
		}
		all.Wait()
		for _, reply := range replies {
			same(t, function, string(reply.Returned), `{"success":true}`)
			same(t, "complaints", len(reply.Complaints)+len(reply.Activity), 0)
		}
	}
	both("RegisterDomain", order(1, name, nil))
	same(t, "credit", demo.credit(), "987.01")
	first := demo.info(name, "expirydate")
	both("RenewDomain", domain(1, name, nil))
	same(t, "credit", demo.credit(), "974.02")
	same(t, "expiry", demo.info(name, "expirydate"), later(t, first, 1))
}

func TestWHMCSRefusedOrderDoesNotStickToItsKey(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	const name = "sticky.com"
	demo.cli("sandbox", "fault", "refuse", "--command", "create", "--times", "1")
	w.refused("RegisterDomain", order(1, name, nil))
	same(t, "credit after the refusal", demo.credit(), "1000.00")
	w.good("RegisterDomain", order(1, name, nil))
	same(t, "credit", demo.credit(), "987.01")

	// Changed data after an attempt without an end is no reason to be stuck, and no second order either.
	broken := newRelay(t, demo.URL)
	broken.lose("RegisterDomain")
	w.settings["ApiUrl"] = broken.URL()
	w.refused("RegisterDomain", order(2, "moved.com", nil))
	contains(t, "RegisterDomain", w.refused("RegisterDomain", order(2, "moved.com", params{"city": "Lund"})), "is in this account already; nothing was charged")
	same(t, "credit", demo.credit(), "974.02")

	// Deleted and ordered anew: a new order, not the old answer.
	w.good("RequestDelete", domain(1, name, nil))
	credit := demo.credit()
	if returned := w.call("RegisterDomain", order(1, name, nil)); !strings.Contains(returned, "error") && demo.info(name, "status") != "active" {
		t.Errorf("RegisterDomain of a deleted name: %s, but its state is %s (credit %s)", returned, demo.info(name, "status"), credit)
	}
}

func TestWHMCSPendingRegistrationIsNoSuccess(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t, "--answer-within", "1s")
	const name = "later.com"
	demo.silence("create")
	reply := w.run("RegisterDomain", order(1, name, nil))
	contains(t, "RegisterDomain", string(reply.Returned), "Domain registration is pending (order ")
	contains(t, "RegisterDomain", string(reply.Returned), `"error"`)
	same(t, "what WHMCS is told", string(reply.LocalAPI), `[{"command":"UpdateClientDomain","values":{"domainid":1,"status":"Pending Registration"}}]`)
	same(t, "Sync", w.good("Sync", domain(1, name, nil)), `{"active":false,"expired":false,"cancelled":false,"transferredAway":false}`)
	contains(t, "GetDomainInformation", w.good("GetDomainInformation", domain(1, name, nil)), `"registrationStatus":"Inactive"`)

	demo.settle("the registry confirms", func() bool { return demo.info(name, "status") == "active" })
	contains(t, "Sync", w.good("Sync", domain(1, name, nil)), `"active":true`)
	w.good("RegisterDomain", order(1, name, nil)) // the module queue repeats it
	same(t, "credit", demo.credit(), "987.01")

	// A renewal that the registry keeps waiting is an error, too, and the next attempt tells its end.
	before := demo.info(name, "expirydate")
	demo.silence("renew")
	contains(t, "RenewDomain", w.refused("RenewDomain", domain(1, name, nil)), "do not order again")
	demo.settle("the registry renews", func() bool { return demo.info(name, "expirydate") == later(t, before, 1) })
	w.good("RenewDomain", domain(1, name, nil))
	same(t, "credit", demo.credit(), "974.02")
}

func TestWHMCSRegistryFaults(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	const name = "faulty.com"
	demo.cli("sandbox", "fault", "lost-answer", "--command", "create", "--times", "1")
	w.good("RegisterDomain", order(1, name, nil))
	same(t, "credit", demo.credit(), "987.01")

	demo.cli("sandbox", "fault", "refuse", "--command", "update")
	w.refused("SaveNameservers", domain(1, name, params{"ns1": "ns1.example.org", "ns2": "ns2.example.org"}))
	w.refused("SaveRegistrarLock", domain(1, name, params{"lockenabled": "unlocked"}))
	demo.cli("sandbox", "fault", "clear")
	same(t, "name servers", demo.info(name, "nameservers"), `{"ns1":"ns1.example.net","ns2":"ns2.example.net"}`)
	same(t, "lock", demo.info(name, "lockstatus"), "locked")

	demo.cli("sandbox", "fault", "refuse", "--command", "renew", "--times", "1")
	w.refused("RenewDomain", domain(1, name, nil))
	same(t, "credit after the refusal", demo.credit(), "987.01")
	w.good("RenewDomain", domain(1, name, nil))
	same(t, "credit", demo.credit(), "974.02")
	w.settings["Token"] = "wrong"
	contains(t, "wrong token", w.refused("RenewDomain", domain(1, name, nil)), "token")
}

func TestWHMCSTransfersIn(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	const name, code = "transferme.com", "gd23h231s21"
	demo.cli("sandbox", "foreign", "add", "other-life.com", "--auth-code", "a&b<c>#$ d")
	contains(t, "TransferDomain", w.refused("TransferDomain", order(1, name, params{"eppcode": "wrong"})), "authorization")
	reply := w.run("TransferDomain", order(1, name, params{"eppcode": code}))
	same(t, "TransferDomain", string(reply.Returned), `{"success":true}`)
	if strings.Contains(string(reply.Log), code) {
		t.Errorf("the auth code stands in the module log: %s", reply.Log)
	}
	same(t, "TransferSync", w.good("TransferSync", domain(1, name, nil)), `[]`)
	same(t, "state", demo.info(name, "status"), "pending")
	demo.cli("sandbox", "advance", "6d")
	contains(t, "TransferSync", w.good("TransferSync", domain(1, name, nil)), `{"completed":true,"expirydate":"`+demo.info(name, "expirydate")+`"}`)

	w.good("TransferDomain", order(2, "other-life.com", params{"eppcode": "a&b<c>#$ d"}))
	w.good("canceltransfer", domain(2, "other-life.com", nil))
	contains(t, "TransferSync", w.good("TransferSync", domain(2, "other-life.com", nil)), `"failed":true,"reason":"`)
}

func TestWHMCSTransferAwayIsDecidedByTheAdmin(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	for id, name := range []string{"kept.com", "gone.com"} {
		w.good("RegisterDomain", order(id+1, name, nil))
		w.good("SaveRegistrarLock", domain(id+1, name, params{"lockenabled": "unlocked"}))
	}
	demo.cli("sandbox", "advance", "70d") // registries let a new name go after 60 days
	for id, name := range []string{"kept.com", "gone.com"} {
		w.refused("approvetransfer", domain(id+1, name, nil)) // nobody asks for it
		var code struct{ EPPCode string }
		demo.must(json.Unmarshal([]byte(w.good("GetEPPCode", domain(id+1, name, nil))), &code))
		demo.cli("sandbox", "foreign", "ask", name, "--auth-code", code.EPPCode)
	}
	demo.cli("job", "run", "registry-messages")
	contains(t, "AdminDomainsTabFields", w.good("AdminDomainsTabFields", domain(1, "kept.com", nil)), `"Transfer":"requested_away`)
	w.good("rejecttransfer", domain(1, "kept.com", nil))
	w.good("approvetransfer", domain(2, "gone.com", nil))
	same(t, "state of the one that was kept", demo.info("kept.com", "status"), "active")
	same(t, "state of the one that was let go", demo.info("gone.com", "status"), "transferredaway")
}

func TestWHMCSRenewsOutOfRedemption(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	const name = "late.com"
	w.good("RegisterDomain", order(1, name, nil))
	demo.cli("sandbox", "advance", "10d") // past the days in which a deletion gives the money back
	before := demo.info(name, "expirydate")
	w.good("RequestDelete", domain(1, name, nil))
	same(t, "state", demo.info(name, "status"), "redemption")
	contains(t, "GetDomainInformation", w.good("GetDomainInformation", domain(1, name, nil)), `"restorable":true`)
	contains(t, "RenewDomain", w.refused("RenewDomain", domain(1, name, nil)), "restore it first")

	credit := demo.credit()
	w.good("RenewDomain", domain(1, name, params{"isInRedemptionGracePeriod": true}))
	same(t, "state", demo.info(name, "status"), "active")
	same(t, "expiry", demo.info(name, "expirydate"), later(t, before, 1))
	paid := demo.credit()
	w.good("RenewDomain", domain(1, name, params{"isInRedemptionGracePeriod": true}))
	same(t, "credit after a repeat", demo.credit(), paid)
	if credit == paid {
		t.Error("restoring and renewing cost nothing")
	}

	// The year that a restoration of long ago has brought is none of what is renewed now.
	orders := w.tables()["mod_nameyard_orders"]
	for _, row := range orders {
		row["changed"] = row["changed"].(float64) - 9*86400
	}
	w.table("mod_nameyard_orders", orders...)
	paid, before = demo.credit(), demo.info(name, "expirydate")
	w.good("RenewDomain", domain(1, name, params{"isInRedemptionGracePeriod": true}))
	same(t, "expiry", demo.info(name, "expirydate"), later(t, before, 1))
	if demo.credit() == paid {
		t.Error("WHMCS is told that the name is renewed, and nothing was bought")
	}

	w.good("RequestDelete", domain(1, name, nil))
	w.good("restore", domain(1, name, nil))
	same(t, "state after the button", demo.info(name, "status"), "active")
	contains(t, "restore", w.refused("restore", order(3, "nobody.com", nil)), "not in this account")
}

func TestWHMCSWithoutItsDatabaseStillOrdersOnce(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	w.database = t.TempDir() + "/missing/whmcs.json"
	for range 2 {
		reply := w.calls(whmcsCall{"RegisterDomain", order(1, "nodb.com", nil)})[0]
		same(t, "RegisterDomain", string(reply.Returned), `{"success":true}`)
		if len(reply.Activity) == 0 {
			t.Error("WHMCS is not told that the order table cannot be used")
		}
	}
	same(t, "credit", demo.credit(), "987.01")
}

func TestWHMCSPremiumNamesAreNotOrdered(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t)
	premium := params{"premiumEnabled": true, "premiumCost": "500.00"}
	contains(t, "RegisterDomain", w.refused("RegisterDomain", order(1, "premium-name.com", premium)), "premium")
	contains(t, "CheckAvailability", w.good("CheckAvailability", params{"searchTerm": "premium-name", "tldsToInclude": []string{".com"}}), `"status":"reserved"`)
	same(t, "credit", demo.credit(), "1000.00")
}

func TestWHMCSRegistrationThatIsRefusedInTheEndIsCancelledBySync(t *testing.T) {
	t.Parallel()
	demo, w := openDemoAndWHMCS(t, "--answer-within", "1s")
	const name = "refused.com"
	demo.silence("create")
	demo.cli("sandbox", "fault", "refuse", "--command", "create", "--for", "1000h") // its turn comes when the silence ends
	contains(t, "RegisterDomain", w.refused("RegisterDomain", order(1, name, nil)), "is pending (order ")
	same(t, "what may have happened stays on hold", demo.credit(), "987.01")
	waitUntil(t, "the order has ended", func() bool {
		demo.cli("sandbox", "advance", "11m")
		return demo.info(name, "status") != "pending"
	})
	contains(t, "Sync", w.good("Sync", domain(1, name, nil)), `"cancelled":true`)
	same(t, "credit", demo.credit(), "1000.00")

	// The next attempt hears of the refusal, the one after it is a new order.
	demo.cli("sandbox", "fault", "clear")
	w.refused("RegisterDomain", order(1, name, nil))
	w.good("RegisterDomain", order(1, name, nil))
	same(t, "credit", demo.credit(), "987.01")
}
