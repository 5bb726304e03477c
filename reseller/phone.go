package reseller

import "strings"

// CheckPhone brings a telephone number to EPP's form "+CC.N" (RFC 5733 §2.5), with an extension as "x123" behind it. A
// number without a country code is taken to be one of the country. Numbers are never refused for being implausible:
// registries take them, and clients send placeholders. Where the country code cannot be told, the digits stay as they
// are. Empty and "N/A" mean no number.
func CheckPhone(phone, country string) (string, error) {
	phone = strings.TrimSpace(phone)
	if phone == "" || strings.EqualFold(phone, "N/A") {
		return "", nil
	}
	number, extension, err := splitExtension(phone)
	if err != nil {
		return "", err
	}
	if strings.Trim(number, "+0123456789.-()/ \u00a0") != "" || strings.LastIndexByte(number, '+') > 0 {
		return "", Invalid("phone", "%q is not a telephone number: digits, blanks and hyphens, best as +46.701234567", phone)
	}
	local := onlyDigits(number)
	if local == "" {
		return "", Invalid("phone", "%q has no digits: give a number as +46.701234567, or N/A for none", phone)
	}
	international := strings.HasPrefix(number, "+")
	if !international && strings.HasPrefix(local, "00") && len(local) > 4 {
		international, local, number = true, local[2:], ""
	}
	code := callingCodes[country]
	if international {
		code, local = splitCallingCode(number, local, code)
	} else {
		local = withoutTrunk(local, country, code)
	}
	canonical := local
	switch {
	case code != "":
		canonical = "+" + code + "." + local
	case international:
		canonical = "+" + local
	}
	if len(canonical) > 17 {
		return "", Invalid("phone", "%q is longer than telephone numbers can be (15 digits, ITU-T E.164)", phone)
	}
	return canonical + extension, nil
}

// splitExtension takes "x123" off the end.
func splitExtension(phone string) (number, extension string, err error) {
	number, inner, found := strings.Cut(strings.ToLower(phone), "x")
	if !found {
		return strings.TrimSpace(number), "", nil
	}
	digits := onlyDigits(inner)
	if digits == "" || strings.Trim(inner, "0123456789. ") != "" || len(digits) > 10 {
		return "", "", Invalid("phone", "%q has an extension that is not x and 1 to 10 digits", phone)
	}
	return strings.TrimSpace(number), "x" + digits, nil
}

// splitCallingCode splits an international number. A dot after one to three digits says where; else the country's own
// code goes first, then any that fits: no calling code is the beginning of another.
func splitCallingCode(number, digits, own string) (code, rest string) {
	if before, after, dotted := strings.Cut(strings.TrimPrefix(number, "+"), "."); dotted && len(before) <= 3 && before != "" &&
		AllDigits(before) && onlyDigits(after) != "" {
		return before, onlyDigits(after)
	}
	if own != "" && strings.HasPrefix(digits, own) && len(digits) > len(own) {
		return own, digits[len(own):]
	}
	for _, code := range callingCodes {
		if strings.HasPrefix(digits, code) && len(digits) > len(code) {
			return code, digits[len(code):]
		}
	}
	return "", digits
}

// withoutTrunk drops the digit that is dialled only inside a country: the leading 0 of most, the 1 of North America.
// Italy and its neighbours keep theirs.
func withoutTrunk(digits, country, code string) string {
	switch {
	case country == "IT" || country == "SM" || country == "VA":
		return digits
	case code == "1" && len(digits) == 11 && digits[0] == '1':
		return digits[1:]
	case code != "" && code != "1" && len(digits) > 1 && digits[0] == '0':
		return digits[1:]
	}
	return digits
}

func onlyDigits(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}
