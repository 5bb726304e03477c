package v2

import "bytes"

// ordered is a JSON object whose keys keep their order.
type ordered []pair

type pair struct {
	key   string
	value any
}

// MarshalJSON writes the pairs in order; none are an empty object.
func (o ordered) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(encode(p.key))
		out.WriteByte(':')
		out.Write(encode(p.value))
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
