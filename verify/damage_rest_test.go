package verify_test

// damagedRest is what can be wrong with accounts, credentials, records, events and what goes out.
var damagedRest = []damage{
	{"I10", "of account 2, which does not exist", "an account vanishes", []string{"DELETE FROM accounts WHERE id = 2"}},
	{"I11", "was made by record", "an account vanishes with its balance, credentials and webhooks", []string{
		"DELETE FROM accounts WHERE id = 3", "DELETE FROM balances WHERE account_id = 3", "DELETE FROM tokens WHERE account_id = 3"}},
	{"I11", "has no record that it was made", "an account appears", []string{
		"INSERT INTO accounts (id, email, name, currency, tax_rate_ppm, replay_seconds, language, disabled, created_at) VALUES (9, 'eve@example.com', '', 'SEK', 0, 0, 'en', 0, '2026-03-01 12:00:00')",
		"INSERT INTO balances (account_id, currency, available, held) VALUES (9, 'SEK', 0, 0)"}},
	{"I3", "has no balance row", "an account appears without a balance", []string{
		"INSERT INTO accounts (id, email, name, currency, tax_rate_ppm, replay_seconds, language, disabled, created_at) VALUES (9, 'eve@example.com', '', 'SEK', 0, 0, 'en', 0, '2026-03-01 12:00:00')"}},
	{"I11", "says otherwise", "a closed account is open", []string{"UPDATE accounts SET closed_at = NULL"}},
	{"I11", "says otherwise", "an empty account is closed", []string{
		"INSERT INTO accounts (id, email, name, currency, tax_rate_ppm, replay_seconds, language, disabled, created_at, closed_at) VALUES (9, 'eve@example.com', '', 'SEK', 0, 0, 'en', 0, '2026-03-01 12:00:00', '2026-03-01 12:00:00')",
		"INSERT INTO balances (account_id, currency, available, held) VALUES (9, 'SEK', 0, 0)"}},
	{"I11", "is closed, and has a name", "an account with names is closed", []string{"UPDATE accounts SET closed_at = '2026-03-01 12:00:00' WHERE id = 1"}},
	{"I11", "is closed, and has a name", "a name is given to a closed account", []string{"UPDATE domains SET account_id = (SELECT id FROM accounts WHERE closed_at IS NOT NULL) WHERE id = [one.com]"}},
	{"I11", "is closed, and has credit", "credit is given to a closed account", []string{"UPDATE balances SET available = 500 WHERE account_id = (SELECT id FROM accounts WHERE closed_at IS NOT NULL)"}},
	{"I11", "is closed, and has an unpaid invoice", "a closed account is billed", []string{
		"INSERT INTO invoices (year, account_id, domain_id, credits, status, currency, net, tax, line_items, reason, created_at, due_at) SELECT 2026, id, 0, 0, 'unpaid', 'SEK', 1, 0, '[]', '', created_at, created_at FROM accounts WHERE closed_at IS NOT NULL"}},
	{"I11", "says otherwise", "the record of a closing vanishes", []string{"DELETE FROM audit WHERE action = 'account.close'"}},
	{"I11", "has no record that it was given", "a token is handed to another account", []string{"UPDATE tokens SET account_id = 1 WHERE scopes = 'read'"}},
	{"I11", "has no record that it was given", "a token is widened", []string{"UPDATE tokens SET scopes = '' WHERE scopes = 'read'"}},
	{"I11", "has no record that it was given", "a token may be used from everywhere", []string{"UPDATE tokens SET cidrs = '' WHERE scopes = 'read'"}},
	{"I11", "was revoked by the audit log", "a revoked token opens its account again", []string{"UPDATE tokens SET revoked_at = NULL WHERE revoked_at IS NOT NULL"}},
	{"I13", "is not kept as such a token is", "a token is kept open", []string{"UPDATE tokens SET hash = 'secret' WHERE scopes = 'read'"}},
	{"I13", "is not kept as such a token is", "a key of v2 is called a token", []string{"UPDATE tokens SET kind = 'api' WHERE kind = 'v2'"}},
	{"I11", "has no record that its address", "a webhook posts elsewhere", []string{"UPDATE webhook_endpoints SET url = 'https://evil.example/'"}},
	{"I11", "has no record that its address", "a webhook is handed to another account", []string{"UPDATE webhook_endpoints SET account_id = 1"}},
	{"I10", "and its event is of account 1", "a webhook is told of another account's event", []string{
		`INSERT INTO webhook_deliveries (endpoint_id, event_id, kind, body, state, attempts, status, problem, created_at)
			SELECT w.id, e.id, e.kind, '', 'waiting', 0, 0, '', e.created_at FROM webhook_endpoints w JOIN outbox e ON e.account_id = 1 AND e.seq = (SELECT MIN(seq) FROM outbox WHERE account_id = 1)`}},
	{"I10", "and one.com of account 1", "an event is another account's", []string{"UPDATE outbox SET account_id = 2 WHERE order_id = [register one.com]"}},
	{"I10", "and one.com of account 1", "a mail goes to another account", []string{
		`INSERT INTO mails (cause, account_id, domain_id, invoice_id, kind, recipient, subject, body_text, body_html, created_at, state, attempts, queued_at, problem)
			VALUES ('x', 2, [one.com], 0, 'registered', 'bo@example.com', '', '', '', '2026-03-01 12:00:00', 'sent', 0, '2026-03-01 12:00:00', '')`}},
	{"I10", "and one.com of account 1", "an invoice is another account's", []string{"UPDATE invoices SET account_id = 2 WHERE order_id = [register one.com]"}},
	{"I11", "of the events numbered", "an event vanishes", []string{"DELETE FROM outbox WHERE seq = 5"}},
	{"I11", "of the events numbered", "the first events vanish", []string{"DELETE FROM outbox WHERE seq < 5"}},
	{"I11", "and there are none so high", "a reader of events is ahead", []string{"UPDATE event_cursors SET seq = 9999"}},
	{"I11", "and there are none so high", "the last events vanish", []string{"DELETE FROM outbox WHERE seq > 10"}},
	{"I11", "has no record", "the audit log is emptied", []string{"DELETE FROM audit"}},
	{"I11", "has no record that the operator posted it", "the record of a deposit is rewritten", []string{
		"UPDATE audit SET detail = '5 SEK small' WHERE action = 'credit.deposit' AND account_id = 1"}},
	{"I11", "has no record that it was set", "the records of prices vanish", []string{"DELETE FROM audit WHERE action = 'price.set'"}},
	{"I11", "is not as it was when it was chained", "who did something", []string{"UPDATE audit SET actor = 'somebody' WHERE id = 2"}},
	{"I11", "is not as it was when it was chained", "when something was done", []string{"UPDATE audit SET created_at = '2020-01-01 00:00:00' WHERE action = 'domain.set'"}},
	{"I11", "is not as it was when it was chained", "changes are put onto a record that has none", []string{
		`UPDATE audit SET changes = '[{"field":"role","before":"readonly","after":"owner"}]' WHERE id = (SELECT id FROM (SELECT MAX(id) AS id FROM audit WHERE changes IS NULL) a)`}},
	{"I11", "of the audit log is missing", "a record of a change of settings vanishes", []string{"DELETE FROM audit WHERE action = 'domain.set'"}},
	{"I11", "of the audit log are missing", "a record vanishes with its link", []string{
		"DELETE FROM audit WHERE id = (SELECT record_id FROM audit_chain WHERE chain = 'kept' AND seq = 3)", "DELETE FROM audit_chain WHERE chain = 'kept' AND seq = 3"}},
	{"I11", "and none is old enough to be pruned", "the first of the others vanish with their links", []string{
		"DELETE FROM audit WHERE id IN (SELECT record_id FROM audit_chain WHERE chain = 'pruned' AND seq < 2)", "DELETE FROM audit_chain WHERE chain = 'pruned' AND seq < 2"}},
	{"I11", "has another hash", "a link has another hash", []string{"UPDATE audit_chain SET hash = '0' WHERE chain = 'kept' AND seq = 2"}},
	{"I11", "has another hash", "two records change their places", []string{
		"UPDATE audit_chain SET record_id = -record_id WHERE chain = 'kept' AND seq IN (2, 3)",
		"UPDATE audit_chain SET record_id = (SELECT -record_id FROM (SELECT * FROM audit_chain) c WHERE chain = 'kept' AND seq = 5 - audit_chain.seq) WHERE chain = 'kept' AND seq IN (2, 3)"}},
	{"I7", "and neither an order nor an import brought it there", "the record of an import vanishes", []string{"DELETE FROM audit WHERE action = 'domain.import'"}},
}

// cannotBeTold are kinds of damage that the books do not contradict. docs/verify.md lists them.
var cannotBeTold = []untellable{
	{"a deposit is invented, with its money and its record", "a record that is added looks like one that was written", []string{
		"INSERT INTO entries (id, kind, account_id, ref, note, created_at) VALUES (9999, 'deposit', 1, 'PAYMENT-2', '', '2026-03-01 12:00:00')",
		"INSERT INTO postings (entry_id, n, account, currency, amount) VALUES (9999, 0, 'acct:1:available', 'SEK', 100), (9999, 1, 'house:deposits', 'SEK', -100)",
		"UPDATE balances SET available = available + 100 WHERE account_id = 1",
		"INSERT INTO audit (created_at, account_id, actor, action, object, detail, request_id) VALUES ('2099-03-01 12:00:00', 1, 'operator', 'credit.deposit', 'PAYMENT-2', '100 SEK ', '')"}},
	{"a sale is lowered to another price of the list, consistently", "the price of a day is not kept with its day of business", []string{
		"INSERT INTO audit (created_at, account_id, actor, action, object, detail, request_id) VALUES ('2099-02-01 12:00:00', 0, 'operator', 'price.set', 'com', 'register 1 years: net 7000, cost 0 SEK', '')",
		"UPDATE prices SET net = 7000 WHERE tld = 'com' AND operation = 'register' AND years = 1",
		"UPDATE orders SET net = 7000 WHERE id = [register three.com]",
		"UPDATE postings SET amount = CASE WHEN account = 'house:sales' THEN 7000 WHEN account = 'house:tax' THEN 2000 WHEN amount > 0 THEN 9000 ELSE -9000 END WHERE entry_id IN (SELECT id FROM entries WHERE order_id = [register three.com])",
		`UPDATE invoices SET net = 7000, line_items = REPLACE(line_items, '"net":8000', '"net":7000') WHERE order_id = [register three.com]`,
		"UPDATE balances SET available = available + 1000 WHERE account_id = 1"}},
	{"a note of the ledger", "it is words", []string{"UPDATE entries SET note = 'other' WHERE id = 1"}},
	{"the date of an entry", "nothing else has it", []string{"UPDATE entries SET created_at = '2020-01-01 00:00:00' WHERE id = 1"}},
	{"an account's tax rate", "orders keep the tax and not the rate; the rate may change", []string{"UPDATE accounts SET tax_rate_ppm = 0 WHERE id = 1"}},
	{"an account's language, name and contact", "nothing else has them", []string{"UPDATE accounts SET language = 'sv', name = 'Else', default_contact = NULL WHERE id = 1"}},
	{"an account is disabled", "its record says that in words", []string{"UPDATE accounts SET disabled = 1 WHERE id = 1"}},
	{"an account's replay window", "nothing else has it", []string{"UPDATE accounts SET replay_seconds = 5 WHERE id = 1"}},
	{"a token's hash is another token's that nobody has", "that is the point of a hash", []string{
		"UPDATE tokens SET hash = '0000000000000000000000000000000000000000000000000000000000000000' WHERE scopes = 'read'"}},
	{"a token's end", "its record does not have it", []string{"UPDATE tokens SET expires_at = '2099-01-01 00:00:00' WHERE scopes = 'read'"}},
	{"the kinds of events that a webhook is told of", "they may be changed", []string{"UPDATE webhook_endpoints SET kinds = 'renew.done'"}},
	{"auto-renew is off", "the account may switch it, and its record need not be the last word", []string{"UPDATE domains SET auto_renew = 0 WHERE name = 'kept.com'"}},
	{"a name is out of its account's view", "the account may hide it", []string{"UPDATE domains SET removed = 1 WHERE name = 'three.com'"}},
	{"DNS and mail management are on", "the account may switch them", []string{"UPDATE domains SET dns_management = 1, email_forwarding = 1 WHERE name = 'three.com'"}},
	{"TLD-specific fields", "a registry does not show them", []string{`UPDATE domains SET fields = '{"id_number":"other"}' WHERE name = 'three.com'`}},
	{"the reason of a row, an order or an invoice", "it is words", []string{
		"UPDATE domains SET reason = 'other' WHERE name = 'three.com'", "UPDATE orders SET reason = 'other' WHERE id = [register one.com]",
		"UPDATE invoices SET reason = 'other' WHERE order_id = [register one.com]"}},
	{"what a settings order asked for", "a newer one may have taken its place", []string{`UPDATE orders SET wish = '{}' WHERE id = [nameservers one.com]`}},
	{"a settings order vanishes", "old ones are pruned", []string{"DELETE FROM orders WHERE id = [nameservers one.com]"}},
	{"what a caller was told", "the caller has it, and not the books", []string{"UPDATE orders SET answered = 'pending' WHERE id = [register one.com]"}},
	{"the last record vanishes, with its link", "only a head that was kept elsewhere has it", []string{
		"DELETE FROM audit WHERE id = (SELECT record_id FROM audit_chain WHERE chain = 'pruned' ORDER BY seq DESC LIMIT 1)",
		"DELETE FROM audit_chain WHERE chain = 'pruned' AND seq = (SELECT MAX(seq) FROM (SELECT * FROM audit_chain) c WHERE chain = 'pruned')"}},
	{"the words of an event", "nothing else has them", []string{"UPDATE outbox SET detail = '{}' WHERE order_id = [register one.com]"}},
}
