package page

import (
	"html/template"
	"io"
	"time"

	"nameyard/panel/words"
	"nameyard/reseller"
)

// copies are one page, ready to be written for whoever reads it. What a template calls is fixed before it is executed, so each copy has the reader of the moment,
// by whom times are written, and is used by one at a time.
type copies struct {
	parts    []*template.Template // as they were parsed: they are never executed
	language words.Language
	free     chan *readyPage
}

// readyPage is a copy of a page.
type readyPage struct {
	page   *template.Template
	reader *reader
}

// reader is who reads a page: in their zone times are written, and theirs are its forms.
type reader struct {
	words.Times
	whose template.HTML // the field of forms that says so; "" = nobody has signed in
}

// keptCopies is how many copies of a page are kept, of 100 to 300 kB each. One more is made in less than a millisecond where that many are being written already.
const keptCopies = 2

func newCopies(parts []*template.Template, language words.Language) *copies {
	return &copies{parts, language, make(chan *readyPage, keptCopies)}
}

// write writes the page, or one block of it, for its reader.
func (c *copies) write(to io.Writer, block string, v View) error {
	one := c.take()
	*one.reader = reader{words.Times{Language: c.language, Zone: v.Zone}, whoseField(v.User)}
	if err := one.page.ExecuteTemplate(to, block, v); err != nil {
		return err
	}
	select {
	case c.free <- one:
	default:
	}
	return nil
}

func (c *copies) take() *readyPage {
	select {
	case one := <-c.free:
		return one
	default:
		one := &readyPage{template.New("").Funcs(functions(c.language)), &reader{}}
		one.page.Funcs(readBy(one.reader))
		for _, part := range c.parts {
			template.Must(one.page.AddParseTree(part.Name(), part.Tree.Copy())) // it can be refused where a page was executed already
		}
		return one
	}
}

// readBy are the functions of templates that write what depends on the reader: instants, and whose the forms are. What is a date by rule is written by those whose names
// have "calendar" in them.
func readBy(to *reader) template.FuncMap {
	return template.FuncMap{
		"whose":    func() template.HTML { return to.whose },
		"date":     func(t time.Time) string { return to.Date(t) },
		"minute":   func(t time.Time) string { return to.Minute(t) },
		"clock":    func(t time.Time) string { return to.Clock(t) },
		"second":   func(t time.Time) string { return to.Second(t) },
		"longdate": func(t time.Time) string { return to.LongDate(t) },
		"away":     func(t, now time.Time) string { return to.Away(t, now) },
		"changes":  func(r reseller.AuditRecord) []string { return to.Changes(r) },
	}
}
