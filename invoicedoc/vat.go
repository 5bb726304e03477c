package invoicedoc

import (
	"strings"

	"nameyard/reseller"
)

// What Directive 2006/112/EC, article 226, wants on an invoice beside what the invoice itself has: (4) the customer's VAT number, (5) both addresses,
// (9) the rate, and (11a) the words "Reverse charge" where the customer owes the tax.

// buyerLines are who is invoiced.
func buyerLines(b reseller.Buyer, w words) []string {
	lines := []string{b.Name}
	if b.Address != "" {
		lines = append(lines, strings.Split(b.Address, "\n")...)
	}
	if b.VATNumber != "" {
		lines = append(lines, w.vatNumber+" "+b.VATNumber)
	}
	return append(lines, b.Email)
}

// rateOf is the rate of tax, to stand behind its name: that of the buyer, where it is the one that each line was taxed by. "" = another was, or none.
func rateOf(p reseller.InvoiceDocument, w words) string {
	for _, l := range p.Invoice.Lines {
		net, tax := max(l.Net, -l.Net), max(l.Tax, -l.Tax) // those of a credit note are below zero
		now, err := reseller.Money{Minor: net, Currency: p.Invoice.Charge.Currency}.Tax(p.Buyer.TaxRatePPM)
		if err != nil || now.Minor != tax {
			return ""
		}
	}
	if p.Buyer.TaxRatePPM == 0 {
		return ""
	}
	return " " + strings.Replace(reseller.Percent(p.Buyer.TaxRatePPM), ".", w.point, 1) + " %"
}

// memberStates are the prefixes of VAT numbers of the European Union.
const memberStates = " AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK "

// reverseCharged reports whether the customer owes the tax: a taxable person of another member state than the seller's (articles 44 and 196).
func reverseCharged(p reseller.InvoiceDocument) bool {
	seller, buyer := stateOf(p.Seller.VATNumber), stateOf(p.Buyer.VATNumber)
	return p.Invoice.Charge.Tax == 0 && p.Invoice.Charge.Net != 0 && seller != "" && buyer != "" && seller != buyer
}

// stateOf is the member state that gave a VAT number; "" = none did.
func stateOf(number string) string {
	number = strings.ToUpper(strings.TrimSpace(number))
	if len(number) < 4 || !strings.Contains(memberStates, " "+number[:2]+" ") {
		return ""
	}
	return number[:2]
}
