package reseller

import "time"

// InvoiceStatus is where an invoice stands.
type InvoiceStatus string

// The states of an invoice.
const (
	InvoiceUnpaid    InvoiceStatus = "unpaid"
	InvoicePaid      InvoiceStatus = "paid"
	InvoiceCancelled InvoiceStatus = "cancelled"
)

// Invoice is a numbered document for one order or one renewal term. A credit note is an invoice with negative amounts
// that names the invoice it credits. Amounts are minor units.
type Invoice struct {
	ID        int64
	Number    string // "2026-00000001", gapless per year; empty until the numbering job has been by
	AccountID int64
	OrderID   int64
	Credits   int64 // the invoice that a credit note credits, 0 for an invoice
	Status    InvoiceStatus
	Charge    Charge
	Lines     []InvoiceLine
	CreatedAt time.Time
	Due       time.Time
	PaidAt    time.Time
}

// InvoiceLine is one thing sold.
type InvoiceLine struct {
	Domain    string    `json:"domain"`
	Operation Operation `json:"operation"`
	Years     int       `json:"years"`
	Net       int64     `json:"net"`
	Tax       int64     `json:"tax"`
}

// Event is something that happened to a domain or an order and that somebody may want to hear of. It is written in the
// transaction that made it true (an outbox row) and sent by a job.
type Event struct {
	ID        int64
	AccountID int64
	DomainID  int64
	OrderID   int64
	Kind      string // "register.done", "transfer.refused", "domain.transferred_away" …
	At        time.Time
}

// operations maps the kinds of orders that cost money to what they buy.
var operations = map[OrderKind]Operation{
	OrderRegister: OpRegister, OrderTransfer: OpTransfer, OrderRenew: OpRenew, OrderRestore: OpRestore,
}

// Operation is what an order of this kind buys; empty where nothing is bought.
func (k OrderKind) Operation() Operation { return operations[k] }

// InvoiceOf makes the paid invoice of a done order: one line, the frozen price.
func InvoiceOf(o Order) Invoice {
	return Invoice{
		AccountID: o.AccountID, OrderID: o.ID, Status: InvoicePaid, Charge: o.Charge,
		Lines: []InvoiceLine{{
			Domain: o.Name.String(), Operation: o.Kind.Operation(), Years: o.Wish.Years, Net: o.Charge.Net, Tax: o.Charge.Tax,
		}},
		CreatedAt: o.EndedAt, Due: o.EndedAt, PaidAt: o.EndedAt,
	}
}

// CreditNoteOf credits an invoice in full.
func CreditNoteOf(i Invoice, at time.Time) Invoice {
	note := Invoice{
		AccountID: i.AccountID, OrderID: i.OrderID, Credits: i.ID, Status: InvoicePaid,
		Charge:    Charge{Currency: i.Charge.Currency, Net: -i.Charge.Net, Tax: -i.Charge.Tax},
		CreatedAt: at, Due: at, PaidAt: at,
	}
	for _, l := range i.Lines {
		l.Net, l.Tax = -l.Net, -l.Tax
		note.Lines = append(note.Lines, l)
	}
	return note
}
