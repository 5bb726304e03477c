package zone

import (
	"strconv"
	"strings"

	"nameyard/reseller"
)

// Row is a row of a save of records, as a client sent it.
type Row struct {
	Hostname, Type, Address Part   // must be sent; what an empty one means says CheckRecords
	Priority                Part   // a whole number; empty or "N/A" is none
	TTL                     Part   // seconds; empty or "N/A" is the usual one
	Place                   string // what errors call the row; "" = its place in the set, "row 3"
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
	row.TTL = Sent("")
	if r.TTL != 0 {
		row.TTL = Sent(strconv.Itoa(r.TTL))
	}
	return row
}

// Faults tells what is wrong with each part of a row by itself, all at once, for a form. The errors have the paths of a record that stands
// alone, and words about the part. None does not mean that the row can be saved: that depends on the others, too (CheckRecords).
func (row Row) Faults(name reseller.Name) []error {
	_, faults := zoneCheck{name: name}.parts(row)
	for i, fault := range faults {
		e := *reseller.AsError(fault)
		e.Field = reseller.PathRecord.Part(e.Field)
		faults[i] = &e
	}
	return faults
}

// parsePriority reads a priority. PHP and Python clients send whole numbers as 5.0 too.
func parsePriority(text string) (*int, error) {
	text = reseller.TrimEnds(text)
	if isNone(text) {
		return nil, nil
	}
	p, ok := wholeNumber(text, 0, maxPriority)
	if !ok {
		return nil, reseller.Invalid(partPriority, "%q is not a priority: use a whole number from 0 to %d", text, maxPriority)
	}
	return &p, nil
}

// takePriority takes the priority that stands in front of the record's address. One that was given beside the address must be the same.
func (r *Record) takePriority(text string) error {
	inside, err := parsePriority(text)
	if err != nil {
		return err
	}
	if r.Priority != nil && inside != nil && *r.Priority != *inside {
		return reseller.Invalid(partPriority, "the priority is %d, and the value begins with %d: write it once", *r.Priority, *inside)
	}
	if inside != nil {
		r.Priority = inside
	}
	return nil
}

// isNone reports whether a text stands for no number.
func isNone(text string) bool { return text == "" || strings.EqualFold(text, "N/A") }

// wholeNumber reads a number as clients write it.
func wholeNumber(text string, least, most int) (n int, ok bool) {
	f, err := strconv.ParseFloat(text, 64)
	n = int(min(max(f, float64(least)-1), float64(most)+1))
	return n, err == nil && strings.Trim(text, "+-.0123456789eE") == "" && n >= least && n <= most && float64(n) == f
}

const maxPriority = 65535
