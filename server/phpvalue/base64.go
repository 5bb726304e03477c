package phpvalue

import (
	"encoding/base64"
	"strings"
)

// Decode reads a serialised parameter: base64(serialize(value)). Every refusal
// is an *Error; the offset counts in the base64 text if that is what is wrong,
// else in the bytes that it stands for.
func Decode(param string) (Value, error) {
	serialised, err := DecodeBase64(param)
	if err != nil {
		return Value{}, err
	}
	return Unserialize(serialised)
}

// DecodeBase64 decodes the standard alphabet. A space counts as the plus sign
// that it was before a client forgot to escape it, line breaks and tabs are
// skipped, and the padding may be missing. PHP skips every other byte too; here
// such a byte is an error, because the value that remains would be a wrong one.
func DecodeBase64(text string) (string, error) {
	if text == "" {
		return "", failAt(0, "the parameter is empty; base64 is expected")
	}
	if len(text) > 2*MaxBytes {
		return "", failAt(0, "the parameter has %d bytes, more than a value may have", len(text))
	}
	digits, err := base64Digits(text)
	if err != nil {
		return "", err
	}
	decoded := make([]byte, base64.RawStdEncoding.DecodedLen(len(digits)))
	if _, err := base64.RawStdEncoding.Decode(decoded, digits); err != nil {
		return "", failAt(len(text), "the base64 text is cut off: one character too many or three too few")
	}
	return string(decoded), nil
}

// base64Digits leaves only the characters that carry bits.
func base64Digits(text string) ([]byte, error) {
	digits := make([]byte, 0, len(text))
	padding := 0
	for i, c := range []byte(text) {
		switch {
		case c == '\n' || c == '\r' || c == '\t':
			continue
		case c == '=':
			padding++
			continue
		case c == ' ' && padding > 0:
			continue
		case c == ' ':
			c = '+'
		case c == '-' || c == '_':
			return nil, failAt(i, "%q is of the URL alphabet of base64; use the standard one with + and /", string(rune(c)))
		case c == '%':
			return nil, failAt(i, "%q is not base64; the parameter was escaped twice", "%")
		case !isBase64(c):
			return nil, failAt(i, "%q is not base64", text[i:i+1])
		}
		if padding > 0 {
			return nil, failAt(i, "base64 goes on after its = padding")
		}
		digits = append(digits, c)
	}
	if padding > 2 {
		return nil, failAt(len(text), "base64 ends in more than two =")
	}
	return digits, nil
}

func isBase64(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("+/", c) >= 0
}
