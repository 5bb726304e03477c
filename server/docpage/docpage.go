// Package docpage makes the pages that describe the APIs to people: one layout and one style, without scripts.
package docpage

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

//go:embed layout.html
var layout string

// Page is one of the pages.
type Page struct {
	Path, Title string
}

// The pages, in the order in which each shows the way to the others.
var (
	REST   = Page{"/api/docs", "REST API"}
	Action = Page{"/api/docs/actions", "Action API"}
	V2     = Page{"/api/docs/v2", "Second generation (v2)"}
)

// Policy is the Content-Security-Policy of the pages.
const Policy = "default-src 'none'; style-src 'unsafe-inline'"

// Render makes a page from the template of its body, in which the function words is Words.
func Render(page Page, body string, data any) ([]byte, error) {
	t, err := template.New("layout").Funcs(template.FuncMap{"words": Words}).Parse(layout)
	if err == nil {
		_, err = t.New("body").Parse(body)
	}
	if err != nil {
		return nil, fmt.Errorf("read the page %s: %w", page.Path, err)
	}
	var out bytes.Buffer
	err = t.Execute(&out, map[string]any{"Page": page, "Pages": []Page{REST, Action, V2}, "Data": data})
	return out.Bytes(), err
}

// Words is a text in HTML, in which what stands between backticks is code.
func Words(text string) template.HTML {
	var out strings.Builder
	for i, part := range strings.Split(text, "`") {
		part = template.HTMLEscapeString(part)
		if i%2 == 1 {
			part = "<code>" + part + "</code>"
		}
		out.WriteString(part)
	}
	return template.HTML(out.String()) // of parts that are escaped
}
