//go:build control_faultisno

package orders

import "nameyard/reseller"

// afterFault is broken on purpose: a fault in the program is taken for the registry's no, and what was sent is given for nothing.
// Caught by: TestFaultAtALookIsNoAnswer
func (s *Service) afterFault(a attempt) reseller.Order {
	o, err := s.record(a, refuse(reseller.CodeUnavailable, "a fault in the program"))
	if err != nil {
		return a.Order
	}
	return o
}
