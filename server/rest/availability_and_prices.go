package rest

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// available is the answer for one name.
type available struct {
	DomainName string  `json:"domain_name"`
	Available  bool    `json:"available"`
	Status     string  `json:"status"` // available, registered, reserved, invalid, unsupported
	Premium    bool    `json:"premium"`
	Price      *amount `json:"price"` // of the first year, net; null if it cannot be bought
	Currency   string  `json:"currency"`
}

func (req *request) availability(ctx context.Context) (reply, error) {
	var names []string
	for name := range strings.SplitSeq(req.Query.Get("domains"), ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	found, err := req.api.actions.CheckAvailability(ctx, req.call, actions.CheckAvailability{Names: names})
	if err != nil {
		return reply{}, err
	}
	answer := struct {
		Results []available `json:"results"`
	}{make([]available, len(found))}
	for i, a := range found {
		answer.Results[i] = available{a.Name, a.Status == "available", a.Status, a.Premium, nil, req.Caller.Account.Currency}
		if a.Price != nil {
			answer.Results[i].Price = &amount{*a.Price}
		}
	}
	return jsonReply(http.StatusOK, answer)
}

// price is the net price of some years.
type price struct {
	Years int    `json:"years"`
	Price amount `json:"price"`
}

// tldPrices are the prices of one TLD. What is not sold is an empty list, or null.
type tldPrices struct {
	TLD           string  `json:"tld"`
	Register      []price `json:"register"`
	Renew         []price `json:"renew"`
	Transfer      *amount `json:"transfer"`
	TransferYears int     `json:"transfer_years"` // what a transfer adds
	Restore       *amount `json:"restore"`

	Coming []comingPrice `json:"coming,omitempty"` // what is planned
}

// comingPrice is a change of a net price from a day on; null: it is not sold any more then.
type comingPrice struct {
	Operation string  `json:"operation"`
	Years     int     `json:"years"`
	From      *string `json:"from"`
	Price     *amount `json:"price"`
}

// comingOf are the changes in a TLD, by date.
func comingOf(tld string, all []reseller.ComingPrice) (coming []comingPrice) {
	for _, c := range all {
		if c.TLD != tld {
			continue
		}
		line := comingPrice{Operation: string(c.Operation), Years: c.Years, From: instant(c.From)}
		if c.Will != nil {
			net := amountOf(c.Will.Net, c.Currency)
			line.Price = &net
		}
		coming = append(coming, line)
	}
	return coming
}

func (req *request) prices(ctx context.Context) (reply, error) {
	pricing, err := req.api.actions.GetPricing(ctx, req.call, struct{}{})
	if err != nil {
		return reply{}, err
	}
	coming, err := req.api.actions.ComingPrices(ctx, req.call, struct{}{})
	if err != nil {
		return reply{}, err
	}
	answer := struct {
		Currency string      `json:"currency"`
		Results  []tldPrices `json:"results"`
	}{pricing.Currency, make([]tldPrices, len(pricing.TLDs))}
	for i, t := range pricing.TLDs {
		answer.Results[i] = tldPrices{
			TLD: t.Rules.Name, Register: pricesOf(t, reseller.OpRegister), Renew: pricesOf(t, reseller.OpRenew),
			Transfer: onePrice(t, reseller.OpTransfer), TransferYears: t.Rules.TransferYears, Restore: onePrice(t, reseller.OpRestore), Coming: comingOf(t.Rules.Name, coming),
		}
	}
	return jsonReply(http.StatusOK, answer)
}

func pricesOf(t actions.TLDPricing, op reseller.Operation) []price {
	list := []price{}
	for _, p := range t.Prices {
		if p.Operation == op {
			list = append(list, price{p.Years, amountOf(p.Net, p.Currency)})
		}
	}
	return list
}

func onePrice(t actions.TLDPricing, op reseller.Operation) *amount {
	for _, p := range t.Prices {
		if p.Operation == op {
			a := amountOf(p.Net, p.Currency)
			return &a
		}
	}
	return nil
}

// quoted is the answer to a quote.
type quoted struct {
	Operation    string  `json:"operation"`
	DomainName   string  `json:"domain_name"`
	Years        int     `json:"years"`
	Net          amount  `json:"net"`
	Tax          amount  `json:"tax"`
	TotalCost    amount  `json:"total_cost"`
	Currency     string  `json:"currency"`
	Credit       amount  `json:"credit"`
	Covered      bool    `json:"covered"`
	Availability *string `json:"availability"`
	Possible     bool    `json:"possible"` // nothing but, perhaps, too little credit stands in the way
	Obstacle     *string `json:"obstacle"`
}

func (req *request) quote(ctx context.Context) (reply, error) {
	r, err := req.quoteRequest()
	if err != nil {
		return reply{}, err
	}
	q, err := req.api.actions.Quote(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	c := q.Charge
	answer := quoted{
		Operation: string(q.Operation), DomainName: q.Name.String(), Years: q.Years, Net: amountOf(c.Net, c.Currency),
		Tax: amountOf(c.Tax, c.Currency), TotalCost: amountOf(c.Total(), c.Currency), Currency: c.Currency,
		Credit: amount{q.Credit}, Covered: q.Covered, Possible: true,
	}
	if q.Availability != "" {
		answer.Availability = &q.Availability
	}
	if q.Obstacle == nil && !q.WithinCap() {
		q.Obstacle = q.Cap.Refuse(reseller.Money{Minor: c.Total(), Currency: c.Currency}, req.api.clock.Now())
	}
	if q.Obstacle != nil {
		answer.Obstacle, answer.Possible = &spelled(q.Obstacle).Words, false
	}
	return jsonReply(http.StatusOK, answer)
}

func (req *request) quoteRequest() (actions.Quote, error) {
	r := actions.Quote{Operation: reseller.Operation(req.Query.Get("operation")), Years: 1, Fields: actions.Fields{OnlyKnown: true}}
	for given := range req.Query {
		if key, is := strings.CutPrefix(given, "additional_fields["); is && strings.HasSuffix(key, "]") {
			if r.Fields.ByName == nil {
				r.Fields.ByName = map[string]string{}
			}
			r.Fields.ByName[strings.TrimSuffix(key, "]")] = req.Query.Get(given)
		}
	}
	if !slices.Contains(reseller.Operations, r.Operation) {
		return r, form.Invalid("operation", "operation is %q, it must be register, renew, transfer or restore", form.Clip(string(r.Operation), 30))
	}
	if text := req.Query.Get("years"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			return r, form.Invalid("years", "years must be a whole number")
		}
		r.Years = n
	}
	whole := req.Query.Get("domain_name")
	if whole == "" {
		return r, form.Missing("domain_name")
	}
	var err error
	r.Name, err = req.api.actions.WholeName(whole)
	return r, err
}
