package actions

import (
	"context"

	"nameyard/reseller"
)

// ExportZone asks for the zone of a name as a zone file.
type ExportZone struct {
	Name reseller.Name
}

// ExportZone writes the zone of a name as its records, forwards and child name servers make it, one record a line, all names in full (RFC 1035
// §5), also while the records rest because the name is parked or its DNS management is off. What ImportZone makes of it where it came from is
// nothing.
func (s *Service) ExportZone(ctx context.Context, call Call, r ExportZone) (string, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return "", err
	}
	if s.zoneText == nil {
		return "", reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "this server publishes no zones")
	}
	p, err := s.store.Publication(ctx, r.Name)
	if err == nil && p.Domain.ID != d.ID { // it has moved to another account at this very moment
		err = reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s has left this account", r.Name).In(reseller.PathName)
	}
	if err != nil {
		return "", err
	}
	return s.zoneText(p)
}
