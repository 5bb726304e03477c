package actions

import "nameyard/reseller"

// WholeName reads a whole name such as "example.co.uk" for callers that do not split it: the TLD is the longest one on the
// list that the name ends in. Errors carry the field "domain".
func (s *Service) WholeName(whole string) (reseller.Name, error) {
	name, trouble := s.split(whole)
	switch trouble {
	case "":
		return name, nil
	case "unsupported":
		return name, reseller.Errorf(reseller.KindInvalid, reseller.CodeUnsupportedTLD, "%q does not end in a TLD that is sold here", whole).In("domain")
	}
	return name, reseller.Invalid("domain", "%q is not a valid domain name", whole)
}
