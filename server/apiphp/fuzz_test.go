package apiphp

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"nameyard/actions"
	"nameyard/orders"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/zone"
)

var errNoStore = errors.New("there is no store")

// emptyStore has nothing in it, so that requests go as far as they can without one.
type emptyStore struct{ actions.Store }

func (emptyStore) Domain(context.Context, int64, reseller.Name) (reseller.Domain, error) {
	return reseller.Domain{
		ID: 1, Name: reseller.NameOf("exampledomain.com", "com"), State: reseller.DomainActive, DNSManagement: true, EmailForwarding: true,
	}, nil
}

func (emptyStore) Nameservers(context.Context, int64, reseller.Name) (reseller.DomainState, []string, error) {
	return reseller.DomainActive, nil, nil
}

func (emptyStore) LiveDomain(context.Context, reseller.Name) (reseller.Domain, error) {
	return reseller.Domain{}, errNoStore
}

func (emptyStore) ChangeDomain(context.Context, int64, reseller.Actor, string, func(*reseller.Domain) error) (reseller.Domain, error) {
	return reseller.Domain{}, errNoStore
}

func (emptyStore) DomainOrder(context.Context, int64, ...reseller.OrderKind) (reseller.Order, error) {
	return reseller.Order{}, reseller.ErrNotFound
}

func (emptyStore) Records(context.Context, int64) ([]zone.Record, error)   { return nil, nil }
func (emptyStore) Forwards(context.Context, int64) ([]zone.Forward, error) { return nil, nil }

func (emptyStore) Invoice(context.Context, int64, string) (reseller.Invoice, error) {
	return reseller.Invoice{}, reseller.ErrNotFound
}

func (emptyStore) Invoices(context.Context, int64, int64, int, ...reseller.InvoiceStatus) ([]reseller.Invoice, error) {
	return nil, nil
}

func (emptyStore) SaveZone(context.Context, int64, zone.Save) error { return nil }

func (emptyStore) Balance(context.Context, int64) (reseller.Balance, error) {
	return reseller.Balance{Currency: "USD"}, nil
}

func (emptyStore) Price(context.Context, string, string, reseller.Operation, int) (reseller.Price, error) {
	return reseller.Price{}, reseller.ErrNotFound
}

func (emptyStore) Prices(context.Context, string) ([]reseller.Price, error) { return nil, nil }

// noOrders opens none.
type noOrders struct{ orders.Store }

func (noOrders) EqualOrder(context.Context, reseller.Order, time.Time) (reseller.Order, error) {
	return reseller.Order{}, errNoStore
}

func (noOrders) OrderByKey(context.Context, int64, string, time.Time) (reseller.Order, error) {
	return reseller.Order{}, errNoStore
}

func (noOrders) Balance(context.Context, int64) (reseller.Balance, error) {
	return reseller.Balance{}, errNoStore
}

func (noOrders) LiveChange(context.Context, int64, string) (reseller.Order, error) {
	return reseller.Order{}, reseller.ErrNotFound
}

func (noOrders) OpenChange(context.Context, reseller.Opening) (reseller.Order, bool, error) {
	return reseller.Order{}, false, errNoStore
}

// away is a registry that cannot be reached.
type away struct{ registry.Connector }

func (away) Check(context.Context, ...reseller.Name) ([]registry.Availability, error) {
	return nil, registry.ErrUnreachable
}

func serviceWithoutStore(f *testing.F) *actions.Service {
	f.Helper()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		f.Fatal(err)
	}
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": away{}})
	if err != nil {
		f.Fatal(err)
	}
	key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
	if err != nil {
		f.Fatal(err)
	}
	clock, log := clocktest.New(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)), slog.New(slog.DiscardHandler)
	desk := orders.New(orders.Config{Store: noOrders{}, Routes: routes, Clock: clock, Key: key, Log: log, Holder: "fuzz"})
	return actions.New(actions.Config{Store: emptyStore{}, Orders: desk, Routes: routes, Clock: clock, Log: log})
}

// FuzzWholeRequest takes bodies from bytes to the answer: no panic, always one JSON object, errors always in words.
func FuzzWholeRequest(f *testing.F) {
	service := serviceWithoutStore(f)
	for _, a := range actions.Table {
		f.Add(formType, []byte("token=t&authemail=a@b.se&action="+a.Name+"&sld=exampledomain&tld=com&regperiod=1&ns1=a.b.se&newtag=ONE-TAG&lockstatus="+
			"&dnsrecords[0][hostname]=www&dnsrecords[0][type]=A&dnsrecords[0][address]=192.0.2.1&prefix=czowOiIiOw==&forwardto[1]=x"+
			"&contactdetails[Owner][First Name]=A&domainfields=TjsK&autorenew=1&protectenable=0&domains=a.com&nameserver=ns1&ipaddress=::1"))
	}
	f.Add("application/json", []byte(`{"token":1,"email":"x","action":"SaveDNS","domain":"b\u00fccher.se","dnsrecords":[{"hostname":null,"priority":1e9}]}`))
	f.Add("multipart/form-data; boundary=b", []byte("--b\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\nGetDNS\r\n--b--"))
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		p, err := Read(contentType, body)
		if err == nil {
			_, err = p.Credentials()
		}
		name := ""
		if err == nil {
			name, err = p.Action()
		}
		var action actions.Action
		if err == nil {
			action, err = actions.Lookup(name)
		}
		var answer Answer
		if err == nil {
			answer, err = Run(t.Context(), service, actions.Call{}, action, p)
		}
		if err != nil {
			answer.Body = ErrorBody(reseller.AsError(err), "id")
		}
		var read map[string]any
		if json.Unmarshal(answer.Body, &read) != nil || read["result"] == nil {
			t.Fatalf("not an answer: %s", answer.Body)
		}
		if msg, _ := read["msg"].(string); read["result"] == "error" && strings.TrimSpace(msg) == "" {
			t.Fatalf("an error without words: %s", answer.Body)
		}
		if _, bad := read["error"]; bad || read["errors"] != nil {
			t.Fatalf("clients misread %s", answer.Body)
		}
	})
}
