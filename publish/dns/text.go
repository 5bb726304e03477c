package dns

import (
	"fmt"
	"io"
	"strings"

	"nameyard/publish"
	"nameyard/zone"
)

// TextOn gives who writes what names have, as a platform publishes it, as zone files. They have the records also while these rest, because the
// name is parked or its DNS management is off: a file without them, imported where it came from, would remove them all.
func TextOn(platform publish.Platform) func(zone.Publication) (string, error) {
	return func(p zone.Publication) (string, error) {
		p.Domain.DNSManagement = true
		z, err := Compile(p, platform)
		if err != nil {
			return "", err
		}
		var text strings.Builder
		err = z.WriteText(&text)
		return text.String(), err
	}
}

// WriteText writes the zone as a zone file (RFC 1035 §5), one record a line, all names in full.
func (z *Zone) WriteText(to io.Writer) error {
	if _, err := fmt.Fprintf(to, "$ORIGIN %s\n", z.Apex); err != nil {
		return err
	}
	for _, rr := range z.Records() {
		if _, err := fmt.Fprintln(to, rr.String()); err != nil {
			return err
		}
	}
	return nil
}
