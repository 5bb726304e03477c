package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// mostFound bounds what one identifier leads to by each way: a request may have placed thousands of orders.
const mostFound = 20

// lookup is one way from an identifier to what it stands for, by an index. own is the column of the account, where only what is of one is looked for.
type lookup struct {
	what    reseller.QuotedWhat
	query   string // id, account, text, name, domain, order, actor, at
	own     string
	arg     func(text string) (any, bool)
	request bool
}

// asIs takes an identifier as it is, where a column of ASCII can have it.
func asIs(text string) (any, bool) { return text, inASCII(text) }

// anyText takes every identifier.
func anyText(text string) (any, bool) { return text, true }

// numbered takes the number behind a prefix.
func numbered(prefix string) func(string) (any, bool) {
	return func(text string) (any, bool) {
		digits, is := strings.CutPrefix(text, prefix)
		id, err := strconv.ParseInt(digits, 10, 64)
		return id, is && err == nil
	}
}

// transaction takes a transaction id of ours, of whichever attempt.
func transaction(text string) (any, bool) {
	base := reseller.ClTRIDBaseOf(text)
	return base, base != "" && inASCII(base)
}

// What lookups select of tables.
const (
	ofOrders   = "SELECT o.id, o.account_id, '', o.name, o.domain_id, 0, '', o.created_at FROM "
	ofInvoices = "SELECT i.id, i.account_id, i.number, '', i.domain_id, 0, '', i.created_at FROM invoices i WHERE i.number = ? AND i.credits "
	ofPayments = "SELECT p.id, p.account_id, '', '', 0, 0, '', p.created_at FROM "
	ofZones    = "SELECT z.version, d.account_id, z.kind, d.name, d.id, 0, z.saved_by, z.saved_at FROM "
	ofEvents   = "SELECT e.id, e.account_id, e.kind, COALESCE(d.name, ''), e.domain_id, e.order_id, '', e.created_at FROM outbox e LEFT JOIN domains d ON d.id = e.domain_id WHERE e.id = ?"
)

// ofEach is a table to be read by an index that begins with the account, in which an identifier is unique: a look for each account, or the one.
func (s *Store) ofEach(account int64, table string) string {
	if account != 0 {
		return table
	}
	join := " CROSS JOIN " // as in byEachAccount
	if s.dialect == mysqlDialect {
		join = " STRAIGHT_JOIN "
	}
	return "(SELECT id AS of_account FROM accounts) each_account" + join + table + " ON account_id = of_account"
}

// lookups are all the ways there are.
func (s *Store) lookups(account int64) []lookup {
	requested, answered := s.by("orders o", "orders_request_id"), s.by("orders o", "orders_svtrid")
	steps := s.by("order_attempts t", "order_attempts_svtrid") + " JOIN orders o ON o.id = t.order_id"
	records := s.by("audit a", "audit_request_id")
	zones := s.by("zone_history z", "zone_history_request_id") + " JOIN domains d ON d.id = z.domain_id"
	disputes := s.by("payment_disputes t", "payment_disputes_dispute") + " JOIN payments p ON p.id = t.payment_id"
	return []lookup{
		{reseller.QuotedOrder, ofOrders + requested + " WHERE o.request_id = ?", "o.account_id", asIs, true},
		{reseller.QuotedRecord, "SELECT a.id, a.account_id, a.action, a.object, 0, 0, a.actor, a.created_at FROM " + records + " WHERE a.request_id = ?", "a.account_id", asIs, true},
		{reseller.QuotedZone, ofZones + zones + " WHERE z.request_id = ?", "d.account_id", asIs, true},
		{reseller.QuotedOrder, ofOrders + "orders o WHERE o.tr_base = ?", "o.account_id", transaction, false},
		{reseller.QuotedOrder, ofOrders + answered + " WHERE o.svtrid = ?", "o.account_id", anyText, false},
		{reseller.QuotedOrder, ofOrders + steps + " WHERE t.svtrid = ?", "o.account_id", anyText, false},
		{reseller.QuotedOrder, ofOrders + s.ofEach(account, "orders o") + " WHERE o.idempotency_key = ?", "o.account_id", anyText, false},
		{reseller.QuotedInvoice, ofInvoices + "= 0", "i.account_id", asIs, false},
		{reseller.QuotedNote, ofInvoices + "<> 0", "i.account_id", asIs, false},
		{reseller.QuotedPayment, ofPayments + "payments p WHERE p.ref = ?", "p.account_id", asIs, false},
		{reseller.QuotedPayment, ofPayments + "payments p WHERE p.session = ?", "p.account_id", asIs, false},
		{reseller.QuotedPayment, ofPayments + "payments p WHERE p.provider_key = ?", "p.account_id", asIs, false},
		{reseller.QuotedPayment, ofPayments + disputes + " WHERE t.dispute = ?", "p.account_id", asIs, false},
		{reseller.QuotedEntry, "SELECT e.id, e.account_id, e.ref, '', 0, 0, '', e.created_at FROM " + s.ofEach(account, "entries e") + " WHERE e.ref = ?", "e.account_id", anyText, false},
		{reseller.QuotedEvent, ofEvents, "e.account_id", numbered("evt_"), false},
		{reseller.QuotedToken, "SELECT t.id, t.account_id, t.name, '', 0, 0, '', t.created_at FROM tokens t WHERE t.id = ?", "t.account_id", numbered("token "), false},
	}
}

// deliveriesOf are the posts of an event of an account to its webhooks.
const deliveriesOf = `SELECT w.id, w.account_id, l.kind, '', 0, 0, '', l.created_at FROM webhook_endpoints w JOIN webhook_deliveries l ON l.endpoint_id = w.id
	WHERE l.event_id = ? AND w.removed_at IS NULL`

// Lookup finds what an identifier stands for that somebody was quoted: of a request, a transaction at a registry, an order's key, an invoice, a payment, a posted
// event or a token. It is one account's, or anybody's where account is 0. The newest come first, of each kind no more than a page of them.
func (s *Store) Lookup(ctx context.Context, account int64, text string) ([]reseller.Quoted, error) {
	ways := s.lookups(account)
	if account != 0 { // by the account's own webhooks, as there is no index of events alone
		ways = append(ways, lookup{reseller.QuotedDelivery, deliveriesOf, "w.account_id", numbered("evt_"), false})
	}
	var all []reseller.Quoted
	known := map[reseller.Quoted]bool{}
	for _, way := range ways {
		found, err := s.lookUp(ctx, way, account, text)
		if err != nil {
			return nil, fmt.Errorf("look for the %s of %q: %w", way.what, text, translate(err))
		}
		for _, f := range found {
			key := reseller.Quoted{What: f.What, ID: f.ID, Domain: f.Domain, Text: f.Text}
			if !known[key] {
				known[key], all = true, append(all, f)
			}
		}
	}
	return all, nil
}

// lookUp goes one way.
func (s *Store) lookUp(ctx context.Context, way lookup, account int64, text string) ([]reseller.Quoted, error) {
	arg, fits := way.arg(text)
	if !fits || text == "" {
		return nil, nil
	}
	query, args := way.query, []any{arg}
	if account != 0 {
		query, args = query+" AND "+way.own+" = ?", append(args, account)
	}
	rows, err := s.reads.WithContext(ctx).Raw(query+" ORDER BY 1 DESC LIMIT ?", append(args, mostFound)...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []reseller.Quoted
	for rows.Next() {
		f := reseller.Quoted{What: way.what, Request: way.request}
		if err := rows.Scan(&f.ID, &f.Account, &f.Text, &f.Name, &f.Domain, &f.Order, &f.Actor, &f.At); err != nil {
			return nil, err
		}
		f.At = f.At.UTC()
		found = append(found, f)
	}
	return found, rows.Err()
}
