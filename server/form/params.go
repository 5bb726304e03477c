package form

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nameyard/server/phpvalue"
)

// Params are the parameters of a request. Names match without regard to the case of ASCII letters, unknown ones are never
// looked at. The first thing that is wrong is kept; decoders go on and need not check after each parameter.
type Params struct {
	entries []phpvalue.Entry
	err     error
	watch   func(names []string)
}

// Watch has the names of every parameter that is looked for told, from now on: so the manual is held against the decoders.
func (p *Params) Watch(watch func(names []string)) { p.watch = watch }

// NewParams are the parameters with these entries.
func NewParams(entries []phpvalue.Entry) Params { return Params{entries: entries} }

// Fail notes what is wrong, if nothing was before.
func (p *Params) Fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// Entries are all that were sent, in their order.
func (p *Params) Entries() []phpvalue.Entry { return p.entries }

// Err is the first thing that is wrong, nil if nothing is.
func (p *Params) Err() error { return p.err }

// Find gives a parameter by its name or an alias, in lower case. JSON's null counts as absent, as PHP clients leave it out.
// Several with unequal values are refused: which one was meant cannot be known.
func (p *Params) Find(names ...string) (found phpvalue.Value, ok bool) {
	if p.watch != nil {
		p.watch(names)
	}
	return p.Pick(p.entries, names[0], names...)
}

// Pick is Find among some entries, such as those of an array; param is what an error calls the parameter.
func (p *Params) Pick(entries []phpvalue.Entry, param string, names ...string) (found phpvalue.Value, ok bool) {
	for i := range entries {
		e := &entries[i]
		if e.Value.Kind() == phpvalue.KindNull || !anyFold(e.Key, names) {
			continue
		}
		if ok && !same(found, e.Value) {
			p.Fail(Ambiguous(param, "parameter %s is given more than once, under one name or several, with different values; nothing was done", param))
			return found, true
		}
		found, ok = e.Value, true
	}
	return found, ok
}

func same(a, b phpvalue.Value) bool {
	if a.Kind() != phpvalue.KindArray && b.Kind() != phpvalue.KindArray {
		return a.Text() == b.Text()
	}
	return a.Equal(b)
}

// anyFold reports whether a key is one of the names, which are lower case, without regard to the case of ASCII letters.
func anyFold(key string, names []string) bool {
	for _, name := range names {
		if IsKey(key, name) {
			return true
		}
	}
	return false
}

// IsKey reports whether a key is a name in lower case, without regard to the case of ASCII letters.
func IsKey(key, lower string) bool {
	if len(key) != len(lower) {
		return false
	}
	for i := range len(lower) {
		c := key[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// Text gives a parameter as text, "" if it is absent.
func (p *Params) Text(names ...string) string {
	v, _ := p.Find(names...)
	return p.Scalar(v, names[0])
}

// Scalar gives a value as text. An array, bytes that are not UTF-8 and NUL are refused.
func (p *Params) Scalar(v phpvalue.Value, param string) string {
	text := v.Text()
	switch {
	case v.Kind() == phpvalue.KindArray:
		p.Fail(Invalid(param, "parameter %s must be one value, not an array", param))
		return ""
	case !utf8.ValidString(text):
		p.Fail(Invalid(param, "parameter %s is not valid UTF-8", param))
		return ""
	case strings.IndexByte(text, 0) >= 0:
		p.Fail(Invalid(param, "parameter %s holds a NUL byte", param))
		return ""
	}
	return text
}

// Texts gives the first of several parameters that is there as a list: an array, or a text with commas, semicolons or blanks
// between.
func (p *Params) Texts(names ...string) []string {
	for _, name := range names {
		v, ok := p.Find(name)
		if !ok || v.IsEmpty() {
			continue
		}
		if v.Kind() != phpvalue.KindArray {
			return strings.FieldsFunc(p.Scalar(v, name), func(c rune) bool { return c == ',' || c == ';' || unicode.IsSpace(c) })
		}
		var list []string
		for _, e := range v.Entries() {
			if text := strings.TrimSpace(p.Scalar(e.Value, name+"["+e.Key+"]")); text != "" {
				list = append(list, text)
			}
		}
		return list
	}
	return nil
}

// RequiredTexts gives a list that must be there and not be empty.
func (p *Params) RequiredTexts(name string) []string {
	list := p.Texts(name)
	if len(list) == 0 {
		p.Fail(Missing(name))
	}
	return list
}

// Required gives a parameter that must be there and not be empty.
func (p *Params) Required(names ...string) string {
	text := p.Text(names...)
	if text == "" {
		p.Fail(Missing(names[0]))
	}
	return text
}

// Years gives a period. It must be there.
func (p *Params) Years(name string) int {
	text := strings.TrimSpace(p.Text(name))
	if text == "" {
		p.Fail(Missing(name))
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		p.Fail(Invalid(name, "parameter %s must be a whole number of years, not %q", name, text))
	}
	return n
}

// The words that clients send for yes and no.
var (
	yes = []string{"1", "true", "on", "yes"}
	no  = []string{"0", "false", "off", "no"}
)

// Switch reads a word for yes or no; known is false if it is none.
func Switch(text string) (on, known bool) {
	on = anyFold(text, yes)
	return on, on || anyFold(text, no)
}

// Flag reads a switch that is there: off if it is empty, as PHP takes it.
func (p *Params) Flag(v phpvalue.Value, param string) bool {
	if v.Kind() == phpvalue.KindBool {
		return v.Text() == "1"
	}
	text := strings.TrimSpace(p.Scalar(v, param))
	on, known := Switch(text)
	if !known && text != "" {
		p.Fail(Invalid(param, "parameter %s must be 1 or 0, not %q", param, text))
	}
	return on
}

// IdempotencyKey gives the parameter idempotencykey, an extension of the protocols; "" if it is absent.
func (p *Params) IdempotencyKey() string {
	const name = "idempotencykey"
	v, ok := p.Find(name)
	if !ok {
		return ""
	}
	key := p.Scalar(v, name)
	odd := func(c rune) bool { return c <= ' ' || c > '~' }
	if key == "" || len(key) > 255 || strings.IndexFunc(key, odd) >= 0 {
		p.Fail(Invalid(name, "parameter %s must be 1 to 255 printable ASCII characters without blanks", name))
	}
	return key
}
