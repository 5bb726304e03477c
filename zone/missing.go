//go:build !control_absentkeys

package zone

import (
	"strings"

	"nameyard/reseller"
)

var useOneOf = "use one of " + strings.Join(RecordTypes, ", ")

// missing gives the error of a part that must be sent and was not: a client's slip would otherwise put the record on the
// domain itself, or leave it out.
func (r Row) missing() error {
	for _, part := range []struct {
		name reseller.Path
		Part
		instead string
	}{
		{partHostname, r.Hostname, `send "@" for the domain itself`},
		{partType, r.Type, useOneOf},
		{partAddress, r.Address, "send an empty text to leave the row out"},
	} {
		if !part.Sent {
			return reseller.Errorf(reseller.KindInvalid, reseller.CodeMissingParameter, "it is missing: %s", part.instead).In(part.name)
		}
	}
	return nil
}
