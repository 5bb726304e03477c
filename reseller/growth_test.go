//go:build unix

package reseller_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"nameyard/reseller"
)

// hostileTexts make long texts of the kinds that cost most: many different letters, many labels, parts, rows and signs.
var hostileTexts = map[string]func(length int) string{
	"letters that all differ": func(n int) string {
		var text strings.Builder
		for r := rune(0x4E00); text.Len() < n; r++ {
			if r == 0x9FA0 {
				r = 0xAC00
			}
			if r == 0xD7A3 {
				r = 0x3400
			}
			text.WriteRune(r)
		}
		return text.String()
	},
	"one letter":          func(n int) string { return strings.Repeat("a", n) },
	"small labels":        func(n int) string { return strings.Repeat("a.", n/2) },
	"labels of Unicode":   func(n int) string { return strings.Repeat("é.", n/3) },
	"labels of ACE":       func(n int) string { return "xn--" + strings.Repeat("a9", n/2) },
	"digits":              func(n int) string { return strings.Repeat("0123456789", n/10) },
	"plus signs":          func(n int) string { return strings.Repeat("+1", n/2) },
	"extensions":          func(n int) string { return strings.Repeat("1x", n/2) },
	"ats":                 func(n int) string { return strings.Repeat("a@", n/2) },
	"brackets":            func(n int) string { return strings.Repeat("[SE]", n/4) },
	"blanks":              func(n int) string { return strings.Repeat(" ", n) + "a" },
	"lines":               func(n int) string { return strings.Repeat("a\r\n", n/3) },
	"accents":             func(n int) string { return "a" + strings.Repeat("\u0301", n/2) },
	"invisible ones":      func(n int) string { return strings.Repeat("\u200b", n/3) },
	"compatibility forms": func(n int) string { return strings.Repeat("\ufdfa", n/3) },
	"hosts that all differ": func(n int) string {
		var text strings.Builder
		for i := 0; text.Len() < n; i++ {
			fmt.Fprintf(&text, "ns%d.a.se ", i)
		}
		return text.String()
	},
	"addresses that all differ": func(n int) string {
		var text strings.Builder
		for i := 0; text.Len() < n; i++ {
			fmt.Fprintf(&text, "192.%d.%d.%d ", 1+i>>16, i>>8&255, i&255)
		}
		return text.String()
	},
	"no UTF-8": func(n int) string { return strings.Repeat("\xff", n) },
}

// textRules are the rules that a client's text reaches, whatever its length.
var textRules = map[string]func(rules reseller.TLD, text string) error{
	"label": func(_ reseller.TLD, text string) error { _, err := reseller.ParseName(text, "com"); return err },
	"TLD":   func(_ reseller.TLD, text string) error { _, err := reseller.ParseName("a", text); return err },
	"name":  func(r reseller.TLD, text string) error { _, err := reseller.TLDs{"se": r}.Split(text); return err },
	"host":  func(_ reseller.TLD, text string) error { _, err := reseller.ToASCII(text); return err },
	"owner": func(_ reseller.TLD, text string) error {
		_, err := reseller.CanonicalName(text, reseller.OwnerRule)
		return err
	},
	"full host": func(_ reseller.TLD, text string) error {
		_, err := reseller.CanonicalHost(text, reseller.AliasRule)
		return err
	},
	"mailbox":    func(_ reseller.TLD, text string) error { _, err := reseller.CheckEmail("a@" + text); return err },
	"local part": func(_ reseller.TLD, text string) error { _, err := reseller.CheckEmail(text + "@a.se"); return err },
	"phone":      func(_ reseller.TLD, text string) error { _, err := reseller.CheckPhone(text, "SE"); return err },
	"country":    func(_ reseller.TLD, text string) error { _, err := reseller.CheckCountry(text); return err },
	"id number":  func(_ reseller.TLD, text string) error { _, err := reseller.CheckIDNumber(text, "DK"); return err },
	"field": func(r reseller.TLD, text string) error {
		_, err := r.CheckFields(map[string]string{"NIN": text, text: text}, swede())
		return err
	},
	"contact": func(_ reseller.TLD, text string) error { return contactOf(text) },
	"glue": func(_ reseller.TLD, text string) error {
		_, err := reseller.CheckHost(reseller.NameOf("a.se", "se"), "ns1", strings.Fields(text))
		return err
	},
	"child": func(_ reseller.TLD, text string) error {
		_, err := reseller.CheckHostName(reseller.NameOf("a.se", "se"), text)
		return err
	},
	"nameservers": func(r reseller.TLD, text string) error {
		_, err := reseller.CheckNameservers(reseller.NameOf("a.se", "se"), strings.Fields(text), r)
		return err
	},
}

func contactOf(text string) error {
	_, err := reseller.CheckContact(reseller.Contact{
		FirstName: text, LastName: text, Company: text, Address1: text, City: text, Country: text, Postcode: text, Phone: text, Email: text,
	}, reseller.RoleAdmin)
	return err
}

// cpu is what a call takes of this process's CPU.
func cpu(call func()) time.Duration {
	var before, after syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &before)
	call()
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &after)
	return time.Duration(after.Utime.Nano() - before.Utime.Nano())
}

// The work of a request grows with its length and not with the square of it: eight times the text takes at most 24 times
// the CPU, measured as the least of several calls, wherever it takes so long that it can be measured. Words of errors do not grow.
// This test runs alone: tests beside it would count.
func TestWorkGrowsWithTheLengthOfATextAndItsErrorDoesNot(t *testing.T) {
	rules := mustTLD(t, "se")
	_, _ = reseller.CheckCountry("no country") // what is made once is made
	for kind, text := range hostileTexts {
		for _, short := range []int{4_000, 40_000} { // the work of the second is no work where the first fails
			small, large := text(short), text(8*short)
			for name, rule := range textRules {
				var err error
				if growsTooFast(func() { _ = rule(rules, small) }, func() { err = rule(rules, large) }) {
					t.Fatalf("%s of %s: %d bytes take more than 24 times the work of an eighth of them", name, kind, len(large))
				}
				if err == nil && kind != "blanks" {
					t.Errorf("%s of %s: %d bytes are taken", name, kind, len(large))
				} else if err != nil && len(reseller.AsError(err).Words) > 2_000 {
					t.Errorf("%s of %s: the error has %d bytes", name, kind, len(reseller.AsError(err).Words))
				}
			}
		}
	}
}

// growsTooFast measures two calls, up to four times: what is fast once is fast.
func growsTooFast(small, large func()) bool {
	const measurable, most = 20 * time.Millisecond, 24
	for range 4 {
		fast, slow := cpu(small), cpu(large)
		if slow <= measurable || slow <= most*max(fast, measurable/most) {
			return false
		}
	}
	return true
}
