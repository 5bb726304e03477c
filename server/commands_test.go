package server_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"nameyard/jobs"
	"nameyard/operator"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
)

// someone is the contact of names that a case registers in passing.
const someone = "firstname=Jane&lastname=Doe&companyname=Doe+Ltd&address1=1+High+Street&city=London&state=London&country=GB" +
	"&postcode=N1+9GU&phonenumber=%2B44.2071234567&email=jane@example.org"

// command carries out one line of a "given" or "then" section. testdata/api/README.md lists them.
func (e *env) command(line string) {
	e.Helper()
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
		e.registered(argument(0), argument(1) == "other")
	case "send": // FORM [other]
		e.succeed(argument(0), argument(1) == "other")
	case "foreign": // NAME CODE [locked]
		e.Must(e.Sandbox.AddForeign(e.Context(), parseName(argument(0)), argument(1), time.Time{}, argument(2) == "locked"))
	case "asked-away": // NAME: another registrar asks for it
		e.askedAway(parseName(argument(0)))
	case "decided": // NAME yes|no
		e.Must(e.Sandbox.ForeignDecides(e.Context(), parseName(argument(0)), argument(1) == "yes", "refused by the losing registrar"))
	case "pushed": // NAME: another registrar sets our tag on it
		e.Must(e.Sandbox.Push(e.Context(), parseName(argument(0))))
	case "resolved": // ORDER done|refused: the operator's word
		id, err := strconv.ParseInt(argument(0), 10, 64)
		e.Must(err)
		_, err = e.Orders.Resolve(e.Context(), id, argument(1) == "done", "by the operator")
		e.Must(err)
	case "kept": // NAME: the operator keeps it for a dispute
		_, err := operator.Domains{Store: e.Store, Routes: e.Routes, Clock: e.Clock, Orders: e.Orders}.Keep(e.Context(), operator.Keeping{
			Name: parseName(argument(0)), On: true, Reason: "court 4711", AnswerBy: e.Clock.Wall().Add(20 * time.Second)})
		e.Must(err)
	case "fault": // KIND COMMAND [TIMES]
		e.fault(argument(0), argument(1), argument(2))
	case "advance": // DAYS
		days, err := strconv.Atoi(argument(0))
		e.Must(err)
		e.Must(e.Orders.FlushAcknowledged(e.Context()))
		e.Clock.Move(reseller.Days(days))
		e.Must(e.Sandbox.Tick(e.Context()))
	case "reconcile":
		_, err := e.Orders.Reconcile(e.Context())
		e.Must(err)
	case "settle": // whatever is on its way arrives
		e.settle()
	case "jobs": // those that look after names and money run
		e.runJobs()
	case "numbered": // invoices and events get their numbers
		_, err := e.Store.NumberInvoices(e.Context(), 1000)
		e.Must(err)
		_, err = e.Store.NumberEvents(e.Context(), 1000)
		e.Must(err)
	case "queued": // events with numbers are to be posted to webhooks
		e.Must(e.Webhooks.QueueDeliveries(e.Context()))
	case "hurry": // an answer waits for the registry a second only
		e.config.AnswerWithin = time.Second
		e.server = nil
	case "default-contact": // of test@exampledomain.com
		e.defaultContact()
	case "credit": // AMOUNT in minor units, may be negative
		e.moveCredit(argument(0))
	default:
		e.Fatalf("there is no command %q", line)
	}
}

func (e *env) registered(name string, other bool) {
	e.Helper()
	n := parseName(name)
	form := "action=RegisterDomain&regperiod=1&nameserver1=ns1.example.net&nameserver2=ns2.example.net&sld=" + n.SLD() + "&tld=" + n.TLD() + "&" + someone
	if n.TLD() == "se" || n.TLD() == "nu" {
		form += "&domainfields[Identification+Number]=[SE]802405-0190"
	}
	e.succeed(form, other)
}

func (e *env) fault(kind, command, times string) {
	e.Helper()
	f := sandbox.Fault{Kind: sandbox.FaultKind(kind), Command: command}
	if times != "" {
		n, err := strconv.Atoi(times)
		e.Must(err)
		f.Times = n
	}
	if f.Kind == sandbox.FaultSlow || f.Kind == sandbox.FaultLateEffect || f.Kind == sandbox.FaultPending {
		f.Delay = time.Minute
	}
	e.Must(e.Sandbox.SetFault(e.Context(), f))
}

// settle waits until no order is in flight any more.
func (e *env) settle() {
	e.Helper()
	for range 5000 {
		orders, err := e.Store.SearchOrders(e.Context(), reseller.OrderSearch{Unfinished: true, Page: reseller.Page{Limit: 100}})
		e.Must(err)
		if !slices.ContainsFunc(orders, func(o reseller.Order) bool {
			return o.State == reseller.OrderSending || o.State == reseller.OrderQueued
		}) {
			return
		}
		time.Sleep(time.Millisecond) // the wall clock of goroutines, not the stories' one
	}
	e.Fatal("orders are still in flight")
}

// defaultContact is who buys where a request names nobody.
func (e *env) defaultContact() {
	e.Helper()
	a, err := e.Store.AccountByEmail(e.Context(), exampleEmail)
	e.Must(err)
	a.DefaultContact = &reseller.Contact{
		FirstName: "Jane", LastName: "Doe", Company: "Doe Ltd", Address1: "1 High Street", City: "London", Postcode: "N1 9GU",
		Country: "GB", Phone: "+44.2071234567", Email: "jane@example.org",
	}
	_, err = e.Store.ChangeAccount(e.Context(), a.ID, reseller.Operator, "default contact", func(row *reseller.Account) error { *row = a; return nil })
	e.Must(err)
}

func (e *env) moveCredit(amount string) {
	e.Helper()
	n, err := strconv.ParseInt(amount, 10, 64)
	e.Must(err)
	a, err := e.Store.AccountByEmail(e.Context(), exampleEmail)
	e.Must(err)
	e.Must(e.Store.MoveCredit(e.Context(), a, n, "case "+amount, ""))
}

// askedAway unlocks a name, gets its code and lets another registrar ask for it.
func (e *env) askedAway(name reseller.Name) {
	e.Helper()
	named := "&sld=" + name.SLD() + "&tld=" + name.TLD()
	e.succeed("action=DomainUpdateLockingStatus&lockenabled=unlocked"+named, false)
	var answer struct{ EPPCode string }
	e.Must(json.Unmarshal(e.post(formType, e.signed("action=GetEPPCode"+named, false)).Body.Bytes(), &answer))
	e.Must(e.Sandbox.RequestAway(e.Context(), name, answer.EPPCode))
}

// runJobs lets the jobs that look after names and money run once.
func (e *env) runJobs() {
	e.Helper()
	for _, job := range []string{jobs.SandboxLiving, jobs.Messages, jobs.Reconcile, jobs.Lifecycle, jobs.Unpaid, jobs.AutoRenew, jobs.Numbers} {
		e.Must(e.Jobs.Run(e.Context(), job))
	}
}
