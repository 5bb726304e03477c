package zone

import (
	"fmt"
	"strings"

	"nameyard/reseller"
)

// File is what a zone file (RFC 1035 §5) holds for a domain.
type File struct {
	Rows    []Row
	records []Record // what the rows are in normal form, for the name that the file was read for
	LeftOut []Remark // records that this server makes itself, or does without
	Faults  []Remark // what cannot be read or kept; the file must not be imported while there is one
	Entries int      // records that were read, also those that are left out
}

// Remark is a word on a line of a zone file.
type Remark struct {
	Line int    `json:"line"` // from 1; 0 = of no line alone
	Text string `json:"text"`
}

// String gives the remark for people.
func (r Remark) String() string {
	if r.Line == 0 {
		return r.Text
	}
	return fmt.Sprintf("line %d: %s", r.Line, r.Text)
}

const (
	maxFile   = 4 << 20 // bytes of a zone file
	maxFaults = 20      // faults of a file that are told
	// maxFileRows is how many different records a file may have: more than a domain, since one row of a domain can publish several.
	maxFileRows = 20 * maxRecords
)

// Err gives what is wrong with a file, nil if nothing is.
func (f File) Err() error {
	if len(f.Faults) == 0 {
		return nil
	}
	list := make([]string, len(f.Faults))
	for i, fault := range f.Faults {
		list[i] = fault.String()
	}
	return reseller.Invalid(reseller.PathZoneFile, "%s", strings.Join(list, "; "))
}

// ReadFile reads the text of a zone file as rows of a domain: $ORIGIN, which is the domain at first, $TTL, brackets, strings in quotes,
// owners that are left out, and TTLs with units. $INCLUDE and $GENERATE are faults, and so is what lies outside the domain or is of a type
// or form that cannot be kept. TTLs are brought within what a record may have. A record that is there twice is one row, with the lower TTL. A file
// is read to its end, or it has a fault: what was not read would be taken for records that are to go.
func ReadFile(name reseller.Name, text string) File {
	r := fileReader{name: name, check: zoneCheck{name: name}, origin: name.String() + ".", places: map[content]int{}}
	if len(text) > maxFile {
		r.fault(1, "the file has %d bytes, at most %d are allowed", len(text), maxFile)
		return r.file
	}
	lines := fileLines{rest: strings.TrimPrefix(text, "\ufeff"), line: 1}
	for len(r.file.Faults) < maxFaults {
		e, more, err := lines.next()
		if err != nil {
			r.fault(e.line, "%s", reseller.Inner(reseller.AsError(err)))
			break // what follows may mean anything
		}
		if !more {
			break
		}
		if err := r.entry(e); err != nil {
			r.fault(e.line, "%s", reseller.Inner(reseller.AsError(err)))
		}
		if len(r.file.Rows) > maxFileRows {
			r.fault(e.line, "the file has more than %d different records", maxFileRows)
			break
		}
	}
	return r.file
}

// fileReader makes rows of the entries of a zone file.
type fileReader struct {
	name    reseller.Name
	check   zoneCheck
	file    File
	places  map[content]int // in the rows of the file, of the records that were read
	origin  string          // full, with a dot at the end, like all names here
	owner   string          // of the last record
	ttl     string          // that $TTL says
	lastTTL string          // that a record said
}

func (r *fileReader) fault(line int, format string, args ...any) {
	r.file.Faults = append(r.file.Faults, Remark{line, fmt.Sprintf(format, args...)})
}

func (r *fileReader) leaveOut(line int, format string, args ...any) {
	r.file.LeftOut = append(r.file.LeftOut, Remark{line, fmt.Sprintf(format, args...)})
}
