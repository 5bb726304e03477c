package phpvalue

import "strconv"

// Serialize writes a value as PHP's serialize() does, except that a float keeps
// its text. The result is what [Unserialize] reads, if it is within the limits.
func Serialize(v Value) []byte { return appendValue(nil, v) }

func appendValue(out []byte, v Value) []byte {
	switch v.kind {
	case KindBool:
		if v.text == "" {
			return append(out, "b:0;"...)
		}
		return append(out, "b:1;"...)
	case KindInt:
		return appendScalar(out, "i:", v.text)
	case KindFloat:
		return appendScalar(out, "d:", v.text)
	case KindString:
		return appendText(out, v.text)
	case KindArray:
		out = strconv.AppendInt(append(out, "a:"...), int64(len(v.entries)), 10)
		out = append(out, ":{"...)
		for _, e := range v.entries {
			if e.IsIndex() {
				out = appendScalar(out, "i:", e.Key)
			} else {
				out = appendText(out, e.Key)
			}
			out = appendValue(out, e.Value)
		}
		return append(out, '}')
	default:
		return append(out, "N;"...)
	}
}

func appendScalar(out []byte, tag, text string) []byte {
	return append(append(append(out, tag...), text...), ';')
}

func appendText(out []byte, text string) []byte {
	out = strconv.AppendInt(append(out, "s:"...), int64(len(text)), 10)
	return append(append(append(out, `:"`...), text...), `";`...)
}
