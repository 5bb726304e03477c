package torture_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"nameyard/reseller"
)

// special is how many names of each kind an actor has that need a past: see prepare.
const special = 2

const authCode = "c0de-of-the-holder"

// prepare gives every actor names with a past, so that there is something to ask for beyond what a new name allows: names in
// redemption to restore, names that another registrar asks for, names to transfer in, and transfers that failed.
func (inst *installation) prepare(t *testing.T, actors []*actor) {
	t.Helper()
	address := freeAddress(t)
	s := inst.up(t, address)
	defer s.stop(t)
	for _, a := range actors {
		for i := range special {
			a.old(t, address, fmt.Sprintf("%sr%d.com", a.prefix, i))
			a.old(t, address, fmt.Sprintf("%sa%d.com", a.prefix, i))
		}
	}
	inst.advance(t, "61d")
	b := inst.open(t) // with the new time
	for _, a := range actors {
		for i := range special {
			a.redeem(t, a.names[2*i], address)
			a.askedFor(t, b, a.names[2*i+1], address)
		}
		for i := range special * 2 {
			a.foreign(t, b, i, []string{"com", "se"}[i%2])
		}
		for i := range special {
			a.failed(t, b, i, address)
		}
	}
	if inst.watch != nil {
		inst.watch.register(t, address)
	}
}

// must asks for something while nothing is disturbed.
func (a *actor) must(t *testing.T, address, form string) answer {
	t.Helper()
	c := newClient(a.client.token, func() string { return address })
	got := c.post(t.Context(), form)
	if got.heard() != success {
		t.Fatalf("%s: %s", form, got)
	}
	return got
}

// old registers a name that will be two months old.
func (a *actor) old(t *testing.T, address, name string) {
	t.Helper()
	h := &holding{name: reseller.NameOf(name, "com"), held: true, grown: true, past: true, years: 1, creates: 1}
	a.must(t, address, h.form("RegisterDomain", "&regperiod=1"+holder))
	a.names = append(a.names, h)
}

// redeem deletes a name when it can only be had back by a restore.
func (a *actor) redeem(t *testing.T, h *holding, address string) {
	t.Helper()
	a.must(t, address, h.form("RequestDelete", ""))
	h.deletes++
	h.held = false
	h.due = &request{
		what: "RestoreDomain", on: h, buys: true, form: h.form("RestoreDomain", ""),
		did: func(h *holding) { h.restores++; h.held = true },
	}
}

// askedFor lets another registrar ask for a name, with our consent or without it.
func (a *actor) askedFor(t *testing.T, b books, h *holding, address string) {
	t.Helper()
	a.must(t, address, h.form("DomainUpdateLockingStatus", "&lockstatus=unlocked"))
	var code struct{ EPPCode string }
	if err := json.Unmarshal([]byte(a.must(t, address, h.form("GetEPPCode", "")).text), &code); err != nil {
		t.Fatal(err)
	}
	if err := b.registry.RequestAway(t.Context(), h.name, code.EPPCode); err != nil {
		t.Fatal(err)
	}
	h.due = setting(h, "RejectTransferAway", "", func(*holding) {})
	if a.chance.IntN(2) == 0 {
		h.due = setting(h, "ApproveTransferAway", "", func(h *holding) { h.forget(); h.away = false })
	}
	h.due.again = []string{"bad_state", "not_found"}
}

// foreign makes a name that another registrar holds and that will be transferred in, some only to be cancelled.
func (a *actor) foreign(t *testing.T, b books, i int, tld string) {
	t.Helper()
	h := &holding{name: reseller.NameOf(fmt.Sprintf("%st%d.%s", a.prefix, i, tld), tld)}
	if err := b.registry.AddForeign(t.Context(), h.name, authCode, time.Time{}, false); err != nil {
		t.Fatal(err)
	}
	h.due = a.transfer(h, "TransferDomain", "&regperiod=1")
	a.names = append(a.names, h)
}

func (a *actor) transfer(h *holding, action, more string) *request {
	return &request{
		what: action, on: h, buys: true, form: h.form(action, "&transfersecret="+authCode+more),
		did: func(h *holding) {
			h.held, h.transfers, h.coming = true, h.transfers+1, h.name.TLD() == "com"
			if h.coming && a.chance.IntN(2) == 0 {
				h.due = setting(h, "CancelTransfer", "", func(h *holding) { h.transfers--; h.forget(); h.away = false })
				h.due.again = []string{"bad_state", "not_found"}
			}
		},
	}
}

// failed makes a transfer that the losing registrar refused, to be tried again.
func (a *actor) failed(t *testing.T, b books, i int, address string) {
	t.Helper()
	h := &holding{name: reseller.NameOf(fmt.Sprintf("%sf%d.com", a.prefix, i), "com")}
	if err := b.registry.AddForeign(t.Context(), h.name, authCode, time.Time{}, false); err != nil {
		t.Fatal(err)
	}
	a.must(t, address, h.form("TransferDomain", "&regperiod=1&transfersecret="+authCode))
	if err := b.registry.ForeignDecides(t.Context(), h.name, false, "the holder says no"); err != nil {
		t.Fatal(err)
	}
	a.must(t, address, h.form("TransferSync", ""))
	h.due = a.transfer(h, "RetryTransfer", "")
	a.names = append(a.names, h)
}
