package panel_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nameyard/actions"
	"nameyard/app/apptest"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// confirming is the form of an act on many names as its preview shows it.
func (p *person) confirming(act, query string) url.Values {
	p.Helper()
	at := "/panel/domains/" + act + "/"
	_, form, found := strings.Cut(p.must(at+"?"+query), `method="post" action="`+at)
	if !found {
		p.Fatalf("%s has no form to confirm", at)
	}
	fields, _ := fieldsOf(`action="`+at+form, at)
	return fields
}

// saveDS gives a name DS records of others.
func (w *world) saveDS(name reseller.Name) {
	w.Helper()
	wish := actions.DNSSECWish{Records: true, DS: []reseller.DSRow{{KeyTag: "1", Algorithm: "13", DigestType: "2", Digest: strings.Repeat("AB", 32)}}}
	_, err := w.Actions.SaveDNSSEC(w.Context(), w.call(w.Account), actions.SaveDNSSEC{Name: name, DNSSECWish: wish})
	w.Must(err)
	w.Drain()
}

// A change of name servers of many takes no DNSSEC data away that its preview has not shown. What was confirmed is done to all names, also if
// nobody waits for the answer any more. Why nothing was ordered is told by what it was, not as too many tries.
func TestManyNamesAreChangedAsSeen(t *testing.T) {
	apptest.OnEach(t, func(t *testing.T, engine apptest.Engine) {
		w := newWorld(t, engine, nil)
		p := w.signIn("anna@example.com", reseller.UserOwner, "en")
		more := w.Register("more.com")
		const at, asked = "/panel/domains/servers/", "q=more.com&servers=ns1.example.org%0Ans2.example.org"
		stale := p.confirming("servers", asked)
		w.saveDS(more.Name)
		p.shows(p.goes(at, stale), "It was changed since the page was shown. Nothing was saved")
		w.Drain()
		if d := w.Domain("more.com"); d.SecDNS.IsZero() || slices.Contains(d.Nameservers, "ns1.example.org") {
			t.Errorf("unseen: %v %v", d.SecDNS, d.Nameservers)
		}
		p.shows(at+"?"+asked, "DNSSEC is switched off first")
		now := p.confirming("servers", asked)
		done := p.goes(at, now)
		if again := p.goes(at, now); again != done {
			t.Errorf("pressed twice: %s, and before %s", again, done)
		}
		w.Drain()
		p.shows(done, "1 order, of which 1 is done.", "Asked for: ns1.example.org , ns2.example.org", "ns1.example.net , ns2.example.net → ns1.example.org , ns2.example.org")
		if again := p.goes(at, now); again != done {
			t.Errorf("sent again when it is done: %s, and before %s", again, done)
		}
		if d := w.Domain("more.com"); !d.SecDNS.IsZero() || !slices.Contains(d.Nameservers, "ns1.example.org") {
			t.Errorf("as seen: %v %v", d.SecDNS, d.Nameservers)
		}
		w.tellsWhichServers(p, more.ID)
		w.setsServersBack(p, done)

		w.tellsItsHistory(p, more)

		w.switchesAllForNobody(w.ours.ID, more.ID)
		w.locksWhatIsBeingUnlocked(p)

		p.takesNamesOff(more.ID)
		w.capSpending(new(int64(0)))
		p.shows(p.goes("/panel/domains/renew/", p.confirming("renew", "q=more.com")), "A spend cap, or what the account may do in a day, is reached.")
		w.Verify()
	})
}

// switchesAllForNobody sends the form of an act whose browser has gone away.
func (w *world) switchesAllForNobody(ids ...int64) {
	w.Helper()
	i := slices.IndexFunc(w.routes, func(r visit.Route) bool { return r.Method == "POST" && r.Path == "/panel/domains/auto-on/" })
	gone, leave := context.WithCancel(w.Context())
	leave()
	form := url.Values{"key": {"of-nobody"}}
	for _, id := range ids {
		form.Add("id", strconv.FormatInt(id, 10))
		form.Add("on", strconv.FormatInt(id, 10))
	}
	a, err := w.routes[i].Do(gone, &visit.Visit{Form: form, Account: w.Account, Arrived: w.Clock.Wall(), Now: w.Clock.Now()})
	w.Must(err)
	for _, id := range ids {
		if d, err := w.Store.DomainByID(w.Context(), id); err != nil || !d.AutoRenew {
			w.Errorf("name %d: auto-renew %t, %v; the answer is %s", id, d.AutoRenew, err, a.To)
		}
	}
}

// locksWhatIsBeingUnlocked locks a name, and gives it name servers, that it has and is about to lose: such a one is not so already.
func (w *world) locksWhatIsBeingUnlocked(p *person) {
	w.Helper()
	const lock, servers = "/panel/domains/lock/?q=more.com", "/panel/domains/servers/?q=more.com&servers="
	p.goes("/panel/domains/lock/", p.confirming("lock", "q=more.com"))
	w.Drain()
	has := url.QueryEscape(strings.Join(w.Domain("more.com").Nameservers, "\n"))
	p.shows(lock, "It is so already")
	p.shows(servers+has, "It is so already")
	ops := w.signIn("ops@example.com", reseller.UserStaff, "en")
	ops.goes("/operator/registries/pause/", url.Values{"name": {"sandbox"}, "reason": {"they move"}})
	p.goes("/panel/domains/unlock/", p.confirming("unlock", "q=more.com"))
	p.goes("/panel/domains/servers/", p.confirming("servers", "q=more.com&servers=ns8.example.org%0Ans9.example.org"))
	for _, at := range []string{lock, servers + has} {
		if body := seen(p.must(at)); strings.Contains(body, "It is so already") {
			p.Errorf("%s: %s", at, body)
		}
	}
	p.goes("/panel/domains/lock/", p.confirming("lock", "q=more.com"))
	p.goes("/panel/domains/servers/", p.confirming("servers", "q=more.com&servers="+has))
	ops.goes("/operator/registries/resume/", url.Values{"name": {"sandbox"}})
	w.Drain()
	if d := w.Domain("more.com"); !d.Locked || slices.Contains(d.Nameservers, "ns8.example.org") {
		w.Errorf("locked %t, %v", d.Locked, d.Nameservers)
	}
}

// takesNamesOff renews one of two names: what is charged is the sum that was shown of the ticked ones, and nothing where it was that of others.
func (p *person) takesNamesOff(kept int64) {
	p.Helper()
	const at, query = "/panel/domains/renew/", "q=tld:com"
	p.price(600_00) // more than half of the credit
	p.shows(at+"?"+query, "Renew 2 names for 1,200.00 USD", "Keep the 1 that is covered")
	form := p.confirming("renew", query)
	form.Set("count", "covered")
	if body := p.post(at, form).body; strings.Count(body, " checked>") != 1 || !strings.Contains(seen(body), "Renew 1 name for 600.00 USD") {
		p.Errorf("what the credit covers: %s", seen(body))
	}
	p.price(10_00)
	before := p.balance()
	form = p.confirming("renew", query)
	form["on"] = []string{strconv.FormatInt(kept, 10)}
	unseen := p.post(at, form)
	if unseen.status != http.StatusConflict || !strings.Contains(seen(unseen.body), "Nothing was ordered") || p.balance() != before {
		p.Fatalf("a sum of other names: %d, %d charged\n%s", unseen.status, before-p.balance(), seen(unseen.body))
	}
	form.Set("count", "ticked")
	counted := p.post(at, form)
	if counted.status != http.StatusOK || !strings.Contains(seen(counted.body), "Renew 1 name for 10.00 USD") || strings.Count(counted.body, " name=on ") != 2 {
		p.Fatalf("counted again: %d\n%s", counted.status, seen(counted.body))
	}
	now, _ := fieldsOf(counted.body[strings.Index(counted.body, `method="post" action="`+at):], at)
	p.shows(p.goes(at, now), "1 order")
	p.Drain()
	if paid := before - p.balance(); paid != 10_00 {
		p.Errorf("paid %d for one name of two", paid)
	}
}

// tellsWhichServers sees in the order, on both sides and in the name's story, which name servers it set, and which were set before.
func (w *world) tellsWhichServers(p *person, domain int64) {
	w.Helper()
	o, err := w.Store.DomainOrder(w.Context(), domain, reseller.OrderNameservers)
	w.Must(err)
	staff := w.signIn("story@example.com", reseller.UserStaff, "en")
	bought, err := w.Store.DomainOrder(w.Context(), domain, reseller.OrderRegister)
	w.Must(err)
	set, before := "Name servers ns1.example.org , ns2.example.org", fmt.Sprintf("Before, by order %d ns1.example.net , ns2.example.net", bought.ID)
	p.shows(fmt.Sprintf("/panel/orders/%d/", o.ID), set, before)
	staff.shows(fmt.Sprintf("/operator/orders/%d/", o.ID), set, before)
	staff.shows("/operator/domains/more.com/", "Name servers: ns1.example.net , ns2.example.net → ns1.example.org , ns2.example.org")
	staff.shows("/operator/audit/?actor=anna", "many names changed at once", "name servers: ns1.example.org ns2.example.org")
}

// setsServersBack gives names the name servers again that an act has taken the place of: each its own, and those that were changed since only if they are ticked.
func (w *world) setsServersBack(p *person, act string) {
	w.Helper()
	const at = "/panel/domains/servers-back/"
	save := func(name string, servers ...string) {
		_, err := w.Actions.SaveNameservers(w.Context(), w.call(w.Account), actions.SaveNameservers{Name: w.NameOf(name), Nameservers: servers})
		w.Must(err)
		w.Drain()
	}
	save("more.com", "ns1.example.net", "ns2.example.net")
	save(w.ours.Name.String(), "a.example.net", "b.example.net")
	done := p.goes("/panel/domains/servers/", p.confirming("servers", "servers=ns1.example.org%0Ans2.example.org&id="+fmt.Sprint(w.ours.ID, "+", w.Domain("more.com").ID)))
	w.Drain()
	save("more.com", "c.example.net", "d.example.net")
	body := p.must(done)
	_, query, found := strings.Cut(body, at+"?")
	if query, _, _ = strings.Cut(query, `"`); !found {
		p.Fatalf("%s does not lead to the earlier name servers:\n%s", done, body)
	}
	p.shows(at+"?"+query, "Gets these name servers again a.example.net , b.example.net", "Changed again since", "c.example.net , d.example.net")
	form := p.confirming("servers-back", query)
	if on := form["on"]; len(on) != 1 || on[0] != fmt.Sprint(w.ours.ID) {
		p.Errorf("ticked at first are %v, want %d alone", on, w.ours.ID)
	}
	back := p.goes(at, form)
	if again := p.goes(at, form); again != back || back == done || back == act {
		p.Errorf("pressed twice: %s, and before %s", again, back)
	}
	w.Drain()
	p.shows(back, "Set the earlier name servers again", "1 order, of which 1 is done.", "ns1.example.org , ns2.example.org → a.example.net , b.example.net")
	if is := w.Domain("more.com").Nameservers; is[0] != "c.example.net" {
		p.Errorf("a name that was changed since has %v", is)
	}
	o, err := w.Store.DomainOrder(w.Context(), w.Domain("more.com").ID, reseller.OrderNameservers)
	w.Must(err)
	one := fmt.Sprintf("order=%d", o.ID)
	p.shows(fmt.Sprintf("/panel/orders/%d/", o.ID), "Set the earlier name servers again")
	p.goes(at, p.confirming("servers-back", one))
	w.Drain()
	if is := w.Domain("more.com").Nameservers; is[0] != "ns1.example.org" {
		p.Errorf("after its last order was set back it has %v", is)
	}
	p.shows(at+"?"+one, "It is so already")
	if a := p.get(at + "?order=999999"); a.status != http.StatusNotFound {
		p.Errorf("an order that is not there: %d", a.status)
	}
	save("more.com", "ns1.example.org", "ns2.example.org")
}
