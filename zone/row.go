package zone

import (
	"strconv"
	"strings"

	"nameyard/reseller"
)

// Row is a row of a save of records, as a client sent it.
type Row struct {
	Hostname, Type, Address Part // must be sent; what an empty one means says CheckRecords
	Priority                Part // a whole number; empty or "N/A" is none
}

// Part is one part of a row. A part that was not sent, or sent as null, is another thing than an empty text.
type Part struct {
	Text string
	Sent bool
}

// Sent is a part with this text.
func Sent(text string) Part { return Part{Text: text, Sent: true} }

// Row gives the row that saves a record as it is.
func (r Record) Row() Row {
	row := Row{Hostname: Sent(r.Hostname), Type: Sent(r.Type), Address: Sent(r.Address)}
	if r.Priority != nil {
		row.Priority = Sent(strconv.Itoa(*r.Priority))
	}
	return row
}

// missing gives the error of a part that must be sent and was not: a client's slip would otherwise put the record on the
// domain itself, or leave it out.
func (r Row) missing() error {
	for _, part := range []struct {
		name reseller.Path
		Part
		instead string
	}{
		{partHostname, r.Hostname, `send "@" for the domain itself`},
		{partType, r.Type, "use one of " + strings.Join(RecordTypes, ", ")},
		{partAddress, r.Address, "send an empty text to leave the row out"},
	} {
		if !part.Sent {
			return reseller.Errorf(reseller.KindInvalid, reseller.CodeMissingParameter, "it is missing: %s", part.instead).In(part.name)
		}
	}
	return nil
}

// parsePriority reads a priority. PHP and Python clients send whole numbers as 5.0 too.
func parsePriority(text string) (*int, error) {
	text = strings.TrimSpace(text)
	if text == "" || strings.EqualFold(text, "N/A") {
		return nil, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	p := int(min(max(n, -1), maxPriority+1))
	if err != nil || strings.Trim(text, "+-.0123456789eE") != "" || p < 0 || p > maxPriority || float64(p) != n {
		return nil, reseller.Invalid(partPriority, "%q is not a priority: use a whole number from 0 to %d", text, maxPriority)
	}
	return &p, nil
}

const maxPriority = 65535
