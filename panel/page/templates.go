package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"nameyard/panel/words"
	"nameyard/reseller"
)

//go:embed layout/*.html
var layout embed.FS

// Source is a folder of pages. The file "domains.html" of the source "account" is the page "account/domains"; it defines "content".
type Source struct {
	Name  string
	Files fs.FS
}

// Pages are all pages in all languages, ready to be written. They are safe for concurrent use.
type Pages struct {
	ready map[words.Language]map[string]*copies
}

// New parses pages. Each of them has the layout, and may use the blocks of its source: what the files whose names begin with "_" define. They are parsed once for all
// languages, and a page is put together when it is first asked for: a server starts with a hundred of them, and a command or a test asks for few.
func New(sources ...Source) (*Pages, error) {
	p := &Pages{ready: map[words.Language]map[string]*copies{}}
	for _, language := range words.Languages {
		p.ready[language] = map[string]*copies{}
	}
	shared, err := parse(layout, "layout/*.html")
	if err != nil {
		return nil, fmt.Errorf("page: the layout: %w", err)
	}
	for _, s := range sources {
		if err := p.add(shared, s); err != nil {
			return nil, fmt.Errorf("page: %s: %w", s.Name, err)
		}
	}
	return p, nil
}

func (p *Pages) add(shared []*template.Template, s Source) error {
	files, err := fs.Glob(s.Files, "*.html")
	if err != nil {
		return err
	}
	base, pages := slices.Clone(shared), map[string][]*template.Template{}
	for _, file := range files {
		parsed, err := parse(s.Files, file)
		if err != nil {
			return err
		}
		if strings.HasPrefix(file, "_") {
			base = append(base, parsed...)
		} else {
			pages[s.Name+"/"+strings.TrimSuffix(file, ".html")] = parsed
		}
	}
	for name, own := range pages {
		parts := slices.Concat(base, own)
		for _, language := range words.Languages {
			p.ready[language][name] = newCopies(parts, language)
		}
	}
	return nil
}

// parse parses the templates of files. Functions are known by their names alone then: what they write is bound for each copy.
func parse(files fs.FS, pattern string) ([]*template.Template, error) {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		return nil, err
	}
	parsed := template.New("").Funcs(functions(words.English)).Funcs(readBy(&reader{}))
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err == nil {
			_, err = parsed.New(path.Base(name)).Parse(signed(string(text)))
		}
		if err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(parsed.Templates(), func(t *template.Template) bool { return t.Tree == nil || t.Name() == "" }), nil
}

// Write makes a page, or one block of it alone if block is not empty.
func (p *Pages) Write(name, block string, v View) ([]byte, error) {
	t, ok := p.ready[v.Language][name]
	if !ok {
		return nil, fmt.Errorf("page: there is no page %q", name)
	}
	if block == "" {
		block = "layout"
	}
	var b bytes.Buffer
	if err := t.write(&b, block, v); err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return b.Bytes(), nil
}

// functions are what templates call, in a language.
func functions(l words.Language) template.FuncMap {
	return template.FuncMap{
		"t":        l.Say,
		"many":     many(l),
		"names":    func(n any) (string, error) { return many(l)("domains.count", n) },
		"amount":   l.Amount,
		"money":    money(l),
		"count":    count(l),
		"capital":  Capital,
		"outcome":  l.Outcome,
		"remark":   l.Remark,
		"sentence": l.Sentence,
		"audited":  l.Audited,
		"moment":   l.Moment,
		"machine":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"since":    l.Since,
		"unicode":  reseller.UnicodeOf,
		"icon":     icon,
		"mail":     mail,
		"lasting":  l.Lasting,
		"face":     l.Face,
		"who":      func(actor string) string { return l.Who(actor, nil) }, // where no token can have acted
		"list":     func(all ...any) []any { return all },
		"zero":     time.Time.IsZero,

		"calendar":     l.Calendar,
		"longcalendar": l.LongCalendar,
		"calendaraway": l.CalendarAway,
	}
}

// money writes an amount that stands by itself, in a table or below a heading, with its currency set back so that the figures line up and are read first. Amounts in
// sentences and attributes are plain text, by amount.
func money(l words.Language) func(int64, string) template.HTML {
	return func(minor int64, currency string) template.HTML {
		figures, unit, _ := strings.Cut(l.Amount(minor, currency), "\u00a0")
		return template.HTML(figures + "\u00a0<small>" + template.HTMLEscapeString(unit) + "</small>") // figures are digits and their marks
	}
}

// mail writes an e-mail address that is broken, where its line is too short for it, after its @ and its dots and nowhere else.
func mail(address string) template.HTML {
	breaks := strings.NewReplacer("@", "@<wbr>", ".", ".<wbr>")
	return template.HTML(breaks.Replace(template.HTMLEscapeString(address))) // no entity has either in it
}

// Capital begins words with a capital letter, where they begin a line.
func Capital(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// count writes whole numbers of the types that templates have.
func count(l words.Language) func(any) (string, error) {
	return func(n any) (string, error) {
		whole, err := integer(n)
		return l.Count(whole), err
	}
}

// many says messages about a number of things.
func many(l words.Language) func(string, any, ...any) (string, error) {
	return func(key string, n any, args ...any) (string, error) {
		whole, err := integer(n)
		if err != nil {
			return "", err
		}
		return l.Many(key, whole, args...)
	}
}

func integer(n any) (int64, error) {
	switch n := n.(type) {
	case int:
		return int64(n), nil
	case int64:
		return n, nil
	}
	return 0, fmt.Errorf("page: %v (%T) is no whole number", n, n)
}
