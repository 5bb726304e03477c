// Package reseller holds the nouns of a registrar reseller and the rules that belong to them: accounts, names, domains,
// contacts, hosts, orders, money, ledger entries, invoices, prices and TLD rules. DNS records and forwards are in package zone.
//
// Who and what: account, contact, domain (with phase and transition), name, order, event, mail, webhook, restore. Money: money,
// price, pricelist, ledger, invoice, invoicedocument, forecast. Checks of what callers send: contactrules, country, fields, hostname,
// idnumber, mailaddress, nameservers, phone, text. TLD rules: tld, tldfile, tldjson, tldrules. Across all of it: error with path and
// spelling, clock, secret, listing.
//
// It knows no database, no wire format and no registry protocol. It imports the standard library and x/net/idna only, so
// that every other package can speak in its words.
package reseller
