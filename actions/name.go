package actions

import "nameyard/reseller"

// WholeName reads a whole name such as "example.co.uk" for callers that do not split it. Errors carry the field "domain".
func (s *Service) WholeName(whole string) (reseller.Name, error) {
	return s.routes.Rules().Split(whole)
}
