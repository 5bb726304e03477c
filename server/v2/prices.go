package v2

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// notOffered stands for a price that there is none.
const notOffered = "-1.00"

// bindPricing answers with the prices of one operation for a domain, by years.
func bindPricing(op reseller.Operation) form.Run[*Params] {
	return func(ctx context.Context, s *actions.Service, call actions.Call, p *Params) (form.Answer, error) {
		name := p.name()
		if p.Err() != nil {
			return form.Answer{}, p.Err()
		}
		list, err := s.GetPricing(ctx, call, struct{}{})
		if err != nil {
			return form.Answer{}, err
		}
		out := ordered{}
		for _, price := range pricesOf(list, name.TLD()).Prices {
			if price.Operation == op {
				out = append(out, pair{strconv.Itoa(price.Years), decimal(list, price.Net)})
			}
		}
		if len(out) == 0 {
			return form.Answer{}, reseller.Errorf(reseller.KindInvalid, reseller.CodeNoPrice, "the %s of a .%s name has no price in %s", op.Noun(), name.TLD(), list.Currency).In(reseller.PathName)
		}
		return form.Answer{Body: encode(out)}, nil
	}
}

// pricesOf finds the prices of a TLD; none if it is not sold.
func pricesOf(list actions.Pricing, tld string) actions.TLDPricing {
	for _, t := range list.TLDs {
		if t.Rules.Name == tld {
			return t
		}
	}
	return actions.TLDPricing{}
}

func decimal(list actions.Pricing, net int64) string {
	return reseller.Money{Minor: net, Currency: list.Currency}.Decimal()
}

// pricesByPeriod gives the prices of a TLD by years, and those of the shortest period.
func pricesByPeriod(list actions.Pricing, tld string) (all, shortest ordered) {
	t := pricesOf(list, tld)
	for years := 1; years <= maxYears; years++ {
		var period ordered
		for _, op := range []reseller.Operation{reseller.OpRegister, reseller.OpTransfer, reseller.OpRenew} {
			if net, ok := t.Net(op, years); ok {
				period = append(period, pair{string(op), decimal(list, net)})
			}
		}
		if len(period) == 0 {
			continue
		}
		if len(all) == 0 {
			shortest = append(ordered{{"period", years}}, period...)
		}
		all = append(all, pair{strconv.Itoa(years), period})
	}
	return all, shortest
}

// maxYears is the longest period that price lists have.
const maxYears = 99

// encodeTLDs lists the TLDs that are sold. Clients take the first one that a name ends in, so the longer come first.
func encodeTLDs(list actions.Pricing) any {
	tlds := make([]string, len(list.TLDs))
	for i, t := range list.TLDs {
		tlds[i] = "." + t.Rules.Name
	}
	slices.SortStableFunc(tlds, func(a, b string) int { return cmp.Compare(strings.Count(b, "."), strings.Count(a, ".")) })
	return tlds
}

// tldAnswer is the price list of a TLD as billing systems import it. Prices are those of the shortest period; years are
// the periods of registrations.
type tldAnswer struct {
	TLD               string `json:"tld"`
	RegistrationPrice string `json:"registrationPrice"`
	RenewalPrice      string `json:"renewalPrice"`
	TransferPrice     string `json:"transferPrice"`
	GraceFee          string `json:"graceFee"`
	GraceDays         int    `json:"graceDays"`
	RedemptionDays    int    `json:"redemptionDays"`
	RedemptionFee     string `json:"redemptionFee"`
	CurrencyCode      string `json:"currencyCode"`
	Years             []int  `json:"years"`
}

func encodeTLDPricing(list actions.Pricing) any {
	out := make([]tldAnswer, len(list.TLDs))
	for i, t := range list.TLDs {
		first := func(op reseller.Operation) string {
			for _, p := range t.Prices { // by years
				if p.Operation == op {
					return decimal(list, p.Net)
				}
			}
			return notOffered
		}
		out[i] = tldAnswer{
			TLD: "." + t.Rules.Name, RegistrationPrice: first(reseller.OpRegister), RenewalPrice: first(reseller.OpRenew),
			TransferPrice: first(reseller.OpTransfer), GraceFee: decimal(list, 0), GraceDays: t.Rules.GraceDays(),
			RedemptionDays: t.Rules.RedemptionDays, RedemptionFee: first(reseller.OpRestore), CurrencyCode: list.Currency, Years: []int{},
		}
		if out[i].RedemptionFee == notOffered {
			out[i].RedemptionDays = -1
		}
		for _, p := range t.Prices {
			if p.Operation == reseller.OpRegister {
				out[i].Years = append(out[i].Years, p.Years)
			}
		}
	}
	return out
}

// encodeCredit is a bare string.
func encodeCredit(m reseller.Money) any { return m.Decimal() }

// encodeVersion is a bare string.
func encodeVersion(version string) any { return version }
