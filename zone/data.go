package zone

import (
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// data is the data of a record in both its forms: the presentation form that its RFC has, in normal form, and the wire's.
type data struct {
	text string
	wire []byte
}

// targetOf makes a full name of what a record points to, as zoneCheck.target does.
type targetOf func(given string, rule reseller.NameRule) (string, error)

// dataReaders read the types whose address is just the presentation form of their data.
var dataReaders = map[string]func(text string, full targetOf) (data, error){
	TypeHTTPS: serviceBinding, TypeSVCB: serviceBinding, TypeTLSA: certificateAssociation, TypeSSHFP: hostKey,
	TypeNAPTR: namingPointer, TypeDS: delegationSigner,
}

// Wire gives the data of an HTTPS, SVCB, TLSA, SSHFP, NAPTR or DS in normal form as the wire has it, names without compression. It fails for
// a record of another type, and for one that is not in normal form.
func (r Record) Wire() ([]byte, error) {
	read := dataReaders[r.Type]
	if read == nil {
		return nil, errors.New("the type has another form")
	}
	d, err := read(r.Address, func(given string, _ reseller.NameRule) (string, error) { return given, nil })
	return d.wire, err
}

// presentation brings the data of a record to normal form.
func (z zoneCheck) presentation(rec *Record) error {
	if len(rec.Address) > 2*maxText {
		return reseller.Invalid("", "the data have %d characters, at most %d are allowed", len(rec.Address), 2*maxText)
	}
	if i := strings.IndexFunc(rec.Address, func(c rune) bool { return c != '\t' && (c < ' ' || c > '~') }); i >= 0 {
		return reseller.Invalid("", "the data hold %q: a record of type %s takes printable ASCII, other bytes as \\DDD", []rune(rec.Address[i:])[0], rec.Type)
	}
	d, err := dataReaders[rec.Type](rec.Address, z.target)
	rec.Address = d.text
	return err
}

// dataWords cuts data into words, of which there must be at least some; form says how they are written.
func dataWords(text string, least int, form string) ([]string, error) {
	list, err := words(text)
	if err != nil {
		return nil, err
	}
	if len(list) < least {
		return nil, reseller.Invalid("", "%q is not complete: write %s", text, form)
	}
	return list, nil
}

// uintWord reads a number from 0 to most.
func uintWord(what, word string, most uint64) (uint64, error) {
	n, err := strconv.ParseUint(word, 10, 64)
	if err != nil || n > most {
		return 0, reseller.Invalid("", "%s %q is not a number from 0 to %d", what, word, most)
	}
	return n, nil
}

// hexWords reads bytes in hexadecimal digits, among which blanks may stand.
func hexWords(what string, list []string) ([]byte, error) {
	digits := strings.Join(list, "")
	b, err := hex.DecodeString(digits)
	if err != nil || len(b) == 0 {
		return nil, reseller.Invalid("", "%s %q is not a row of bytes in hexadecimal digits", what, digits)
	}
	return b, nil
}

// wireName writes a full name as the wire has it (RFC 1035 §3.1).
func wireName(host string) []byte {
	var b []byte
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		b = append(append(b, byte(len(label))), label...)
	}
	if host == "." {
		return []byte{0}
	}
	return append(b, 0)
}
