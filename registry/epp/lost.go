//go:build !control_lostrefused

package epp

// lost is what it means that no answer came to a command of which a byte was written: nobody knows what became of it.
func lost(err error) error { return unknown("waiting for the answer", err) }
