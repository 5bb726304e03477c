package invoicedoc

import "nameyard/reseller"

// words are the fixed texts of a document in one language, and how it writes numbers.
type words struct {
	lang                                            string
	invoice, creditNote, noNumber                   string
	date, due, paidAt, status, term, order, credits string
	what, years, net, tax, total, reason, vatNumber string
	reverseCharge                                   string
	thousands, point                                string
	statuses                                        map[reseller.InvoiceStatus]string
	operations                                      map[reseller.Operation]string
}

// wordsOf gives the texts of a language; English for those that there are none of.
func wordsOf(lang string) words {
	if w, ok := languages[lang]; ok {
		return w
	}
	return languages["en"]
}

// languages is the table of languages.
var languages = map[string]words{
	"en": {
		lang: "en", invoice: "Invoice", creditNote: "Credit note", noNumber: "not numbered yet",
		date: "Date", due: "Due", paidAt: "Paid", status: "Status", term: "Term", order: "Order", credits: "Credits invoice",
		what: "Item", years: "Years", net: "Net", tax: "Tax", total: "Total", reason: "Reason", vatNumber: "VAT no.",
		reverseCharge: "Reverse charge: VAT is due from the customer (Article 196, Directive 2006/112/EC).",
		thousands:     ",", point: ".",
		statuses: map[reseller.InvoiceStatus]string{
			reseller.InvoiceUnpaid: "unpaid", reseller.InvoicePaid: "paid", reseller.InvoiceCancelled: "cancelled",
		},
		operations: map[reseller.Operation]string{
			reseller.OpRegister: "Registration of", reseller.OpRenew: "Renewal of", reseller.OpTransfer: "Transfer of", reseller.OpRestore: "Restoration of",
		},
	},
	"sv": {
		lang: "sv", invoice: "Faktura", creditNote: "Kreditfaktura", noNumber: "ännu utan nummer",
		date: "Datum", due: "Förfaller", paidAt: "Betald", status: "Status", term: "Period", order: "Order", credits: "Krediterar faktura",
		what: "Artikel", years: "År", net: "Netto", tax: "Moms", total: "Summa", reason: "Orsak", vatNumber: "Momsreg.nr",
		reverseCharge: "Omvänd betalningsskyldighet: köparen redovisar momsen (artikel 196, direktiv 2006/112/EG).",
		thousands:     " ", point: ",",
		statuses: map[reseller.InvoiceStatus]string{
			reseller.InvoiceUnpaid: "obetald", reseller.InvoicePaid: "betald", reseller.InvoiceCancelled: "makulerad",
		},
		operations: map[reseller.Operation]string{
			reseller.OpRegister: "Registrering av", reseller.OpRenew: "Förnyelse av", reseller.OpTransfer: "Flytt av", reseller.OpRestore: "Återställning av",
		},
	},
}
