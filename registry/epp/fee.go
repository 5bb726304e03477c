package epp

import (
	"strings"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// feeCheck asks for the price of a year with a check (RFC 8748 §5.1.1).
func feeCheck(s *session) func(*wire.Writer) {
	if !s.speaks(wire.NSFee) {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object("fee:check", wire.NSFee, func() {
			w.In("fee:command", func() { writePeriod(w, "fee:period", 1) }, wire.Attr{Name: "name", Value: "create"})
		})
	}
}

// feeLimit acknowledges a price: the registry must refuse what costs more (RFC 8748 §5.2.1).
func feeLimit(s *session, element string, limit *registry.Fee) func(*wire.Writer) {
	if limit == nil || !s.speaks(wire.NSFee) {
		return nil
	}
	return func(w *wire.Writer) {
		w.Object(element, wire.NSFee, func() {
			w.Text("fee:currency", limit.Currency)
			w.Text("fee:fee", reseller.Money{Minor: limit.Amount, Currency: limit.Currency}.Decimal())
		})
	}
}

// price is what a check tells of a name's price.
type price struct {
	premium bool
	fee     *registry.Fee
}

// pricesOf reads fee:chkData. A name is premium if its class is another than "standard" (RFC 8748 §3.7).
func pricesOf(data *wire.Node) map[string]price {
	prices := map[string]price{}
	currency := data.Kid(wire.NSFee, "currency").Value()
	for _, cd := range data.All(wire.NSFee, "cd") {
		class := cd.Kid(wire.NSFee, "class").Value()
		if class == "" || strings.EqualFold(class, "standard") {
			continue
		}
		p := price{premium: true}
		for _, cmd := range cd.All(wire.NSFee, "command") {
			if cmd.Attr("name") == "create" {
				p.fee = sumOf(cmd, currency)
			}
		}
		prices[hostName(cd.Kid(wire.NSFee, "objID"))] = p
	}
	return prices
}

// feeOf reads what a command was charged; nil where the registry does not tell.
func feeOf(data *wire.Node) *registry.Fee {
	return sumOf(data, data.Kid(wire.NSFee, "currency").Value())
}

// sumOf adds the fees up; nil if there are none, or one that cannot be read.
func sumOf(data *wire.Node, currency string) *registry.Fee {
	fees := data.Values(wire.NSFee, "fee")
	if len(fees) == 0 {
		return nil
	}
	total := reseller.Money{Currency: currency}
	for _, text := range fees {
		m, err := reseller.ParseMoney(shortDecimal(text, reseller.CurrencyDigits(currency)), currency)
		if err == nil {
			total, err = total.Add(m)
		}
		if err != nil {
			return nil
		}
	}
	return &registry.Fee{Amount: total.Minor, Currency: total.Currency}
}

// shortDecimal takes zeros off the end of a number with more decimals than its currency has: "5.0000" is 5.00.
func shortDecimal(text string, digits int) string {
	point := strings.IndexByte(text, '.')
	for point >= 0 && len(text) > point+1+digits && strings.HasSuffix(text, "0") {
		text = text[:len(text)-1]
	}
	return strings.TrimSuffix(text, ".")
}
