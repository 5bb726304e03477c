package apiphp

import (
	"strconv"

	"nameyard/reseller"
)

// encodeForecast writes amounts as texts. A renewal without a price has null for it.
func encodeForecast(f reseller.Forecast) *object {
	money := func(minor int64) string { return reseller.Money{Minor: minor, Currency: f.Currency}.Decimal() }
	o := success()
	o.text("until", date(f.Until))
	o.text("count", strconv.Itoa(f.Count))
	o.text("total", money(f.Total))
	o.text("available", money(f.Available))
	o.text("missing", money(f.Missing()))
	o.flag("enough", f.Enough())
	o.text("unpriced", strconv.Itoa(f.Unpriced))
	o.text("currency", f.Currency)
	o.list("renewals")
	for _, r := range f.Renewals {
		o.element()
		o.text("domain", r.Name.String())
		o.text("expirydate", date(r.PaidThrough))
		o.flag("invoiced", r.InvoiceID != 0)
		if r.Priced() {
			o.text("years", strconv.Itoa(r.Years))
			o.text("price", money(r.Charge.Total()))
		} else {
			o.null("years")
			o.null("price")
		}
		o.close()
	}
	o.closeList()
	return o
}
