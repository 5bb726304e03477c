package zone

import (
	"strconv"
	"strings"

	"nameyard/reseller"
)

// recordCAA checks a CAA (RFC 8659 §4): flags, tag and value.
func recordCAA(text string) (string, error) {
	flags, rest := cutBlank(text)
	tag, value := cutBlank(rest)
	n, err := strconv.ParseUint(flags, 10, 8)
	tag = strings.ToLower(tag)
	if err != nil || tag == "" || len(tag) > 255 || strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return "", reseller.Invalid("", `%q is not a CAA: write flags, tag and value, for example 0 issue "letsencrypt.org"`, text)
	}
	value, err = caaValue(value)
	if err != nil {
		return "", err
	}
	flags = strconv.FormatUint(n, 10)
	if strings.TrimSpace(value) == "" {
		return "", reseller.Invalid("", `a CAA has three parts and the value is missing, for example %s %s "letsencrypt.org"; to let no CA issue certificates write 0 issue ";"`, flags, tag)
	}
	return flags + " " + tag + ` "` + value + `"`, nil
}

// caaValue reads the value of a CAA, which may stand in quotes.
func caaValue(given string) (value string, err error) {
	value = given
	if strings.HasPrefix(given, `"`) {
		rest := ""
		value, rest, err = quotedString(given)
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(rest) != "" {
			return "", reseller.Invalid("", "the value of a CAA is one string without quotes inside, and something stands behind it")
		}
	}
	for _, c := range value {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return "", reseller.Invalid("", "the value of a CAA takes printable ASCII without quotes and backslashes")
		}
	}
	if len(value) > maxText {
		return "", reseller.Invalid("", "the value of a CAA has %d characters, at most %d are allowed", len(value), maxText)
	}
	return value, nil
}

// cutBlank cuts a text at its first run of blanks and tabs.
func cutBlank(text string) (first, rest string) {
	text = strings.TrimLeft(text, " \t")
	end := strings.IndexAny(text, " \t")
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.TrimLeft(text[end:], " \t")
}
