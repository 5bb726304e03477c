package phpvalue

import (
	"errors"
	"strings"
	"testing"
)

func TestJSONStandsForAForm(t *testing.T) {
	t.Parallel()
	body := ` {"action":"SaveDNS","n":5,"f":1.50,"big":99999999999999999999,"on":true,"off":false,"none":null,
		"list":["a",{"x":"\u00e5\ud83d\ude00\\n/"}],"empty":{},"5":"i","a":1,"a":"2","":"e"} `
	got, err := ParseJSON([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	float := func(text string) Value { return Value{kind: KindFloat, text: text} }
	want := Map(Entry{"action", String("SaveDNS")}, Entry{"n", Int(5)}, Entry{"f", float("1.50")},
		Entry{"big", float("99999999999999999999")}, Entry{"on", Bool(true)}, Entry{"off", Bool(false)}, Entry{"none", Value{}},
		Entry{"list", List(String("a"), Map(Entry{"x", String("å😀\\n/")}))}, Entry{"empty", List()},
		Entry{"5", String("i")}, Entry{"a", String("2")}, Entry{"", String("e")})
	if !got.Equal(want) {
		t.Errorf("got  %s\nwant %s", Serialize(got), Serialize(want))
	}
}

func TestWrongJSONSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for body, words := range map[string]string{
		"":                     "the body is empty; a JSON object is expected",
		" \n":                  "the body is empty",
		"\xef\xbb\xbf{}":       "begins with a byte order mark",
		"[]":                   "at byte 0: a JSON object is expected",
		" null":                "at byte 1: a JSON object is expected",
		`"a"`:                  "a JSON object is expected",
		"{}{}":                 "at byte 2: not JSON: invalid character '{' after top-level value",
		`{"a":1,}`:             "at byte 7: not JSON",
		`{"a":01}`:             "not JSON",
		`{"a":1`:               "not JSON: unexpected end of JSON input",
		`{'a':1}`:              "not JSON",
		`{"a":NaN}`:            "not JSON",
		"{\"a\":\"\xff\"}":     "at byte 6: the JSON is not UTF-8",
		`{"a":"\ud800"}`:       "at byte 6: half of a surrogate pair stands alone",
		`{"a":"\ude00\ud83d"}`: "half of a surrogate pair",
		`{"a":"\ud83dx"}`:      "half of a surrogate pair",
		`{"a":[[[[[[]]]]]]}`:   "objects and lists nest deeper than 6",
		`{"a":[` + strings.Repeat("0,", MaxParameters) + `0]}`:  "more than 10000 values",
		`{"a":[` + strings.Repeat("[],", MaxParameters) + `0]}`: "more than 10000 values",
		strings.Repeat(`{"a":`, 100_000):                        "not JSON",
	} {
		_, err := ParseJSON([]byte(body))
		var refusal *Error
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), words) {
			t.Errorf("%.40q: says %v, want %q", body, err, words)
		}
	}
	if _, err := ParseJSON([]byte(`{"a":[[[[[]]]]]}`)); err != nil {
		t.Errorf("five levels inside the object: %v", err)
	}
}
