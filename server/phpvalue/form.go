package phpvalue

import "strings"

// ParseForm reads an application/x-www-form-urlencoded body as PHP fills
// $_POST: brackets in names nest, the last duplicate wins, `;` is literal, a
// name without `=` has the value "", and a bad %-escape stays as it is. The
// result is an array of strings and arrays. What PHP would drop without a word
// because it is too much, more than [MaxParameters] or [MaxBrackets], is an
// *Error. The size of the body is for the caller to limit.
func ParseForm(body []byte) (Value, error) {
	var f form
	rest := string(body)
	for at := 0; at <= len(body); {
		pair, _, _ := strings.Cut(rest[at:], "&")
		if pair != "" {
			name, text, _ := strings.Cut(pair, "=")
			if err := f.add(at, unescape(name), unescape(text)); err != nil {
				return Value{}, err
			}
		}
		at += len(pair) + 1
	}
	return f.root.value(), nil
}

// unescape undoes what a form does to bytes: `+` for a space, %XX for the rest.
func unescape(s string) string {
	if strings.IndexByte(s, '+') < 0 && strings.IndexByte(s, '%') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '+':
			c = ' '
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			i += 2
		}
		out = append(out, c)
	}
	return string(out)
}

func isHex(c byte) bool { return isDigit(c) || lower(c) >= 'a' && lower(c) <= 'f' }

func unhex(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return lower(c) - 'a' + 10
}

// form gathers parameters one after the other. The zero form is ready.
type form struct {
	root  node
	count int
}

// add puts one parameter in its place. A name that PHP ignores, because nothing
// is left of it, is ignored.
func (f *form) add(at int, name, text string) error {
	if f.count++; f.count > MaxParameters {
		return failAt(at, "there are more than %d parameters", MaxParameters)
	}
	var room [MaxBrackets + 1]step
	path, ok := splitName(name, room[:0])
	if !ok {
		return failAt(at, "the name %q has more than %d brackets", cutName(name), MaxBrackets)
	}
	if len(path) == 0 {
		return nil
	}
	array := &f.root
	for _, s := range path[:len(path)-1] {
		slot := array.slot(s)
		if slot == nil {
			return nil
		}
		if slot.array == nil {
			slot.array = &node{}
		}
		array = slot.array
	}
	if slot := array.slot(path[len(path)-1]); slot != nil {
		slot.text, slot.array = text, nil
	}
	return nil
}

// cutName shortens a name for an error.
func cutName(name string) string {
	if len(name) > 40 {
		return name[:40] + "…"
	}
	return name
}
