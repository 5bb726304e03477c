//go:build control_listforgroup

package store

// inItsGroup is broken on purpose: an account in a group pays what the price list says.
// Caught by: TestAccountsPayThePricesOfTheirGroup
const inItsGroup = "price_group = (SELECT a.price_group FROM accounts a WHERE a.id = ? AND 1 = 0)"
