package verify_test

// damagedMoney is what can be wrong with entries, postings, balances and prices.
var damagedMoney = []damage{
	{"I1", "sum to 0.01 SEK", "a posting grows", []string{
		"UPDATE postings SET amount = amount + 1 WHERE entry_id = 1 AND n = 0"}},
	{"I1", "has no postings", "an entry loses its postings", []string{"DELETE FROM postings WHERE entry_id = 1"}},
	{"I1", "together are -0.10 SEK", "a posting is lost in the sum", []string{
		"UPDATE postings SET amount = amount - 10 WHERE entry_id = 1 AND account = 'house:deposits'"}},
	{"I1", "is neither its own nor the operator's", "an entry posts on an unknown house account", []string{
		"UPDATE postings SET account = 'house:pocket' WHERE account = 'house:sales' AND entry_id IN (SELECT id FROM entries WHERE order_id = [register one.com])"}},
	{"I1", "is neither its own nor the operator's", "an entry posts on another account", []string{
		"UPDATE postings SET account = 'acct:2:available' WHERE account = 'acct:1:available' AND entry_id IN (SELECT id FROM entries WHERE order_id = [register one.com])"}},
	{"I1", "posts on house:deposits, which its kind does not", "a sale goes to the deposits", []string{
		"UPDATE postings SET account = 'house:deposits' WHERE account = 'house:sales' AND entry_id IN (SELECT id FROM entries WHERE order_id = [register one.com])"}},
	{"I1", "moves -200.00 SEK the wrong way", "a deposit takes money", []string{
		"UPDATE postings SET amount = -amount WHERE entry_id IN (SELECT id FROM entries WHERE kind = 'deposit' AND account_id = 3)"}},
	{"I2", "SEK on acct:1:available", "the first deposit shrinks to a crown", []string{
		"UPDATE postings SET amount = CASE WHEN amount > 0 THEN 1 ELSE -1 END WHERE entry_id = 1"}},
	{"I2", "its unfinished orders reserve 80.00 SEK", "a hold vanishes from the balance", []string{"UPDATE balances SET held = 0 WHERE account_id = 2"}},
	{"I3", "and its journal", "credit appears", []string{"UPDATE balances SET available = available + 5 WHERE account_id = 1"}},
	{"I3", "has no balance row", "a balance row vanishes", []string{"DELETE FROM balances WHERE account_id = 1"}},
	{"I3", "its account 2 in another currency", "a balance is in another currency", []string{"UPDATE balances SET currency = 'EUR' WHERE account_id = 2"}},
	{"I3", "its account 2 in another currency", "an account is in another currency", []string{"UPDATE accounts SET currency = 'EUR' WHERE id = 2"}},
	{"I3", "row 1 of orders is in EUR", "an order is in another currency", []string{"UPDATE orders SET currency = 'EUR' WHERE id = 1"}},
	{"I4", "order 3 (register of one.com), which is done and charged", "a refund gives back more than its order has charged", []string{
		"UPDATE entries SET kind = 'goodwill', refunds = [register one.com] WHERE id = 1"}},
	{"I4", "which there is not", "a refund is of an order that there is not", []string{"UPDATE entries SET kind = 'goodwill', refunds = 99999 WHERE id = 1"}},
	{"I4", "is paid, and not credited once with 100 SEK", "a card payment is paid and was never credited", []string{
		`INSERT INTO payments (account_id, kind, state, currency, amount, provider_key, save_card, begun_by, ref, received, received_currency, reason, refunded, disputed, customer, method, dispute, account_new, created_at, asked_at)
			VALUES (1, 'once', 'paid', 'SEK', 100, 'key', 0, 'user', 'pi_1', 100, 'SEK', '', 0, 0, '', '', '', '2026-03-01 12:00:00', '2026-03-01 12:00:00', '2026-03-01 12:00:00')`}},
	{"I4", "is for the card payment pi_1, which was not received", "a card payment is credited that was never paid", []string{
		"UPDATE entries SET ref = 'pi_1', note = 'card payment' WHERE id = 1"}},
	{"I4", "has no settle entry", "a settlement vanishes", []string{
		"DELETE FROM postings WHERE entry_id IN (SELECT id FROM entries WHERE kind = 'settle' AND order_id = [register one.com])",
		"DELETE FROM entries WHERE kind = 'settle' AND order_id = [register one.com]"}},
	{"I4", "has a release entry", "a sale is released too", []string{
		"INSERT INTO entries (kind, account_id, order_id, note, created_at) VALUES ('release', 1, [register one.com], '', '2026-03-01 12:00:00')"}},
	{"I4", "which does not exist", "a hold belongs to no order", []string{
		"UPDATE entries SET order_id = 999 WHERE kind = 'hold' AND order_id = [register one.com]"}},
	{"I4", "all others have one", "a settlement is of no order", []string{
		"UPDATE entries SET order_id = NULL WHERE kind = 'settle' AND order_id = [register one.com]"}},
	{"I4", "all others have one", "a refund without an order appears, with its money", []string{
		"INSERT INTO entries (id, kind, account_id, note, created_at) VALUES (9999, 'refund', 1, '', '2026-03-01 12:00:00')",
		"INSERT INTO postings (entry_id, n, account, currency, amount) VALUES (9999, 0, 'acct:1:available', 'SEK', 100), (9999, 1, 'house:sales', 'SEK', -100)",
		"UPDATE balances SET available = available + 100 WHERE account_id = 1"}},
	{"I4", "what the operator books has none", "a deposit is of an order", []string{"UPDATE entries SET order_id = [register one.com] WHERE id = 1"}},
	{"I4", "does not post the order's charge", "an order's price changes afterwards", []string{
		"UPDATE orders SET net = net - 1, tax = tax + 1 WHERE id = [register one.com]"}},
	{"I4", "does not post the order's charge", "tax goes to the sales", []string{
		"UPDATE postings SET account = 'house:sales' WHERE account = 'house:tax' AND entry_id IN (SELECT id FROM entries WHERE order_id = [register one.com])"}},
	{"I6", "no price list ever had that", "a whole sale is lowered to 0.01, consistently", []string{
		"UPDATE orders SET net = 1, tax = 0 WHERE id = [register three.com]",
		"UPDATE postings SET amount = CASE WHEN amount > 0 THEN 1 ELSE -1 END WHERE entry_id IN (SELECT id FROM entries WHERE order_id = [register three.com])",
		"DELETE FROM postings WHERE account = 'house:tax' AND entry_id IN (SELECT id FROM entries WHERE order_id = [register three.com])",
		`UPDATE invoices SET net = 1, tax = 0, line_items = REPLACE(REPLACE(line_items, '"net":8000', '"net":1'), '"tax":2000', '"tax":0') WHERE order_id = [register three.com]`,
		"UPDATE balances SET available = available + 9999 WHERE account_id = 1"}},
	{"I6", "no price list ever had that", "a sale is given away, consistently", []string{
		"UPDATE orders SET net = 0, tax = 0 WHERE id = [register three.com]",
		"DELETE FROM postings WHERE entry_id IN (SELECT id FROM entries WHERE order_id = [register three.com])",
		"DELETE FROM entries WHERE order_id = [register three.com]",
		"DELETE FROM invoices WHERE order_id = [register three.com]",
		"UPDATE balances SET available = available + 10000 WHERE account_id = 1"}},
	{"I6", "no price list ever had that", "a sale is lowered to what another account pays, consistently", []string{
		"UPDATE orders SET net = 6000, tax = 1500 WHERE id = [register three.com]",
		"UPDATE postings SET amount = amount * 3 / 4 WHERE entry_id IN (SELECT id FROM entries WHERE order_id = [register three.com])",
		`UPDATE invoices SET net = 6000, tax = 1500, line_items = REPLACE(REPLACE(line_items, '"net":8000', '"net":6000'), '"tax":2000', '"tax":1500') WHERE order_id = [register three.com]`,
		"UPDATE balances SET available = available + 2500 WHERE account_id = 1"}},
	{"I6", "and -0.01 SEK tax", "an order has a negative tax", []string{"UPDATE orders SET tax = -1 WHERE id = [register one.com]"}},
	{"I6", "no registry took it back", "a refund that no registry gave, with its credit note", []string{
		"INSERT INTO entries (id, kind, account_id, order_id, note, created_at) VALUES (9999, 'refund', 1, [register three.com], '', '2026-03-01 12:00:00')",
		"INSERT INTO postings (entry_id, n, account, currency, amount) VALUES (9999, 0, 'acct:1:available', 'SEK', 10000), (9999, 1, 'house:sales', 'SEK', -8000), (9999, 2, 'house:tax', 'SEK', -2000)",
		"UPDATE balances SET available = available + 10000 WHERE account_id = 1",
		`INSERT INTO invoices (year, account_id, order_id, domain_id, credits, status, currency, net, tax, line_items, reason, created_at, due_at, paid_at)
			SELECT year, account_id, order_id, domain_id, id, status, currency, -net, -tax, REPLACE(REPLACE(line_items, '"net":8000', '"net":-8000'), '"tax":2000', '"tax":-2000'), '', created_at, due_at, paid_at
			FROM (SELECT * FROM invoices) i WHERE order_id = [register three.com]`}},
	{"I6", "and not refunded to account 1", "a refund that the registry gave is taken away, with its credit note", []string{
		"DELETE FROM postings WHERE entry_id IN (SELECT id FROM entries WHERE kind = 'refund' AND order_id = [register refunded.com])",
		"DELETE FROM entries WHERE kind = 'refund' AND order_id = [register refunded.com]",
		"DELETE FROM invoices WHERE credits <> 0 AND order_id = [register refunded.com]",
		"UPDATE balances SET available = available - 10000 WHERE account_id = 1"}},
	{"I6", "no registry took it back", "a refund goes to another order of the account", []string{
		"UPDATE entries SET order_id = [register four.com] WHERE kind = 'refund' AND order_id = [register refunded.com]",
		"UPDATE invoices SET order_id = [register four.com], domain_id = [four.com] WHERE credits <> 0 AND order_id = [register refunded.com]"}},
	{"I11", "has no refund", "the refund of an order that was taken back vanishes", []string{"DELETE FROM entries WHERE kind = 'refund' AND order_id = [register undone.com]"}},
	{"I11", "is marked as taken back: false", "the mark of an order that was taken back vanishes", []string{"UPDATE orders SET reversed_at = NULL WHERE id = [register undone.com]"}},
	{"I11", "is marked as taken back: true", "an order is marked as taken back", []string{"UPDATE orders SET reversed_at = ended_at WHERE id = [register one.com]"}},
	{"I11", "by the audit log the operator took it back: false", "the record of an order that was taken back vanishes", []string{"DELETE FROM audit WHERE action = 'order.reversed'"}},
	{"I6", "and a registry's log has its effect", "an order that took effect is called taken back, with its record", []string{
		"UPDATE orders SET reversed_at = ended_at WHERE id = [register one.com]",
		"INSERT INTO audit (created_at, account_id, actor, action, object, detail, request_id) SELECT '2099-03-01 12:00:00', 1, 'operator', 'order.reversed', CAST(id AS CHAR), '', '' FROM orders WHERE id = [register one.com]"}},
	{"I7", "and neither an order nor an import brought it there", "a name whose order was taken back is active", []string{
		"UPDATE domains SET state = 'active', live_name = name, closed_at = NULL WHERE id = [undone.com]"}},
	{"I4", "has a release entry", "the record of a charge after a refusal vanishes", []string{"DELETE FROM audit WHERE action = 'order.confirmed'"}},
	{"I4", "has no settle entry", "a charge after a refusal vanishes", []string{"DELETE FROM entries WHERE kind = 'settle' AND order_id = [register late.com]"}},
	{"I11", "and is not done", "an order that was charged after its refusal is refused", []string{"UPDATE orders SET state = 'refused' WHERE id = [register late.com]"}},
	{"I11", "and is not done", "a record of a charge after a refusal appears", []string{
		"INSERT INTO audit (created_at, account_id, actor, action, object, detail, request_id) VALUES ('2099-03-01 12:00:00', 1, 'operator', 'order.confirmed', '9999', '', '')"}},
	{"I6", "nor does a record say", "the record of a credit by the operator vanishes", []string{"DELETE FROM audit WHERE action = 'invoice.credited'"}},
	{"I9", "left -100.00 SEK on acct:1:available", "a refused order keeps the money", []string{
		"DELETE FROM postings WHERE entry_id IN (SELECT id FROM entries WHERE kind = 'release')",
		"DELETE FROM entries WHERE kind = 'release'"}},
	{"I11", "has no record that the operator posted it", "a deposit is invented, with its money", []string{
		"INSERT INTO entries (id, kind, account_id, ref, note, created_at) VALUES (9999, 'deposit', 1, 'PAYMENT-2', '', '2026-03-01 12:00:00')",
		"INSERT INTO postings (entry_id, n, account, currency, amount) VALUES (9999, 0, 'acct:1:available', 'SEK', 100), (9999, 1, 'house:deposits', 'SEK', -100)",
		"UPDATE balances SET available = available + 100 WHERE account_id = 1"}},
	{"I11", "has no record that the operator posted it", "a deposit grows, with its money", []string{
		"UPDATE postings SET amount = amount * 2 WHERE entry_id = 1", "UPDATE balances SET available = available + 1000000 WHERE account_id = 1"}},
	{"I11", "has no record that the operator posted it", "a deposit goes to another account, with its money", []string{
		"UPDATE postings SET account = 'acct:2:available' WHERE account = 'acct:3:available' AND entry_id IN (SELECT id FROM entries WHERE kind = 'deposit' AND account_id = 3)",
		"UPDATE entries SET account_id = 2 WHERE kind = 'deposit' AND account_id = 3",
		"UPDATE balances SET available = available + 20000 WHERE account_id = 2"}},
	{"I11", "lacks an entry", "a withdrawal vanishes, with its money", []string{
		"DELETE FROM postings WHERE entry_id IN (SELECT id FROM entries WHERE kind = 'withdrawal')", "DELETE FROM entries WHERE kind = 'withdrawal'",
		"UPDATE balances SET available = available + 5000 WHERE account_id = 2"}},
	{"I11", "and it has no refund", "a credit by the operator vanishes, with its money and its note", []string{
		"DELETE FROM postings WHERE entry_id IN (SELECT id FROM entries WHERE kind = 'refund' AND account_id = 2)",
		"DELETE FROM entries WHERE kind = 'refund' AND account_id = 2",
		"DELETE FROM invoices WHERE credits <> 0 AND account_id = 2 AND order_id IS NOT NULL",
		"UPDATE balances SET available = available - 10000 WHERE account_id = 2"}},
	{"I11", "and was set to 80.00 SEK", "a price is lowered", []string{
		"UPDATE prices SET net = 1 WHERE tld = 'com' AND operation = 'register' AND years = 1"}},
	{"I11", "of account 2 is 0.01 SEK, and was set to 60.00 SEK", "an account's own price is lowered", []string{
		"UPDATE account_prices SET net = 1 WHERE operation = 'restore'"}},
	{"I11", "of account 1 has no record that it was set", "another account gets an own price", []string{
		"UPDATE account_prices SET account_id = 1 WHERE operation = 'restore'"}},
	{"I11", "of group gold is 0.01 SEK, and was set to", "a price of a group is lowered", []string{"UPDATE group_prices SET net = 1"}},
	{"I11", "is in price group gold and has no record that it was put there", "an account is slipped into a price group", []string{
		"UPDATE accounts SET price_group = 'gold' WHERE price_group IS NULL"}},
	{"I11", "is in no price group, and was put into gold", "an account falls out of its price group", []string{"UPDATE accounts SET price_group = NULL"}},
	{"I11", "will be net 1, cost 0 from 2040-01-01, and was planned to be removed", "a planned price is lowered", []string{
		"UPDATE planned_prices SET net = 1, removed = 0"}},
	{"I11", "from 2041-01-01 and has no record that it was planned", "a price is planned for another day", []string{
		"UPDATE planned_prices SET valid_from = '2041-01-01 00:00:00'"}},
	{"I11", "has no record that it was set", "a price appears", []string{
		"INSERT INTO prices (tld, currency, operation, years, net, cost) VALUES ('com', 'EUR', 'register', 1, 1, 0)"}},
}

// damagedInvoices is what can be wrong with invoices and credit notes.
var damagedInvoices = []damage{
	{"I14", "has 0 invoices, want 1", "an invoice vanishes", []string{"DELETE FROM invoices WHERE order_id = [register one.com]"}},
	{"I14", "and the ledger 80.00 SEK and 20.00 SEK tax", "an invoice says another sum", []string{"UPDATE invoices SET net = net + 1 WHERE order_id = [register one.com]"}},
	{"I14", "is for renew of one.com", "an invoice line is for another operation", []string{
		`UPDATE invoices SET line_items = REPLACE(line_items, '"register"', '"renew"') WHERE order_id = [register one.com]`}},
	{"I14", "is for register of else.com", "an invoice line names another name", []string{
		`UPDATE invoices SET line_items = REPLACE(line_items, '"one.com"', '"else.com"') WHERE order_id = [register one.com]`}},
	{"I14", "for 9 years, and the order is for 1", "an invoice line names other years", []string{
		`UPDATE invoices SET line_items = REPLACE(line_items, '"years":1', '"years":9') WHERE order_id = [register one.com]`}},
	{"I14", "is for the term from", "an invoice is for another domain row", []string{"UPDATE invoices SET domain_id = [three.com] WHERE order_id = [register one.com]"}},
	{"I14", "is for the term from", "a renewal's invoice is for another term", []string{
		"UPDATE invoices SET term = '2031-03-01 12:00:00' WHERE order_id = [renew one.com]"}},
	{"I14", "has no date of payment", "a paid invoice has no date", []string{"UPDATE invoices SET paid_at = NULL WHERE order_id = [register one.com]"}},
	{"I14", "has 0 credit notes, want 1", "a credit note vanishes", []string{"DELETE FROM invoices WHERE credits <> 0 AND order_id IS NOT NULL"}},
	{"I14", "not ", "a credit note credits another invoice", []string{
		"UPDATE invoices SET credits = credits + 1 WHERE credits <> 0 AND order_id IS NOT NULL"}},
	{"I14", "are missing before 2026-00000099", "a number is skipped", []string{
		"UPDATE invoices SET number = '2026-00000099' WHERE order_id = [register one.com]"}},
	{"I14", "and has the higher number", "two numbers are swapped", []string{
		"UPDATE invoices SET number = 'x' WHERE number = '2026-00000001'",
		"UPDATE invoices SET number = '2026-00000001' WHERE number = '2026-00000011'",
		"UPDATE invoices SET number = '2026-00000011' WHERE number = 'x'"}},
	{"I14", "which is none", "a number is no number", []string{"UPDATE invoices SET number = '2026-0000000A' WHERE order_id = [register one.com]"}},
	{"I14", "of 2026 has the number 2020-00000001", "a number is in another year's series", []string{
		"UPDATE invoices SET number = '2020-00000001' WHERE order_id = [register one.com]"}},
	{"I14", "in the series of 2020", "an invoice is in another year", []string{"UPDATE invoices SET year = 2020 WHERE order_id = [register one.com]"}},
	{"I14", "are missing before", "an invoice loses its number", []string{"UPDATE invoices SET number = NULL WHERE order_id = [register one.com]"}},
	{"I14", "is paid (100.00 SEK, credits 0), and its term, order or credit note does not fit that", "a paid invoice has no order", []string{
		"UPDATE invoices SET order_id = NULL WHERE order_id = [register one.com]"}},
	{"I14", "is unpaid (100.00 SEK", "an unpaid invoice is for no term", []string{
		"UPDATE invoices SET order_id = NULL, status = 'unpaid', term_key = NULL WHERE order_id = [register one.com]"}},
	{"I14", "is cancelled (100.00 SEK", "a numbered invoice is cancelled without a credit note", []string{
		"UPDATE invoices SET order_id = NULL, status = 'cancelled' WHERE order_id = [register one.com]"}},
	{"I14", "credits", "the credit note of a cancelled invoice vanishes", []string{"DELETE FROM invoices WHERE credits <> 0 AND order_id IS NULL"}},
	{"I14", "is of order 999, which does not exist", "an invoice belongs to no order", []string{
		"UPDATE invoices SET order_id = 999 WHERE order_id = [register one.com]"}},
	{"I14", "no price list ever had that", "an unpaid invoice asks less", []string{
		`UPDATE invoices SET net = 1, tax = 0, line_items = REPLACE(REPLACE(line_items, '"net":8000', '"net":1'), '"tax":2000', '"tax":0') WHERE status = 'unpaid'`}},
	{"I14", "says in its line", "an unpaid invoice and its line differ", []string{"UPDATE invoices SET net = 7000 WHERE status = 'unpaid'"}},
	{"I14", "for 2 years of poor.com", "an unpaid invoice is for more years at the price of one", []string{
		`UPDATE invoices SET line_items = REPLACE(line_items, '"years":1', '"years":2') WHERE status = 'unpaid'`}},
	{"I14", "is not for the next term of poor.com", "an unpaid invoice is for another term", []string{
		"UPDATE invoices SET term = '2031-03-01 12:00:00', term_key = {domain_id || ':2031-03-01'} WHERE status = 'unpaid'"}},
	{"I14", "is not for the next term of poor.com", "an unpaid invoice does not hold its term's place", []string{
		"UPDATE invoices SET term_key = 'other' WHERE status = 'unpaid'"}},
	{"I14", "which account 1 has", "an unpaid invoice is for another domain", []string{
		"UPDATE invoices SET domain_id = [three.com] WHERE status = 'unpaid'"}},
	{"I14", "is due on", "an unpaid invoice is due at another time", []string{"UPDATE invoices SET due_at = '2031-03-01 12:00:00' WHERE status = 'unpaid'"}},
	{"I14", "is not tried again within", "an unpaid invoice is never tried", []string{"UPDATE invoices SET try_at = NULL WHERE status = 'unpaid'"}},
	{"I14", "is not tried again within", "an unpaid invoice is tried in 2099", []string{"UPDATE invoices SET try_at = '2099-01-01 00:00:00' WHERE status = 'unpaid'"}},
	{"I14", "next term invoiced false", "a name says that its next term is not invoiced", []string{"UPDATE domains SET invoiced = 0 WHERE invoiced = 1 AND name = 'poor.com'"}},
	{"I14", "and no invoice is for it", "a name says that its next term is invoiced, and it is not", []string{
		"UPDATE domains SET invoiced = 1 WHERE name = 'newest.com'"}},
	{"I14", "auto-renew false", "auto-renew is off beside an unpaid invoice", []string{"UPDATE domains SET auto_renew = 0 WHERE name = 'poor.com'"}},
	{"I14", "has 0 invoices", "an unpaid invoice is called paid", []string{"UPDATE invoices SET status = 'unpaid' WHERE order_id = [register one.com]"}},
}
