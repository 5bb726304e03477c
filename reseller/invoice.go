package reseller

import (
	"fmt"
	"slices"
	"time"
)

// InvoiceStatus is where an invoice stands.
type InvoiceStatus string

// The states of an invoice.
const (
	InvoiceUnpaid    InvoiceStatus = "unpaid"
	InvoicePaid      InvoiceStatus = "paid"
	InvoiceCancelled InvoiceStatus = "cancelled"
)

// InvoiceStatuses lists them.
var InvoiceStatuses = []InvoiceStatus{InvoiceUnpaid, InvoicePaid, InvoiceCancelled}

// Invoice is a numbered document for one order or one renewal term. A credit note is an invoice with negative amounts
// that names the invoice it credits. Amounts are minor units.
type Invoice struct {
	ID        int64
	Number    string // "2026-00000001", gapless per year; empty until the numbering job has been by
	AccountID int64
	Buyer     Buyer // who is invoiced; zero in invoices from before it was kept
	DomainID  int64
	OrderID   int64     // the order that paid it, 0 while there is none
	Term      time.Time // the paid-through date that the invoiced term starts from; zero if it is not for a renewal
	Credits   int64     // the invoice that a credit note credits, 0 for an invoice
	Status    InvoiceStatus
	Charge    Charge
	Lines     []InvoiceLine
	Reason    string // why it was cancelled or credited
	CreatedAt time.Time
	Due       time.Time
	PaidAt    time.Time
	TryAt     time.Time // when the auto-renew job next tries to have it paid; zero = never
}

// Years is how many years an invoice of one line sells.
func (i Invoice) Years() int {
	if len(i.Lines) == 0 {
		return 0
	}
	return i.Lines[0].Years
}

// OnlyLines is an invoice with some of its lines, by their places from 1, and their charge; without places it is the whole. A
// place that there is not, or that is given twice, is an error.
func (i Invoice) OnlyLines(places []int) (Invoice, error) {
	if len(places) == 0 {
		return i, nil
	}
	all := i.Lines
	i.Lines, i.Charge = nil, Charge{Currency: i.Charge.Currency}
	for n, place := range places {
		if place < 1 || place > len(all) {
			return i, fmt.Errorf("there is no line %d, the lines are 1 to %d", place, len(all))
		}
		if slices.Contains(places[:n], place) {
			return i, fmt.Errorf("line %d is given twice", place)
		}
		l := all[place-1]
		i.Lines = append(i.Lines, l)
		i.Charge.Net, i.Charge.Tax = i.Charge.Net+l.Net, i.Charge.Tax+l.Tax
	}
	return i, nil
}

// PaidBy reports whether an order buys exactly what an unpaid renewal invoice asks for: its term, its years, at its price.
func (i Invoice) PaidBy(o Order) bool {
	return i.Status == InvoiceUnpaid && i.DomainID == o.DomainID && i.Term.Equal(o.PaidFrom) && i.Years() == o.Desired.Years && i.Charge == o.Charge
}

// InvoiceLine is one thing sold.
type InvoiceLine struct {
	Domain    string    `json:"domain"`
	Operation Operation `json:"operation"`
	Years     int       `json:"years"`
	Net       int64     `json:"net"`
	Tax       int64     `json:"tax"`
}

// operations maps the kinds of orders that cost money to what they buy.
var operations = map[OrderKind]Operation{
	OrderRegister: OpRegister, OrderTransfer: OpTransfer, OrderRenew: OpRenew, OrderRestore: OpRestore,
}

// Operation is what an order of this kind buys; empty where nothing is bought.
func (k OrderKind) Operation() Operation { return operations[k] }

// InvoiceOf makes the paid invoice of a done order: one line, the frozen price. For a renewal it is the invoice of its term.
func InvoiceOf(o Order) Invoice {
	return Invoice{
		AccountID: o.AccountID, DomainID: o.DomainID, OrderID: o.ID, Term: o.PaidFrom, Status: InvoicePaid, Charge: o.Charge,
		Lines: []InvoiceLine{{
			Domain: o.Name.String(), Operation: o.Kind.Operation(), Years: o.Desired.Years, Net: o.Charge.Net, Tax: o.Charge.Tax,
		}},
		CreatedAt: o.EndedAt, Due: o.EndedAt, PaidAt: o.EndedAt,
	}
}

// RenewalInvoiceOf makes the unpaid invoice of the term that begins when a domain's paid time ends. It is due on that day,
// or at once where that day is past, and tried at once.
func RenewalInvoiceOf(d Domain, years int, c Charge, now time.Time) Invoice {
	due := d.PaidThrough
	if due.Before(now) { // automatic renewal was switched on in the grace
		due = now
	}
	return Invoice{
		AccountID: d.AccountID, DomainID: d.ID, Term: d.PaidThrough, Status: InvoiceUnpaid, Charge: c,
		Lines:     []InvoiceLine{{Domain: d.Name.String(), Operation: OpRenew, Years: years, Net: c.Net, Tax: c.Tax}},
		CreatedAt: now, Due: due, TryAt: now,
	}
}

// CreditNoteOf credits an invoice in full, whether it was paid (the money goes back) or not (the claim ends).
func CreditNoteOf(i Invoice, reason string, at time.Time) Invoice {
	note := Invoice{
		AccountID: i.AccountID, Buyer: i.Buyer, DomainID: i.DomainID, OrderID: i.OrderID, Credits: i.ID, Status: InvoicePaid, Reason: reason,
		Charge:    Charge{Currency: i.Charge.Currency, Net: -i.Charge.Net, Tax: -i.Charge.Tax},
		CreatedAt: at, Due: at, PaidAt: at,
	}
	for _, l := range i.Lines {
		l.Net, l.Tax = -l.Net, -l.Tax
		note.Lines = append(note.Lines, l)
	}
	return note
}
