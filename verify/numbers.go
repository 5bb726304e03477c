package verify

import (
	"context"
	"regexp"
	"strconv"
	"time"

	"nameyard/reseller"
)

// numberPattern is an invoice number: the year, and its place in the year.
var numberPattern = regexp.MustCompile(`^([0-9]{4})-([0-9]{8,})$`)

// atOnce is how far apart two invoices can be made that were written at the same time, where several transactions write at once.
const atOnce = time.Minute

// numbering is where a run through the numbers of a year stands.
type numbering struct {
	year   string
	last   int64
	newest reseller.Invoice // with the highest id so far
}

// numbers goes through all invoice numbers: they are well formed, of the year of their invoice, run from 1 without a gap, and
// follow the order in which the invoices were written (I14).
func (v *verification) numbers(ctx context.Context) error {
	var n numbering
	get := func(after string) ([]reseller.Invoice, error) { return v.snapshot.NumberedInvoices(ctx, after, v.page) }
	return pages(get, func(i reseller.Invoice) string { return i.Number }, func(page []reseller.Invoice) error {
		v.checked("I14", len(page))
		for _, i := range page {
			v.number(&n, i)
		}
		return nil
	})
}

func (v *verification) number(n *numbering, i reseller.Invoice) {
	m := numberPattern.FindStringSubmatch(i.Number)
	if m == nil {
		v.breach("I14", "invoice %d has the number %q, which is none", i.ID, i.Number)
		return
	}
	place, err := strconv.ParseInt(m[2], 10, 64)
	if m[1] != n.year {
		*n = numbering{year: m[1]}
	}
	switch {
	case err != nil || place == n.last:
		v.breach("I14", "invoice %d has the number %s, which is none or stands twice", i.ID, i.Number)
	case place != n.last+1:
		v.breach("I14", "invoice numbers %d to %d of %s are missing before %s", n.last+1, place-1, m[1], i.Number)
	}
	n.last = place
	if year := strconv.Itoa(i.CreatedAt.UTC().Year()); year != m[1] {
		v.breach("I14", "invoice %d of %s has the number %s", i.ID, year, i.Number)
	}
	if i.ID > n.newest.ID {
		n.newest = i
		return
	}
	if v.snapshot.SerialWrites() || n.newest.CreatedAt.Sub(i.CreatedAt) > atOnce {
		v.breach("I14", "invoice %d was written before invoice %d, and has the higher number: %s and %s", i.ID, n.newest.ID, i.Number, n.newest.Number)
	}
}
