package verify_test

// damagedOrders is what can be wrong with orders.
var damagedOrders = []damage{
	{"I4", "has no time at which anybody looks at it", "an unfinished order has no due time", []string{"UPDATE orders SET due_at = NULL WHERE name = 'wanted.com'"}},
	{"I4", "and nobody looks at it before 2099", "an unfinished order is looked at in 2099", []string{"UPDATE orders SET due_at = '2099-01-01 00:00:00' WHERE name = 'wanted.com'"}},
	{"I4", "its lease lasts until 2099", "a lease lasts until 2099", []string{"UPDATE orders SET lease_end = '2099-01-01 00:00:00' WHERE name = 'wanted.com'"}},
	{"I4", "longer than the 60 days", "an order is unfinished for a year", []string{"UPDATE orders SET created_at = '2026-03-01 12:00:00' WHERE name = 'wanted.com'"}},
	{"I4", "the times of its end do not fit that", "an order that has ended is due", []string{"UPDATE orders SET due_at = created_at WHERE id = [register one.com]"}},
	{"I4", "the times of its end do not fit that", "an order has no end time", []string{"UPDATE orders SET ended_at = NULL WHERE id = [privacy one.com]"}},
	{"I5", "its live key does not fit that", "an order that has ended keeps its key", []string{
		"UPDATE orders SET live_key = 'name:one.com' WHERE id = [register one.com]"}},
	{"I5", "its live key does not fit that", "an unfinished order has no key", []string{"UPDATE orders SET live_key = NULL WHERE name = 'wanted.com'"}},
	{"I5", "are both unfinished for the same thing", "two unfinished orders are for one name", []string{
		"UPDATE orders SET state = 'unknown', kind = 'transfer', name = 'wanted.com' WHERE id = [register one.com]"}},
	{"I5", "charged what an earlier order had charged already", "one registration is charged twice", []string{
		"UPDATE orders SET domain_id = [one.com] WHERE id = [register two.com]"}},
	{"I6", "belongs to no order", "an effect has no order", []string{"UPDATE orders SET tr_base = 'other' WHERE id = [register one.com]"}},
	{"I6", "belongs to no order", "the order of a deletion vanishes", []string{"DELETE FROM orders WHERE id = [delete purged.com]"}},
	{"I6", "belongs to no order", "the order of a release vanishes", []string{"DELETE FROM orders WHERE id = [release released.co.uk]"}},
	{"I6", "its transaction id is that of order", "an order is for another name than its effect", []string{
		"UPDATE orders SET name = 'else.com' WHERE id = [register one.com]"}},
	{"I6", "its transaction id is that of order", "a deletion is called a release", []string{"UPDATE orders SET kind = 'release' WHERE id = [delete purged.com]"}},
	{"I6", "was not paid", "a sale is called refused", []string{"UPDATE orders SET state = 'refused' WHERE id = [register one.com]"}},
	{"I6", "charges 80.00 SEK", "a change of settings charges", []string{"UPDATE orders SET net = 8000, tax = 2000 WHERE id = [privacy one.com]"}},
	{"I7", "and its domain row 999 does not exist", "an order is for no domain row", []string{"UPDATE orders SET domain_id = 999 WHERE id = [privacy one.com]"}},
	{"I8", "is done, and no registry's log has its effect", "a refusal is called done", []string{
		"UPDATE orders SET state = 'done' WHERE name = 'reserved-name.com'"}},
	{"I8", "is refused, and the registry did it", "a deletion is called refused", []string{"UPDATE orders SET state = 'refused' WHERE id = [delete two.com]"}},
	{"I10", "and its domain row is of account 1", "an order is of another account", []string{"UPDATE orders SET account_id = 2 WHERE id = [privacy one.com]"}},
	{"I10", "counts in what is spent in the day for nobody", "an order of a token counts for nothing", []string{"UPDATE orders SET budget = NULL WHERE name = 'counted.com'"}},
	{"I10", "counts in what is spent in the day for people", "an order of a token counts for a person", []string{"UPDATE orders SET budget = 0 WHERE name = 'counted.com'"}},
	{"I10", `was placed by "server", and counts`, "a renewal by the server counts for a token", []string{"UPDATE orders SET budget = 1 WHERE id = [renew one.com]"}},
	{"I12", "(renew of one.com) paid for 5", "an order is for more years than its effect", []string{
		`UPDATE orders SET wish = REPLACE(wish, '"years":2', '"years":5') WHERE id = [renew one.com]`}},
	{"I12", "was renewed from 2030-03-01", "a renewal starts from another date", []string{"UPDATE orders SET paid_from = '2030-03-01 12:00:00' WHERE id = [renew three.com]"}},
	{"I13", "keeps the auth code that came in with it", "an order that has ended keeps its auth code", []string{
		"UPDATE orders SET auth_code = 'secret' WHERE name = 'foreign.com'"}},
}

// damagedNames is what can be wrong with domain rows.
var damagedNames = []damage{
	{"I7", "its domain row", "a domain row vanishes", []string{"DELETE FROM domains WHERE name = 'one.com'"}},
	{"I7", "does not show it", "a domain row is pending again", []string{"UPDATE domains SET state = 'pending_register' WHERE name = 'one.com'"}},
	{"I7", "and no order for it is unfinished", "a name waits for an order that has ended", []string{"UPDATE domains SET state = 'pending_transfer' WHERE name = 'foreign.com'"}},
	{"I10", "and its domain row is of account 2", "a name is given to another account", []string{"UPDATE domains SET account_id = 2 WHERE name = 'one.com'"}},
	{"I7", "and neither an order nor an import brought it there", "an imported name is given to another account", []string{
		"UPDATE domains SET account_id = 2 WHERE name = 'imported.com'"}},
	{"I7", "and neither an order nor an import brought it there", "a name that nobody bought appears in an account", []string{
		`INSERT INTO domains (account_id, name, tld, live_name, state, version, paid_through, registry_expiry, nameservers, contacts, fields, hosts, locked, privacy, auto_renew, dns_management, email_forwarding, reason, created_at, invoiced, removed, zone_version)
			SELECT 2, 'free.com', tld, 'free.com', state, version, paid_through, registry_expiry, nameservers, contacts, fields, hosts, locked, privacy, 0, 0, 0, '', created_at, 0, 0, 0 FROM (SELECT * FROM domains) d WHERE name = 'three.com'`}},
	{"I7", "holds the name", "a name is active in two accounts", []string{
		`INSERT INTO domains (account_id, name, tld, state, version, paid_through, registry_expiry, nameservers, contacts, fields, hosts, locked, privacy, auto_renew, dns_management, email_forwarding, reason, created_at, invoiced, removed, zone_version)
			SELECT 2, name, tld, state, version, paid_through, registry_expiry, nameservers, contacts, fields, hosts, locked, privacy, 0, 0, 0, '', created_at, 0, 0, 0 FROM (SELECT * FROM domains) d WHERE name = 'three.com'`}},
	{"I7", "and no account gave it then", "a name is taken over by a forged move", []string{
		"UPDATE domains SET account_id = 2 WHERE name = 'three.com'",
		"UPDATE orders SET account_id = 2 WHERE name = 'three.com'",
		"UPDATE orders SET kind = 'transfer', attempt = 0, net = 0, tax = 0 WHERE id = [register three.com]"}},
	{"I12", "is paid through 2030-03-01, and was charged through 2029-03-01", "paid-through is a year more", []string{
		"UPDATE domains SET paid_through = '2030-03-01 12:00:00' WHERE name = 'one.com'"}},
	{"I12", "is paid through 2028-03-01, and was charged through 2029-03-01", "paid-through is a year less", []string{
		"UPDATE domains SET paid_through = '2028-03-01 12:00:00' WHERE name = 'one.com'"}},
	{"I12", "is paid through 0001-01-01", "paid-through is gone", []string{"UPDATE domains SET paid_through = NULL WHERE name = 'one.com'"}},
	{"I12", "and was charged through 2027-03-01", "a year that the registry added is called paid", []string{
		"UPDATE domains SET paid_through = registry_expiry WHERE name = 'four.com'"}},
	{"I12", "is paid through", "paid-through of a name in redemption is a year more", []string{
		"UPDATE domains SET paid_through = '2033-01-01 12:00:00' WHERE name = 'redeemable.com'"}},
	{"I12", "is paid through", "paid-through of an imported name is a year more", []string{
		"UPDATE domains SET paid_through = '2033-01-01 12:00:00' WHERE name = 'imported.com'"}},
	{"I12", "is paid through", "paid-through of a name that moved is a year more", []string{
		"UPDATE domains SET paid_through = '2033-01-01 12:00:00' WHERE name = 'moving.com' AND state = 'active'"}},
	{"I12", "is paid through", "paid-through of a name that came by transfer is a year more", []string{
		"UPDATE domains SET paid_through = '2033-01-01 12:00:00' WHERE name = 'foreign.com'"}},
	{"I12", "is paid through", "paid-through of a restored name is a year more", []string{"UPDATE domains SET paid_through = '2033-01-01 12:00:00' WHERE name = 'two.com'"}},
	{"I12", "is paid through", "paid-through of a name that has left is a year more", []string{"UPDATE domains SET paid_through = '2033-01-01 12:00:00' WHERE name = 'purged.com'"}},
	{"I12", "in our books and on", "our expiry is a year ahead", []string{
		"UPDATE domains SET registry_expiry = '2030-03-01 12:00:00' WHERE name = 'one.com'"}},
	{"I7", "is deleted, and the registry has it for us", "a name is called deleted while we have it", []string{
		"UPDATE domains SET state = 'deleted', live_name = NULL, closed_at = created_at WHERE name = 'three.com'"}},
	{"I7", "is transferred_away, and the registry has it for us", "a name is called transferred while we have it", []string{
		"UPDATE domains SET state = 'transferred_away', live_name = NULL, closed_at = created_at WHERE name = 'three.com'"}},
	{"I7", "is released, and the registry has it for us", "a name is called released while we have it", []string{
		"UPDATE domains SET state = 'released', live_name = NULL, closed_at = created_at WHERE name = 'three.com'"}},
	{"I7", "is active, and by the registry's log it is gone", "a name is called active while we have released it", []string{
		"UPDATE domains SET state = 'active', live_name = name, closed_at = NULL WHERE name = 'released.co.uk'"}},
	{"I7", "is active, and by the registry's log it is gone", "a name that was purged is called active", []string{
		"UPDATE domains SET state = 'active', live_name = name, closed_at = NULL WHERE name = 'purged.com'"}},
	{"I7", "is active, and by the registry's log it is in redemption", "a name in redemption is called active", []string{
		"UPDATE domains SET state = 'active' WHERE name = 'redeemable.com'"}},
	{"I7", "is redemption, and by the registry's log it is active", "an active name is called in redemption", []string{
		"UPDATE domains SET state = 'redemption' WHERE name = 'three.com'"}},
	{"I7", "is pending_delete, and by the registry's log it is active", "an active name is called pending deletion", []string{
		"UPDATE domains SET state = 'pending_delete' WHERE name = 'three.com'"}},
	{"I7", "is deleted, and it left by release", "a released name is called deleted", []string{"UPDATE domains SET state = 'deleted' WHERE name = 'released.co.uk'"}},
	{"I7", "is released, and it left by purge", "a deleted name is called released", []string{"UPDATE domains SET state = 'released' WHERE name = 'purged.com'"}},
	{"I7", "is deleted, and it left by transfer_away", "a name that was transferred away is called deleted", []string{
		"UPDATE domains SET state = 'deleted' WHERE name = 'leaving.com'"}},
	{"I7", "which its state does not bear out", "a row holds another name", []string{"UPDATE domains SET live_name = 'else.com' WHERE name = 'three.com'"}},
	{"I7", "which its state does not bear out", "a live row holds no name", []string{"UPDATE domains SET live_name = NULL WHERE name = 'three.com'"}},
	{"I7", "which its state does not bear out", "a row that is closed holds its name", []string{"UPDATE domains SET live_name = name WHERE name = 'purged.com'"}},
	{"I10", "or for another name", "a row has another name", []string{"UPDATE domains SET name = 'else.com', live_name = 'else.com' WHERE name = 'three.com'"}},
	{"I7", "is kept below .se", "a row is below another TLD", []string{"UPDATE domains SET tld = 'se' WHERE name = 'three.com'"}},
	{"I7", "has name servers", "name servers are not the registry's", []string{`UPDATE domains SET nameservers = '["ns.evil.example"]' WHERE name = 'one.com'`}},
	{"I7", "than a search by net goes by", "a search finds names below net without one", []string{"DELETE FROM domain_nameservers WHERE host = 'net' AND domain_id = [one.com]"}},
	{"I7", "than a search by ns.evil.example goes by", "a search finds a name by servers that it has not", []string{
		"INSERT INTO domain_nameservers (host, account_id, domain_id) SELECT 'ns.evil.example', account_id, id FROM domains WHERE name = 'one.com'"}},
	{"I7", "than a search by example.com goes by", "a search finds a name that there is not", []string{
		"INSERT INTO domain_nameservers (host, account_id, domain_id) VALUES ('example.com', 1, 999999)"}},
	{"I7", "has its lock false", "the lock is not the registry's", []string{"UPDATE domains SET locked = 0 WHERE name = 'one.com'"}},
	{"I7", "in the state \"elsewhere\"", "a name is signed in no state that there is", []string{"UPDATE domains SET signing = 'elsewhere', signing_at = created_at WHERE name = 'one.com'"}},
	{"I7", "(publishing) since no time", "a name is signed since no time", []string{"UPDATE domains SET signing = 'publishing' WHERE name = 'one.com'"}},
	{"I7", "has as its DNSSEC data none", "DNSSEC data is not the registry's", []string{"UPDATE domains SET sec_dns = NULL WHERE name = 'one.com'"}},
	{"I7", "has its privacy false", "privacy is not the registry's", []string{"UPDATE domains SET privacy = 0 WHERE name = 'one.com'"}},
	{"I7", "has other contacts", "contacts are not the registry's", []string{`UPDATE domains SET contacts = REPLACE(contacts, 'anna@example.com', 'eve@example.com') WHERE name = 'one.com'`}},
	{"I7", "child name servers", "child name servers are not the registry's", []string{"UPDATE domains SET hosts = '[]' WHERE name = 'one.com'"}},
	{"I7", "child name servers", "a child name server has another address", []string{"UPDATE domains SET hosts = REPLACE(hosts, '192.0.2.1', '192.0.2.66') WHERE name = 'one.com'"}},
	{"I7", "as its first day", "a name was registered on another day", []string{"UPDATE domains SET registered_at = '2020-03-01 12:00:00' WHERE name = 'one.com'"}},
}

// damagedRegistry is what can be wrong at the registry: it is the witness of the other side.
var damagedRegistry = []damage{
	{"I6", "no registry's log has its effect", "an effect vanishes from the registry's log", []string{
		`DELETE FROM registry_effects WHERE body LIKE '%"create"%' AND body LIKE '%"one.com"%'`}},
	{"I6", "took effect twice", "an effect comes twice", []string{
		`INSERT INTO registry_effects (body) SELECT body FROM (SELECT * FROM registry_effects) e WHERE body LIKE '%"renew"%' AND body LIKE '%"one.com"%'`}},
	{"I6", "no registry took it back", "the registry's credit vanishes from its log", []string{
		`UPDATE registry_effects SET body = REPLACE(REPLACE(body, '"note":"refund"', '"note":""'), '"credits"', '"nothing"') WHERE body LIKE '%"note":"refund"%'`}},
	{"I7", "is active, and by the registry's log it is gone", "the registry deletes a name for an order of ours", []string{
		`INSERT INTO registry_effects (body) SELECT REPLACE(body, '"create"', '"release"') FROM (SELECT * FROM registry_effects) e WHERE body LIKE '%"create"%' AND body LIKE '%"three.com"%'`}},
	{"I12", "paid for 2", "the registry gave more years than were paid", []string{
		`UPDATE registry_effects SET body = REPLACE(body, '"years":2', '"years":3') WHERE body LIKE '%"renew"%' AND body LIKE '%"one.com"%'`}},
	{"I12", "which is more than 0 years", "an expiry grows by itself", []string{
		`INSERT INTO registry_effects (body) VALUES ('{"at":"2026-03-02T00:00:00Z","command":"update","name":"three.com","expires":"2040-03-01T12:00:00Z"}')`}},
	{"I7", "and the registry does not have it", "a registration vanishes from the registry", []string{"DELETE FROM registry_documents WHERE doc_key = 'name:one.com'"}},
	{"I7", "and with OTHERREG at the registry", "a registration has another sponsor", []string{
		`UPDATE registry_documents SET body = REPLACE(body, '"NAMEYARD"', '"OTHERREG"') WHERE doc_key = 'name:three.com'`}},
	{"I7", "has name servers", "the registry has other name servers", []string{
		`UPDATE registry_documents SET body = REPLACE(body, 'ns2.example.net', 'ns.evil.example') WHERE doc_key = 'name:one.com'`}},
	{"I7", "has its lock true", "the registry has lost the lock", []string{
		`UPDATE registry_documents SET body = REPLACE(body, '"locked":true', '"locked":false') WHERE doc_key = 'name:one.com'`}},
}
