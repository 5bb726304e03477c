package form_test

import (
	"strings"
	"testing"

	"nameyard/reseller"
	"nameyard/server/form"
	"nameyard/server/phpvalue"
)

// given are the parameters of a form.
func given(t *testing.T, body string) *form.Params {
	t.Helper()
	root, err := phpvalue.ParseForm([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	p := form.NewParams(root.Entries())
	return &p
}

func TestParametersAreFoundByAnyOfTheirNamesInAnyCase(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"domain=a.se": "a.se", "DOMAIN=a.se": "a.se", "DomainName=a.se": "a.se", "domain=a.se&domainname=a.se": "a.se",
		"other=a.se": "", "": "", "do\u212aain=a.se": "", // the Kelvin sign is no k, nor anything else a letter that looks like one
	} {
		p := given(t, body)
		if got := p.Text("domain", "domainname"); got != want || p.Err() != nil {
			t.Errorf("%q: %q, %v; want %q", body, got, p.Err(), want)
		}
	}
}

func TestFirstThingThatIsWrongIsKept(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]struct{ code, param, words string }{
		"a=1&A=2":          {reseller.CodeAmbiguousParameter, "a", "more than once"},
		"a=1&alias=2":      {reseller.CodeAmbiguousParameter, "a", "more than once"},
		"a[]=1":            {reseller.CodeInvalidParameter, "a", "one value, not an array"},
		"a=%ff":            {reseller.CodeInvalidParameter, "a", "not valid UTF-8"},
		"a=%00":            {reseller.CodeInvalidParameter, "a", "NUL"},
		"a=1&years=":       {reseller.CodeMissingParameter, "years", "required"},
		"a=1&years=%20":    {reseller.CodeMissingParameter, "years", "required"},
		"a=1&years=two":    {reseller.CodeInvalidParameter, "years", "whole number of years"},
		"a[]=1&years=two":  {reseller.CodeInvalidParameter, "a", "one value, not an array"},
		"years=1":          {reseller.CodeMissingParameter, "a", "required"},
		"a=1&years=1&on=x": {reseller.CodeInvalidParameter, "on", "1 or 0"},
	} {
		p := given(t, body)
		p.Required("a", "alias")
		p.Years("years")
		if v, ok := p.Find("on"); ok {
			p.Flag(v, "on")
		}
		e := reseller.AsError(p.Err())
		if e == nil || e.Code != want.code || e.Param != want.param || !strings.Contains(e.Words, want.words) {
			t.Errorf("%s: %+v, want %+v", body, e, want)
		}
	}
}

func TestSwitchesReadTheWordsThatClientsSend(t *testing.T) {
	t.Parallel()
	for _, on := range []string{"1", "true", "ON", "Yes", " yes "} {
		p := given(t, "s="+strings.ReplaceAll(on, " ", "+"))
		if v, _ := p.Find("s"); !p.Flag(v, "s") || p.Err() != nil {
			t.Errorf("%q is off: %v", on, p.Err())
		}
	}
	for _, off := range []string{"", "0", "False", "off", "NO"} {
		p := given(t, "s="+off)
		if v, _ := p.Find("s"); p.Flag(v, "s") || p.Err() != nil {
			t.Errorf("%q is on: %v", off, p.Err())
		}
	}
}

func TestFieldsComeByNameOrByPosition(t *testing.T) {
	t.Parallel()
	p := given(t, "f[2]=c&f[0]=a")
	v, _ := p.Find("f")
	if f := p.Fields(v, "f"); strings.Join(f.ByPosition, "|") != "a||c" || f.ByName != nil || p.Err() != nil {
		t.Errorf("%+v %v", f, p.Err())
	}
	for body, want := range map[string]string{"f[a]=1&f[0]=2": "mixes names and positions", "f[100]=1": "out of range", "f[a][b]=1": "parameter f[a] must be one value"} {
		p := given(t, body)
		v, _ := p.Find("f")
		p.Fields(v, "f")
		if err := p.Err(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"abc": "abc", "abcd": "abc…", "abå": "ab…", "åå": "å…", "": ""} {
		if got := form.Clip(text, 3); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
