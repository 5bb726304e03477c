package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type invoiceRow struct {
	ID        int64
	Number    *string
	Year      int
	AccountID int64
	Buyer     *string
	OrderID   *int64
	DomainID  int64
	Term      *time.Time
	TermKey   *string
	Credits   int64
	Status    string
	Currency  string
	Net       int64
	Tax       int64
	LineItems string
	Reason    string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	DueAt     time.Time
	PaidAt    *time.Time
	TryAt     *time.Time
}

func (invoiceRow) TableName() string { return "invoices" }

func fromInvoice(i reseller.Invoice) invoiceRow {
	r := invoiceRow{
		ID: i.ID, Number: nullText(i.Number), Year: i.CreatedAt.UTC().Year(), AccountID: i.AccountID, Buyer: nullBuyer(i.Buyer), OrderID: nullID(i.OrderID),
		DomainID: i.DomainID, Term: nullTime(i.Term), Credits: i.Credits, Status: string(i.Status), Currency: i.Charge.Currency,
		Net: i.Charge.Net, Tax: i.Charge.Tax, LineItems: pack(i.Lines), Reason: clip(i.Reason, 1000),
		CreatedAt: micro(i.CreatedAt), DueAt: micro(i.Due), PaidAt: nullTime(i.PaidAt), TryAt: nullTime(i.TryAt),
	}
	if i.Status != reseller.InvoiceCancelled && i.Credits == 0 && !i.Term.IsZero() {
		key := termKey(i.DomainID, i.Term)
		r.TermKey = &key
	}
	return r
}

// termKey is unique among invoices that stand: one per domain and term, whoever triggers the renewal.
func termKey(domain int64, term time.Time) string {
	return fmt.Sprintf("%d:%s", domain, term.UTC().Format(time.DateOnly))
}

func (r invoiceRow) toInvoice() (reseller.Invoice, error) {
	i := reseller.Invoice{
		ID: r.ID, Number: zeroText(r.Number), AccountID: r.AccountID, DomainID: r.DomainID, OrderID: zeroID(r.OrderID), Term: zeroTime(r.Term),
		Credits: r.Credits, Status: reseller.InvoiceStatus(r.Status), Charge: reseller.Charge{Currency: r.Currency, Net: r.Net, Tax: r.Tax},
		Reason: r.Reason, CreatedAt: r.CreatedAt.UTC(), Due: r.DueAt.UTC(), PaidAt: zeroTime(r.PaidAt), TryAt: zeroTime(r.TryAt),
	}
	var err error
	if i.Lines, err = unpack[[]reseller.InvoiceLine](r.LineItems, "invoice lines"); err == nil && r.Buyer != nil {
		i.Buyer, err = unpack[reseller.Buyer](*r.Buyer, "buyer")
	}
	return i, err
}

// nullBuyer is NULL where none is kept.
func nullBuyer(b reseller.Buyer) *string {
	if b == (reseller.Buyer{}) {
		return nil
	}
	text := pack(b)
	return &text
}

func addInvoice(tx *gorm.DB, i reseller.Invoice) error {
	row := fromInvoice(i)
	return issue(tx, &row)
}

// issue writes an invoice with its buyer, as the account is now.
func issue(tx *gorm.DB, row *invoiceRow) error {
	var account accountRow
	if err := tx.Select("name", "email", "tax_rate_ppm", "vat_number", "billing_address").Where("id = ?", row.AccountID).Take(&account).Error; err != nil {
		return err
	}
	to, err := account.toAccount()
	if err != nil {
		return err
	}
	row.Buyer = nullBuyer(to.Buyer())
	return tx.Create(row).Error
}

// addCreditNote credits what goes back of an order, on its invoice, and tells of the note.
func addCreditNote(tx *gorm.DB, r reseller.Refund, reason string, at time.Time) error {
	var row invoiceRow
	if err := tx.Where("order_id = ? AND credits = 0", r.Order.ID).Take(&row).Error; err != nil {
		return err
	}
	invoice, err := row.toInvoice()
	if err != nil {
		return err
	}
	note := reseller.CreditNoteOf(r.Of(invoice), reason, at)
	row = fromInvoice(note)
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	note.ID = row.ID
	return addEvent(tx, reseller.InvoiceEvent(reseller.EventInvoiceCredited, note, at))
}

// Invoice finds an invoice by its number or, in digits, its id: of one account or of any (0). ErrNotFound otherwise.
func (s *Store) Invoice(ctx context.Context, account int64, number string) (reseller.Invoice, error) {
	var row invoiceRow
	err := gorm.ErrRecordNotFound
	if inASCII(number) {
		row, err = rowsOf[invoiceRow](s.reads).Where("(account_id = ? OR ? = 0) AND number = ?", account, account, number).Take(ctx)
	}
	if errors.Is(err, gorm.ErrRecordNotFound) {
		if id, no := strconv.ParseInt(number, 10, 64); no == nil {
			row, err = rowsOf[invoiceRow](s.reads).Where("(account_id = ? OR ? = 0) AND id = ?", account, account, id).Take(ctx)
		}
	}
	if err != nil {
		return reseller.Invoice{}, fmt.Errorf("invoice %q: %w", number, translate(err))
	}
	return row.toInvoice()
}

// InvoiceOfOrder finds the invoice that an order paid. ErrNotFound if there is none.
func (s *Store) InvoiceOfOrder(ctx context.Context, order int64) (reseller.Invoice, error) {
	row, err := rowsOf[invoiceRow](s.reads).Where("order_id = ? AND credits = 0", order).Take(ctx)
	if err != nil {
		return reseller.Invoice{}, fmt.Errorf("invoice of order %d: %w", order, translate(err))
	}
	return row.toInvoice()
}

// Invoices lists invoices oldest first, of one account or of all (0), after an id, at most limit, and only those in one of
// the states if any are given.
func (s *Store) Invoices(ctx context.Context, account, after int64, limit int, in ...reseller.InvoiceStatus) ([]reseller.Invoice, error) {
	query := rowsOf[invoiceRow](s.reads).Where("(account_id = ? OR ? = 0) AND id > ?", account, account, after)
	if len(in) > 0 {
		query = query.Where("status IN ?", in)
	}
	rows, err := query.Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list invoices: %w", translate(err))
	}
	return each(rows, invoiceRow.toInvoice)
}

// NumberInvoices gives numbers to invoices that have none yet, oldest first, gapless per year, and tells how many. One that
// was cancelled before it had a number was never sent and gets none. Each
// number is one short transaction: the unique key on number carries the rule, whoever else numbers at the same time.
func (s *Store) NumberInvoices(ctx context.Context, limit int) (int, error) {
	rows, err := rowsOf[invoiceRow](s.reads).Select("id", "year").Where("number IS NULL AND status <> ?", string(reseller.InvoiceCancelled)).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return 0, fmt.Errorf("list invoices without a number: %w", translate(err))
	}
	numbered := 0
	for _, r := range rows {
		err := s.numberInvoice(ctx, r)
		if errors.Is(err, reseller.ErrConflict) {
			continue // another server has numbered it
		}
		if err != nil {
			return numbered, fmt.Errorf("number invoice %d: %w", r.ID, err)
		}
		numbered++
	}
	return numbered, nil
}

// numberInvoice gives an invoice the next number of its year. If another server takes that number at the same time, it
// takes the one after it, so that the numbers follow the invoices.
func (s *Store) numberInvoice(ctx context.Context, r invoiceRow) error {
	var err error
	for range txTries {
		if err = s.numberNext(ctx, r); !errors.Is(err, reseller.ErrDuplicate) {
			break
		}
	}
	return err
}

func (s *Store) numberNext(ctx context.Context, r invoiceRow) error {
	return s.tx(ctx, func(tx *gorm.DB) error {
		next, err := nextNumber(tx, r.Year)
		if err != nil {
			return err
		}
		return expectOneRow(tx.Model(&invoiceRow{}).Where("id = ? AND number IS NULL AND status <> ?", r.ID, string(reseller.InvoiceCancelled)).
			Update("number", invoiceNumber(r.Year, next)))
	})
}

// nextNumber counts on from the highest number of a year's invoices.
func nextNumber(tx *gorm.DB, year int) (int, error) {
	var last *string
	if err := scanRow(tx.Raw("SELECT MAX(number) FROM invoices WHERE year = ?", year), &last); err != nil || last == nil {
		return 1, err
	}
	_, digits, _ := strings.Cut(*last, "-")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0, fmt.Errorf("invoice number %q is not ours: %w", *last, err)
	}
	return n + 1, nil
}

// invoiceNumber is a number as it is printed: numbers of one year sort as texts.
func invoiceNumber(year, n int) string { return fmt.Sprintf("%d-%08d", year, n) }
