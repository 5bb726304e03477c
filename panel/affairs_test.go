package panel_test

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
)

// affairs are the numbers of what an account has besides its names.
type affairs struct{ order, transfer, invoice, token, webhook, template, card, act int64 }

// call is a call of an account that is seen by nobody.
func (w *world) call(a reseller.Account) actions.Call {
	return actions.Call{
		Caller:   reseller.Caller{Account: a, Token: reseller.Token{ID: 1}, RequestID: "test", Arrived: w.Clock.Wall()},
		AnswerBy: w.Clock.Wall().Add(20 * time.Second),
	}
}

// shopTemplate is the text of a template that every account of a world has.
const shopTemplate = `@ 300 A 192.0.2.80
www CNAME @
@ MX 10 mail
mail A 192.0.2.25
@ TXT "v=spf1 include:spf.{name} -all"
`

// busy gives an account a template, a token, a webhook and a transfer that failed; its name came with an order and an invoice.
func (w *world) busy(a reseller.Account) {
	w.Helper()
	var has affairs
	token, err := w.Actions.MakeToken(w.Context(), w.call(a), actions.MakeToken{Name: "reports", Scopes: []reseller.Scope{reseller.ScopeRead}})
	w.Must(err)
	hook, err := w.Actions.AddWebhook(w.Context(), w.call(a), actions.AddWebhook{URL: "https://hooks.example.com/names", Kinds: []string{"renew.done", "invoice.*"}})
	w.Must(err)
	failed, err := w.Actions.TransferDomain(w.Context(), w.call(a), actions.TransferDomain{Name: w.NameOf(fmt.Sprintf("elsewhere-%d.com", a.ID)), AuthCode: "wrong"})
	if err == nil {
		w.Fatal("a transfer of a name that is nowhere has begun")
	}
	has.token, has.webhook, has.transfer = token.ID, hook.Endpoint.ID, failed.Order.ID
	bought, err := w.Actions.ListOrders(w.Context(), w.call(a), actions.ListOrders{Kind: reseller.OrderRegister})
	w.Must(err)
	has.order = bought.Rows[0].ID
	invoices, err := w.Actions.GetInvoices(w.Context(), w.call(a), actions.GetInvoices{})
	w.Must(err)
	has.invoice = invoices.Rows[0].ID
	template, err := w.Actions.AddDNSTemplate(w.Context(), w.call(a), actions.AddDNSTemplate{Name: "Shop & <b>mail</b>", Text: shopTemplate})
	w.Must(err)
	has.template = template.ID
	has.act = w.acted(a, "orders="+strconv.FormatInt(has.order, 36)+"&no=funds:1&no=internal:1", true)
	paying, err := w.Payments.Begin(w.Context(), a, 50_00, true, fmt.Sprint("form of ", a.ID), "en", reseller.Operator)
	w.Must(err)
	has.card = paying.ID
	_, err = w.Store.ChangeTopUp(w.Context(), a.ID, reseller.Operator, "card", func(t *reseller.TopUp) error {
		t.Customer, t.Method, t.Brand, t.Last4, t.ExpMonth, t.ExpYear, t.State, t.Below, t.Amount, t.MonthMax, t.Declines = "cus_1", "pm_1", "visa", "4242", 7, 2031, reseller.TopUpPaused, 100_00, 50_00, 500_00, 1
		return nil
	})
	w.Must(err)
	w.affairs[a.ID] = has
	w.returned(a)
}

// returned gives an account a mail that no mail server has taken.
func (w *world) returned(a reseller.Account) {
	w.Helper()
	w.Must(w.Store.AddMails(w.Context(), []reseller.Mail{{
		Cause: fmt.Sprint("returned to ", a.ID), AccountID: a.ID, Kind: "renewed", To: a.Email, Subject: "Renewed: <b>ours.com</b>", Text: "Hello,\n\nours.com is <b>renewed</b>.\n",
	}}))
	due, err := w.Store.DueMails(w.Context(), 10)
	w.Must(err)
	m, err := w.Store.ClaimMail(w.Context(), due[0], w.Clock.Wall().Add(time.Minute))
	w.Must(err)
	m.State, m.Problem = reseller.MailGivenUp, "550 5.1.1 no such user here"
	w.Must(w.Store.MarkMail(w.Context(), m))
}

// acted gives an account an act on many names with a result, and tells its number.
func (w *world) acted(a reseller.Account, result string, ended bool) int64 {
	w.Helper()
	act := reseller.BulkAct{AccountID: a.ID, Act: "lock", Form: fmt.Sprintf("%064x", len(result)), Names: 500, LeaseEnd: w.Clock.Wall().Add(time.Minute)}
	act, mine, err := w.Store.OpenBulkAct(w.Context(), act, reseller.Actor{Name: "user anna@example.com", Face: "panel"})
	if w.Must(err); !mine {
		w.Fatalf("another act has the form of %s", result)
	}
	act.Result = result
	w.Must(w.Store.NoteBulkAct(w.Context(), act, ended))
	return act.ID
}

// of is a path with the number of what an account has of that kind.
func (a affairs) of(path string) string {
	for prefix, id := range map[string]int64{
		"/panel/orders/": a.order, "/panel/transfers/": a.transfer, "/panel/invoices/": a.invoice, "/panel/tokens/": a.token, "/panel/webhooks/": a.webhook,
		"/panel/dns-templates/": a.template, "/panel/credit/card/": a.card,
		"/panel/domains/progress/": a.act,
	} {
		if strings.HasPrefix(path, prefix) && !strings.HasPrefix(path, "/panel/transfers/away/") {
			return strings.Replace(path, ":id", fmt.Sprint(id), 1)
		}
	}
	return path
}

// trade gives the first account a past: a name that is paid for twice, one that comes, one that another registrar asks for, tokens.
func (w *world) trade() {
	w.Helper()
	w.Renew(w.ours, 1)
	w.Renew(w.Domain("ours.com"), 2)
	w.Register("soon.se", func(d *reseller.Desired) { d.AutoRenew = true })
	w.Clock.Move(300 * 24 * time.Hour) // so that it is renewed before long
	coming := w.NameOf("coming.com")
	w.Must(w.App.SandboxRegistry(w.App.Routes.Rules()).AddForeign(w.Context(), coming, "code", time.Time{}, false))
	_, err := w.Actions.TransferDomain(w.Context(), w.call(w.Account), actions.TransferDomain{Name: coming, AuthCode: "code", AutoRenew: true})
	w.Must(err)
	w.Must(w.Store.AddEvent(w.Context(), reseller.DomainEvent(reseller.EventTransferAwayRequested, w.ours, "Transfer requested by another <registrar>", w.Clock.Now())))
	network, _ := reseller.ParseNetwork("203.0.113.7")
	old, err := w.Actions.MakeToken(w.Context(), w.call(w.Account), actions.MakeToken{Name: "<b>old</b>"})
	w.Must(err)
	w.Must(w.Actions.RevokeToken(w.Context(), w.call(w.Account), actions.TokenByID{ID: old.ID}))
	_, err = w.Actions.MakeToken(w.Context(), w.call(w.Account), actions.MakeToken{
		Name: "WHMCS", Scopes: []reseller.Scope{reseller.ScopeRead, reseller.ScopeManage, reseller.ScopeSpend}, CIDRs: []netip.Prefix{network},
	})
	w.Must(err)
}
