package torture_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/reseller"
)

// actor is a client with its names. It asks for everything that changes something, waits for no one else, and asks again for
// what was not answered.
type actor struct {
	client *client
	chance *rand.Rand
	prefix string // its names begin with it
	names  []*holding
	wrong  []string // answers that must not be

	// keepsBroken leaves a name alone whose request broke, so that it can be seen what became of it.
	keepsBroken bool

	requests, answers, breaks, repeats int
	waits                              int           // answers that left the outcome open
	slowest                            time.Duration // the longest time that an answer took
	faults                             int           // answers with an HTTP status of 500 and above
	fullDisks                          int           // answers that said that the disk is full
}

func newActor(inst *installation, seed uint64, lane, number int, address func() string) *actor {
	return &actor{
		client: newClient(inst.token, address), chance: rand.New(rand.NewPCG(seed, uint64(lane*1000+number))),
		prefix: fmt.Sprintf("l%dc%d", lane, number),
	}
}

// act asks for one thing after the other until ctx ends.
func (a *actor) act(ctx context.Context) {
	for ctx.Err() == nil {
		r := a.next()
		if r == nil {
			continue
		}
		if a.ask(ctx, r) == unsent && a.pause(ctx) {
			return
		}
	}
}

// pause waits for a server to come up, and reports whether there is no more time.
func (a *actor) pause(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return true
	case <-time.After(3 * time.Millisecond):
		return false
	}
}

const (
	holder     = "&firstname=Tor&lastname=Ture&address1=street&city=city&postcode=12345&country=US&phonenumber=1234567890&email=a%40example.com"
	idNumber   = "&domainfields[Identification+Number]=556036-0793"
	recentOnes = 12 // names that an actor busies itself with
)

// next chooses what to ask for: something that is still open, a new name, or a change of one that it has.
func (a *actor) next() *request {
	roll := a.chance.IntN(100)
	recent := a.names[max(0, len(a.names)-recentOnes):]
	if len(recent) == 0 || roll < 18 {
		return a.register()
	}
	h := recent[a.chance.IntN(len(recent))]
	if old := a.chance.IntN(4) == 0; old {
		h = a.names[a.chance.IntN(len(a.names))]
	}
	switch {
	case a.keepsBroken && h.open != nil && h.open.cut:
		return nil
	case h.open != nil && h.open.what == "SaveNameservers" && roll < 50:
		return a.change(h, 0) // another wish takes the place of the one that was not answered
	case h.open != nil:
		return h.open
	case h.due != nil:
		return h.due
	case !h.held && h.away && roll < 60:
		return a.registerAgain(h)
	case !h.held || h.coming:
		return nil
	case roll < 40:
		return a.renew(h)
	case roll < 43:
		return a.leave(h)
	}
	return a.change(h, a.chance.IntN(8))
}

func (a *actor) register() *request {
	tld := []string{"com", "com", "se", "nu"}[a.chance.IntN(4)]
	h := &holding{name: reseller.NameOf(fmt.Sprintf("%sn%d.%s", a.prefix, len(a.names), tld), tld)}
	a.names = append(a.names, h)
	return a.registerAgain(h)
}

func (a *actor) registerAgain(h *holding) *request {
	years, more := 1+a.chance.IntN(2), holder
	if h.name.TLD() != "com" {
		more += idNumber
	}
	h.away = false
	return &request{
		what: "RegisterDomain", on: h, buys: true, form: h.form("RegisterDomain", fmt.Sprintf("&regperiod=%d", years)+more),
		did: func(h *holding) { h.held, h.grown, h.years, h.creates = true, true, years, h.creates+1 },
	}
}

// renew asks without a key the first time, as most clients always do, and with one afterwards: two equal renewals within
// minutes would be one.
func (a *actor) renew(h *holding) *request {
	if !h.grown || h.years > 6 {
		return nil
	}
	more := "&regperiod=1"
	if h.renews > 0 {
		more += fmt.Sprintf("&idempotencykey=%s-%d", h.name, h.renews)
	}
	return &request{
		what: "RenewDomain", on: h, buys: true, form: h.form("RenewDomain", more),
		did: func(h *holding) { h.years++; h.renews++ },
	}
}

// leave deletes a name or gives it to another registrar.
func (a *actor) leave(h *holding) *request {
	if h.name.TLD() != "com" || !h.grown || h.restores > 0 {
		return nil
	}
	if a.chance.IntN(2) == 0 {
		return &request{
			what: "RequestDelete", on: h, form: h.form("RequestDelete", ""), again: []string{"not_found", "bad_state"},
			did: func(h *holding) { h.deletes++; h.forget(); h.away = !h.past },
		}
	}
	return &request{
		what: "ReleaseDomain", on: h, form: h.form("ReleaseDomain", "&newtag=OTHERREG"), again: []string{"not_found", "bad_state"},
		did: func(h *holding) { h.releases++; h.forget(); h.away = false },
	}
}

// change sets something of a name.
func (a *actor) change(h *holding, which int) *request {
	n := a.chance.IntN(1000)
	bit := fmt.Sprint(n % 2)
	switch which {
	case 0:
		ns := fmt.Sprintf("ns1.a%d.net ns2.a%d.net", n, n)
		return setting(h, "SaveNameservers", fmt.Sprintf("&ns1=ns1.a%d.net&ns2=ns2.a%d.net", n, n), func(h *holding) { h.nameservers = ns })
	case 1:
		if h.name.TLD() != "com" {
			return nil
		}
		return setting(h, "DomainUpdateLockingStatus", "&lockstatus="+map[string]string{"1": "locked", "0": "unlocked"}[bit], func(h *holding) { h.lock = bit })
	case 2:
		return setting(h, "IDProtectToggle", "&protectenable="+bit, func(h *holding) { h.privacy = bit })
	case 3:
		return setting(h, "SetAutoRenew", "&autorenew="+bit, func(h *holding) { h.autoRenew = bit })
	case 4:
		address := fmt.Sprintf("192.0.2.%d", n%250)
		return setting(h, "SaveDNS", "&dnsrecords[0][hostname]=www&dnsrecords[0][type]=A&dnsrecords[0][address]="+address,
			func(h *holding) { h.records = address })
	case 5:
		to := fmt.Sprintf("to%d@example.net", n)
		return setting(h, "SaveEmailForwarding", "&prefix[0]=info&forwardto[0]="+to, func(h *holding) { h.forward = to })
	case 6:
		return a.host(h, n)
	}
	if h.name.TLD() != "com" || n%3 == 0 {
		return setting(h, "GetEPPCode", "", func(*holding) {})
	}
	name := fmt.Sprintf("Holder No%d", n)
	return setting(h, "SaveContactDetails", "&contactdetails[Registrant][Name]="+fmt.Sprintf("Holder+No%d", n)+
		"&contactdetails[Registrant][Address]=street&contactdetails[Registrant][City]=city&contactdetails[Registrant][Country]=US"+
		"&contactdetails[Registrant][Zip_Code]=12345&contactdetails[Registrant][Email]=a%40example.com", func(h *holding) { h.holder = name })
}

func setting(h *holding, action, more string, did func(*holding)) *request {
	return &request{what: action, on: h, form: h.form(action, more), did: did}
}

// host makes, changes or removes a child name server.
func (a *actor) host(h *holding, n int) *request {
	address := fmt.Sprintf("198.51.100.%d", n%250)
	if len(h.hosts) == 0 {
		host := "glue." + h.name.String()
		r := setting(h, "RegisterNameserver", "&nameserver="+host+"&ipaddress="+address, func(h *holding) { h.hosts = map[string]string{host: address} })
		r.again = []string{"bad_state"}
		return r
	}
	host := slices.Collect(maps.Keys(h.hosts))[0]
	if n%3 == 0 {
		r := setting(h, "DeleteNameserver", "&nameserver="+host, func(h *holding) { h.hosts = map[string]string{} })
		r.again = []string{"not_found"}
		return r
	}
	if h.hosts[host] == address {
		return nil
	}
	r := setting(h, "ModifyNameserver", "&nameserver="+host+"&currentipaddress="+h.hosts[host]+"&newipaddress="+address,
		func(h *holding) { h.hosts = map[string]string{host: address} })
	r.again = []string{"invalid_parameter"} // the current address is the new one already
	return r
}

// ask sends a request, some purchases twice at once as impatient people do, and notes what the answer means.
func (a *actor) ask(ctx context.Context, r *request) heard {
	r.on.open, r.on.due = r, nil
	r.sent++
	if r.buys && a.chance.IntN(20) == 0 {
		return a.note(r, a.twice(ctx, r))
	}
	return a.note(r, a.post(ctx, r.form))
}

func (a *actor) post(ctx context.Context, form string) answer {
	begun := time.Now()
	got := a.client.post(context.WithoutCancel(ctx), form)
	if got.err == nil {
		a.slowest = max(a.slowest, time.Since(begun))
	}
	return got
}

// twice sends a request on two connections at once and gives the answer that tells more. Both are one: neither may be refused, whatever the other hears.
func (a *actor) twice(ctx context.Context, r *request) answer {
	var both sync.WaitGroup
	var second answer
	both.Go(func() { second = a.client.post(context.WithoutCancel(ctx), r.form) })
	first := a.post(ctx, r.form)
	both.Wait()
	r.sent++
	if second.heard() > first.heard() {
		first, second = second, first
	}
	if second.heard() == refused && first.heard() != refused {
		a.wronglyRefused(r, second)
	}
	return first
}

// wronglyRefused notes a no that must not be: to what was sent once, or for another reason than that a sending that was not heard of was carried out.
func (a *actor) wronglyRefused(r *request, got answer) bool {
	if r.sent > 1 && slices.Contains(r.again, got.Code) {
		return false
	}
	a.wrong = append(a.wrong, fmt.Sprintf("%s (sent %d times) was refused: %s", r.form, r.sent, got))
	return true
}

// note draws the conclusions of an answer.
func (a *actor) note(r *request, got answer) heard {
	word := got.heard()
	if word == unsent {
		r.sent--
		return word
	}
	a.requests++
	if r.sent > 1 {
		a.repeats++
	}
	if got.status >= 500 {
		a.faults++
	}
	if strings.Contains(got.text, "the disk of the database is full") {
		a.fullDisks++
	}
	switch word {
	case waiting:
		a.waits++
	case broken:
		r.cut = true
		a.breaks++
	case refused:
		a.answers++
		if a.wronglyRefused(r, got) {
			r.on.open = nil
			return word
		}
		fallthrough
	case success:
		a.answers++
		r.did(r.on)
		r.on.open = nil
	}
	return word
}

// clients run several actors at once.
type clients struct {
	actors []*actor
	cancel context.CancelFunc
	work   sync.WaitGroup
}

// set sets actors to work until stop.
func set(actors []*actor) *clients {
	ctx, cancel := context.WithCancel(context.Background())
	c := &clients{actors: actors, cancel: cancel}
	for _, a := range actors {
		c.work.Go(func() { a.act(ctx) })
	}
	return c
}

func (c *clients) stop() {
	c.cancel()
	c.work.Wait()
}

// actors makes clients of an installation.
func (inst *installation) actors(t *testing.T, n, lane int, seed uint64, address func() string) []*actor {
	t.Helper()
	list := make([]*actor, n)
	for i := range list {
		list[i] = newActor(inst, seed, lane, i, address)
	}
	return list
}
