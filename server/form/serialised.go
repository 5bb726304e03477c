package form

import (
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/server/phpvalue"
)

// Serialised reads base64(serialize(array)), with which PHP clients send an array as one text. The empty forms of PHP ("",
// null, an array without elements) are an empty array.
func (p *Params) Serialised(text, param string) phpvalue.Value {
	v, err := phpvalue.Decode(text)
	switch {
	case err != nil:
		p.Fail(Invalid(param, "parameter %s cannot be read; send base64_encode(serialize($array)): %s", param, err))
	case v.IsEmpty():
	case v.Kind() != phpvalue.KindArray:
		p.Fail(Invalid(param, "parameter %s must be a serialised array; it is a single value", param))
	default:
		return v
	}
	return phpvalue.List()
}

// maxFields bounds the positions of a positional list of fields.
const maxFields = 100

// Fields reads the additional fields of a TLD: a map of names to values, or a positional list.
func (p *Params) Fields(array phpvalue.Value, param string) actions.Fields {
	var f actions.Fields
	for _, e := range array.Entries() {
		value := p.Scalar(e.Value, param+"["+e.Key+"]")
		if !e.IsIndex() {
			if f.ByName == nil {
				f.ByName = map[string]string{}
			}
			f.ByName[e.Key] = value
			continue
		}
		place, err := strconv.Atoi(e.Key)
		if err != nil || place < 0 || place >= maxFields {
			p.Fail(Invalid(param, "position %s of parameter %s is out of range", e.Key, param))
			return f
		}
		for len(f.ByPosition) <= place {
			f.ByPosition = append(f.ByPosition, "")
		}
		f.ByPosition[place] = value
	}
	if f.ByName != nil && f.ByPosition != nil {
		p.Fail(Ambiguous(param, "parameter %s mixes names and positions; use one of them", param))
	}
	return f
}

// PlusSign gives a telephone number back the plus sign that a client forgot to escape: it arrives as a space.
func PlusSign(phone string) string {
	if rest, bare := strings.CutPrefix(phone, " "); bare && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		return "+" + rest
	}
	return phone
}
