package apptest

import (
	"time"

	"nameyard/orders"
	"nameyard/reseller"
)

// Owner is the holder of the names that Register registers.
var Owner = reseller.Contacts{reseller.RoleRegistrant: {
	FirstName: "Anna", LastName: "Berg", Address1: "Storgatan 1", City: "Uppsala", Country: "SE", Postcode: "75310",
	Email: "anna@example.com", Phone: "+46.181234567",
}}

// answerIn is how long a test waits for an order, wall time. It is done long before.
const answerIn = 20 * time.Second

// Register registers a name for a year in the first account and gives its row. A change makes the order another one.
func (e *Env) Register(full string, change ...func(*reseller.Desired)) reseller.Domain {
	e.Helper()
	desired := reseller.Desired{
		Years: 1, Contacts: Owner, Fields: map[string]string{"id_number": "[SE]556012-5790"}, Nameservers: []string{"ns1.example.net", "ns2.example.net"},
	}
	for _, c := range change {
		c(&desired)
	}
	e.Buy(orders.Request{Kind: reseller.OrderRegister, Name: e.NameOf(full), Desired: desired})
	return e.Domain(full)
}

// Renew adds years to a name, as a caller would.
func (e *Env) Renew(d reseller.Domain, years int) reseller.Order {
	e.Helper()
	return e.Buy(orders.Request{Kind: reseller.OrderRenew, Domain: &d, Desired: reseller.Desired{Years: years}})
}

// Buy places an order of the first account that costs something, and wants it done.
func (e *Env) Buy(r orders.Request) reseller.Order {
	e.Helper()
	result, err := e.Orders.Buy(e.Context(), e.request(r))
	e.Must(err)
	e.Must(orders.Verdict(result.Order))
	return result.Order
}

// Change changes a name of the first account, and wants it done.
func (e *Env) Change(d reseller.Domain, kind reseller.OrderKind, subject string, desired reseller.Desired) reseller.Order {
	e.Helper()
	result, err := e.Orders.Change(e.Context(), e.request(orders.Request{Kind: kind, Domain: &d, Subject: subject, Desired: desired}))
	e.Must(err)
	e.Must(orders.Verdict(result.Order))
	return result.Order
}

func (e *Env) request(r orders.Request) orders.Request {
	r.Caller, r.AnswerBy = reseller.Caller{Account: e.Account}, e.Clock.Wall().Add(answerIn)
	if r.Domain != nil {
		r.Name = r.Domain.Name
	}
	return r
}
