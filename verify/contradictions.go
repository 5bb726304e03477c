package verify

import (
	"context"

	"nameyard/reseller"
)

// meanings say which invariant a contradiction breaks, and what it is in words: of the row's id, account, name and detail.
var meanings = map[reseller.ContradictionKind]struct{ invariant, words string }{
	reseller.LiveNameWrong:      {"I7", "domain row %[1]d (%[3]s of account %[2]d) holds the name %[4]q, which its state does not bear out"},
	reseller.ServersMisindexed:  {"I7", "domain row %[1]d (%[3]s of account %[2]d) has other name servers than a search by %[4]s goes by"},
	reseller.TLDWrong:           {"I7", "domain row %[1]d (%[3]s of account %[2]d) is kept below .%[4]s"},
	reseller.PendingForNobody:   {"I7", "domain row %[1]d (%[3]s of account %[2]d) is %[4]s, and no order for it is unfinished"},
	reseller.OrderElsewhere:     {"I10", "order %[1]d is of account %[2]d and for %[3]s, and its domain row is of account %[4]s or for another name"},
	reseller.OrderForNothing:    {"I7", "order %[1]d of account %[2]d is for %[3]s, and its domain row %[4]s does not exist"},
	reseller.OrderHalfEnded:     {"I4", "order %[1]d of account %[2]d (%[3]s) is %[4]s, and the times of its end do not fit that"},
	reseller.OrderMiscounted:    {"I10", "order %[1]d of account %[2]d was placed by %[3]q, and counts in what is spent in the day for %[4]s"},
	reseller.InvoiceElsewhere:   {"I10", "invoice %[1]d is of account %[2]d, and %[3]s of account %[4]s"},
	reseller.NumberOfYear:       {"I14", "invoice %[1]d of account %[2]d has the number %[3]q in the series of %[4]s"},
	reseller.EventElsewhere:     {"I10", "event %[1]d is of account %[2]d, and %[3]s of account %[4]s"},
	reseller.MailElsewhere:      {"I10", "mail %[1]d is to account %[2]d, and %[3]s of account %[4]s"},
	reseller.DeliveryElsewhere:  {"I10", "webhook delivery %[1]d goes to account %[2]d (%[3]q), and its event is of account %[4]s"},
	reseller.AccountMissing:     {"I10", "row %[1]d of %[4]s is of account %[2]d, which does not exist"},
	reseller.BalanceMissing:     {"I3", "account %[2]d (%[3]s) has no balance row"},
	reseller.CurrencyWrong:      {"I3", "row %[1]d of %[4]s is in %[3]s, and its account %[2]d in another currency"},
	reseller.PaymentUncredited:  {"I4", "card payment %[1]d (%[3]s of account %[2]d) is paid, and not credited once with %[4]s"},
	reseller.PaymentStray:       {"I4", "entry %[1]d of account %[2]d is for the card payment %[4]s, which was not received"},
	reseller.InvoicedForNothing: {"I14", "domain row %[1]d (%[3]s of account %[2]d) says that its next term is invoiced, and no invoice is for it"},
	reseller.TokenUnrecorded:    {"I11", "token %[1]d (%[3]q) of account %[2]d has no record that it was given with these scopes and addresses (%[4]q)"},
	reseller.TokenUnrevoked:     {"I11", "token %[1]d (%[3]q) of account %[2]d was revoked by the audit log, and opens the account"},
	reseller.WebhookUnrecorded:  {"I11", "webhook endpoint %[1]d of account %[2]d has no record that its address %[3]q was given"},
	reseller.AccountUnrecorded:  {"I11", "account %[2]d (%[3]s) has no record that it was made"},
	reseller.AccountLost:        {"I11", "account %[2]d (%[3]s) was made by record %[1]d of the audit log, and does not exist"},
	reseller.ClosedUnrecorded:   {"I11", "account %[2]d (%[3]s) is %[4]s, and the last record of its closing or reopening says otherwise"},
	reseller.ClosedNotEmpty:     {"I11", "account %[2]d (%[3]s) is closed, and has %[4]s"},
	reseller.AuthCodeKept:       {"I13", "order %[1]d of account %[2]d (%[3]s) is %[4]s, and keeps the auth code that came in with it"},
	reseller.CredentialOpen:     {"I13", "%[4]s token %[1]d (%[3]q) of account %[2]d is not kept as such a token is"},
	reseller.EventsMissing:      {"I11", "%[4]s of the events numbered %[3]s are missing"},
	reseller.ReaderAhead:        {"I11", "reader %[3]q has read events up to number %[4]s, and there are none so high"},
}

// contradictions reports what the database finds by comparing rows with rows.
func (v *verification) contradictions(ctx context.Context) error {
	found, err := v.snapshot.Contradictions(ctx, v.page)
	if err != nil {
		return err
	}
	v.checked("I10", int(v.counts.orders))
	v.checked("I13", int(v.counts.orders))
	for _, c := range found {
		m := meanings[c.Kind]
		v.breach(m.invariant, m.words, c.ID, c.Account, c.Name, c.Detail)
	}
	return nil
}
