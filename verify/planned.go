package verify

import (
	"context"
	"strings"

	"nameyard/reseller"
)

// plan is a change of a price that is planned: whose, where, and what it is for from when on, in the words of its record.
type plan struct {
	owner reseller.ListOwner
	tld   string
	what  string
}

func (k *records) addPlan(r reseller.AuditRecord) {
	what, will, _ := strings.Cut(r.Detail, ": ")
	owner, tld := reseller.RecordedOwner(r)
	of := plan{owner, tld, what}
	if r.Action == reseller.AuditPriceCancelled {
		delete(k.planned, of)
		return
	}
	k.planned[of] = will
}

// plannedPrices holds the prices that are planned against the records of their planning (I11): what is slipped in there would become a price
// whose record is right.
func (v *verification) plannedPrices(ctx context.Context) error {
	planned, err := v.snapshot.PlannedPrices(ctx)
	if err != nil {
		return err
	}
	v.checked("I11", len(planned))
	for _, p := range planned {
		what, will, _ := strings.Cut(p.Record(), ": ")
		said, known := v.records.planned[plan{p.Owner, p.TLD, what}]
		switch {
		case !known:
			v.breach("I11", "%s will be %s from %s and has no record that it was planned", priceTitle(p.Price), will, p.From.Format("2006-01-02"))
		case said != will:
			v.breach("I11", "%s will be %s from %s, and was planned to be %s", priceTitle(p.Price), will, p.From.Format("2006-01-02"), said)
		}
	}
	return nil
}
