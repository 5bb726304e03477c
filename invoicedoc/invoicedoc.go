// Package invoicedoc prints invoices and credit notes as HTML and as PDF. The HTML is the truth: it shows every script. The PDF
// brings its font along, which has every Latin, Greek and Cyrillic letter; of another script it shows boxes, whose letters can
// still be copied and searched for.
//
// Both are made from one view, so they say the same.
package invoicedoc

import (
	"strconv"
	"strings"
	"time"

	"nameyard/reseller"
)

// view is a document in words, amounts as decimals in its currency.
type view struct {
	Lang, Title, Number string
	Seller, Buyer       []string
	Facts               []fact
	Head                [4]string
	Rows                [][4]string
	Sums                []fact
	Notes               []string
}

// fact is a label with its value.
type fact struct{ Label, Value string }

func viewOf(p reseller.InvoiceDocument) view {
	w := wordsOf(p.Language)
	i := p.Invoice
	money := func(minor int64) string {
		return decimal(reseller.Money{Minor: minor, Currency: i.Charge.Currency}, w)
	}
	v := view{
		Lang: w.lang, Title: w.invoice, Number: i.Number, Seller: sellerLines(p.Seller, w), Buyer: buyerLines(p.Buyer, w),
		Head: [4]string{w.what, w.years, w.net, w.tax},
	}
	if i.Credits != 0 {
		v.Title = w.creditNote
	}
	if v.Number == "" {
		v.Number = w.noNumber
	}
	v.Facts = facts(p, w)
	for _, l := range i.Lines {
		v.Rows = append(v.Rows, [4]string{w.operations[l.Operation] + " " + reseller.BothFormsOf(l.Domain), strconv.Itoa(l.Years), money(l.Net), money(l.Tax)})
	}
	v.Sums = []fact{
		{w.net, money(i.Charge.Net)}, {w.tax + rateOf(p, w), money(i.Charge.Tax)}, {w.total, money(i.Charge.Total()) + " " + i.Charge.Currency},
	}
	if reverseCharged(p) {
		v.Notes = append(v.Notes, w.reverseCharge)
	}
	if i.Reason != "" {
		v.Notes = append(v.Notes, w.reason+": "+i.Reason)
	}
	return v
}

func facts(p reseller.InvoiceDocument, w words) []fact {
	i := p.Invoice
	list := []fact{{w.date, day(i.CreatedAt)}, {w.status, w.statuses[i.Status]}}
	switch {
	case i.Credits != 0:
		list = []fact{{w.date, day(i.CreatedAt)}, {w.credits, p.Credited}}
	case i.Status == reseller.InvoiceUnpaid:
		list = append(list, fact{w.due, day(i.Due)})
	case i.Status == reseller.InvoicePaid:
		list = append(list, fact{w.paidAt, day(i.PaidAt)})
	}
	if !i.Term.IsZero() && i.Credits == 0 {
		list = append(list, fact{w.term, day(i.Term) + " – " + day(reseller.AddYears(i.Term, i.Years()))})
	}
	if i.OrderID != 0 {
		list = append(list, fact{w.order, strconv.FormatInt(i.OrderID, 10)})
	}
	return list
}

func sellerLines(s reseller.Seller, w words) []string {
	lines := append([]string{s.Name}, s.Address...)
	if s.VATNumber != "" {
		lines = append(lines, w.vatNumber+" "+s.VATNumber)
	}
	if s.Email != "" {
		lines = append(lines, s.Email)
	}
	return lines
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// decimal writes an amount with the language's marks: 12,345.67 or 12 345,67.
func decimal(m reseller.Money, w words) string {
	text, negative := strings.CutPrefix(m.Decimal(), "-")
	whole, fraction, dotted := strings.Cut(text, ".")
	for cut := len(whole) - 3; cut > 0; cut -= 3 {
		whole = whole[:cut] + w.thousands + whole[cut:]
	}
	if dotted {
		whole += w.point + fraction
	}
	if negative {
		return "-" + whole
	}
	return whole
}
