package actions

import (
	"context"
	"errors"
	"slices"

	"nameyard/reseller"
	"nameyard/zone"
)

// GetDNS asks for the DNS records of a name.
type GetDNS struct {
	Name reseller.Name
}

// GetDNS lists the records as they were saved. WHMCS add-on action GetDNS.
func (s *Service) GetDNS(ctx context.Context, call Call, r GetDNS) ([]zone.Record, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return nil, err
	}
	return s.store.Records(ctx, d.ID)
}

// SaveDNS replaces the DNS records of a name as a whole.
type SaveDNS struct {
	Name reseller.Name
	Rows []zone.Row
	// KeepTTLs lets rows that do not say their TTL keep the one that the same record has: for clients that know of none.
	KeepTTLs bool
	IfMatch  IfMatch
}

// SaveDNS saves the whole set or nothing, and gives it as saved. It switches DNS management on where it was off. WHMCS add-on
// action SaveDNS; what rows mean: zone.CheckRecords.
func (s *Service) SaveDNS(ctx context.Context, call Call, r SaveDNS) ([]zone.Record, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return nil, err
	}
	records, err := zone.CheckRecords(r.Name, r.Rows, d.Hosts...)
	if err != nil {
		return nil, err
	}
	save := zone.Save{Kind: zone.DNS, Records: records, SwitchOn: !d.DNSManagement, Action: "SaveDNS", By: call.actor()}
	if r.KeepTTLs || len(r.IfMatch) > 0 {
		save.Patch = func(have []zone.Record) ([]zone.Record, error) {
			if err := r.IfMatch.check(have); err != nil {
				return nil, err
			}
			if !r.KeepTTLs || !slices.ContainsFunc(have, func(h zone.Record) bool { return h.TTL != 0 }) {
				return records, nil
			}
			records, err = zone.CheckRecords(r.Name, zone.KeepTTLs(r.Name, r.Rows, have), d.Hosts...)
			return records, err
		}
	}
	err = s.saveZone(ctx, d, save)
	return records, err
}

// saveZone saves what a name publishes, while the name is the account's.
func (s *Service) saveZone(ctx context.Context, d reseller.Domain, save zone.Save) error {
	err := s.store.SaveZone(ctx, d.ID, save)
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s has left this account at this very moment; nothing was saved", d.Name).In(reseller.PathName)
	}
	return err
}
