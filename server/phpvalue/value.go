package phpvalue

import (
	"slices"
	"strconv"
)

// Kind is the PHP type of a Value.
type Kind uint8

// The kinds of PHP values that this package knows.
const (
	KindNull Kind = iota
	KindBool
	KindInt
	KindFloat
	KindString
	KindArray
)

// Value is one PHP value. The zero Value is null. Values are not changed after
// they are made, so they may be shared.
type Value struct {
	text    string // what PHP's string cast gives, for scalars
	entries []Entry
	kind    Kind
}

// Entry is one element of an array. PHP holds a key such as "5" or "-7" as an
// integer and all other keys as strings; as the two never share a text, the
// text is the key.
type Entry struct {
	Key   string
	Value Value
}

// String makes a string value of any bytes.
func String(text string) Value { return Value{kind: KindString, text: text} }

// Int makes an integer value.
func Int(n int64) Value { return Value{kind: KindInt, text: strconv.FormatInt(n, 10)} }

// Bool makes a boolean value.
func Bool(b bool) Value {
	if b {
		return Value{kind: KindBool, text: "1"}
	}
	return Value{kind: KindBool}
}

// List makes an array with the keys 0, 1, 2 and so on.
func List(values ...Value) Value {
	entries := make([]Entry, len(values))
	for i, v := range values {
		entries[i] = Entry{Key: strconv.Itoa(i), Value: v}
	}
	return Value{kind: KindArray, entries: entries}
}

// Map makes an array of the given entries. As in PHP, a key that comes again
// replaces the earlier value in its place.
func Map(entries ...Entry) Value {
	var spent int
	return Value{kind: KindArray, entries: lastWins(slices.Clone(entries), &spent)}
}

// Kind tells the PHP type.
func (v Value) Kind() Kind { return v.kind }

// Text gives a scalar as PHP's string cast does: "" for null and false, "1" for
// true, decimal digits for an integer, the bytes of a string. A float keeps
// the text that it came with. An array has no text: "".
func (v Value) Text() string { return v.text }

// Entries gives the elements of an array in PHP's order, nil for a scalar. The
// caller must not change them.
func (v Value) Entries() []Entry { return v.entries }

// Len is the number of elements; 0 for a scalar.
func (v Value) Len() int { return len(v.entries) }

// IsEmpty reports whether there is nothing in it: null, "" or an array without
// elements. False and 0 are something.
func (v Value) IsEmpty() bool {
	switch v.kind {
	case KindNull:
		return true
	case KindString:
		return v.text == ""
	case KindArray:
		return len(v.entries) == 0
	default:
		return false
	}
}

// Get gives the element with exactly this key, and whether there is one. A
// scalar has no elements.
func (v Value) Get(key string) (Value, bool) {
	for _, e := range v.entries {
		if e.Key == key {
			return e.Value, true
		}
	}
	return Value{}, false
}

// Fold gives the elements whose key matches without regard to the case of ASCII
// letters, in order. There may be several: "Action" and "action" are two keys.
func (v Value) Fold(key string) []Entry {
	var found []Entry
	for _, e := range v.entries {
		if equalFold(e.Key, key) {
			found = append(found, e)
		}
	}
	return found
}

// Equal reports whether both have the same kind, the same text and the same
// elements in the same order.
func (v Value) Equal(w Value) bool {
	return v.kind == w.kind && v.text == w.text && slices.EqualFunc(v.entries, w.entries,
		func(a, b Entry) bool { return a.Key == b.Key && a.Value.Equal(b.Value) })
}

// IsIndex reports whether PHP holds the key as an integer.
func (e Entry) IsIndex() bool { return isIndex(e.Key) }

// isIndex reports whether a key is a 64-bit integer in its one canonical form.
func isIndex(key string) bool {
	digits := key
	if len(digits) > 1 && digits[0] == '-' {
		digits = digits[1:]
	}
	if digits == "" || len(digits) > maxDigits {
		return false
	}
	if digits[0] == '0' {
		return key == "0"
	}
	for i := range len(digits) {
		if !isDigit(digits[i]) {
			return false
		}
	}
	_, err := strconv.ParseInt(key, 10, 64)
	return err == nil
}

// maxDigits is how many digits the largest 64-bit integer has.
const maxDigits = 19

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
