// Package reseller holds the nouns of a registrar reseller and the rules that belong to them: accounts, names, domains,
// contacts, hosts, records, orders, money, ledger entries, invoices, prices and TLD rules.
//
// It knows no database, no wire format and no registry protocol. It imports the standard library and x/net/idna only, so
// that every other package can speak in its words.
package reseller
