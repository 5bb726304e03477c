package phpvalue

import (
	"errors"
	"strings"
	"testing"
)

func TestValidInputIsReadAsPHPReadsIt(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]Value{
		"N;":                      {},
		"b:0;":                    Bool(false),
		"b:1;":                    Bool(true),
		"i:-5;":                   Int(-5),
		"i:+005;":                 Int(5),
		"i:-0;":                   Int(0),
		"i:-9223372036854775808;": Int(-1 << 63),
		"d:0.50;":                 {kind: KindFloat, text: "0.50"},
		"d:-INF;":                 {kind: KindFloat, text: "-INF"},
		`s:0:"";`:                 String(""),
		`s:6:"C:\new";`:           String(`C:\new`),
		"s:5:\"a\x00\xff\";\";":   String("a\x00\xff\";"),
		"a:0:{}":                  List(),
		"a:2:{i:0;i:7;i:1;N;}":    List(Int(7), Value{}),
		`a:2:{i:9;N;s:1:"a";N;}`:  Map(Entry{Key: "9"}, Entry{Key: "a"}),
		`a:3:{s:1:"b";i:1;s:1:"a";i:2;s:1:"b";i:3;}`: Map(Entry{"b", Int(3)}, Entry{"a", Int(2)}),
		`a:3:{i:7;i:1;s:2:"07";i:2;s:1:"7";i:3;}`:    Map(Entry{"7", Int(3)}, Entry{"07", Int(2)}),
	} {
		got, err := Unserialize(input)
		if err != nil {
			t.Errorf("%s: %v", input, err)
		} else if !got.Equal(want) {
			t.Errorf("%s: got %s, want %s", input, Serialize(got), Serialize(want))
		}
	}
}

func TestEveryValidSeedIsAcceptedAndWrittenBackEqual(t *testing.T) {
	t.Parallel()
	for _, input := range validSerialised {
		v, err := Unserialize(input)
		if err != nil {
			t.Errorf("%s: %v", input, err)
			continue
		}
		again, err := Unserialize(string(Serialize(v)))
		if err != nil || !again.Equal(v) {
			t.Errorf("%s: written as %s, which is read back as another value (%v)", input, Serialize(v), err)
		}
	}
}

func TestRefusedInputSaysWhereAndWhy(t *testing.T) {
	t.Parallel()
	for _, c := range refusedSerialised {
		v, err := Unserialize(c.input)
		var refusal *Error
		if !errors.As(err, &refusal) {
			t.Errorf("%.60s: got %v, want an *Error", c.input, err)
			continue
		}
		if !strings.Contains(err.Error(), c.words) {
			t.Errorf("%.60s: says %q, want %q", c.input, err, c.words)
		}
		if !v.Equal(Value{}) {
			t.Errorf("%.60s: gives a value beside the error", c.input)
		}
	}
}

func TestLimitsHoldExactly(t *testing.T) {
	t.Parallel()
	list := func(n int) string { return string(Serialize(List(make([]Value, n)...))) }
	text := func(n int) string { return string(Serialize(String(strings.Repeat("x", n)))) }
	frame := len(text(MaxBytes-20)) - (MaxBytes - 20)
	halves := func(a, b int) string {
		return string(Serialize(List(List(make([]Value, a)...), List(make([]Value, b)...))))
	}
	for name, c := range map[string]struct {
		input  string
		accept bool
	}{
		"10,000 elements":              {list(MaxElements), true},
		"10,001 elements":              {list(MaxElements + 1), false},
		"10,000 elements in two parts": {halves(5000, 4998), true},
		"10,001 elements in two parts": {halves(5000, 4999), false},
		"four arrays deep":             {"a:1:{i:0;a:1:{i:0;a:1:{i:0;a:0:{}}}}", true},
		"five arrays deep":             {"a:1:{i:0;a:1:{i:0;a:1:{i:0;a:1:{i:0;a:0:{}}}}}", false},
		"1 MiB":                        {text(MaxBytes - frame), true},
		"1 MiB and a byte":             {text(MaxBytes - frame + 1), false},
	} {
		if _, err := Unserialize(c.input); (err == nil) != c.accept {
			t.Errorf("%s (%d bytes): accepted %v, want %v: %v", name, len(c.input), err == nil, c.accept, err)
		}
	}
}

func TestEveryPrefixOfAValueIsRefused(t *testing.T) {
	t.Parallel()
	for _, input := range validSerialised {
		for cut := range len(input) {
			if _, err := Unserialize(input[:cut]); err == nil {
				t.Errorf("%s is accepted, a piece of %s", input[:cut], input)
			}
		}
	}
}
