package account

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"nameyard/actions"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// overviewData is what the overview shows.
type overviewData struct {
	Forecast  reseller.Forecast
	Balance   reseller.Balance
	Names     int64
	Month     string // the next month, as the search for names has it
	Renewing  string // path and query of what the renewals of the forecast are
	Attention []attention
	Spark     sparkline
	TopUp     reseller.TopUp // where the credit does not last and cards are taken; else without a state
}

// attention is a line of what needs a hand: how many, and where they are listed.
type attention struct {
	Words string // key of its message
	Count int64
	To    string // path and query of the page
}

// ToPay is the path of the page on which what is missing for the renewals is paid in.
func (d overviewData) ToPay() string {
	return toPay(reseller.Money{Minor: d.Forecast.Missing(), Currency: d.Forecast.Currency})
}

// Many reports whether there are more names than are counted.
func (d overviewData) Many() bool { return d.Names > reseller.ManyNames }

// Empty reports whether the account has no name yet.
func (d overviewData) Empty() bool { return d.Names == 0 }

// firstRenewals is how many of the coming renewals the overview lists.
const firstRenewals = 8

// overview shows what needs a hand, first of all whether the credit lasts.
func (p Pages) overview(ctx context.Context, v *visit.Visit) (visit.Answer, error) {
	call := v.Call()
	forecast, err := p.Actions.LookAhead(ctx, call, actions.LookAhead{Days: reseller.ForecastDays, Listed: firstRenewals, FirstLost: true})
	if err != nil {
		return visit.Answer{}, err
	}
	d := overviewData{Forecast: forecast, Month: nextMonth(v.Now), Renewing: "/panel/credit/#ahead"}
	window, err := p.Actions.RenewalWindow(ctx, call, struct{}{})
	if err != nil {
		return visit.Answer{}, err
	}
	if window > 0 {
		d.Renewing = "/panel/domains/?" + url.Values{"q": {fmt.Sprintf("renew:on expires:<%dd", reseller.ForecastDays+window)}}.Encode()
	}
	if d.Balance, err = p.Actions.Balance(ctx, call, struct{}{}); err != nil {
		return visit.Answer{}, err
	}
	if d.Names, err = p.Actions.CountDomainsUpTo(ctx, call, actions.ListDomains{}, reseller.ManyNames+1); err != nil {
		return visit.Answer{}, err
	}
	if p.Cards != nil && !forecast.Enough() {
		if d.TopUp, err = p.Cards.TopUp(ctx, v.Account.ID); err != nil {
			return visit.Answer{}, err
		}
	}
	if d.Attention, err = p.attention(ctx, v); err != nil {
		return visit.Answer{}, err
	}
	if d.Spark, err = p.Actions.RegistrationsByWeek(ctx, call, sparkWeeks); err != nil {
		return visit.Answer{}, err
	}
	return visit.Show("account/overview", v.Say("overview.title"), d), nil
}

// attention counts what needs a hand: names that others ask for, names by the searches that find them, orders without an answer, unpaid invoices, webhooks
// that fail.
func (p Pages) attention(ctx context.Context, v *visit.Visit) ([]attention, error) {
	asked, err := p.Actions.TransferRequests(ctx, v.Call(), actions.Page{})
	if err != nil {
		return nil, err
	}
	all := []attention{{"overview.leaving", int64(len(asked.Rows)), "/panel/transfers/"}}
	for _, state := range []struct{ words, search string }{
		{"overview.unverified", "status:unverified"},
		{"overview.lapsing", "status:active expires:<30d renew:off"},
		{"overview.expired", "status:expired"},
		{"overview.redemption", "status:redemption"},
		{"overview.pending", "status:pending"},
		{"overview.held_names", "status:hold"},
	} {
		names, wrong := search(v, state.search)
		if wrong != "" {
			return nil, fmt.Errorf("overview: %s", wrong)
		}
		n, err := p.Actions.CountDomainsUpTo(ctx, v.Call(), names, reseller.ManyNames)
		if err != nil {
			return nil, err
		}
		all = append(all, attention{state.words, n, "/panel/domains/?" + url.Values{"q": {state.search}}.Encode()})
	}
	open, err := p.Actions.ListOrders(ctx, v.Call(), actions.ListOrders{Status: reseller.StatusInProgress})
	if err != nil {
		return nil, err
	}
	waiting := attention{"overview.unanswered", 0, "/panel/orders/?status=" + string(reseller.StatusInProgress)}
	for _, o := range open.Rows {
		if o.State != reseller.OrderSending { // that one ends within seconds
			waiting.Count++
		}
	}
	all = append(all, waiting)
	bills, err := p.Actions.CountUnpaid(ctx, v.Call(), struct{}{})
	if err != nil {
		return nil, err
	}
	all = append(all, attention{"overview.unpaid", bills, "/panel/invoices/?status=" + string(reseller.InvoiceUnpaid)})
	hooks, err := p.Actions.ListWebhooks(ctx, v.Call(), struct{}{})
	if err != nil {
		return nil, err
	}
	quiet, err := p.quietHooks(ctx, v, hooks)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(append(all, quiet...), func(a attention) bool { return a.Count == 0 }), nil
}

// quietHooks counts webhooks that fail or are off, and those that are paused while something waits for them.
func (p Pages) quietHooks(ctx context.Context, v *visit.Visit, hooks []reseller.Endpoint) ([]attention, error) {
	silent, paused := attention{"overview.silent", 0, "/panel/webhooks/"}, attention{"overview.paused", 0, "/panel/webhooks/"}
	var waiting map[int64]int64
	for _, h := range hooks {
		switch h.State() {
		case reseller.EndpointOff, reseller.EndpointFailing:
			silent.Count++
		case reseller.EndpointPaused:
			if waiting == nil {
				var err error
				if waiting, err = p.Actions.WaitingDeliveries(ctx, v.Call(), struct{}{}); err != nil {
					return nil, err
				}
			}
			if waiting[h.ID] > 0 {
				paused.Count++
			}
		}
	}
	return []attention{silent, paused}, nil
}
