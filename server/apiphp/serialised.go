package apiphp

import (
	"strconv"

	"nameyard/actions"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

// set reads a parameter that holds a whole set: base64(serialize(array)), or an array as it is. The empty forms that PHP
// clients send ("", null or an array without elements, serialised) give an empty array; a parameter that is absent or has
// no bytes is an error, so that nothing is cleared by accident.
func (p *Params) set(name string) (v phpvalue.Value) {
	v, ok := p.find(name)
	switch {
	case !ok || v.Kind() != phpvalue.KindArray && v.Text() == "":
		p.fail(form.Missing(name))
		return phpvalue.List()
	case v.Kind() == phpvalue.KindArray:
		return v
	}
	decoded, err := phpvalue.Decode(v.Text())
	if err != nil {
		p.fail(form.Invalid(name, "parameter %s cannot be read; send base64_encode(serialize($array)): %s", name, err))
		return phpvalue.List()
	}
	switch {
	case decoded.IsEmpty():
		return phpvalue.List()
	case decoded.Kind() != phpvalue.KindArray:
		p.fail(form.Invalid(name, "parameter %s must be a serialised array; it is a single value", name))
		return phpvalue.List()
	}
	return decoded
}

// maxFields bounds the positions of a positional list of fields.
const maxFields = 100

// fields reads domainfields: a map of names to values, or a positional list. Absent or empty means none.
func (p *Params) fields() actions.Fields {
	const name = "domainfields"
	var f actions.Fields
	if v, ok := p.find(name); !ok || v.IsEmpty() {
		return f
	}
	for _, e := range p.set(name).Entries() {
		value := p.scalar(e.Value, name+"["+e.Key+"]")
		if !e.IsIndex() {
			if f.ByName == nil {
				f.ByName = map[string]string{}
			}
			f.ByName[e.Key] = value
			continue
		}
		place, err := strconv.Atoi(e.Key)
		if err != nil || place < 0 || place >= maxFields {
			p.fail(form.Invalid(name, "position %s of parameter %s is out of range", e.Key, name))
			return f
		}
		for len(f.ByPosition) <= place {
			f.ByPosition = append(f.ByPosition, "")
		}
		f.ByPosition[place] = value
	}
	if f.ByName != nil && f.ByPosition != nil {
		p.fail(form.Ambiguous(name, "parameter %s mixes names and positions; use one of them", name))
	}
	return f
}
