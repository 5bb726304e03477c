package zone

import (
	"encoding/base64"
	"encoding/binary"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// serviceValues read the values of SVCB parameters by their numbers: what the wire has, and the text of the normal form, in quotes
// where it needs them.
var serviceValues = []func(text string) (wire []byte, normal string, err error){
	readMandatory, readALPN, readNothing, readPort, readHints(TypeA), readECH, readHints(TypeAAAA), readPath, readNothing,
}

// readMandatory reads the names of parameters that a client must understand (RFC 9460 §8).
func readMandatory(text string) (wire []byte, normal string, err error) {
	var keys []int
	for name := range strings.SplitSeq(text, ",") {
		key, err := serviceKeyNumber(name)
		if err != nil {
			return nil, "", err
		}
		if key == keyMandatory || slices.Contains(keys, key) {
			return nil, "", reseller.Invalid("", "%s cannot stand there, or not twice", name)
		}
		keys = append(keys, key)
	}
	slices.Sort(keys)
	names := make([]string, len(keys))
	for i, key := range keys {
		wire, names[i] = binary.BigEndian.AppendUint16(wire, uint16(key)), serviceKey(key)
	}
	return wire, strings.Join(names, ","), nil
}

// readALPN reads the names of protocols (RFC 9460 §7.1.1).
func readALPN(text string) (wire []byte, normal string, err error) {
	for id := range strings.SplitSeq(text, ",") {
		if id == "" || len(id) > 255 || strings.ContainsFunc(id, func(c rune) bool { return !isPlain(c) }) {
			return nil, "", reseller.Invalid("", "%q is not the name of a protocol: write them like h2,h3", id)
		}
		wire = append(append(wire, byte(len(id))), id...)
	}
	return wire, text, nil
}

// isPlain reports whether a character of a value needs no quotes in a zone file. The comma stands between the parts of values.
func isPlain(c rune) bool {
	return c > ' ' && c <= '~' && !strings.ContainsRune(`"\;(),`, c)
}

// readNothing wants no value.
func readNothing(text string) (wire []byte, normal string, err error) {
	if text != "" {
		return nil, "", reseller.Invalid("", "it has no value, not %q", text)
	}
	return nil, "", nil
}

func readPort(text string) (wire []byte, normal string, err error) {
	n, err := uintWord("the port", text, 65535)
	return binary.BigEndian.AppendUint16(nil, uint16(n)), strconv.FormatUint(n, 10), err
}

// readHints reads addresses of a type (RFC 9460 §7.3).
func readHints(kind string) func(string) ([]byte, string, error) {
	return func(text string) (wire []byte, normal string, err error) {
		var list []string
		for part := range strings.SplitSeq(text, ",") {
			address, err := recordAddress(part, kind)
			if err != nil {
				return nil, "", err
			}
			wire, list = append(wire, netip.MustParseAddr(address).AsSlice()...), append(list, address)
		}
		return wire, strings.Join(list, ","), nil
	}
}

// readECH reads a list of configurations of Encrypted ClientHello in base64.
func readECH(text string) (wire []byte, normal string, err error) {
	wire, err = base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(wire) == 0 {
		return nil, "", reseller.Invalid("", "%q is not in base64", text)
	}
	return wire, base64.StdEncoding.EncodeToString(wire), nil
}

// readPath reads the template of a path for DNS over HTTPS (RFC 9461 §5).
func readPath(text string) (wire []byte, normal string, err error) {
	if !strings.HasPrefix(text, "/") || !strings.Contains(text, "dns}") || strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return nil, "", reseller.Invalid("", "%q is not a template of a path: write it like /dns-query{?dns}", text)
	}
	return []byte(text), inQuotes(text), nil
}

// maxOpaque is how long the value of a parameter may be that has no name here.
const maxOpaque = 1024

// readOpaque takes a value byte for byte.
func readOpaque(text string) (wire []byte, normal string, err error) {
	if len(text) > maxOpaque {
		return nil, "", reseller.Invalid("", "the value has %d bytes, at most %d are allowed", len(text), maxOpaque)
	}
	if text == "" {
		return nil, "", nil
	}
	return []byte(text), inQuotes(text), nil
}
