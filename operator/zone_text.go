package operator

import (
	"context"

	"nameyard/publish"
	"nameyard/publish/dns"
	"nameyard/reseller"
	"nameyard/zone"
)

// ZoneText is a zone as a zone file.
type ZoneText struct {
	Name   string `json:"name"`
	Serial uint32 `json:"serial"`
	Text   string `json:"text"` // a zone file (RFC 1035 §5)
}

// Import holds the text of a zone file against the records of a name, whosever it is, and saves what it makes of them if told to. What
// rows of other kinds, forwards and child name servers make on the platform is not imported.
func (u Zones) Import(ctx context.Context, name reseller.Name, text string, platform publish.Platform, apply bool) (zone.Import, error) {
	d, err := u.domain(ctx, name)
	if err != nil {
		return zone.Import{}, err
	}
	p, err := u.Store.Publication(ctx, name)
	if err != nil {
		return zone.Import{}, err
	}
	file, made := zone.ReadFile(name, text), zone.Import{}
	patch := func(have []zone.Record) ([]zone.Record, error) {
		p.Records = have
		made, err = file.Over(name, have, dns.Made(p, platform), d.Hosts...)
		if err != nil {
			return nil, refused("%s; nothing was changed", reseller.Inner(reseller.AsError(err)))
		}
		return made.Records, nil
	}
	if !apply {
		_, err = patch(p.Records)
		return made, err
	}
	err = u.Store.SaveZone(ctx, d.ID, zone.Save{
		Kind: zone.DNS, Patch: patch, SwitchOn: !d.DNSManagement, Action: "ImportZone", By: reseller.OperatorIn(ctx),
	})
	return made, err
}

// Text gives the zone of a name, whosever it is, as a zone file: what records, forwards and child name servers make on a platform, also
// while the records rest.
func (u Zones) Text(ctx context.Context, name reseller.Name, platform publish.Platform) (ZoneText, error) {
	if _, err := u.domain(ctx, name); err != nil {
		return ZoneText{}, err
	}
	p, err := u.Store.Publication(ctx, name)
	if err != nil {
		return ZoneText{}, err
	}
	text, err := dns.TextOn(platform)(p)
	return ZoneText{Name: name.String(), Serial: p.Serial, Text: text}, err
}
