package actions

import (
	"context"

	"nameyard/reseller"
)

// TLDFields are the additional fields of one TLD.
type TLDFields struct {
	TLD    string
	Fields []reseller.Field
}

// GetDomainFields lists the TLDs that have additional fields, in alphabetical order.
func (s *Service) GetDomainFields(_ context.Context, _ Call, _ struct{}) ([]TLDFields, error) {
	var list []TLDFields
	rules := s.routes.Rules()
	for _, tld := range rules.Names() {
		if len(rules[tld].Fields) > 0 {
			list = append(list, TLDFields{tld, rules[tld].Fields})
		}
	}
	return list, nil
}
