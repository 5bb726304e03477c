package phpvalue

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	// This library panics, hangs and runs out of memory on hostile input, and
	// undoes escapes that PHP never makes. It is a second opinion on what our
	// reader has accepted and written anew, without backslashes; nothing else
	// may go to it.
	"github.com/elliotchance/phpserialize"
)

// fuzzing is what the fuzzer itself may allocate meanwhile.
const fuzzing = 64 << 10

func FuzzUnserialize(f *testing.F) {
	for _, input := range validSerialised {
		f.Add(input)
	}
	for _, c := range refusedSerialised {
		f.Add(c.input)
	}
	f.Fuzz(func(t *testing.T, input string) {
		r := reader{in: input, elements: MaxElements}
		v, err := r.whole()
		if most := mostWork(len(input)); r.spent > most {
			t.Errorf("%d bytes cost %d steps, more than %d", len(input), r.spent, most)
		}
		most := mostMemory(len(input)) + fuzzing
		if got := allocated(func() { _, _ = Unserialize(input) }); got > most {
			t.Errorf("%d bytes allocate %d, more than %d", len(input), got, most)
		}
		if err != nil {
			mustBeRefusal(t, err, len(input))
			return
		}
		if depth, count := extent(v); depth > MaxDepth || count > MaxElements {
			t.Errorf("%d deep, %d elements", depth, count)
		}
		again, err := Unserialize(string(Serialize(v)))
		if err != nil || !again.Equal(v) {
			t.Errorf("written as %q and read back as %q: %v", Serialize(v), Serialize(again), err)
		}
	})
}

func mustBeRefusal(t *testing.T, err error, length int) {
	t.Helper()
	var refusal *Error
	if !errors.As(err, &refusal) {
		t.Fatalf("%v is not an *Error", err)
	}
	if refusal.Offset < 0 || refusal.Offset > length || refusal.Reason == "" {
		t.Errorf("%d bytes: %v", length, err)
	}
	if len(err.Error()) > 300 {
		t.Errorf("an error of %d bytes", len(err.Error()))
	}
}

// extent tells how deep arrays nest and how many elements they have.
func extent(v Value) (depth, count int) {
	if v.Kind() != KindArray {
		return 0, 0
	}
	deepest := 0
	for _, e := range v.Entries() {
		d, c := extent(e.Value)
		deepest, count = max(deepest, d), count+c+1
	}
	return deepest + 1, count
}

func FuzzPhpserializeAgrees(f *testing.F) {
	for _, input := range validSerialised {
		f.Add(input)
	}
	f.Fuzz(func(t *testing.T, input string) {
		v, err := Unserialize(input)
		if err != nil || strings.Contains(input, `\`) {
			return
		}
		framed := Serialize(Map(Entry{"v", v}))
		theirs, err := phpserialize.UnmarshalAssociativeArray(framed)
		if err != nil {
			t.Fatalf("%q: %v", framed, err)
		}
		if want := plain(v); !reflect.DeepEqual(plainKeys(theirs["v"]), want) {
			t.Errorf("%q: phpserialize reads %v, we read %v", framed, theirs["v"], want)
		}
	})
}

// plain gives a value as Go's own types, without the order of arrays.
func plain(v Value) any {
	switch v.Kind() {
	case KindBool:
		return v.Text() == "1"
	case KindInt:
		n, _ := strconv.ParseInt(v.Text(), 10, 64)
		return n
	case KindFloat:
		number, _ := strconv.ParseFloat(v.Text(), 64)
		return fmt.Sprint(number)
	case KindString:
		return v.Text()
	case KindArray:
		elements := map[string]any{}
		for _, e := range v.Entries() {
			elements[e.Key] = plain(e.Value)
		}
		return elements
	default:
		return nil
	}
}

// plainKeys brings what phpserialize gives into the form of plain.
func plainKeys(v any) any {
	switch t := v.(type) {
	case float64:
		return fmt.Sprint(t)
	case []any:
		elements := map[string]any{}
		for i, e := range t {
			elements[strconv.Itoa(i)] = plainKeys(e)
		}
		return elements
	case map[any]any:
		elements := map[string]any{}
		for k, e := range t {
			elements[fmt.Sprint(k)] = plainKeys(e)
		}
		return elements
	default:
		return v
	}
}

func FuzzParseForm(f *testing.F) {
	for _, body := range formBodies {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		v, err := ParseForm(body)
		if !bytes.Equal(before, body) {
			t.Fatal("the body was changed")
		}
		if err != nil {
			mustBeRefusal(t, err, len(body))
			return
		}
		if depth, count := extent(v); depth > MaxBrackets+1 || count > MaxParameters*(MaxBrackets+1) {
			t.Errorf("%d deep, %d elements", depth, count)
		}
		encoded := appendForm(nil, "", v)
		again, err := ParseForm(encoded)
		if err != nil || !again.Equal(v) {
			t.Errorf("written as %q and read back as %q: %v", encoded, Serialize(again), err)
		}
	})
}

// appendForm writes a form as http_build_query() does, every other byte escaped.
func appendForm(out []byte, name string, v Value) []byte {
	if v.Kind() != KindArray {
		return fmt.Appendf(out, "%s=%s&", name, escape(v.Text()))
	}
	for _, e := range v.Entries() {
		key := escape(e.Key)
		if name != "" {
			key = name + "[" + key + "]"
		}
		out = appendForm(out, key, e.Value)
	}
	return out
}

func escape(text string) string {
	var out strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&out, "%%%02X", text[i])
	}
	return out.String()
}

func FuzzParseJSON(f *testing.F) {
	for _, body := range []string{
		`{}`, `{"a":1}`, `{"a":[1,2.5,true,false,null,"x",{"b":[]}]}`, `{"a":"\u00e5\ud83d\ude00\ud800"}`, "\xef\xbb\xbf{}",
		`{"a":1,"a":2,"5":3,"-1e400":-1e400}`, `{"a":[[[[[]]]]]}`, "{\"a\":\"\xff\"}", `{}x`, `[]`, `{"":{"":{"":{}}}}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		v, err := ParseJSON(body)
		if err != nil {
			mustBeRefusal(t, err, len(body))
			return
		}
		if depth, _ := extent(v); v.Kind() != KindArray || depth > MaxBrackets+1 {
			t.Errorf("kind %d, %d deep", v.Kind(), depth)
		}
	})
}
