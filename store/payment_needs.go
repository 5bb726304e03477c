package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"nameyard/reseller"
)

// PaymentsNeedingYou counts the card payments of which something is left for a person to do.
func (s *Store) PaymentsNeedingYou(ctx context.Context) (int64, error) {
	ids, err := paymentsNeedingYou(s.reads.WithContext(ctx))
	if err != nil {
		return 0, fmt.Errorf("count card payments that need a person: %w", translate(err))
	}
	return int64(len(ids)), nil
}

// PaymentNeeds tells what of a payment is left for a person to do.
func (s *Store) PaymentNeeds(ctx context.Context, id int64) (reseller.PaymentNeeds, error) {
	n, err := paymentNeeds(s.reads.WithContext(ctx), id)
	if err != nil {
		return n, fmt.Errorf("read what card payment %d needs: %w", id, translate(err))
	}
	return n, nil
}

func paymentNeeds(db *gorm.DB, id int64) (n reseller.PaymentNeeds, err error) {
	var rows []paymentRow
	if err = db.Where("id = ?", id).Find(&rows).Error; err != nil {
		return n, err
	}
	err = eachPaymentNeeds(db, rows, func(_ int64, needs reseller.PaymentNeeds) { n = needs })
	return n, err
}

// paymentsNeedingYou lists the payments of which something is left to do, by number.
func paymentsNeedingYou(db *gorm.DB) (ids []int64, err error) {
	rows, err := unevenPayments(db)
	for some := range slices.Chunk(rows, 100) {
		if err == nil {
			err = eachPaymentNeeds(db, some, func(id int64, n reseller.PaymentNeeds) {
				if need, _ := n.Need(); need != "" {
					ids = append(ids, id)
				}
			})
		}
	}
	return ids, err
}

// unevenPayments are those that may have another amount in the ledger than at the provider: what was not credited by itself, what has gone back, and what was moved since. The many
// others, which were paid and that is all, are not looked up in the ledger.
func unevenPayments(db *gorm.DB) (rows []paymentRow, err error) {
	moved, err := movedLater(db)
	if err != nil {
		return nil, err
	}
	if err = db.Where("ref IS NOT NULL AND (state = ? OR refunded > 0 OR disputed > 0)", string(reseller.PaymentStranded)).Find(&rows).Error; err != nil {
		return nil, err
	}
	for some := range slices.Chunk(moved, refsAtOnce) {
		var more []paymentRow
		if err := db.Where("ref IN ?", some).Find(&more).Error; err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	slices.SortFunc(rows, func(a, b paymentRow) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(rows, func(a, b paymentRow) bool { return a.ID == b.ID }), nil
}

// refsAtOnce is how many references one statement looks for.
const refsAtOnce = 500

// movedLater lists the references of payments of which steps have posted.
func movedLater(db *gorm.DB) (refs []string, err error) {
	var of []string
	var args []any
	for _, step := range reseller.PaymentSteps {
		of, args = append(of, "INSTR(ref, ?) > 1"), append(args, step)
	}
	var steps []string
	err = db.Raw("SELECT ref FROM payment_refs WHERE "+strings.Join(of, " OR "), args...).Scan(&steps).Error
	for _, ref := range steps {
		for _, step := range reseller.PaymentSteps {
			if of, _, is := strings.Cut(ref, step); is && inASCII(of) {
				refs = append(refs, of)
			}
		}
	}
	return refs, err
}

// eachPaymentNeeds tells of each payment what is left to do.
func eachPaymentNeeds(db *gorm.DB, rows []paymentRow, tell func(id int64, n reseller.PaymentNeeds)) error {
	list, err := withDisputes(db, rows)
	if err != nil || len(list) == 0 {
		return err
	}
	moves, err := paymentMoves(db, list)
	if err != nil {
		return err
	}
	ids := make([]int64, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	var dismissed []paymentDismissalRow
	if err := db.Where("payment_id IN ?", ids).Find(&dismissed).Error; err != nil {
		return err
	}
	for _, p := range list {
		l := reseller.PaymentLedger{Moves: moves}
		for _, d := range dismissed {
			if d.PaymentID == p.ID {
				l.Dismissals = append(l.Dismissals, reseller.PaymentDismissal{Need: d.Need, Dispute: d.Dispute, Returned: d.Returned, Amount: d.Amount})
			}
		}
		tell(p.ID, p.Needs(l))
	}
	return nil
}

// paymentMoves are the moves of credit under references that begin with those of payments. Each range is one of constants, which both engines look up in the index.
func paymentMoves(db *gorm.DB, list []reseller.Payment) (moves []reseller.PaymentMove, err error) {
	var ranges []string
	var args []any
	for _, p := range list {
		if p.Ref != "" {
			ranges, args = append(ranges, "r.ref >= ? AND r.ref < ?"), append(args, p.Ref, p.Ref+".") // '.' comes after '-'
		}
	}
	if len(ranges) == 0 {
		return nil, nil
	}
	var rows []struct {
		Ref, Currency     string
		AccountID, Amount int64
	}
	err = db.Raw(`SELECT r.ref, r.account_id, o.currency, SUM(o.amount) AS amount FROM payment_refs r
		JOIN entries c ON c.account_id = r.account_id AND c.ref = r.ref JOIN postings o ON o.entry_id = c.id AND o.account LIKE 'acct:%'
		WHERE `+strings.Join(ranges, " OR ")+` GROUP BY r.ref, r.account_id, o.currency ORDER BY r.ref`, args...).Scan(&rows).Error
	for _, r := range rows {
		moves = append(moves, reseller.PaymentMove{Ref: r.Ref, AccountID: r.AccountID, Money: reseller.Money{Minor: r.Amount, Currency: r.Currency}})
	}
	return moves, err
}
