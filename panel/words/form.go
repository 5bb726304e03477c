package words

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// form is a sentence in the syntax of fmt, taken apart: what stands between its verbs, and which argument each verb takes.
type form struct {
	literals []string // one more than slots
	slots    []slot   // its verbs
}

// slot is one verb of a form.
type slot struct {
	arg int    // place of its argument, from 0
	as  string // how fmt writes it: "%.40q"
}

var verbs = regexp.MustCompile(`%(?:\[(\d+)\])?([-+# 0]*\d*(?:\.\d+)?[a-zA-Z%])`)

func parseForm(text string) form {
	var f form
	literal, next := "", 0
	rest := 0
	for _, at := range verbs.FindAllStringSubmatchIndex(text, -1) {
		literal += text[rest:at[0]]
		rest = at[1]
		as := "%" + text[at[4]:at[5]]
		if as == "%%" {
			literal += "%"
			continue
		}
		if at[2] >= 0 {
			n, _ := strconv.Atoi(text[at[2]:at[3]]) // digits alone
			next = n - 1
		}
		f.literals, f.slots = append(f.literals, literal), append(f.slots, slot{next, as})
		literal, next = "", next+1
	}
	f.literals = append(f.literals, literal+text[rest:])
	return f
}

// size is how much of a sentence the form itself says, in bytes.
func (f form) size() int { return len(strings.Join(f.literals, "")) }

// arguments is how many arguments the form takes.
func (f form) arguments() int {
	n := 0
	for _, v := range f.slots {
		n = max(n, v.arg+1)
	}
	return n
}

// takes reports whether the verb could have written a text.
func (s slot) takes(text string) bool {
	switch s.as[len(s.as)-1] {
	case 'd':
		_, err := strconv.ParseInt(text, 10, 64)
		return err == nil
	case 'q':
		return len(text) > 1 && strings.ContainsRune("\"`", rune(text[0])) && text[len(text)-1] == text[0]
	case 't':
		return text == "true" || text == "false"
	}
	return text != ""
}

// telling reports whether a text can be told by the form: that it has something of its own to say, or fits whole.
func (f form) telling() bool {
	own := 0
	for _, literal := range f.literals {
		own += len(strings.TrimSpace(literal))
	}
	numbers := !slices.ContainsFunc(f.slots, func(s slot) bool { return s.as != "%d" })
	return own >= 5 || numbers
}

// has reports whether the argument is in the form.
func (f form) has(arg int) bool {
	return slices.ContainsFunc(f.slots, func(s slot) bool { return s.arg == arg })
}

// read gives what a text of this form speaks of, by the places of the arguments; ok is false for a text of another form.
func (f form) read(text string) (facts []string, ok bool) {
	first, last := f.literals[0], f.literals[len(f.slots)]
	if len(f.slots) == 0 {
		return nil, text == first
	}
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return nil, false
	}
	facts = make([]string, f.arguments())
	text = text[len(first) : len(text)-len(last)]
	for i, v := range f.slots {
		fact := text
		if i < len(f.slots)-1 {
			var found bool
			if fact, text, found = strings.Cut(text, f.literals[i+1]); !found {
				return nil, false
			}
		}
		if !v.takes(fact) {
			return nil, false
		}
		facts[v.arg] = fact
	}
	return facts, true
}

// write writes the form with its arguments, which are words already.
func (f form) write(facts []string) string {
	var b strings.Builder
	for i, v := range f.slots {
		b.WriteString(f.literals[i])
		if v.arg < len(facts) {
			b.WriteString(facts[v.arg])
		}
	}
	b.WriteString(f.literals[len(f.slots)])
	return b.String()
}
