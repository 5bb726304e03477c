package dns

import (
	"fmt"
	"io"
	"strings"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/zone"
)

// TextOn gives who writes what names publish on a platform as zone files.
func TextOn(platform publish.Platform, clock reseller.Clock) func(zone.Publication) (string, error) {
	return func(p zone.Publication) (string, error) {
		z, err := Compile(platform.Parked(p, clock.Now()), platform)
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
