package phpvalue

import (
	"strconv"
	"strings"
)

// minElement is the length of the shortest element of an array, `i:0;N;`.
const minElement = len("i:0;N;")

// Unserialize reads one value in PHP's serialize format, such as
// `a:1:{s:4:"type";s:1:"A";}`. The grammar is that of unserialize() in PHP 8.2
// without objects and references. Strings share the memory of the input.
// Every refusal is an *Error.
func Unserialize(input string) (Value, error) {
	r := reader{in: input, elements: MaxElements}
	return r.whole()
}

// reader goes through a serialised value once, from left to right.
type reader struct {
	in       string
	pos      int
	depth    int // arrays that are open
	elements int // how many more may be announced
	spent    int // bytes looked at and keys compared, so that tests can bound the work
}

func (r *reader) whole() (Value, error) {
	if len(r.in) > MaxBytes {
		return Value{}, failAt(0, "the value has %d bytes, %d are allowed", len(r.in), MaxBytes)
	}
	v, err := r.value()
	if err != nil {
		return Value{}, err
	}
	if rest := len(r.in) - r.pos; rest > 0 {
		return Value{}, failAt(r.pos, "%d bytes follow the end of the value", rest)
	}
	return v, nil
}

func (r *reader) value() (Value, error) {
	if r.pos == len(r.in) {
		return Value{}, failAt(r.pos, "a value is missing")
	}
	switch r.in[r.pos] {
	case 'N':
		return Value{}, r.expect("N;")
	case 'b':
		return r.boolean()
	case 'i':
		return r.integer()
	case 'd':
		return r.float()
	case 's':
		text, err := r.text()
		return String(text), err
	case 'a':
		return r.array()
	case 'O', 'C', 'E':
		return Value{}, failAt(r.pos, "objects are not accepted")
	case 'R', 'r':
		return Value{}, failAt(r.pos, "references are not accepted")
	case 'S':
		return Value{}, r.escaped()
	default:
		return Value{}, failAt(r.pos, "no PHP value begins with %q", r.in[r.pos:r.pos+1])
	}
}

func (r *reader) boolean() (Value, error) {
	if err := r.expect("b:"); err != nil {
		return Value{}, err
	}
	isTrue := strings.HasPrefix(r.in[r.pos:], "1")
	if !isTrue && !strings.HasPrefix(r.in[r.pos:], "0") {
		return Value{}, failAt(r.pos, "a boolean is 0 or 1")
	}
	r.pos++
	return Bool(isTrue), r.expect(";")
}

// integer reads `i:-5;`. PHP allows a plus sign and leading zeros.
func (r *reader) integer() (Value, error) {
	if err := r.expect("i:"); err != nil {
		return Value{}, err
	}
	start := r.pos
	r.skipSign()
	if r.skipDigits() == 0 {
		return Value{}, failAt(r.pos, "a digit is expected")
	}
	text := r.in[start:r.pos]
	if err := r.expect(";"); err != nil {
		return Value{}, err
	}
	if isIndex(text) {
		return Value{kind: KindInt, text: text}, nil
	}
	n, err := strconv.ParseInt(withoutZeros(text), 10, 64)
	if err != nil {
		return Value{}, failAt(start, "the integer does not fit 64 bits")
	}
	return Int(n), nil
}

// withoutZeros gives a signed number without leading zeros, cut where it is
// certainly too long, so that a megabyte of digits costs nothing.
func withoutZeros(number string) string {
	sign := ""
	if number[0] == '-' || number[0] == '+' {
		sign, number = number[:1], number[1:]
	}
	number = strings.TrimLeft(number, "0")
	if number == "" {
		return "0"
	}
	return sign + number[:min(len(number), maxDigits+1)]
}

// float reads `d:0.5;` and keeps the text. PHP also allows `.5`, `5.`, `+1e-3`,
// INF, -INF and NAN.
func (r *reader) float() (Value, error) {
	if err := r.expect("d:"); err != nil {
		return Value{}, err
	}
	start := r.pos
	for _, word := range []string{"INF;", "-INF;", "NAN;"} {
		if strings.HasPrefix(r.in[r.pos:], word) {
			r.pos += len(word)
			return Value{kind: KindFloat, text: word[:len(word)-1]}, nil
		}
	}
	r.skipSign()
	digits := r.skipDigits()
	if r.skip('.') {
		digits += r.skipDigits()
	}
	if digits == 0 {
		return Value{}, failAt(r.pos, "a digit is expected")
	}
	if r.skip('e') || r.skip('E') {
		r.skipSign()
		if r.skipDigits() == 0 {
			return Value{}, failAt(r.pos, "a digit is expected")
		}
	}
	text := r.in[start:r.pos]
	return Value{kind: KindFloat, text: text}, r.expect(";")
}

// text reads `s:5:"hello";`. The length counts bytes; nothing is escaped.
func (r *reader) text() (string, error) {
	length, err := r.length("s:")
	if err != nil {
		return "", err
	}
	if err := r.expect(`"`); err != nil {
		return "", err
	}
	if left := len(r.in) - r.pos; length > left {
		return "", failAt(r.pos, "string says %s bytes, %d are left", inWords(length), left)
	}
	text := r.in[r.pos : r.pos+length]
	r.pos += length
	if !strings.HasPrefix(r.in[r.pos:], `";`) {
		return "", failAt(r.pos, `string of %d bytes does not end here with ";`, length)
	}
	return text, r.expect(`";`)
}

// array reads `a:2:{key value key value}`. What the header says is held against
// the limit and against the bytes that are left before anything is allocated,
// and counts as used at once: many false headers cannot add up either.
func (r *reader) array() (Value, error) {
	start := r.pos
	count, err := r.length("a:")
	if err != nil {
		return Value{}, err
	}
	if err := r.expect("{"); err != nil {
		return Value{}, err
	}
	switch left := len(r.in) - r.pos; {
	case r.depth == MaxDepth:
		return Value{}, failAt(start, "arrays nest deeper than %d", MaxDepth)
	case count > r.elements:
		return Value{}, failAt(start, "array says %s elements, which makes more than %d", inWords(count), MaxElements)
	case count > left/minElement:
		return Value{}, failAt(start, "array says %d elements, the %d bytes left cannot hold them", count, left)
	}
	r.depth++
	r.elements -= count
	entries := make([]Entry, count)
	ascending, previous := true, ""
	for i := range entries {
		e := &entries[i]
		if e.Key, err = r.key(); err != nil {
			return Value{}, err
		}
		if e.Value, err = r.value(); err != nil {
			return Value{}, err
		}
		ascending = ascending && isAfter(e.Key, previous)
		previous = e.Key
	}
	r.depth--
	if !ascending {
		entries = lastWins(entries, &r.spent)
	}
	return Value{kind: KindArray, entries: entries}, r.expect("}")
}

// isAfter reports whether a key is a larger natural number than the one before:
// lists need no search for duplicates.
func isAfter(key, previous string) bool {
	if !isIndex(key) || key[0] == '-' {
		return false
	}
	return len(key) > len(previous) || len(key) == len(previous) && key > previous
}

func (r *reader) key() (string, error) {
	if r.pos < len(r.in) {
		switch r.in[r.pos] {
		case 'i':
			n, err := r.integer()
			return n.text, err
		case 's':
			return r.text()
		case 'S':
			return "", r.escaped()
		}
	}
	return "", failAt(r.pos, "an array key is expected: an integer or a string")
}

// escaped refuses the strings with escapes that PHP 6 was to write. PHP reads
// them still, and deprecates them.
func (r *reader) escaped() error {
	return failAt(r.pos, "escaped strings (S:) are not accepted")
}
