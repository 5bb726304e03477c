package operator

import (
	"context"
	"strings"

	"nameyard/publish"
	"nameyard/publish/dns"
	"nameyard/reseller"
)

// ZoneText is a zone as it is published.
type ZoneText struct {
	Name   string `json:"name"`
	Serial uint32 `json:"serial"`
	Text   string `json:"text"` // a zone file (RFC 1035 §5)
}

// Text gives the zone of a name, whosever it is, as a zone file: what records, forwards and child name servers make on a platform.
func (u Zones) Text(ctx context.Context, name reseller.Name, platform publish.Platform) (ZoneText, error) {
	if _, err := u.domain(ctx, name); err != nil {
		return ZoneText{}, err
	}
	p, err := u.Store.Publication(ctx, name)
	if err != nil {
		return ZoneText{}, err
	}
	z, err := dns.Compile(p, platform)
	if err != nil {
		return ZoneText{}, err
	}
	var text strings.Builder
	err = z.WriteText(&text)
	return ZoneText{Name: name.String(), Serial: z.Serial, Text: text.String()}, err
}
