package notices

import (
	"html"
	"strings"
)

// htmlOf makes the HTML alternative of a text: a paragraph for each, and lines that begin with blanks as they stand.
func htmlOf(language string, p Page) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="` + language + `"><head><meta charset="utf-8"><title>` + html.EscapeString(p.Subject) +
		`</title></head><body style="font-family:sans-serif;max-width:40em">` + "\n")
	for paragraph := range strings.SplitSeq(strings.TrimSpace(p.Text), "\n\n") {
		safe := html.EscapeString(strings.TrimRight(paragraph, "\n"))
		if strings.HasPrefix(paragraph, "  ") {
			b.WriteString("<pre>" + safe + "</pre>\n")
			continue
		}
		b.WriteString("<p>" + strings.ReplaceAll(safe, "\n", "<br>\n") + "</p>\n")
	}
	b.WriteString("</body></html>\n")
	return b.String()
}
