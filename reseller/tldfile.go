package reseller

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"
)

//go:embed tlds.json
var embeddedTLDs []byte

// DefaultTLDs gives the built-in rules (tlds.json).
func DefaultTLDs() (TLDs, error) { return ParseTLDs("tlds.json", embeddedTLDs) }

// ParseTLDs reads a rules file: a JSON object of TLD (without a dot) to its rules. Every rule must be there, but "note",
// "scripts", "dnssec", "availability", "renew_model", "auth_code_hours", "checks_nameservers", "https_only" and "fields"; a TLD may start from another one above it with "like": "com" and then names only what differs.
// All faults of the file are told at once (errors.Join), each with file, line and reason; the TLDs are nil then.
func ParseTLDs(file string, data []byte) (TLDs, error) { return OverrideTLDs(nil, file, data) }

// OverrideTLDs lays an operator's rules file over base and gives the result; base stays as it is. For a TLD that base
// knows, the keys in the file replace those rules and the others stay ("fields" is one key: it is replaced whole). A
// new TLD must be complete or say "like". Errors are those of ParseTLDs.
func OverrideTLDs(base TLDs, file string, data []byte) (TLDs, error) {
	r := &rulesFile{file: file, data: data, rules: maps.Clone(base)}
	if r.rules == nil {
		r.rules = TLDs{}
	}
	r.read()
	if len(r.faults) > 0 {
		return nil, errors.Join(r.faults...)
	}
	return r.rules, nil
}

// rulesFile is one file being read. Faults are collected, so that an operator sees all of them at once.
type rulesFile struct {
	file   string
	data   []byte
	rules  TLDs
	faults []error
}

func (r *rulesFile) fault(offset int, format string, args ...any) {
	line := 1 + strings.Count(string(r.data[:min(offset, len(r.data))]), "\n")
	r.faults = append(r.faults, fmt.Errorf("%s:%d: %s", r.file, line, fmt.Sprintf(format, args...)))
}

func (r *rulesFile) read() {
	if !utf8.Valid(r.data) {
		r.fault(0, "is not UTF-8")
		return
	}
	if err := json.Unmarshal(r.data, new(any)); err != nil {
		offset := len(r.data)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = max(int(syntax.Offset)-1, 0) // the offset is behind the bad byte
		}
		r.fault(offset, "is not valid JSON: %v", err)
		return
	}
	start := len(r.data) - len(bytes.TrimLeft(r.data, " \t\r\n"))
	tlds, ok := r.members(start, r.data[start:])
	if !ok {
		r.fault(start, `is not an object of TLDs: want {"com": {…}}`)
		return
	}
	for _, m := range tlds {
		r.readTLD(m)
	}
}

// readTLD reads the rules of one TLD, lays them over what is known of it, and checks the whole.
func (r *rulesFile) readTLD(m member) {
	if name, err := ParseTLD(m.key); err != nil || name != m.key {
		r.fault(m.keyAt, `%q is not a TLD as the rules write it: lower case, ACE, no leading dot, for example "co.uk"`, m.key)
		return
	}
	keys, ok := r.members(m.valueAt, m.value)
	if !ok {
		r.fault(m.valueAt, ".%s: want an object of rules", m.key)
		return
	}
	before := len(r.faults)
	tld, known := r.rules[m.key]
	if like := slices.IndexFunc(keys, func(k member) bool { return k.key == "like" }); like >= 0 {
		tld, known = r.like(m.key, keys[like])
		keys = slices.Delete(keys, like, like+1)
	}
	tld.Name = m.key
	lines := map[string]int{}
	for _, k := range keys {
		lines[k.key] = k.keyAt
		r.readRule(&tld, k)
	}
	if !known {
		r.requireAll(m, lines)
	}
	if len(r.faults) > before {
		return // contradictions between half-read rules would only confuse
	}
	for _, f := range tld.faults() {
		at, ok := lines[f.rule]
		if !ok {
			at = m.keyAt
		}
		r.fault(at, ".%s: %s", m.key, f.reason)
	}
	r.rules[m.key] = tld
}

func (r *rulesFile) like(tld string, k member) (TLD, bool) {
	var model string
	if json.Unmarshal(k.value, &model) != nil {
		r.fault(k.keyAt, ".%s: like must be a TLD in quotes", tld)
		return TLD{}, true
	}
	rules, ok := r.rules[model]
	if !ok {
		r.fault(k.keyAt, ".%s: like names %q, which is neither above it in this file nor built in", tld, model)
	}
	return rules, true
}

// readRule reads one key into the rules.
func (r *rulesFile) readRule(tld *TLD, k member) {
	if k.key == "registrant_only" {
		r.fault(k.keyAt, `.%s: registrant_only is "contacts" now: "registrant" for true, "all" for false`, tld.Name)
		return
	}
	if k.key == "-" || !slices.Contains(ruleKeys(reflect.TypeFor[TLD]()), k.key) {
		r.fault(k.keyAt, ".%s: unknown key %q", tld.Name, k.key)
		return
	}
	if k.key == "fields" {
		tld.Fields = r.readFields(tld.Name, k)
		return
	}
	r.decode(tld, k, "."+tld.Name)
}

func (r *rulesFile) readFields(tld string, k member) []Field {
	elements, ok := r.elements(k.valueAt, k.value)
	if !ok {
		r.fault(k.keyAt, ".%s: fields must be a list of objects", tld)
		return nil
	}
	fields := make([]Field, len(elements))
	for i, e := range elements {
		where := fmt.Sprintf(".%s: fields[%d]", tld, i)
		keys, ok := r.members(e.valueAt, e.value)
		if !ok {
			r.fault(e.valueAt, "%s must be an object", where)
			continue
		}
		for _, key := range keys {
			if !slices.Contains(ruleKeys(reflect.TypeFor[Field]()), key.key) {
				r.fault(key.keyAt, "%s: unknown key %q", where, key.key)
				continue
			}
			r.decode(&fields[i], key, where)
		}
	}
	return fields
}

// decode puts one member into the struct that target points to.
func (r *rulesFile) decode(target any, k member, where string) {
	if string(k.value) == "null" {
		r.fault(k.keyAt, "%s: %s is null; leave it out or give a value", where, k.key)
		return
	}
	fresh := reflect.New(reflect.TypeOf(target).Elem()) // a list in the file replaces the old one and never writes into it
	wrapped := fmt.Sprintf("{%q:%s}", k.key, k.value)
	err := json.Unmarshal([]byte(wrapped), fresh.Interface())
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mismatch):
		r.fault(k.keyAt, "%s: %s must be %s, not %s", where, k.key, kindWords(mismatch.Type), mismatch.Value)
	case err != nil:
		r.fault(k.keyAt, "%s: %s: %v", where, k.key, err)
	default:
		i := slices.Index(ruleKeys(fresh.Elem().Type()), k.key)
		reflect.ValueOf(target).Elem().Field(i).Set(fresh.Elem().Field(i))
	}
}

func (r *rulesFile) requireAll(m member, have map[string]int) {
	var missing []string
	for _, key := range ruleKeys(reflect.TypeFor[TLD]()) {
		if _, ok := have[key]; !ok && !slices.Contains([]string{"note", "scripts", "fields", "dnssec", "availability", "renew_model", "auth_code_hours", "checks_nameservers", "https_only", "-"}, key) {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		r.fault(m.keyAt, `.%s: missing %s; give them or start with "like": "com"`, m.key, strings.Join(missing, ", "))
	}
}

// ruleKeys lists the JSON keys of a struct in the order of its fields.
func ruleKeys(t reflect.Type) []string {
	keys := make([]string, t.NumField())
	for i := range keys {
		keys[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	return keys
}

func kindWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int:
		return "a whole number"
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "text in quotes"
	}
	return "a list"
}
