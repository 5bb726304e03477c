package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"nameyard/reseller"
)

// contradictions are the comparisons of rows with rows: each query gives id, account, name and detail of rows that others
// contradict. {a || b} is the concatenation of two texts in either engine's words, {ended} are states of orders, {kept} is the
// time before which events may have been pruned; in the first thousand that are left after that, later ones may lack, too.
// An audit record is clipped, so rows whose texts are longer than its columns are left out.
var contradictions = []struct {
	kind  reseller.ContradictionKind
	query string
}{
	{reseller.LiveNameWrong, `SELECT id, account_id, name, COALESCE(live_name, '') FROM domains
		WHERE (CASE WHEN state IN ('pending_register', 'pending_transfer', 'active', 'redemption', 'pending_delete') THEN name ELSE '' END) <> COALESCE(live_name, '')`},
	{reseller.TLDWrong, `SELECT id, account_id, name, tld FROM domains WHERE name NOT LIKE {'%.' || tld}`},
	{reseller.PendingForNobody, `SELECT id, account_id, name, state FROM domains d WHERE state IN ('pending_register', 'pending_transfer')
		AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.domain_id = d.id AND o.state NOT IN {ended})`},
	{reseller.OrderElsewhere, `SELECT o.id, o.account_id, o.name, d.account_id FROM orders o JOIN domains d ON d.id = o.domain_id
		WHERE d.account_id <> o.account_id OR d.name <> o.name`},
	{reseller.OrderForNothing, `SELECT o.id, o.account_id, o.name, o.domain_id FROM orders o LEFT JOIN domains d ON d.id = o.domain_id
		WHERE d.id IS NULL AND NOT (o.state = 'done' AND o.kind IN ('register', 'transfer'))`},
	{reseller.OrderHalfEnded, `SELECT id, account_id, name, state FROM orders WHERE state IN {ended} AND (ended_at IS NULL OR due_at IS NOT NULL OR lease_end IS NOT NULL)
		OR state NOT IN {ended} AND ended_at IS NOT NULL`},
	{reseller.OrderMiscounted, `SELECT o.id, o.account_id, o.actor, CASE WHEN o.budget IS NULL THEN 'nobody' WHEN o.budget = 0 THEN 'people' ELSE {'token ' || CAST(o.budget AS CHAR)} END
		FROM orders o LEFT JOIN tokens t ON o.actor LIKE 'token %' AND t.id = CAST(SUBSTR(o.actor, 7) AS SIGNED)
		WHERE COALESCE(o.budget, -1) <> CASE WHEN o.net + o.tax = 0 THEN -1 WHEN o.actor LIKE 'user %' THEN 0
			WHEN o.actor LIKE 'token %' THEN COALESCE(t.budget, CAST(SUBSTR(o.actor, 7) AS SIGNED)) ELSE -1 END
		AND o.id >= (SELECT MIN(id) FROM orders WHERE budget IS NOT NULL)`}, // older ones are from before orders were counted
	{reseller.InvoiceElsewhere, `SELECT i.id, i.account_id, d.name, d.account_id FROM invoices i JOIN domains d ON d.id = i.domain_id WHERE d.account_id <> i.account_id`},
	{reseller.NumberOfYear, `SELECT id, account_id, number, year FROM invoices WHERE number IS NOT NULL AND SUBSTR(number, 1, 5) <> {CAST(year AS CHAR) || '-'}`},
	{reseller.EventElsewhere, `SELECT e.id, e.account_id, d.name, d.account_id FROM outbox e JOIN domains d ON d.id = e.domain_id WHERE d.account_id <> e.account_id`},
	{reseller.MailElsewhere, `SELECT m.id, m.account_id, d.name, d.account_id FROM mails m JOIN domains d ON d.id = m.domain_id
		WHERE d.account_id <> m.account_id AND m.account_id <> 0`},
	{reseller.DeliveryElsewhere, `SELECT w.id, p.account_id, p.url, e.account_id FROM webhook_deliveries w
		JOIN webhook_endpoints p ON p.id = w.endpoint_id JOIN outbox e ON e.id = w.event_id WHERE e.account_id <> p.account_id`},
	{reseller.AccountMissing, `SELECT r.id, r.account_id, '', r.kind FROM (
			SELECT id, account_id, 'domains' AS kind FROM domains UNION ALL SELECT id, account_id, 'orders' FROM orders
			UNION ALL SELECT id, account_id, 'entries' FROM entries UNION ALL SELECT id, account_id, 'invoices' FROM invoices
			UNION ALL SELECT account_id, account_id, 'balances' FROM balances UNION ALL SELECT id, account_id, 'tokens' FROM tokens
			UNION ALL SELECT id, account_id, 'webhook_endpoints' FROM webhook_endpoints
		) r LEFT JOIN accounts a ON a.id = r.account_id WHERE a.id IS NULL`},
	{reseller.BalanceMissing, `SELECT a.id, a.id, a.email, '' FROM accounts a LEFT JOIN balances b ON b.account_id = a.id WHERE b.account_id IS NULL`},
	{reseller.CurrencyWrong, `SELECT r.id, r.account_id, r.currency, r.kind FROM (
			SELECT account_id AS id, account_id, currency, 'balances' AS kind FROM balances
			UNION ALL SELECT id, account_id, currency, 'orders' FROM orders UNION ALL SELECT id, account_id, currency, 'invoices' FROM invoices
		) r JOIN accounts a ON a.id = r.account_id WHERE a.currency <> r.currency`},
	{reseller.PaymentUncredited, `SELECT p.id, p.account_id, COALESCE(p.ref, ''), {CAST(p.received AS CHAR) || ' ' || p.received_currency} FROM payments p WHERE p.state = 'paid'
		AND 1 <> (SELECT COUNT(*) FROM entries e JOIN postings o ON o.entry_id = e.id AND o.account = {'acct:' || CAST(p.account_id AS CHAR) || ':available'}
			WHERE e.ref = p.ref AND e.account_id = p.account_id AND o.amount = p.received AND o.currency = p.received_currency)`},
	{reseller.PaymentStray, `SELECT e.id, e.account_id, '', COALESCE(e.ref, '') FROM entries e WHERE e.kind = 'deposit' AND e.note IN ('card payment', 'automatic top-up') AND e.ref LIKE 'pi!_%' ESCAPE '!'
		AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.ref = e.ref AND p.state IN ('paid', 'stranded'))`},
	{reseller.InvoicedForNothing, `SELECT d.id, d.account_id, d.name, '' FROM domains d WHERE d.invoiced = 1
		AND NOT EXISTS (SELECT 1 FROM invoices i WHERE i.domain_id = d.id AND i.credits = 0 AND i.term = d.paid_through)`},
	{reseller.TokenUnrecorded, `SELECT t.id, t.account_id, t.name, {t.scopes || ' ' || t.cidrs} FROM tokens t WHERE LENGTH(t.cidrs) < 900
		AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.account_id = t.account_id AND a.action IN ('token.add', 'token.set') AND a.object = t.name
			AND a.detail = {t.scopes || ' ' || t.cidrs})`},
	{reseller.TokenUnrevoked, `SELECT t.id, t.account_id, t.name, '' FROM tokens t WHERE t.revoked_at IS NULL
		AND EXISTS (SELECT 1 FROM audit a WHERE a.account_id = t.account_id AND a.action = 'token.revoke' AND a.object = CAST(t.id AS CHAR))`},
	{reseller.WebhookUnrecorded, `SELECT e.id, e.account_id, e.url, '' FROM webhook_endpoints e WHERE e.removed_at IS NULL AND LENGTH(e.url) < 200
		AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.account_id = e.account_id AND a.action IN ('webhook.add', 'webhook.set') AND a.object = e.url)`},
	{reseller.AccountUnrecorded, `SELECT a.id, a.id, a.email, '' FROM accounts a
		WHERE NOT EXISTS (SELECT 1 FROM audit r WHERE r.account_id = a.id AND r.action = 'account.add')`},
	{reseller.AccountLost, `SELECT r.id, r.account_id, r.object, '' FROM audit r LEFT JOIN accounts a ON a.id = r.account_id
		WHERE r.action = 'account.add' AND a.id IS NULL`},
	{reseller.ClosedUnrecorded, `SELECT a.id, a.id, a.email, CASE WHEN a.closed_at IS NULL THEN 'open' ELSE 'closed' END FROM accounts a
		LEFT JOIN (SELECT account_id, MAX(id) AS id FROM audit WHERE action IN ('account.close', 'account.reopen') GROUP BY account_id) l ON l.account_id = a.id
		LEFT JOIN audit r ON r.id = l.id WHERE (a.closed_at IS NOT NULL) <> (COALESCE(r.action, '') = 'account.close')`},
	{reseller.ClosedNotEmpty, `SELECT * FROM (SELECT a.id, a.id AS account_id, a.email, CASE
			WHEN EXISTS (SELECT 1 FROM domains d WHERE d.account_id = a.id AND d.live_name IS NOT NULL) THEN 'a name'
			WHEN EXISTS (SELECT 1 FROM orders o WHERE o.account_id = a.id AND o.state NOT IN {ended}) THEN 'an unfinished order'
			WHEN EXISTS (SELECT 1 FROM invoices i WHERE i.account_id = a.id AND i.status = 'unpaid') THEN 'an unpaid invoice'
			WHEN EXISTS (SELECT 1 FROM balances b WHERE b.account_id = a.id AND (b.available <> 0 OR b.held <> 0)) THEN 'credit'
			ELSE '' END AS has FROM accounts a WHERE a.closed_at IS NOT NULL) c WHERE has <> ''`},
	{reseller.AuthCodeKept, `SELECT id, account_id, name, state FROM orders WHERE state IN {ended} AND auth_code IS NOT NULL`},
	{reseller.CredentialOpen, `SELECT id, account_id, name, kind FROM tokens WHERE LENGTH(hash) <> 64 OR (kind = 'v2') <> (sealed IS NOT NULL)`},
	{reseller.EventsMissing, `SELECT 0, 0, {CAST(low + 1 AS CHAR) || ' to ' || CAST(high AS CHAR)}, missing FROM (
			SELECT low, high, high - low - there - COALESCE((SELECT SUM(next_seq - 1 - CASE WHEN last_seq > low THEN last_seq ELSE low END)
				FROM event_gaps WHERE next_seq > low AND next_seq <= high), 0) AS missing
			FROM (SELECT low, MAX(seq) AS high, COUNT(*) AS there FROM outbox, (
					SELECT CASE WHEN MIN(seq) = 1 OR (SELECT MIN(created_at) FROM accounts) > {kept} THEN 0 ELSE MIN(seq) + 1000 END AS low FROM outbox
				) l WHERE seq > low GROUP BY low) n
		) m WHERE missing <> 0`},
	{reseller.ReaderAhead, `SELECT 0, 0, reader, seq FROM event_cursors WHERE seq > (SELECT MAX(seq) FROM outbox)`},
}

// Contradictions lists the rows of the books that other rows contradict, at most limit of each kind.
func (s *Snapshot) Contradictions(ctx context.Context, limit int) ([]reseller.Contradiction, error) {
	var all []reseller.Contradiction
	for _, c := range contradictions {
		found, err := s.contradiction(ctx, c.kind, c.query, limit)
		if err != nil {
			return nil, fmt.Errorf("look for contradictions (%s): %w", c.kind, err)
		}
		all = append(all, found...)
	}
	found, err := s.misindexed(ctx, limit)
	if err != nil {
		return nil, fmt.Errorf("look for contradictions (%s): %w", reseller.ServersMisindexed, err)
	}
	return append(all, found...), nil
}

// misindexed finds names that are searched for by other name servers than they have, at most limit.
func (s *Snapshot) misindexed(ctx context.Context, limit int) (all []reseller.Contradiction, err error) {
	for last := int64(-1); last != 0 && len(all) < limit; {
		var found []reseller.Contradiction
		if found, last, err = misindexed(s.tx.WithContext(ctx), max(last, 0)); err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all[:min(len(all), limit)], nil
}

func (s *Snapshot) contradiction(ctx context.Context, kind reseller.ContradictionKind, query string, limit int) ([]reseller.Contradiction, error) {
	rows, err := s.tx.WithContext(ctx).Raw(s.spell(query)+" ORDER BY 1 LIMIT ?", limit).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []reseller.Contradiction
	for rows.Next() {
		c := reseller.Contradiction{Kind: kind}
		if err := rows.Scan(&c.ID, &c.Account, &c.Name, &c.Detail); err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, rows.Err()
}

// spell writes a query of the table above in the engine's words.
func (s *Snapshot) spell(query string) string {
	query = strings.NewReplacer(
		"{ended}", "('done', 'refused', 'superseded')", "{kept}", "'"+micro(s.business.Add(-eventsKept)).Format(time.DateTime)+"'",
	).Replace(query)
	for {
		from := strings.IndexByte(query, '{')
		if from < 0 {
			return query
		}
		to := from + strings.IndexByte(query[from:], '}')
		text := query[from+1 : to]
		if s.dialect == mysqlDialect {
			text = "CONCAT(" + strings.ReplaceAll(text, "||", ",") + ")"
		}
		query = query[:from] + text + query[to+1:]
	}
}
