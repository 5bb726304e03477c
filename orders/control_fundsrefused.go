//go:build control_fundsrefused

package orders

import "nameyard/reseller"

// noFunds is broken on purpose: that our own money at the registry has run out is told to the account as a refusal.
// Caught by: TestOurMoneyAtTheRegistryIsNoFaultOfTheAccount
func noFunds(Settings) step { return refuse(reseller.CodeRefused, "Billing failure") }
