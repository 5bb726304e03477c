package invoicedoc

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"nameyard/reseller"
)

//go:embed invoice.html
var page string

var pageTemplate = template.Must(template.New("invoice").Parse(page))

// HTML prints a page that stands alone: no script, no reference to anything outside.
type HTML struct{}

// ContentType is that of HTML in UTF-8.
func (HTML) ContentType() string { return "text/html; charset=utf-8" }

// Render writes the page.
func (HTML) Render(w io.Writer, p reseller.InvoiceDocument) error {
	if err := pageTemplate.Execute(w, viewOf(p)); err != nil {
		return fmt.Errorf("print invoice %d as HTML: %w", p.Invoice.ID, err)
	}
	return nil
}
