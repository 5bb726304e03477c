package apiphp

import (
	"nameyard/actions"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

// set reads a parameter that holds a whole set: base64(serialize(array)), or an array as it is. The empty forms that PHP
// clients send ("", null or an array without elements, serialised) give an empty array; a parameter that is absent or has
// no bytes is an error, so that nothing is cleared by accident.
func (p *Params) set(name string) (v phpvalue.Value) {
	v, ok := p.Find(name)
	switch {
	case !ok || v.Kind() != phpvalue.KindArray && v.Text() == "":
		p.Fail(form.Missing(name))
		return phpvalue.List()
	case v.Kind() == phpvalue.KindArray:
		return v
	}
	return p.Serialised(v.Text(), name)
}

// fields reads domainfields: a map of names to values, or a positional list. Absent or empty means none.
func (p *Params) fields() actions.Fields {
	const name = "domainfields"
	if v, ok := p.Find(name); !ok || v.IsEmpty() {
		return actions.Fields{}
	}
	return p.Fields(p.set(name), name)
}
