package actions

import (
	"context"
	"strings"

	"nameyard/reseller"
)

// ShowTLD names a TLD.
type ShowTLD struct {
	TLD string // with or without a dot in front, in Unicode or ACE
}

// ShowTLD gives the rules of a TLD that is sold here.
func (s *Service) ShowTLD(_ context.Context, _ Call, r ShowTLD) (reseller.TLD, error) {
	plain := strings.TrimPrefix(strings.ToLower(r.TLD), ".")
	if ace, err := reseller.ToASCII(plain); err == nil {
		if rules, err := s.routes.Rules().Lookup(ace); err == nil {
			return rules, nil
		}
	}
	return reseller.TLD{}, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "domains under .%.63s are not sold here", plain).In(reseller.PathTLD)
}
