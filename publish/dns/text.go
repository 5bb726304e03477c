package dns

import (
	"fmt"
	"io"
)

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
