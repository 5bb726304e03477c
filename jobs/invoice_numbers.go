package jobs

import "context"

// numbersAtOnce bounds one run; the next one goes on.
const numbersAtOnce = 1000

// invoiceNumbers numbers invoices in short transactions of their own, so that no sale waits for a number.
func invoiceNumbers(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		n, err := d.Books.NumberInvoices(ctx, numbersAtOnce)
		if n > 0 {
			d.Log.Debug("numbered invoices", "invoices", n)
		}
		return err
	}
}
