//go:build !control_listforgroup

package store

// inItsGroup chooses the rows of the price group that an account is in now, whose id it takes.
const inItsGroup = "price_group = (SELECT a.price_group FROM accounts a WHERE a.id = ?)"
