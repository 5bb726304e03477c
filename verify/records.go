package verify

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"nameyard/reseller"
)

// records is what the audit log says that the books must bear out.
type records struct {
	credits  map[credit]int
	prices   map[priced][]int64 // every net price that was ever on a list
	groups   map[int64][]string // the price groups that an account was ever in; its present one last, "" = none
	lastSet  map[priced]int64
	planned  map[plan]string     // what a price will be, as it was planned last; not what was cancelled
	imported map[owned]time.Time // paid-through date of a name that came without an order
	restored map[owned]time.Time // paid-through date that a comparison after a restore gave
	compared map[string]bool     // names that such a comparison changed
	credited map[document]bool   // invoices that the operator credited; those whose credit note was seen are taken out
	reversed map[string]bool     // orders that the operator took back, by number; those that show it are taken out
	charged  map[string]bool     // orders that were charged after a refusal, by number; those that show it are taken out
}

// document is an invoice by its account and number.
type document struct {
	account int64
	number  string
}

// credit is a deposit or withdrawal. One of a sandbox's filling has no amount in its record.
type credit struct {
	account int64
	ref     string
	amount  string // "100000 SEK", with a sign; empty = any
}

// priced is what a price is for, and on whose list.
type priced struct {
	owner reseller.ListOwner
	reseller.PriceKey
}

// owned is a name in an account.
type owned struct {
	account int64
	name    string
}

// readRecords reads the audit log once.
func (v *verification) readRecords(ctx context.Context) error {
	v.records = records{
		map[credit]int{}, map[priced][]int64{}, map[int64][]string{}, map[priced]int64{}, map[plan]string{}, map[owned]time.Time{}, map[owned]time.Time{},
		map[string]bool{}, map[document]bool{}, map[string]bool{}, map[string]bool{},
	}
	get := func(after int64) ([]reseller.AuditRecord, error) {
		return v.snapshot.AuditRecords(ctx, reseller.AuditWitnesses, after, v.page)
	}
	err := pages(get, func(r reseller.AuditRecord) int64 { return r.ID }, func(page []reseller.AuditRecord) error {
		v.checked("I11", len(page))
		for _, r := range page {
			v.records.add(r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := v.priceList(ctx); err != nil {
		return err
	}
	if err := v.priceGroups(ctx); err != nil {
		return err
	}
	return v.plannedPrices(ctx)
}

func (k *records) add(r reseller.AuditRecord) {
	switch r.Action {
	case "credit.deposit", "credit.withdrawal", "credit.goodwill", "credit.correction":
		words := strings.SplitN(r.Detail, " ", 3)
		if len(words) >= 2 {
			k.credits[credit{r.Account, r.Object, words[0] + " " + words[1]}]++
		}
	case "sandbox.fill":
		k.credits[credit{r.Account, r.Object, ""}]++
	case "invoice.credited":
		k.credited[document{r.Account, r.Object}] = true
	case reseller.AuditOrderReversed:
		k.reversed[r.Object] = true
	case reseller.AuditOrderConfirm:
		k.charged[r.Object] = true
	case "price.set":
		k.addPrice(r)
	case reseller.AuditPricePlanned, reseller.AuditPriceCancelled:
		k.addPlan(r)
	case reseller.AuditAccountGroup:
		k.groups[r.Account] = append(k.groups[r.Account], reseller.GroupMovedTo(r.Detail))
	case "domain.import":
		k.imported[owned{r.Account, r.Object}] = paidThroughIn(r.Detail)
	case "domain.after_restore":
		k.restored[owned{r.Account, r.Object}], k.compared[r.Object] = paidThroughIn(r.Detail), true
	}
}

// pricePattern is the detail of a price.set record.
var pricePattern = regexp.MustCompile(`^([a-z]+) ([0-9]+) years: net (-?[0-9]+), cost -?[0-9]+ ([A-Z]{3})(, was .*)?$`)

func (k *records) addPrice(r reseller.AuditRecord) {
	m := pricePattern.FindStringSubmatch(r.Detail)
	if m == nil {
		return
	}
	years, _ := strconv.Atoi(m[2])
	net, _ := strconv.ParseInt(m[3], 10, 64)
	owner, tld := reseller.RecordedOwner(r)
	key := priced{owner, reseller.PriceKey{TLD: tld, Currency: m[4], Operation: reseller.Operation(m[1]), Years: years}}
	k.lastSet[key] = net
	if !slices.Contains(k.prices[key], net) {
		k.prices[key] = append(k.prices[key], net)
	}
}

var paidThroughPattern = regexp.MustCompile(`paid_through=([0-9]{4}-[0-9]{2}-[0-9]{2})`)

// paidThroughIn reads the date in the detail of a record; zero if there is none.
func paidThroughIn(detail string) time.Time {
	m := paidThroughPattern.FindStringSubmatch(detail)
	if m == nil {
		return time.Time{}
	}
	at, _ := time.Parse(time.DateOnly, m[1])
	return at
}

// priceList holds the price list, those of groups, and accounts' own prices against the records of their changes (I11).
func (v *verification) priceList(ctx context.Context) error {
	prices, err := v.snapshot.Prices(ctx)
	if err != nil {
		return err
	}
	v.checked("I11", len(prices))
	for _, p := range prices {
		set, known := v.records.lastSet[priced{p.Owner, p.Key()}]
		switch {
		case !known:
			v.breach("I11", "%s has no record that it was set", priceTitle(p))
		case set != p.Net:
			v.breach("I11", "%s is %s, and was set to %s", priceTitle(p), money(p.Net, p.Currency), money(set, p.Currency))
		}
	}
	return nil
}

// priceTitle names a price in findings.
func priceTitle(p reseller.Price) string {
	title := fmt.Sprintf("the price of .%s (%s, %d years, %s)", p.TLD, p.Operation, p.Years, p.Currency)
	switch {
	case p.Owner.Account != 0:
		title += fmt.Sprintf(" of account %d", p.Owner.Account)
	case p.Owner.Group != "":
		title += " of group " + p.Owner.Group
	}
	return title
}

// wasPriced reports whether a net price for years of a name was ever on the list, or that of a group that the account has been in, or its own.
func (k *records) wasPriced(account int64, name reseller.Name, op reseller.Operation, years int, c reseller.Charge) bool {
	if op == reseller.OpTransfer || op == reseller.OpRestore {
		years = 1
	}
	key := reseller.PriceKey{TLD: name.TLD(), Currency: c.Currency, Operation: op, Years: years}
	lists := []reseller.ListOwner{{}, reseller.OwnList(account)}
	for _, group := range k.groups[account] {
		lists = append(lists, reseller.GroupList(group))
	}
	return slices.ContainsFunc(lists, func(of reseller.ListOwner) bool { return slices.Contains(k.prices[priced{of, key}], c.Net) })
}

// moneyMoved holds a deposit or withdrawal against its record (I11).
func (v *verification) moneyMoved(e reseller.Entry) {
	v.checked("I11", 1)
	amount := int64(0)
	currency := ""
	for _, p := range e.Postings {
		if p.Account == reseller.Available(e.AccountID) {
			amount, currency = amount+p.Amount, p.Currency
		}
	}
	for _, c := range []credit{{e.AccountID, e.Ref, fmt.Sprintf("%d %s", amount, currency)}, {e.AccountID, e.Ref, ""}} {
		if v.records.credits[c] > 0 {
			v.records.credits[c]--
			return
		}
	}
	v.breach("I11", "entry %d (%s of %s to account %d, reference %q) has no record that the operator posted it",
		e.ID, e.Kind, money(amount, currency), e.AccountID, e.Ref)
}

// moneyLost finds records of deposits and withdrawals that are not in the ledger (I11).
func (v *verification) moneyLost() {
	for c, n := range v.records.credits {
		if n > 0 {
			v.breach("I11", "the ledger of account %d lacks an entry with reference %q that the audit log has (%s)", c.account, c.ref, c.amount)
		}
	}
}
