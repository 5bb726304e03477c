package zone

import (
	"encoding/binary"
	"fmt"
	"strings"

	"nameyard/reseller"
)

// namingPointer reads a NAPTR (RFC 3403 §4.1): order, preference, flags, services, regular expression and replacement. Of the last two
// just one is used.
func namingPointer(text string, full targetOf) (data, error) {
	list, err := dataWords(text, 6, `order, preference, flags, services, expression and replacement of a NAPTR, for example 100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .`)
	if err == nil && len(list) > 6 {
		err = reseller.Invalid("", "behind the replacement of a NAPTR stands %s", list[6])
	}
	if err != nil {
		return data{}, err
	}
	order, err := uintWord("the order", list[0], 65535)
	if err != nil {
		return data{}, err
	}
	preference, err := uintWord("the preference", list[1], 65535)
	if err != nil {
		return data{}, err
	}
	wire := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, uint16(order)), uint16(preference))
	texts, err := namingTexts(list[2:5])
	if err != nil {
		return data{}, err
	}
	replacement := list[5]
	if replacement != "." {
		if replacement, err = full(replacement, reseller.AliasRule); err != nil {
			return data{}, err
		}
	}
	if (texts[2] == "") == (replacement == ".") {
		return data{}, reseller.Invalid("", `a NAPTR has an expression and the replacement ".", or the expression "" and a replacement`)
	}
	quoted := make([]string, len(texts))
	for i, part := range texts {
		wire, quoted[i] = append(append(wire, byte(len(part))), part...), inQuotes(part)
	}
	return data{fmt.Sprintf("%d %d %s %s", order, preference, strings.Join(quoted, " "), replacement), append(wire, wireName(replacement)...)}, nil
}

// namingTexts reads flags, services and expression of a NAPTR.
func namingTexts(list []string) ([]string, error) {
	texts := make([]string, len(list))
	for i, what := range []string{"flags", "services", "expression"} {
		text, err := unquoted(list[i])
		if err != nil {
			return nil, err
		}
		if len(text) > 255 {
			return nil, reseller.Invalid("", "the %s of a NAPTR have %d bytes, at most 255 are allowed", what, len(text))
		}
		texts[i] = text
	}
	if strings.Trim(strings.ToLower(texts[0]), "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return nil, reseller.Invalid("", "the flags of a NAPTR are letters and digits, not %q", texts[0])
	}
	if strings.Trim(strings.ToLower(texts[1]), "abcdefghijklmnopqrstuvwxyz0123456789+-.:") != "" {
		return nil, reseller.Invalid("", "the services of a NAPTR are words with + and : between them, not %q", texts[1])
	}
	if texts[2] != "" && !isSubstitution(texts[2]) {
		return nil, reseller.Invalid("", "%q is not an expression of a NAPTR: write it like !^.*$!sip:info@example.com! (RFC 3402 §3.2)", texts[2])
	}
	return texts, nil
}

// isSubstitution reports whether a text is a substitution (RFC 3402 §3.2): a delimiter, an expression, the delimiter, its replacement,
// the delimiter, and perhaps an i.
func isSubstitution(text string) bool {
	delimiter := text[0]
	if isDigit(delimiter) || delimiter == '\\' || delimiter == 'i' || delimiter == 0 {
		return false
	}
	parts := []string{""}
	for i := 1; i < len(text); i++ {
		last := len(parts) - 1
		switch {
		case text[i] == '\\' && i+1 < len(text):
			parts[last] += text[i : i+2]
			i++
		case text[i] == delimiter:
			parts = append(parts, "")
		default:
			parts[last] += text[i : i+1]
		}
	}
	return len(parts) == 3 && parts[0] != "" && (parts[2] == "" || parts[2] == "i")
}
