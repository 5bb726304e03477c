package words

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"nameyard/reseller"
)

// Told is what is said of something: in the language of who reads it, and others' words as they came.
type Told struct {
	Says   string // "" = nothing of ours
	Quoted string // the registry's words, or a person's; "" = none
}

// Outcome says why something stands as it does, which was written down as a stable code (of reseller; "" = none) and a text: a reason of
// ours, or the registry's words, which stay as they came beside what they mean.
func (l Language) Outcome(code, text string) Told {
	if s, facts, ours := find(text); ours {
		return l.whole(s, text, facts)
	}
	if result := resultOf(text); result != 0 {
		return Told{l.meaning("result." + strconv.Itoa(result)), text}
	}
	return Told{l.meaning("code." + code), text}
}

// Remark is a text in the language if it is ours, and quoted if not.
func (l Language) Remark(text string) Told {
	s, facts, ours := find(text)
	switch {
	case !ours:
		return Told{Quoted: text}
	case l == English:
		return Told{Says: text}
	}
	says, quoted := l.put(s, facts)
	return Told{says, quoted}
}

// Sentence is a Remark that stands by itself: a whole sentence, where it is ours.
func (l Language) Sentence(text string) Told {
	if s, facts, ours := find(text); ours {
		return l.whole(s, text, facts)
	}
	return Told{Quoted: text}
}

// meaning is a message, or "" if there is none of the key.
func (l Language) meaning(key string) string { return catalogue[key].in(l) }

// whole says a text of ours as a whole sentence.
func (l Language) whole(s sentence, text string, facts []string) Told {
	if l == English {
		return Told{Says: s.english.whole(text)}
	}
	says, quoted := l.put(s, facts)
	return Told{s.swedish.whole(says), quoted}
}

// whole writes a text of the form as a whole sentence. A name with which it begins stays as it is.
func (f form) whole(text string) string {
	if f.literals[0] != "" {
		first, size := utf8.DecodeRuneInString(text)
		text = string(unicode.ToUpper(first)) + text[size:]
	}
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// results are the responses that EPP has for its result codes (RFC 5730 §3), which most registries send, alone or before words of their own.
var results = map[int]string{
	1000: "Command completed successfully", 1001: "Command completed successfully; action pending",
	2000: "Unknown command", 2001: "Command syntax error", 2002: "Command use error", 2003: "Required parameter missing",
	2004: "Parameter value range error", 2005: "Parameter value syntax error", 2100: "Unimplemented protocol version",
	2101: "Unimplemented command", 2102: "Unimplemented option", 2103: "Unimplemented extension", 2104: "Billing failure",
	2105: "Object is not eligible for renewal", 2106: "Object is not eligible for transfer", 2200: "Authentication error",
	2201: "Authorization error", 2202: "Invalid authorization information", 2300: "Object pending transfer",
	2301: "Object not pending transfer", 2302: "Object exists", 2303: "Object does not exist", 2304: "Object status prohibits operation",
	2305: "Object association prohibits operation", 2306: "Parameter value policy error", 2307: "Unimplemented object service",
	2308: "Data management policy violation", 2400: "Command failed", 2500: "Command failed; server closing connection",
	2501: "Authentication error; server closing connection", 2502: "Session limit exceeded; server closing connection",
}

// resultOf is the EPP result code that a registry's words belong to, by the response that they begin with or the code in brackets at their
// end; 0 if they tell none.
func resultOf(text string) int {
	if open := strings.LastIndex(text, " ("); open >= 0 {
		if code, err := strconv.Atoi(strings.TrimSuffix(text[open+2:], ")")); err == nil && results[code] != "" {
			return code
		}
	}
	var fits []int
	for code, response := range results {
		if len(text) >= len(response) && strings.EqualFold(text[:len(response)], response) {
			fits = append(fits, code)
		}
	}
	slices.SortFunc(fits, func(a, b int) int { return len(results[b]) - len(results[a]) })
	return append(fits, 0)[0]
}

// String writes both in one line, for where a field has no room for more.
func (t Told) String() string {
	if t.Says == "" || t.Quoted == "" {
		return t.Says + t.Quoted
	}
	return t.Says + " " + t.Quoted
}

// Ended is what is said with a full stop at its end, where it stands as a sentence of its own.
func (t Told) Ended() Told {
	if t.Says != "" && !strings.ContainsAny(t.Says[len(t.Says)-1:], ".:?!") {
		t.Says += "."
	}
	return t
}

// Any reports whether anything is said.
func (t Told) Any() bool { return t != Told{} }

// Audited says what the audit log says that was done. A code that is not known is said as it is.
func (l Language) Audited(action string) string {
	if told := l.meaning("audit." + action); told != "" {
		return told
	}
	return action
}

// Changes says what a record of the audit log changed, made or ended: "spend cap: none → 25.00 SEK".
func (w Times) Changes(r reseller.AuditRecord) []string {
	told := make([]string, len(r.Changes))
	for i, c := range r.Changes {
		told[i] = w.Language.part(c.Field) + ": " + r.AuditValue(c, w.Language.meaning("value.none"), w.value)
	}
	return told
}

// part is what a part of a record is called: a setting, or a kind of notices.
func (l Language) part(field string) string {
	for _, of := range []string{"field.", "notice."} {
		if said := l.meaning(of + field); said != "" {
			return said
		}
	}
	return field
}

// value is a value of a part in words, instants in the reader's zone; or as it is if it is none of ours.
func (w Times) value(field, value string) string {
	if reseller.AuditForms[field] == reseller.AuditTime {
		if at, err := time.Parse(time.RFC3339Nano, value); err == nil {
			return w.Second(at)
		}
	}
	return w.Language.value(field, value)
}

// value is a value of a part in words, or as it is if it is none of ours. Names and texts are nobody's codes, whatever they are like.
func (l Language) value(field, value string) string {
	if due, is := strings.CutPrefix(value, "needed until "); is && field == "verification" { // reseller.Verification
		return l.must("value.needed_until", due)
	}
	var of []string
	switch form := reseller.AuditForms[field]; {
	case form == reseller.AuditAmount:
		return l.auditAmount(value)
	case form == reseller.AuditFlag:
		of = []string{"value."}
	case form == reseller.AuditCode:
		of = []string{"value.", field + "."}
	case Has("notice." + field):
		of = []string{"notices.way."}
	}
	for _, of := range of {
		if said := l.meaning(of + value); said != "" {
			return said
		}
	}
	return value
}

// auditAmount is an amount with its currency in the language's form, or as it is if it is none.
func (l Language) auditAmount(value string) string {
	amount, currency, _ := strings.Cut(value, " ")
	money, err := reseller.ParseMoney(amount, currency)
	if err != nil || !reseller.KnownCurrency(currency) {
		return value
	}
	return l.Amount(money.Minor, money.Currency)
}
