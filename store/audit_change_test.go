package store_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

// newest are the newest records of the audit log, the newest first.
func (h *house) newest(t *testing.T, limit int) []reseller.AuditRecord {
	t.Helper()
	return must[[]reseller.AuditRecord](t)(h.SearchAudit(h.ctx, reseller.AuditSearch{Page: reseller.Page{Limit: limit}}))
}

// partsOf writes what a record changed: "language: en → sv".
func partsOf(r reseller.AuditRecord) string {
	told := make([]string, len(r.Changes))
	for i, c := range r.Changes {
		told[i] = fmt.Sprintf("%s: %s → %s", c.Field, c.Before, c.After)
	}
	return strings.Join(told, "; ")
}

// step is a change, and what its record is to have.
type step struct {
	action, want string
	do           func() error
}

// walk makes changes one after the other, each of which has one record.
func (h *house) walk(t *testing.T, walked map[string]bool, steps []step) {
	t.Helper()
	for _, s := range steps {
		before := h.newest(t, 1)
		ok(t, s.do())
		r := h.newest(t, 1)[0]
		if len(before) > 0 && r.ID == before[0].ID {
			t.Fatalf("%s is not recorded", s.action)
		}
		equal(t, "action", r.Action, s.action)
		equal(t, s.action, partsOf(r), s.want)
		walked[s.action] = true
	}
}

// elsewhere are kinds of records that are looked at where what they are of is tried.
var elsewhere = map[string]bool{"secret.rotate": true, "bulk.start": true}

// asDomainSet are changes of names that have their record from the same place as domain.set.
var asDomainSet = map[string]bool{
	"SetAutoRenew": true, "SaveDNSSEC": true, "RemoveDomain": true, "RestoreToAccount": true, "SaveDNS": true, "SaveURLForwarding": true, "SaveEmailForwarding": true, "ImportZone": true, "AddRecord": true,
	"ReplaceRecord": true, "RemoveRecord": true, "RestoreZone": true, "domain.set": true, "domain.deleted": true, "domain.transferred_away": true, "domain.transfer_requested": true,
	"domain.follow_registry": true, "domain.registry_sweep": true, "domain.dnssec": true, "domain.after_restore": true,
}

// What is too long for a record is cut so that the difference can be seen: lists tell which parts came and went.
func TestALongChangeIsCutToWhatDiffers(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		a := h.account("a@example.com", 100_000)
		d := h.domain(a, "one")
		key := func(fill string) reseller.DNSKey {
			return reseller.DNSKey{Flags: 257, Protocol: 3, Algorithm: 8, PublicKey: strings.Repeat(fill, 340)}
		}
		set := func(last ...reseller.DNSKey) string {
			must[reseller.Domain](t)(h.ChangeDomain(h.ctx, d.ID, reseller.Actor{Name: "operator"}, "domain.set", func(d *reseller.Domain) error {
				d.SecDNS = reseller.SecDNS{Keys: append([]reseller.DNSKey{key("A"), key("B"), key("C")}, last...)}
				return nil
			}))
			return partsOf(h.newest(t, 1)[0])
		}
		const kept = "DNSKEY 257 3 8 "
		d1, e, f := kept+key("D").PublicKey, kept+key("E").PublicKey, kept+key("F").PublicKey
		set(key("D"), key("E"))
		equal(t, "a key is another one", set(key("D"), key("F")), "dnssec: "+e+" → "+f)
		begins := "…" + strings.Repeat("C", 40-len("; "+kept)) + "; "
		equal(t, "their order is another one", set(key("F"), key("D")), "dnssec: "+begins+d1+"; "+f+" → "+begins+f+"; "+d1)
	})
}

// Each record of a change says what every part was before and is after, of what was made each part, and of what is gone what it was; none has a secret.
func TestRecordsHaveBeforeAndAfter(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		walked := map[string]bool{}
		a := h.recordsOfAccounts(t, walked)
		h.recordsOfPeople(t, walked, a)
		h.recordsOfPrograms(t, walked, a)
		h.recordsOfPrices(t, walked, a)
		h.recordsOfNames(t, walked, a)
		h.noRecordOfNothing(t, a)
		for action, holds := range reseller.AuditKinds {
			if holds != reseller.AuditHappened && !walked[action] && !elsewhere[action] && !asDomainSet[action] {
				t.Errorf("no change is made that is recorded as %s", action)
			}
		}
		for _, r := range h.newest(t, 500) {
			if r.Action == "test" { // of what helps to make names
				continue
			}
			holds, known := reseller.AuditKinds[r.Action]
			if !known || len(r.Changes) == 0 && holds != reseller.AuditHappened && r.Actor == "operator" {
				t.Errorf("%s %s tells nothing of what it was and is", r.Action, r.Object)
			}
			for _, c := range r.Changes {
				if c.Before == c.After || holds == reseller.AuditMade && c.Before != "" || holds == reseller.AuditEnded && c.After != "" {
					t.Errorf("%s of %s has %+v", r.Action, r.Object, c)
				}
			}
			if text := string(must[[]byte](t)(json.Marshal(r))); strings.Contains(text, "5ecret") {
				t.Errorf("a secret stands in %s", text)
			}
		}
	})
}

// noRecordOfNothing has a reseller set things as they are: that is counted, and not recorded. A secret is another one each time.
func (h *house) noRecordOfNothing(t *testing.T, a reseller.Account) {
	t.Helper()
	by := reseller.Actor{Name: "token 1", Caller: true}
	token := must[reseller.Token](t)(h.AddToken(h.ctx, reseller.Token{AccountID: a.ID, Name: "same"}, "5ecret same", by))
	hook := h.hook(a, "same")
	u := must[reseller.User](t)(h.AddUser(h.ctx, reseller.User{AccountID: a.ID, Email: "same@example.com", Role: reseller.UserAdmin, Language: "sv"}, reseller.SignInLink{Hash: "5ecret same", Until: noon}, by))
	ok(t, h.RotateEndpoint(h.ctx, hook, []byte("5ecret 1"), noon, by))
	hook.Secret = []byte("5ecret 1")
	for _, s := range []struct {
		title    string
		recorded bool
		do       func() error
	}{
		{"a token has its name", false, func() error {
			_, err := h.ChangeToken(h.ctx, a.ID, token.ID, by, func(t *reseller.Token) error { t.Name = "same"; return nil })
			return err
		}},
		{"a token has no cap", false, func() error {
			_, err := h.SetTokenCap(h.ctx, a.ID, token.ID, nil, by, func(reseller.Token) error { return nil })
			return err
		}},
		{"an account is as it is", false, func() error {
			_, err := h.ChangeAccount(h.ctx, a.ID, by, "set", func(*reseller.Account) error { return nil })
			return err
		}},
		{"a person reads Swedish", false, func() error { return h.SetUserLanguage(h.ctx, u, "sv", by) }},
		{"a secret takes another's place at the same instant", true, func() error { return h.RotateEndpoint(h.ctx, hook, []byte("5ecret 2"), noon, by) }},
	} {
		before := h.newest(t, 1)[0].ID
		ok(t, s.do())
		if got := h.newest(t, 1)[0]; got.ID != before != s.recorded {
			t.Errorf("%s: recorded is %t (%s)", s.title, !s.recorded, got.Action)
		}
	}
}

func (h *house) recordsOfAccounts(t *testing.T, walked map[string]bool) (a reseller.Account) {
	op, most := reseller.Operator, int64(25_00)
	set := func(apply func(*reseller.Account)) func() error {
		return func() error {
			_, err := h.ChangeAccount(h.ctx, a.ID, op, "set", func(a *reseller.Account) error { apply(a); return nil })
			return err
		}
	}
	h.walk(t, walked, []step{
		{"account.add", "name:  → Shop; currency:  → SEK; tax:  → 25 %; language:  → en; disabled:  → false; spend_cap:  → 25.00 SEK", func() (err error) {
			a, err = h.AddAccount(h.ctx, reseller.Account{Email: "a@example.com", Name: "Shop", Currency: "SEK", TaxRatePPM: 250_000, Language: "en", SpendCap: &most}, op)
			return err
		}},
		{"account.set", "name: Shop → Åre; tax: 25 % → 8.1 %; language: en → sv; spend_cap: 25.00 SEK → ; credit_floor:  → 25.00 SEK", set(func(a *reseller.Account) {
			a.Name, a.TaxRatePPM, a.Language, a.SpendCap, a.CreditFloor = "Åre", 81_000, "sv", nil, &most
		})},
		{"account.set", "replay_window:  → 60 s; disabled: false → true; default_contact:  → Eva Ek, Oslo", set(func(a *reseller.Account) {
			a.ReplayWindow, a.Disabled, a.DefaultContact = time.Minute, true, &reseller.Contact{FirstName: "Eva", LastName: "Ek", City: "Oslo"}
		})},
		{"account.set", "disabled: true → false; default_contact: Eva Ek, Oslo → ", set(func(a *reseller.Account) { a.Disabled, a.DefaultContact = false, nil })},
		{"account.rename", "email: a@example.com → b@example.com", func() error { _, err := h.RenameAccount(h.ctx, a.ID, "b@example.com", op); return err }},
		{"account.close", "closed:  → 2026-03-01T12:00:00.123456Z", func() error { _, err := h.CloseAccount(h.ctx, a.ID, op); return err }},
		{"account.reopen", "closed: 2026-03-01T12:00:00.123456Z → ", func() error { _, err := h.ReopenAccount(h.ctx, a.ID, op); return err }},
		{"account.set", "disabled: false → true", func() error { _, err := h.BeginStop(h.ctx, a.ID, 0, "", op); return err }},
		{"account.set", "disabled: true → false", set(func(a *reseller.Account) { a.Disabled = false })},
		{"credit.deposit", "available: 0.00 SEK → 1000.00 SEK", func() error { return h.MoveCredit(h.ctx, a, 1000_00, "one", "") }},
		{"credit.withdrawal", "available: 1000.00 SEK → 900.00 SEK", func() error { return h.MoveCredit(h.ctx, a, -100_00, "two", "") }},
		{"credit.goodwill", "available: 900.00 SEK → 905.00 SEK", func() error { return h.BookCredit(h.ctx, a, reseller.CreditEntry{Kind: "refund", Amount: 5_00}) }},
		{"credit.correction", "available: 905.00 SEK → 900.00 SEK", func() error { return h.BookCredit(h.ctx, a, reseller.CreditEntry{Kind: "correction", Amount: -5_00}) }},
		{"payment.returned", "refunded: 0.00 SEK → 5.00 SEK; disputed: 0.00 SEK → 8.00 SEK; dispute:  → dp_1 7.00 SEK lost; dp_2 1.00 SEK won", func() error {
			p, _, err := h.OpenPayment(h.ctx, reseller.Payment{
				AccountID: a.ID, Kind: reseller.PaymentOnce, State: reseller.PaymentOpen, Amount: reseller.Money{Minor: 50_00, Currency: "SEK"}, Received: reseller.Money{Minor: 50_00, Currency: "SEK"},
				Key: "k", FormKey: "f", CreatedAt: noon, AskedAt: noon,
			}, 10, op)
			ok(t, err)
			return h.NoteReturned(h.ctx, p.ID, 5_00, []reseller.Dispute{
				{ID: "dp_1", Amount: reseller.Money{Minor: 7_00, Currency: "SEK"}, Status: "lost", BegunAt: noon}, {ID: "dp_2", Amount: reseller.Money{Minor: 1_00, Currency: "SEK"}, Status: "won", BegunAt: noon},
			}, op)
		}},
		{"account.notices", "renewal_failed: now → daily", func() error {
			return h.ChangeNoticeChoices(h.ctx, a.ID, []reseller.NoticeChange{{NoticeChoice: reseller.NoticeChoice{Kind: "renewal_failed", Way: reseller.NoticeDaily}}}, op)
		}},
		{"topup.set", "state: off → on; below:  → 5.00 SEK; charge:  → 50.00 SEK; month:  → 100.00 SEK; card:  → visa 4242 03/2030", h.topUp(&a, func(t *reseller.TopUp) {
			t.State, t.Below, t.Amount, t.MonthMax = reseller.TopUpOn, 5_00, 50_00, 100_00
			t.Customer, t.Method, t.Brand, t.Last4, t.ExpMonth, t.ExpYear = "5ecret", "5ecret", "visa", "4242", 3, 2030
		})},
		{"topup.set", "state: on → off; month: 100.00 SEK → 60.00 SEK", h.topUp(&a, func(t *reseller.TopUp) { t.State, t.MonthMax = reseller.TopUpOff, 60_00 })},
	})
	return a
}

func (h *house) topUp(a *reseller.Account, apply func(*reseller.TopUp)) func() error {
	return func() error {
		_, err := h.ChangeTopUp(h.ctx, a.ID, reseller.Operator, "by hand", func(t *reseller.TopUp) error { apply(t); return nil })
		return err
	}
}

func (h *house) recordsOfPeople(t *testing.T, walked map[string]bool, a reseller.Account) {
	op, link := reseller.Operator, reseller.SignInLink{Hash: "5ecret link", Until: noon.Add(time.Hour)}
	var u reseller.User
	var view reseller.SavedView
	var key reseller.Passkey
	n := reseller.Session{Hash: "5ecret session", CreatedAt: noon, SeenAt: noon, ProvedAt: noon}
	h.walk(t, walked, []step{
		{"user.add", "role:  → admin; language:  → en; time_zone:  → Europe/Oslo", func() (err error) {
			u, err = h.AddUser(h.ctx, reseller.User{AccountID: a.ID, Email: "p@example.com", Role: reseller.UserAdmin, Language: "en", TimeZone: "Europe/Oslo"}, link, op)
			return err
		}},
		{"user.language", "language: en → sv", func() error { return h.SetUserLanguage(h.ctx, u, "sv", op) }},
		{"user.time_zone", "time_zone: Europe/Oslo → ", func() error { return h.SetUserTimeZone(h.ctx, u, "", op) }},
		{"user.role", "role: admin → billing", func() error { return h.SetUserRole(h.ctx, u, reseller.UserBilling, op) }},
		{"user.sign_in", "", func() error { n.UserID = u.ID; return h.UseSignInLink(h.ctx, link.Hash, n, u, op) }},
		{"user.passkey_add", "name:  → Phone", func() error {
			return h.AddPasskey(h.ctx, u, reseller.Passkey{Hash: "5ecret", Name: "Phone", Credential: []byte(`"5ecret"`)}, reseller.Making{Session: n.Hash}, op)
		}},
		{"user.password_set", "", func() error {
			return h.SetPassword(h.ctx, u, reseller.Password{Hash: "5ecret", TOTP: []byte("5ecret")}, []string{"5ecret"}, reseller.Making{Session: n.Hash}, op)
		}},
		{"user.passkey_remove", "name: Phone → ", func() error {
			key = must[[]reseller.Passkey](t)(h.Passkeys(h.ctx, u.ID))[0]
			return h.RemovePasskey(h.ctx, u, key.ID, n.Hash, op)
		}},
		{"user.view_add", "name:  → Mine; search:  → tld:se", func() error {
			return h.AddSavedView(h.ctx, u, reseller.SavedView{Name: "Mine", Search: "tld:se"}, op)
		}},
		{"user.view_change", "name: Mine → Ours; search: tld:se → tld:nu", func() error {
			view = must[[]reseller.SavedView](t)(h.SavedViews(h.ctx, u.ID))[0]
			return h.ChangeSavedView(h.ctx, u, reseller.SavedView{ID: view.ID, Name: "Ours", Search: "tld:nu"}, op)
		}},
		{"user.view_remove", "name: Ours → ; search: tld:nu → ", func() error { return h.RemoveSavedView(h.ctx, u, view, op) }},
		{"user.remove", "role: billing → ; language: sv → ", func() error { return h.RemoveUser(h.ctx, u, op) }},
	})
}

// recorded looks at the newest record of an action.
func (h *house) recorded(t *testing.T, walked map[string]bool, action, want string) {
	t.Helper()
	for _, r := range h.newest(t, 3) {
		if r.Action == action {
			equal(t, action, partsOf(r), want)
			walked[action] = true
			return
		}
	}
	t.Errorf("%s is not recorded", action)
}

func (h *house) recordsOfPrices(t *testing.T, walked map[string]bool, a reseller.Account) {
	op := reseller.Operator
	set := func(prices ...reseller.Price) func() error {
		return func() error { return h.SetPrices(h.ctx, prices, op) }
	}
	planned := func(net int64) func() error {
		return func() error { h.plan(midnight, renewing(0, net)); return nil }
	}
	h.walk(t, walked, []step{
		{"price.set", "net:  → 1.00 SEK", set(renewing(0, 100))},
		{"price.set", "net: 1.00 SEK → 0.90 SEK", set(renewing(0, 90))},
		{"price.plan", "net:  → 1.20 SEK", planned(120)},
		{"price.plan", "net: 1.20 SEK → 1.30 SEK", planned(130)},
		{"price.cancel", "net: 1.30 SEK → ", func() error {
			_, err := h.CancelPlannedPrices(h.ctx, reseller.PlannedPrice{Price: renewing(0, 0)}, "", op)
			return err
		}},
		{"price.remove", "net: 0.90 SEK → ", func() error { _, err := h.RemovePrices(h.ctx, renewing(0, 0), nil, op); return err }},
		{"price_group.add", "name:  → gold", func() error { _, err := h.AddPriceGroup(h.ctx, "gold", op); return err }},
		{"account.price_group", "price_group:  → gold", func() error { return h.moves(a, "gold") }},
		{"account.price_group", "price_group: gold → ", func() error { return h.moves(a, "") }},
		{"price_group.remove", "name: gold → ", func() error { _, err := h.RemovePriceGroup(h.ctx, "gold", op); return err }},
		{"registry.pause", "paused:  → works there", func() error {
			return h.PauseRegistry(h.ctx, reseller.RegistryPause{Connector: "sandbox", Reason: "works there"}, op)
		}},
		{"registry.resume", "paused: works there → ", func() error { _, err := h.ResumeRegistry(h.ctx, "sandbox", nil, op); return err }},
	})
}

func (h *house) recordsOfNames(t *testing.T, walked map[string]bool, a reseller.Account) {
	op, d := reseller.Operator, h.domain(a, "one")
	now := func() reseller.Domain { return must[reseller.Domain](t)(h.DomainByID(h.ctx, d.ID)) }
	h.walk(t, walked, []step{
		{"domain.set", "auto_renew: false → true; locked: false → true; dnssec:  → DS 7 13 2 AB; contact_tech:  → Eva, Oslo", func() error {
			_, err := h.ChangeDomain(h.ctx, d.ID, op, "domain.set", func(d *reseller.Domain) error {
				d.AutoRenew, d.Locked, d.Fields = true, true, map[string]string{"id_number": "5ecret"}
				d.SecDNS, d.Contacts = reseller.SecDNS{DS: []reseller.DS{{KeyTag: 7, Algorithm: 13, DigestType: 2, Digest: "AB"}}}, reseller.Contacts{reseller.RoleTech: {FirstName: "Eva", City: "Oslo"}}
				return nil
			})
			return err
		}},
		{"domain.hold", "registry_hold:  → phishing", func() error {
			h.says(reseller.EventHoldSet, d, "phishing")
			equal(t, "told once", h.newest(t, 1)[0].Told(), "says sandbox; registry hold none → phishing")
			return nil
		}},
		{"domain.hold", "registry_hold: phishing → ", func() error { h.says(reseller.EventHoldLifted, d, ""); return nil }},
		{"domain.dispute_lock", "dispute_lock:  → court 4711", func() error {
			_, err := h.SetDisputeLock(h.ctx, d.ID, reseller.DisputeLock{Hold: reseller.Hold{Since: h.clock.Now(), Reason: "court 4711"}}, op)
			return err
		}},
		{"domain.dispute_lock", "dispute_lock: court 4711 → ", func() error { _, err := h.LiftDisputeLock(h.ctx, d.ID, "settled", op); return err }},
		{"domain.verification", "verification:  → needed", func() error {
			v := reseller.Verification{State: reseller.VerificationNeeded, Since: h.clock.Now()}
			return h.NoteVerification(h.ctx, d.ID, v, reseller.DomainEvent(reseller.EventVerificationNeeded, d, "", h.clock.Now()), op)
		}},
		{"domain.change_connector", "connector:  → second; registry_expiry: 2027-03-01 → 2027-03-02", func() error {
			_, err := h.RebindDomain(h.ctx, now(), "second", op, func(d *reseller.Domain) { d.RegistryExpiry = d.RegistryExpiry.AddDate(0, 0, 1) }, nil)
			return err
		}},
		{"domain.draft", "state:  → draft", func() error { _, err := h.AddDraft(h.ctx, a.ID, name(t, "draft"), op); return err }},
		{"domain.import", "state:  → active; paid_through:  → 2027-03-01; auto_renew:  → false; dns:  → false; mail:  → false; removed:  → false; locked:  → false; privacy:  → false", func() error {
			_, err := h.ImportDomain(h.ctx, reseller.Domain{AccountID: a.ID, Name: name(t, "theirs"), State: reseller.DomainActive, CreatedAt: noon, PaidThrough: noon.AddDate(1, 0, 0)}, op, "a file")
			return err
		}},
		{"invoice.cancelled", "state: unpaid → cancelled", func() error {
			_, err := h.CancelInvoice(h.ctx, h.claimed(h.renewing(a, "invoiced")).ID, op, "by mistake")
			return err
		}},
	})
}
