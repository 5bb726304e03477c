package v2

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
)

var errNoStore = errors.New("there is no store")

// emptyStore has nothing but a price, so that requests go as far as they can without a store.
type emptyStore struct{ actions.Store }

func (emptyStore) Domain(context.Context, int64, reseller.Name) (reseller.Domain, error) {
	return reseller.Domain{}, errNoStore
}

func (emptyStore) Nameservers(context.Context, int64, reseller.Name) (reseller.DomainState, []string, error) {
	return reseller.DomainActive, nil, nil
}

func (emptyStore) LiveDomain(context.Context, reseller.Name) (reseller.Domain, error) {
	return reseller.Domain{}, errNoStore
}

func (emptyStore) Balance(context.Context, int64) (reseller.Balance, error) {
	return reseller.Balance{Currency: "USD"}, nil
}

func (emptyStore) Price(context.Context, string, string, reseller.Operation, int) (reseller.Price, error) {
	return reseller.Price{}, reseller.ErrNotFound
}

func (emptyStore) Prices(context.Context, string) ([]reseller.Price, error) {
	return []reseller.Price{{TLD: "com", Currency: "USD", Operation: reseller.OpRegister, Years: 1, Net: 1299}}, nil
}

// noOrders opens none.
type noOrders struct{ orders.Store }

func (noOrders) EqualOrder(context.Context, reseller.Order, time.Time) (reseller.Order, error) {
	return reseller.Order{}, errNoStore
}

func (noOrders) OrderByKey(context.Context, int64, string, time.Time) (reseller.Order, error) {
	return reseller.Order{}, errNoStore
}

// free is a registry where every name is free.
type free struct{ registry.Connector }

func (free) Check(_ context.Context, names ...reseller.Name) ([]registry.Availability, error) {
	return make([]registry.Availability, len(names)), nil
}

func serviceWithoutStore(f *testing.F) *actions.Service {
	f.Helper()
	rules, err := reseller.DefaultTLDs()
	if err != nil {
		f.Fatal(err)
	}
	routes, err := registry.NewRoutes(rules, map[string]registry.Connector{"sandbox": free{}})
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

// FuzzWholeRequest takes requests from bytes to the answer: no panic, always JSON, an error has its key and words, and no
// success has it.
func FuzzWholeRequest(f *testing.F) {
	service := serviceWithoutStore(f)
	form := "domain=example.com&regperiod=1&ns1=ns1.example.net&nameservers[]=ns2.example.net&contacts[registrant][fullname]=A B&eppcode=x" +
		"&addons[idprotection]=0&domainfields=YTowOnt9&transfertag=T&lockstatus=1&status=1&nameserver=ns1&ipaddress=::1&dnsrecords[0][type]=A" +
		"&prefix[1]=a&forwardto[1]=b&searchTerm=example&tldsToInclude[]=.com&contactdetails[Registrant][First_Name]=A"
	for i, e := range Endpoints {
		f.Add(uint(i), e.Methods()[0], "example.com", "domain=example.com", formType, []byte(form))
	}
	f.Add(uint(0), "POST", "", "", jsonType, []byte(`{"domain":"b\u00fccher.com","contacts":"{\"registrant\":[]}","nameservers":"[1]","addons":[[]]}`))
	f.Fuzz(func(t *testing.T, endpoint uint, method, domain, query, contentType string, body []byte) {
		r := Request{method, domain, query, contentType, body}
		answer, err := Endpoints[endpoint%uint(len(Endpoints))].Run(t.Context(), service, actions.Call{}, r)
		if err != nil {
			answer.Body = ErrorBody(reseller.AsError(err), "id")
		}
		var read any
		if json.Unmarshal(answer.Body, &read) != nil {
			t.Fatalf("not JSON: %s", answer.Body)
		}
		fields, _ := read.(map[string]any)
		words, told := fields["error"]
		if text, _ := words.(string); told != (err != nil) || told && strings.TrimSpace(text) == "" {
			t.Fatalf("clients misread %s (%v)", answer.Body, err)
		}
	})
}
