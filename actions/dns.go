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

// DNSRecords are the DNS records of a name.
type DNSRecords struct {
	Records []zone.Record
	Notice  string // what of them does not work as it is meant, for people; "" if all does
}

// GetDNS lists the records as they were saved. WHMCS add-on action GetDNS.
func (s *Service) GetDNS(ctx context.Context, call Call, r GetDNS) (DNSRecords, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return DNSRecords{}, err
	}
	records, err := s.store.Records(ctx, d.ID)
	return s.dnsRecords(d, records), err
}

// dnsRecords adds what of records does not work as it is meant.
func (s *Service) dnsRecords(d reseller.Domain, records []zone.Record) DNSRecords {
	return DNSRecords{records, zone.Unframed(d.Name, records, s.routes.Rules()[d.Name.TLD()].HTTPSOnly)}
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
func (s *Service) SaveDNS(ctx context.Context, call Call, r SaveDNS) (DNSRecords, error) {
	d, err := s.domain(ctx, call, r.Name)
	if err != nil {
		return DNSRecords{}, err
	}
	records, err := zone.CheckRecords(r.Name, r.Rows, d.Hosts...)
	if err != nil {
		return DNSRecords{}, err
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
	return s.dnsRecords(d, records), err
}

// saveZone saves what a name publishes, while the name is the account's.
func (s *Service) saveZone(ctx context.Context, d reseller.Domain, save zone.Save) error {
	err := s.store.SaveZone(ctx, d.ID, save)
	if errors.Is(err, reseller.ErrNotFound) {
		return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, "%s has left this account at this very moment; nothing was saved", d.Name).In(reseller.PathName)
	}
	return err
}
