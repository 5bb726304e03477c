package reseller

import (
	"bytes"
	"encoding/json"
)

// member is one value of a JSON object or list, with the places of key and value in the file. encoding/json alone drops
// both the places and the second of two equal keys.
type member struct {
	key            string
	keyAt, valueAt int // byte offsets in the file
	value          []byte
}

// members lists what a JSON object holds, in the order of the file. Keys that come twice are faults; the second one is
// left out. The value starts at offset at of the file. It tells false if the value is no object.
func (r *rulesFile) members(at int, value []byte) ([]member, bool) {
	dec := json.NewDecoder(bytes.NewReader(value))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, false
	}
	var list []member
	seen := map[string]bool{}
	for dec.More() {
		key, err := dec.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return nil, false
		}
		m := member{key: name, keyAt: at + int(dec.InputOffset())}
		if !nextValue(dec, at, &m) {
			return nil, false
		}
		if seen[name] {
			r.fault(m.keyAt, "%q is there twice", name)
			continue
		}
		seen[name] = true
		list = append(list, m)
	}
	return list, true
}

// elements lists what a JSON list holds. It tells false if the value is no list.
func (r *rulesFile) elements(at int, value []byte) ([]member, bool) {
	dec := json.NewDecoder(bytes.NewReader(value))
	if open, err := dec.Token(); err != nil || open != json.Delim('[') {
		return nil, false
	}
	var list []member
	for dec.More() {
		var m member
		if !nextValue(dec, at, &m) {
			return nil, false
		}
		list = append(list, m)
	}
	return list, true
}

func nextValue(dec *json.Decoder, at int, m *member) bool {
	var raw json.RawMessage
	if dec.Decode(&raw) != nil {
		return false
	}
	m.value = raw
	m.valueAt = at + int(dec.InputOffset()) - len(raw)
	return true
}
