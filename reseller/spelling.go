package reseller

import (
	"fmt"
	"slices"
)

// Spelling is how a face calls what errors name.
type Spelling struct {
	Param  func(Path) string // its parameter for a part of the request; "" = it has none
	Action func(Hint) string // how its clients come to an action
	// Say writes a sentence in the face's language: its English form, in the syntax of fmt, is what it is found by. nil = in English.
	Say func(form string, parts ...any) string
}

// Spelled returns a copy for the clients of a face: Param is set, and the words call parameters and actions what the face calls
// them. What is spelled already stays. The faults in Also are spelled, too.
func (e *Error) Spelled(s Spelling) *Error {
	return e.each(func(c *Error) {
		c.Words = c.say(s)
		c.format, c.parts, c.spells = "", nil, false
		if c.Param == "" && c.Field != "" {
			c.Param = s.Param(c.Field)
		}
		c.Param = Printable(c.Param)
	})
}

// say writes the words in a face's spelling.
func (e *Error) say(s Spelling) string {
	switch {
	case s.Say == nil && !e.spells:
		return e.Words
	case e.format == "":
		return Printable(s.Say("%s", e.Words))
	}
	parts := slices.Clone(e.parts)
	for i, part := range parts {
		switch p := part.(type) {
		case Path:
			parts[i] = s.Param(p)
		case PathList:
			parts[i] = p.spelled(s.Param)
		case Hint:
			parts[i] = s.Action(p)
		case inner:
			parts[i] = p.say(s)
		}
	}
	if s.Say != nil {
		return Printable(s.Say(e.format, parts...))
	}
	return Printable(fmt.Sprintf(e.format, parts...))
}
