package server_test

import (
	"encoding/json"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"nameyard/jobs"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// someone is the contact of names that a case registers in passing.
const someone = "firstname=Jane&lastname=Doe&companyname=Doe+Ltd&address1=1+High+Street&city=London&state=London&country=GB" +
	"&postcode=N1+9GU&phonenumber=%2B44.2071234567&email=jane@example.org"

// command carries out one line of a "given" or "then" section. testdata/api/README.md lists them.
func (h *house) command(line string) {
	h.Helper()
	words := strings.Fields(line)
	if len(words) == 0 {
		return
	}
	arguments := words[1:]
	argument := func(i int) string {
		if i < len(arguments) {
			return arguments[i]
		}
		return ""
	}
	switch words[0] {
	case "register": // NAME [other]
		h.registered(argument(0), argument(1) == "other")
	case "send": // FORM [other]
		h.succeed(argument(0), argument(1) == "other")
	case "foreign": // NAME CODE [locked]
		h.must(h.registry.AddForeign(h.Context(), parseName(argument(0)), argument(1), time.Time{}, argument(2) == "locked"))
	case "asked-away": // NAME: another registrar asks for it
		h.askedAway(parseName(argument(0)))
	case "decided": // NAME yes|no
		h.must(h.registry.ForeignDecides(h.Context(), parseName(argument(0)), argument(1) == "yes", "refused by the losing registrar"))
	case "fault": // KIND COMMAND [TIMES]
		h.fault(argument(0), argument(1), argument(2))
	case "advance": // DAYS
		days, err := strconv.Atoi(argument(0))
		h.must(err)
		h.must(h.desk.FlushAcknowledged(h.Context()))
		h.clock.Move(reseller.Days(days))
		h.must(h.registry.Tick(h.Context()))
	case "reconcile":
		_, err := h.desk.Reconcile(h.Context())
		h.must(err)
	case "settle": // whatever is on its way arrives
		h.settle()
	case "jobs": // those that look after names and money run
		h.runJobs()
	case "numbered": // invoices and events get their numbers
		_, err := h.store.NumberInvoices(h.Context(), 1000)
		h.must(err)
		_, err = h.store.NumberEvents(h.Context(), 1000)
		h.must(err)
	case "hurry": // an answer waits for the registry a second only
		h.config.AnswerWithin = time.Second
		h.server = nil
	case "default-contact": // of test@exampledomain.com
		h.defaultContact()
	case "credit": // AMOUNT in minor units, may be negative
		h.moveCredit(argument(0))
	default:
		h.Fatalf("there is no command %q", line)
	}
}

func (h *house) registered(name string, other bool) {
	h.Helper()
	n := parseName(name)
	form := "action=RegisterDomain&regperiod=1&nameserver1=ns1.example.net&nameserver2=ns2.example.net&sld=" + n.SLD() + "&tld=" + n.TLD() + "&" + someone
	if n.TLD() == "se" || n.TLD() == "nu" {
		form += "&domainfields[Identification+Number]=[SE]802405-0190"
	}
	h.succeed(form, other)
}

func (h *house) fault(kind, command, times string) {
	h.Helper()
	f := sandbox.Fault{Kind: sandbox.FaultKind(kind), Command: command}
	if times != "" {
		n, err := strconv.Atoi(times)
		h.must(err)
		f.Times = n
	}
	if f.Kind == sandbox.FaultSlow || f.Kind == sandbox.FaultLateEffect {
		f.Delay = time.Minute
	}
	h.must(h.registry.SetFault(h.Context(), f))
}

// settle waits until no order is in flight any more.
func (h *house) settle() {
	h.Helper()
	for range 5000 {
		orders, err := h.store.Orders(h.Context(), true, 100)
		h.must(err)
		if !slices.ContainsFunc(orders, func(o reseller.Order) bool {
			return o.State == reseller.OrderSending || o.State == reseller.OrderQueued
		}) {
			return
		}
		time.Sleep(time.Millisecond) // the wall clock of goroutines, not the stories' one
	}
	h.Fatal("orders are still in flight")
}

// defaultContact is who buys where a request names nobody.
func (h *house) defaultContact() {
	h.Helper()
	a, err := h.store.AccountByEmail(h.Context(), seedEmail)
	h.must(err)
	a.DefaultContact = &reseller.Contact{
		FirstName: "Jane", LastName: "Doe", Company: "Doe Ltd", Address1: "1 High Street", City: "London", Postcode: "N1 9GU",
		Country: "GB", Phone: "+44.2071234567", Email: "jane@example.org",
	}
	h.must(h.store.SaveAccount(h.Context(), a, reseller.Operator, "default contact"))
}

func (h *house) moveCredit(amount string) {
	h.Helper()
	n, err := strconv.ParseInt(amount, 10, 64)
	h.must(err)
	a, err := h.store.AccountByEmail(h.Context(), seedEmail)
	h.must(err)
	h.must(h.store.MoveCredit(h.Context(), a, n, "case "+amount, ""))
}

// askedAway unlocks a name, gets its code and lets another registrar ask for it.
func (h *house) askedAway(name reseller.Name) {
	h.Helper()
	named := "&sld=" + name.SLD() + "&tld=" + name.TLD()
	h.succeed("action=DomainUpdateLockingStatus&lockenabled=unlocked"+named, false)
	var answer struct{ EPPCode string }
	h.must(json.Unmarshal(h.post(formType, h.signed("action=GetEPPCode"+named, false)).Body.Bytes(), &answer))
	h.must(h.registry.RequestAway(h.Context(), name, answer.EPPCode))
}

// runJobs lets the jobs that look after names and money run once.
func (h *house) runJobs() {
	h.Helper()
	table := jobs.New(jobs.Deps{
		Orders: h.desk, Books: h.store, Routes: h.routes, Sandbox: h.registry, Clock: h.clock, Log: slog.New(slog.DiscardHandler),
	})
	for _, job := range []string{jobs.SandboxLiving, jobs.Messages, jobs.Reconcile, jobs.Lifecycle, jobs.Unpaid, jobs.AutoRenew, jobs.Numbers} {
		h.must(table.Run(h.Context(), job))
	}
}
