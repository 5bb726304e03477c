//go:build !control_faultisno

package orders

import "nameyard/reseller"

// afterFault leaves an order, whose work a fault in the program has ended, as it stands on record: what became of its command is not known, and
// reconcile finds it again.
func (s *Service) afterFault(a attempt) reseller.Order {
	return s.asOnRecord(a.Order, reseller.ErrConflict)
}
