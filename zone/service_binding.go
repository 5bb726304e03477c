package zone

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// serviceBinding reads an SVCB or HTTPS (RFC 9460 §2.1): priority, target and parameters. Priority 0 is an alias and has no parameters
// (§2.4.2); a target of "." is the hostname itself. In normal form the parameters stand in the order of their numbers.
func serviceBinding(text string, full targetOf) (data, error) {
	list, err := dataWords(text, 2, `priority, target and parameters, for example 1 . alpn=h2,h3`)
	if err != nil {
		return data{}, err
	}
	priority, err := uintWord("the priority", list[0], 65535)
	if err != nil {
		return data{}, err
	}
	target := list[1]
	if target != "." {
		if strings.Contains(target, "=") {
			return data{}, reseller.Invalid("", `the target is missing before %s: write "." for the hostname itself, as in 1 . alpn=h2,h3`, target)
		}
		if target, err = full(target, reseller.AliasRule); err != nil {
			return data{}, err
		}
	}
	if priority == 0 && len(list) > 2 {
		return data{}, reseller.Invalid("", "priority 0 makes an alias, which has no parameters (RFC 9460 §2.4.2): leave %s out, or use priority 1", list[2])
	}
	params, err := serviceParams(list[2:])
	if err != nil {
		return data{}, err
	}
	d := data{strconv.FormatUint(priority, 10) + " " + target, append(binary.BigEndian.AppendUint16(nil, uint16(priority)), wireName(target)...)}
	for _, p := range params {
		d.text += " " + p.text
		d.wire = binary.BigEndian.AppendUint16(d.wire, uint16(p.key))
		d.wire = append(binary.BigEndian.AppendUint16(d.wire, uint16(len(p.value))), p.value...)
	}
	return d, nil
}

// serviceParam is a parameter.
type serviceParam struct {
	key   int
	text  string // key=value
	value []byte // as the wire has it
}

// serviceParams reads parameters, and checks what they have to do with one another (RFC 9460 §7.1.1, §8).
func serviceParams(list []string) ([]serviceParam, error) {
	params, keys := []serviceParam{}, map[int]bool{}
	for _, word := range list {
		p, err := readServiceParam(word)
		if err != nil {
			return nil, err
		}
		if keys[p.key] {
			return nil, reseller.Invalid("", "the parameter %s is there twice", serviceKey(p.key))
		}
		params, keys[p.key] = append(params, p), true
	}
	slices.SortFunc(params, func(a, b serviceParam) int { return a.key - b.key })
	if keys[keyNoDefaultALPN] && !keys[keyALPN] {
		return nil, reseller.Invalid("", "no-default-alpn says nothing without alpn (RFC 9460 §7.1.1)")
	}
	if keys[keyMandatory] {
		for needed := params[0].value; len(needed) > 0; needed = needed[2:] {
			if key := int(binary.BigEndian.Uint16(needed)); !keys[key] {
				return nil, reseller.Invalid("", "mandatory names %s, which is not among the parameters (RFC 9460 §8)", serviceKey(key))
			}
		}
	}
	return params, nil
}

// The numbers of the parameters that others are checked by.
const (
	keyMandatory     = 0
	keyALPN          = 1
	keyNoDefaultALPN = 2
)

// serviceKeys are the names of parameters by their numbers (RFC 9460 §14.3.2, RFC 9461 §5, RFC 9540 §8).
var serviceKeys = []string{"mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath", "ohttp"}

// serviceKey gives the name of a parameter.
func serviceKey(key int) string {
	if key < len(serviceKeys) {
		return serviceKeys[key]
	}
	return "key" + strconv.Itoa(key)
}

// serviceKeyNumber reads the name of a parameter; those that have no name are key and their number.
func serviceKeyNumber(name string) (int, error) {
	if n := slices.Index(serviceKeys, name); n >= 0 {
		return n, nil
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(name, "key"), 10, 16)
	if err != nil || n == 65535 || name != "key"+strconv.FormatUint(n, 10) {
		return 0, reseller.Invalid("", "%q is not a parameter: use %s, or key and a number", name, strings.Join(serviceKeys, ", "))
	}
	if n < uint64(len(serviceKeys)) {
		return 0, reseller.Invalid("", "%s is called %s", name, serviceKeys[n])
	}
	return int(n), nil
}

// readServiceParam reads key=value.
func readServiceParam(word string) (serviceParam, error) {
	name, given, has := strings.Cut(word, "=")
	key, err := serviceKeyNumber(strings.ToLower(name))
	if err != nil {
		return serviceParam{}, err
	}
	p := serviceParam{key: key, text: serviceKey(key)}
	text := ""
	if has {
		if text, err = unquoted(given); err != nil {
			return p, err
		}
	}
	read := readOpaque
	if key < len(serviceValues) {
		read = serviceValues[key]
	}
	if p.value, text, err = read(text); err != nil {
		return p, reseller.Invalid("", "the parameter %s: %s", p.text, reseller.Inner(err))
	}
	if text != "" {
		p.text += "=" + text
	}
	return p, nil
}
