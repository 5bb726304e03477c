package invoicedoc

import (
	"fmt"
	"io"
	"strings"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/line"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"nameyard/reseller"
)

// Heights of rows in millimetres.
const (
	lineHeight = 6
	gap        = 8
)

// PDF prints an A4 document.
type PDF struct{}

// ContentType is that of PDF.
func (PDF) ContentType() string { return "application/pdf" }

// Render writes the document.
func (PDF) Render(w io.Writer, p reseller.InvoiceDocument) error {
	v := viewOf(p)
	m := maroto.New(config.NewBuilder().
		WithLeftMargin(20).WithRightMargin(20).WithTopMargin(20).
		WithTitle(v.Title+" "+v.Number, true).WithCreationDate(p.Invoice.CreatedAt.UTC()).
		WithPageNumber(props.PageNumber{Pattern: "{current} / {total}", Place: props.RightBottom, Size: 8}).
		Build())
	m.AddRows(head(v)...)
	m.AddRows(body(v)...)
	document, err := m.Generate()
	if err == nil {
		_, err = w.Write(document.GetBytes())
	}
	if err != nil {
		return fmt.Errorf("print invoice %d as PDF: %w", p.Invoice.ID, err)
	}
	return nil
}

// head is who sells to whom, the title and the facts.
func head(v view) []core.Row {
	var rows []core.Row
	for n := range max(len(v.Seller), len(v.Buyer)) {
		rows = append(rows, row.New(lineHeight).Add(
			text.NewCol(7, at(v.Seller, n)), text.NewCol(5, at(v.Buyer, n))))
	}
	rows = append(rows, space(), text.NewRow(12, v.Title+" "+latin(v.Number), props.Text{Size: 18, Style: fontstyle.Bold}))
	for _, f := range v.Facts {
		rows = append(rows, row.New(lineHeight).Add(text.NewCol(3, f.Label), text.NewCol(9, latin(f.Value))))
	}
	return append(rows, space())
}

// body is the table of what was sold, the sums and the note.
func body(v view) []core.Row {
	bold := props.Text{Style: fontstyle.Bold}
	rows := []core.Row{tableRow(v.Head, bold), line.NewRow(2)}
	for _, cells := range v.Rows {
		rows = append(rows, tableRow(cells, props.Text{}))
	}
	rows = append(rows, line.NewRow(4))
	for n, sum := range v.Sums {
		style := props.Text{Align: align.Right}
		if n == len(v.Sums)-1 {
			style.Style = fontstyle.Bold
		}
		rows = append(rows, row.New(lineHeight).Add(col.New(4), text.NewCol(4, sum.Label, style), text.NewCol(4, sum.Value, style)))
	}
	if v.Note != "" {
		rows = append(rows, space(), text.NewAutoRow(latin(v.Note)))
	}
	return rows
}

func tableRow(cells [4]string, style props.Text) core.Row {
	right := style
	right.Align = align.Right
	return row.New(lineHeight).Add(
		text.NewCol(6, latin(cells[0]), style), text.NewCol(2, cells[1], right), text.NewCol(2, cells[2], right), text.NewCol(2, cells[3], right))
}

func space() core.Row { return row.New(gap).Add(col.New(12)) }

func at(lines []string, n int) string {
	if n >= len(lines) {
		return ""
	}
	return latin(lines[n])
}

// latin replaces what the built-in fonts of PDF readers can not show: all but Western European letters, the euro sign and
// the usual dashes and quotes.
func latin(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x100 || strings.ContainsRune("€–—‘’“”…ŠšŽžŒœŸ", r) {
			return r
		}
		return '.'
	}, s)
}
