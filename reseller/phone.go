package reseller

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// maxPhone is how many letters a text may have that is read as a telephone number, four bytes each. Registries' have 28 at most.
const maxPhone = 64

// CheckPhone brings a telephone number to EPP's form "+CC.N" (RFC 5733 §2.5, e164StringType), with an extension as "x123"
// behind it, by the numbering plans that libphonenumber keeps: a trunk prefix goes, a calling code that is there twice stays once, a
// number without one is taken to be one of the country (ISO 3166-1; may be empty). Numbers are never refused for being
// implausible: registries take them, and clients send placeholders. Empty and "N/A" mean no number. Errors carry the field "phone".
func CheckPhone(phone, country string) (string, error) {
	given := phone
	if len(phone) > 4*maxPhone {
		return "", Invalid("phone", "%q is longer than telephone numbers can be: write it as +46.701234567", given)
	}
	if phone = strings.TrimSpace(plainNumber(phone)); phone == "" || strings.EqualFold(phone, "N/A") {
		return "", nil
	}
	number, extension, err := splitExtension(strings.TrimPrefix(strings.ToLower(phone), "tel:"))
	if err != nil {
		return "", err
	}
	if strings.Trim(number, "+0123456789.-()/ ") != "" {
		return "", Invalid("phone", "%q is not a telephone number: digits, blanks and hyphens, best as +46.701234567", given)
	}
	if strings.Trim(number, "+0.-()/ ") == "" {
		return "", Invalid("phone", "%q has no digits but zeros: give a number as +46.701234567, or N/A for none", given)
	}
	canonical, err := canonicalPhone(number, country)
	if err != nil {
		return "", AsError(err).In("phone")
	}
	return canonical + extension, nil
}

// extensionForms are the ways that people write an extension (RFC 3966 ";ext=" among them), at the end of a number.
var extensionForms = regexp.MustCompile(`^(.*?)[ ,.;]*(?:extension|extn|ext|ankn|x|#)[ .:=]*([0-9]*)[ .]*$`)

// splitExtension takes "x123", "ext. 123" or ";ext=123" off the end.
func splitExtension(phone string) (number, extension string, err error) {
	parts := extensionForms.FindStringSubmatch(phone)
	if parts == nil {
		return phone, "", nil
	}
	if n := len(parts[2]); n == 0 || n > 10 {
		return "", "", Invalid("phone", "%q has an extension that is not x and 1 to 10 digits", phone)
	}
	return parts[1], "x" + parts[2], nil
}

// canonicalPhone brings a number of digits, plus signs and separators to the form +CC.N.
func canonicalPhone(number, country string) (string, error) {
	for range maxPhone { // what was read can be read again: zeros and codes that are there twice go one by one
		read, err := readPhone(number, country)
		if err != nil || read == number {
			return read, err
		}
		number = read
	}
	return "", Invalid("", "%q is not a telephone number: write it as +46.701234567", number)
}

// unknownCode is a country code by its form. One that nobody has is taken where a dot says where it ends.
var unknownCode = regexp.MustCompile(`^[1-9][0-9]{0,2}$`)

// errNational is the cause of the error of a number that could be read if its country were known.
var errNational = errors.New("a national number without a country")

// readPhone reads a number once.
func readPhone(number, country string) (string, error) {
	digits, international, err := dial(number, country)
	if err != nil {
		return "", err
	}
	region := regionOf(country)
	if !international {
		if region == "" {
			return "", Invalid("", "%q has no country code: write it as +46.701234567", number).Because(errNational)
		}
		return readNational(digits, number, region)
	}
	parsed, err := phonenumbers.Parse("+"+digits, "")
	if !strings.Contains(number, "+") && (err != nil || !phonenumbers.IsValidNumber(parsed)) {
		if own, err := phonenumbers.Parse(onlyDigits(number), region); err == nil && phonenumbers.IsValidNumber(own) {
			return eppOf(own, number) // 0011, 001, 009: what is dialled for abroad in the country
		}
	}
	if err != nil {
		if code, rest, dotted := strings.Cut(strings.TrimPrefix(number, "+"), "."); dotted && unknownCode.MatchString(code) {
			return epp(code, onlyDigits(rest), number)
		}
		return "", Invalid("", "%q does not begin with a country code that exists, or has no number behind it: write it as +46.701234567", number)
	}
	code := strconv.Itoa(int(parsed.GetCountryCode()))
	if !phonenumbers.IsValidNumber(parsed) {
		if once, twice := withoutSecondCode(digits, code); twice {
			if better, err := phonenumbers.Parse("+"+once, ""); err == nil && phonenumbers.IsValidNumber(better) {
				parsed = better
			}
		}
	}
	return eppOf(parsed, number)
}

// readNational reads a number that has no plus sign as one of a country. What is too long there and good with a plus sign lost that.
func readNational(digits, number, region string) (string, error) {
	parsed, err := phonenumbers.Parse(digits, region)
	if err != nil {
		return "", Invalid("", "%q is too short for a telephone number: write it as +46.701234567, or N/A for none", number)
	}
	if phonenumbers.IsPossibleNumberWithReason(parsed) == phonenumbers.TOO_LONG {
		if abroad, err := phonenumbers.Parse("+"+digits, ""); err == nil && phonenumbers.IsValidNumber(abroad) {
			parsed = abroad
		}
	}
	return eppOf(parsed, number)
}

// formerPrefixes are what was dialled before numbers of a country once and no longer is, by country code: address books hold it still,
// and libphonenumber has forgotten it. Mexico gave 01, 044 and 045 up in 2019, and the 1 behind +52.
var formerPrefixes = map[int32]*regexp.Regexp{52: regexp.MustCompile(`^(?:01|04[45]|1)([0-9]{10})$`)}

// eppOf writes a number that was read in EPP's form. Where it is nobody's, but without a former prefix somebody's, that goes.
func eppOf(parsed *phonenumbers.PhoneNumber, number string) (string, error) {
	code, digits := parsed.GetCountryCode(), phonenumbers.GetNationalSignificantNumber(parsed)
	if former := formerPrefixes[code]; former != nil && !phonenumbers.IsValidNumber(parsed) {
		if parts := former.FindStringSubmatch(digits); parts != nil {
			digits = parts[1]
		}
	}
	return epp(strconv.Itoa(int(code)), digits, number)
}

// dial gives the digits of a number as they are dialled, and whether they begin with a country code: behind a plus sign, or
// behind 00, which is dialled for one in most countries. A country code that a form put before a whole number is dropped.
func dial(number, country string) (digits string, international bool, err error) {
	plus := strings.LastIndexByte(number, '+')
	digits = onlyDigits(number[plus+1:])
	if plus < 0 {
		if rest, zeros := strings.CutPrefix(digits, "00"); zeros && len(rest) > 2 {
			return rest, true, nil
		}
		return digits, false, nil
	}
	before := onlyDigits(number[:plus])
	if before != "" && !strings.HasPrefix(digits, before) || strings.HasPrefix(digits, "0") {
		return "", false, Invalid("", "%q has no country code behind its plus sign: write it as +46.701234567", number)
	}
	return digits, true, nil
}

// withoutSecondCode drops a country code that is there twice: +46 46 70…, +46 0046 70….
func withoutSecondCode(digits, code string) (string, bool) {
	rest := strings.TrimPrefix(digits, code)
	if after, twice := strings.CutPrefix(strings.TrimPrefix(rest, "00"), code); twice && len(after) > 1 {
		return code + after, true
	}
	return digits, false
}

// epp writes a number in EPP's form. It refuses what the schema refuses (1 to 3 digits, and 1 to 14).
func epp(code, digits, number string) (string, error) {
	switch {
	case strings.Trim(digits, "0") == "":
		return "", Invalid("", "%q has no number behind the country code: write it as +46.701234567, or N/A for none", number)
	case len(digits) > 14 || len(code)+len(digits) > 15:
		return "", Invalid("", "%q is longer than telephone numbers can be (15 digits, ITU-T E.164)", number)
	}
	return "+" + code + "." + digits, nil
}

// WithCallingCode gives a number with the calling code that a client sends beside it ("46", "+46", "0046"). A number that says its own
// country keeps that.
func WithCallingCode(code, phone string) string {
	code, number := strings.TrimLeft(onlyDigits(plainNumber(code)), "0"), strings.TrimSpace(plainNumber(phone))
	if code == "" || number == "" || strings.EqualFold(number, "N/A") || strings.ContainsRune(number, '+') || strings.HasPrefix(onlyDigits(number), "00") {
		return phone
	}
	return "+" + code + "." + number
}

func onlyDigits(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}
