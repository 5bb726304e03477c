package phpvalue

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// ParseJSON reads a JSON object in the place of a form: the same keys, objects
// and lists instead of brackets. Numbers keep their text, true and false are
// booleans, null is null, and the last duplicate wins. Every refusal is an
// *Error. The size of the body is for the caller to limit.
func ParseJSON(body []byte) (Value, error) {
	if err := checkJSON(body); err != nil {
		return Value{}, err
	}
	tokens := json.NewDecoder(bytes.NewReader(body))
	tokens.UseNumber()
	r := jsonReader{tokens: tokens}
	return r.value()
}

// checkJSON finds everything that is wrong with the text itself.
func checkJSON(body []byte) error {
	if bytes.HasPrefix(body, []byte("\xef\xbb\xbf")) {
		return failAt(0, "the JSON begins with a byte order mark; send it without")
	}
	text := bytes.TrimLeft(body, " \t\r\n")
	if len(text) == 0 {
		return failAt(len(body), "the body is empty; a JSON object is expected")
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(body, &skipped{}); errors.As(err, &syntax) {
		return failAt(max(0, int(syntax.Offset)-1), "not JSON: %v", err)
	}
	if text[0] != '{' {
		return failAt(len(body)-len(text), "a JSON object is expected")
	}
	return CheckText(body)
}

// skipped lets the standard parser check a text and keep nothing of it.
type skipped struct{}

// UnmarshalJSON accepts anything.
func (*skipped) UnmarshalJSON([]byte) error { return nil }

// CheckText refuses what the standard parser would replace in a text that is
// known to be JSON: bytes that are not UTF-8 and halves of surrogate pairs. The
// refusal is an *Error.
func CheckText(body []byte) error {
	for i := 0; i < len(body); {
		if body[i] == '\\' {
			length := escapeLength(body[i:])
			if length == 0 {
				return failAt(i, "half of a surrogate pair stands alone")
			}
			i += length
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			return failAt(i, "the JSON is not UTF-8")
		}
		i += size
	}
	return nil
}

// escapeLength gives the length of the escape that text begins with, a
// surrogate pair as one; 0 for half a pair. The text is known to be JSON.
func escapeLength(text []byte) int {
	if text[1] != 'u' {
		return len(`\n`)
	}
	first := escaped(text)
	if !utf16.IsSurrogate(first) {
		return len(`\u0000`)
	}
	rest := text[len(`\u0000`):]
	if !bytes.HasPrefix(rest, []byte(`\u`)) || utf16.DecodeRune(first, escaped(rest)) == utf8.RuneError {
		return 0
	}
	return 2 * len(`\u0000`)
}

func escaped(text []byte) rune {
	var r rune
	for _, c := range text[len(`\u`):len(`\u0000`)] {
		r = r<<4 | rune(unhex(c))
	}
	return r
}

// jsonReader turns the tokens of a checked JSON text into a Value.
type jsonReader struct {
	tokens *json.Decoder
	depth  int // objects and lists that are open
	count  int // scalars and empty arrays so far
	spent  int
}

func (r *jsonReader) value() (Value, error) {
	token, err := r.tokens.Token()
	if err != nil {
		return Value{}, r.fail("not JSON: %v", err)
	}
	switch t := token.(type) {
	case json.Delim:
		return r.array(t == '{')
	case bool:
		return Bool(t), r.counted()
	case json.Number:
		return number(t.String()), r.counted()
	case string:
		return String(t), r.counted()
	default:
		return Value{}, r.counted()
	}
}

// array reads an object or a list whose opening token is behind.
func (r *jsonReader) array(isObject bool) (Value, error) {
	if r.depth++; r.depth > MaxBrackets+1 {
		return Value{}, r.fail("objects and lists nest deeper than %d", MaxBrackets+1)
	}
	entries := []Entry{}
	for r.tokens.More() {
		key := strconv.Itoa(len(entries))
		if isObject {
			token, err := r.tokens.Token()
			if err != nil {
				return Value{}, r.fail("not JSON: %v", err)
			}
			key, _ = token.(string)
		}
		v, err := r.value()
		if err != nil {
			return Value{}, err
		}
		entries = append(entries, Entry{Key: key, Value: v})
	}
	if _, err := r.tokens.Token(); err != nil {
		return Value{}, r.fail("not JSON: %v", err)
	}
	r.depth--
	if len(entries) == 0 {
		return Value{kind: KindArray}, r.counted()
	}
	if isObject {
		entries = lastWins(entries, &r.spent)
	}
	return Value{kind: KindArray, entries: entries}, nil
}

func (r *jsonReader) counted() error {
	if r.count++; r.count > MaxParameters {
		return r.fail("there are more than %d values", MaxParameters)
	}
	return nil
}

func (r *jsonReader) fail(format string, args ...any) error {
	return failAt(int(r.tokens.InputOffset()), format, args...)
}

// number keeps the text of a JSON number; what is not a plain 64-bit integer
// counts as a float.
func number(text string) Value {
	if isIndex(text) {
		return Value{kind: KindInt, text: text}
	}
	return Value{kind: KindFloat, text: text}
}
