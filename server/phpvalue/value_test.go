package phpvalue

import (
	"strings"
	"testing"
)

func TestTextIsPHPsStringCast(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value Value
		kind  Kind
		text  string
		empty bool
	}{
		{Value{}, KindNull, "", true},
		{Bool(false), KindBool, "", false},
		{Bool(true), KindBool, "1", false},
		{Int(0), KindInt, "0", false},
		{Int(-12), KindInt, "-12", false},
		{String(""), KindString, "", true},
		{String("0"), KindString, "0", false},
		{List(), KindArray, "", true},
		{List(Value{}), KindArray, "", false},
	} {
		v := c.value
		if v.Kind() != c.kind || v.Text() != c.text || v.IsEmpty() != c.empty {
			t.Errorf("%s: kind %d, text %q, empty %v; want %d, %q, %v",
				Serialize(v), v.Kind(), v.Text(), v.IsEmpty(), c.kind, c.text, c.empty)
		}
	}
}

func TestElementsAreFoundByKey(t *testing.T) {
	t.Parallel()
	v := Map(Entry{"Action", String("a")}, Entry{"5", String("b")}, Entry{"action", String("c")}, Entry{"K", Value{}})
	if got, ok := v.Get("action"); !ok || got.Text() != "c" {
		t.Errorf("Get(action) = %q, %v", got.Text(), ok)
	}
	if got, ok := v.Get("K"); !ok || got.Kind() != KindNull {
		t.Error("a key with null is not found")
	}
	if _, ok := v.Get("k"); ok {
		t.Error("Get does not heed the case")
	}
	if got := v.Fold("ACTION"); len(got) != 2 || got[0].Key != "Action" || got[1].Value.Text() != "c" {
		t.Errorf("Fold(ACTION) = %v", got)
	}
	if got := v.Fold("\u212a"); got != nil {
		t.Errorf("Fold folds the Kelvin sign to k: %v", got)
	}
	if _, ok := String("x").Get("0"); ok || String("x").Len() != 0 {
		t.Error("a string has elements")
	}
}

func TestKeysAreIntegersAsInPHP(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]bool{
		"0": true, "7": true, "10": true, "-7": true, "9223372036854775807": true, "-9223372036854775808": true,
		"": false, "-": false, "-0": false, "00": false, "07": false, "-07": false, "+7": false, "7 ": false, " 7": false,
		"7.0": false, "1e3": false, "9223372036854775808": false, "-9223372036854775809": false, "99999999999999999999": false,
	} {
		if got := (Entry{Key: key}).IsIndex(); got != want {
			t.Errorf("%q: %v", key, got)
		}
	}
}

func TestMapLetsTheLastDuplicateWinInTheFirstPlace(t *testing.T) {
	t.Parallel()
	for _, many := range []int{0, 20} {
		entries := []Entry{{"b", Int(1)}, {"a", Int(2)}, {"b", Int(3)}, {"c", Int(4)}, {"a", Int(5)}, {"b", Int(6)}}
		want := []Entry{{"b", Int(6)}, {"a", Int(5)}, {"c", Int(4)}}
		for i := range many {
			more := Entry{strings.Repeat("x", i+1), Int(int64(i))}
			entries, want = append(entries, more), append(want, more)
		}
		got := Map(entries...)
		if !got.Equal(Value{kind: KindArray, entries: want}) {
			t.Errorf("got %s", Serialize(got))
		}
		if entries[0].Value.Text() != "1" {
			t.Error("Map changed what it was given")
		}
	}
}

func TestSerializeWritesWhatPHPWrites(t *testing.T) {
	t.Parallel()
	v := Map(Entry{"5", Bool(true)}, Entry{"05", Bool(false)}, Entry{"é\\", List(Value{}, Int(-1), String(`O'B\n`))},
		Entry{"f", Value{kind: KindFloat, text: "0.1"}})
	want := `a:4:{i:5;b:1;s:2:"05";b:0;s:3:"é\";a:3:{i:0;N;i:1;i:-1;i:2;s:5:"O'B\n";}s:1:"f";d:0.1;}`
	if got := string(Serialize(v)); got != want {
		t.Errorf("got %s", got)
	}
}
