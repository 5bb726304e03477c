package operator_test

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nameyard/app/apptest"
	"nameyard/operator"
	"nameyard/orders"
	"nameyard/registry/sandbox"
	"nameyard/reseller"
	"nameyard/zone"
)

// TestCustomerWhoIsChargedTwiceIsAnsweredFromTheStory: two renewals a moment apart, the first without an answer. Who asked for
// each, through what, from where and in which request, what the registry said and what was charged, stands in one line of time.
func TestCustomerWhoIsChargedTwiceIsAnsweredFromTheStory(t *testing.T) {
	onBoth(t, func(e *apptest.Env) {
		ctx := e.Context()
		e.Register("twice.com")
		buy := func(request, from string, key string) reseller.Order {
			d := e.Domain("twice.com")
			result, err := e.Orders.Buy(ctx, orders.Request{
				Caller: reseller.Caller{
					Account: e.Account, Token: reseller.Token{ID: 7}, Face: "rest", From: netip.MustParseAddr(from), RequestID: request,
				},
				Kind: reseller.OrderRenew, Name: d.Name, Domain: &d, Desired: reseller.Desired{Years: 1}, Key: key, AnswerBy: e.Clock.Wall().Add(20 * time.Second),
			})
			e.Must(err)
			return result.Order
		}
		e.Must(e.Sandbox.SetFault(ctx, sandbox.Fault{Kind: sandbox.FaultLostAnswer, Command: "renew", Times: 1}))
		first := buy("r-one", "192.0.2.7", "")
		e.Clock.Move(time.Hour)
		_, err := e.Orders.Reconcile(ctx)
		e.Must(err)
		e.Orders.Drain(ctx)
		second := buy("r-two", "192.0.2.8", "again")

		e.Must(e.Store.SaveZone(ctx, e.Domain("twice.com").ID, zone.Save{Kind: zone.DNS, By: reseller.Actor{Name: "token 7", RequestID: "r-zone"}}))

		told, err := operator.Stories{Store: e.Store}.OfName(ctx, e.NameOf("twice.com"))
		e.Must(err)
		for _, o := range []struct {
			reseller.Order
			request, from string
		}{{first, "r-one", "192.0.2.7"}, {second, "r-two", "192.0.2.8"}} {
			var asked, charged, sale bool
			for _, c := range told {
				asked = asked || c.Order == o.ID && c.Request == o.request && c.Address == o.from && c.Face == "rest" && c.Actor == "token 7" &&
					strings.Contains(c.Words, "renew of twice.com ordered for 1 year,")
				charged = charged || c.Order == o.ID && c.What == "posting" && strings.HasPrefix(c.Words, "settle")
				sale = sale || c.Order == o.ID && c.What == "order" && strings.HasPrefix(c.Words, "done")
			}
			if !asked || !charged || !sale {
				e.Errorf("of order %d the story tells who asked %v, the charge %v, the end %v:\n%+v", o.ID, asked, charged, sale, told)
			}
		}
		if !slices.ContainsFunc(told, func(c operator.Chapter) bool {
			return c.What == "zone" && c.Request == "r-zone" && c.Actor == "token 7"
		}) {
			e.Errorf("who saved the zone is not told:\n%+v", told)
		}
		lost := 0
		for i, c := range told {
			if c.Order == first.ID && c.What == "attempt" && strings.Contains(c.Words, "attempt 1: unknown") {
				lost++
			}
			if i > 0 && c.At.Before(told[i-1].At) {
				e.Errorf("chapter %d is out of order: %+v", i, c)
			}
		}
		if lost != 1 {
			e.Errorf("the answer that was lost is told %d times:\n%+v", lost, told)
		}
		e.Must(e.Store.RecordAudit(ctx, reseller.Operator, e.Account.ID, reseller.AuditOrderResolve, strconv.FormatInt(second.ID, 10), "done: said so"))
		e.Must(e.Store.RecordAudit(ctx, reseller.Actor{Name: "token 7", RequestID: "r-two"}, e.Account.ID, "domain.set", "twice.com", "beside it"))
		e.Must(e.Store.RecordAudit(ctx, reseller.Operator, e.Account.ID, reseller.AuditOrderResolve, strconv.FormatInt(first.ID, 10), "of another"))
		records, err := operator.Audit{Store: e.Store}.List(ctx, operator.AuditChoice{Order: second.ID, Page: reseller.Page{Limit: 10}})
		e.Must(err)
		if len(records) != 2 || records[0].Detail != "beside it" || records[1].Detail != "done: said so" {
			e.Errorf("the audit log has of order %d %+v", second.ID, records)
		}
		one, err := operator.Stories{Store: e.Store}.OfOrder(ctx, second.ID)
		e.Must(err)
		for _, c := range one {
			if c.Order != second.ID && c.Order != 0 {
				e.Errorf("the story of order %d tells of another: %+v", second.ID, c)
			}
		}
		tellsNothingOfOthers(e, "twice.com", second.ID)
		_, err = operator.Stories{Store: e.Store}.OfName(ctx, e.NameOf("never.com"))
		wantError(e, err, reseller.KindNotFound, "nothing is on record of never.com")
	})
}

// tellsNothingOfOthers writes mails about another name, and about none, and looks for them in the stories of a name and an order.
func tellsNothingOfOthers(e *apptest.Env, name string, order int64) {
	e.Helper()
	other := e.Register("beside.com")
	mail := func(cause string, domain int64) reseller.Mail {
		return reseller.Mail{Cause: cause, AccountID: e.Account.ID, DomainID: domain, Kind: "registered", To: e.Account.Email, Subject: cause, Text: "words"}
	}
	e.Must(e.Store.AddMails(e.Context(), []reseller.Mail{mail("not yours: another", other.ID), mail("not yours: none", 0), mail("yours", e.Domain(name).ID)}))
	ofName, err := operator.Stories{Store: e.Store}.OfName(e.Context(), e.NameOf(name))
	e.Must(err)
	ofOrder, err := operator.Stories{Store: e.Store}.OfOrder(e.Context(), order)
	e.Must(err)
	for _, c := range slices.Concat(ofName, ofOrder) {
		if strings.Contains(c.Words, "not yours") {
			e.Errorf("the story tells of others: %+v", c)
		}
	}
	if !slices.ContainsFunc(ofName, func(c operator.Chapter) bool { return c.What == "mail" && strings.Contains(c.Words, "yours") }) {
		e.Errorf("the story does not tell of its mail: %+v", ofName)
	}
}
