package phpvalue

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestFormsAreReadAsPHPReadsThem(t *testing.T) {
	t.Parallel()
	one := String("1")
	at := func(key string, v Value) Value { return Map(Entry{key, v}) }
	for body, want := range map[string]Value{
		"":                      List(),
		"&&=1&[a]=1& =1&%00a=1": List(),
		"a=1;b=2":               at("a", String("1;b=2")),
		"a=1&b=2&a=3":           Map(Entry{"a", String("3")}, Entry{"b", String("2")}),
		"a":                     at("a", String("")),
		"a=b=c":                 at("a", String("b=c")),
		"a=%41%4%zz+%":          at("a", String("A%4%zz %")),
		"a=b\x00c%00":           at("a", String("b\x00c\x00")),
		"a\x00b=1":              at("a", one),
		"a%5Bb%5D[c]=1":         at("a", at("b", at("c", one))),
		"a[]=1&a[7]=1&a[]=1":    at("a", Map(Entry{"0", one}, Entry{"7", one}, Entry{"8", one})),
		"a[-5]=1&a[]=1":         at("a", Map(Entry{"-5", one}, Entry{"-4", one})),
		"a=1&b=1&a[x]=1":        Map(Entry{"a", at("x", one)}, Entry{"b", one}),
		"a[x]=1&a=1":            at("a", one),
		"a[b.c d=1":             at("a_b_c_d", one),
		" a.b c[d.e f]=1":       at("a_b_c", at("d.e f", one)),
		"a[ ]=1&a[%0a]=1":       at("a", List(one, one)),
		"a[x]y[z]=1":            at("a", at("x", one)),
		"a[x][y=1":              at("a", at("x", one)),
		"a[b%00c]=1":            at("a_b", one),
		"a[9223372036854775807]=1&a[]=2&a[][x]=2": at("a", at("9223372036854775807", one)),
		"a[b][c][d][e][f]=1":                      at("a", at("b", at("c", at("d", at("e", at("f", one)))))),
	} {
		got, err := ParseForm([]byte(body))
		if err != nil {
			t.Errorf("%q: %v", body, err)
		} else if !got.Equal(want) {
			t.Errorf("%q: got %s, want %s", body, Serialize(got), Serialize(want))
		}
	}
}

func TestDuplicatesAmongManyNamesKeepTheirPlace(t *testing.T) {
	t.Parallel()
	var body strings.Builder
	var want []Entry
	for _, round := range []string{"first", "last"} {
		for i := range 30 {
			fmt.Fprintf(&body, "name%d=%s&", i, round)
		}
	}
	for i := range 30 {
		want = append(want, Entry{fmt.Sprintf("name%d", i), String("last")})
	}
	if got, err := ParseForm([]byte(body.String())); err != nil || !got.Equal(Map(want...)) {
		t.Errorf("got %s, %v", Serialize(got), err)
	}
}

func TestFormsBeyondTheLimitsAreRefused(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		var body strings.Builder
		for i := range n {
			fmt.Fprintf(&body, "&p[%d]=", i)
		}
		return body.String()
	}
	for body, words := range map[string]string{
		"x=1&a[b][c][d][e][f][g]=1":           `at byte 4: the name "a[b][c][d][e][f][g]" has more than 5 brackets`,
		"a" + strings.Repeat("[]", 1000):      "more than 5 brackets",
		many(MaxParameters + 1):               "there are more than 10000 parameters",
		strings.Repeat("a&", MaxParameters+1): "there are more than 10000 parameters",
	} {
		_, err := ParseForm([]byte(body))
		var refusal *Error
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), words) {
			t.Errorf("%.40s: says %v, want %q", body, err, words)
		}
	}
	v, err := ParseForm([]byte(many(MaxParameters)))
	if p, _ := v.Get("p"); err != nil || p.Len() != MaxParameters {
		t.Errorf("%d parameters: %d are read, %v", MaxParameters, p.Len(), err)
	}
}

func TestAnErrorDoesNotShowAValue(t *testing.T) {
	t.Parallel()
	_, err := ParseForm([]byte("a[b][c][d][e][f][g][" + strings.Repeat("x", 100) + "]=topsecret"))
	if err == nil || strings.Contains(err.Error(), "secret") || len(err.Error()) > 120 {
		t.Errorf("got %v", err)
	}
}
