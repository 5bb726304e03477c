package dns

import (
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"github.com/miekg/dns"

	"nameyard/zone"
)

// maxCharacterString is how many bytes a character-string holds (RFC 1035 §3.3).
const maxCharacterString = 255

// characterStrings cuts a text into character-strings, escaped as the library has them: a lone backslash would vanish.
func characterStrings(text string) []string {
	var list []string
	for len(text) > maxCharacterString {
		list = append(list, zone.Escaped(text[:maxCharacterString]))
		text = text[maxCharacterString:]
	}
	return append(list, zone.Escaped(text))
}

// libraryCAA is how long a CAA's value may be for the library.
const libraryCAA = 1024

// authorizationData makes a CAA from `flags tag "value"` (RFC 8659 §4.1). The library takes no long values, so one that has such a
// value is written by its bytes (RFC 3597 §5).
func authorizationData(r zone.Record) (dns.RR, error) {
	parts := strings.SplitN(r.Address, " ", 3)
	if len(parts) != 3 {
		return nil, errors.New("a CAA has flags, tag and value")
	}
	flags, err := strconv.ParseUint(parts[0], 10, 8)
	if err != nil {
		return nil, err
	}
	tag := parts[1]
	value := strings.TrimSuffix(strings.TrimPrefix(parts[2], `"`), `"`)
	if len(value) <= libraryCAA {
		return &dns.CAA{Flag: uint8(flags), Tag: tag, Value: value}, nil
	}
	data := append([]byte{byte(flags), byte(len(tag))}, tag+value...)
	return &dns.RFC3597{Hdr: dns.RR_Header{Rrtype: dns.TypeCAA}, Rdata: hex.EncodeToString(data)}, nil
}
