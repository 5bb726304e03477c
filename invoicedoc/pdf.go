package invoicedoc

import (
	"embed"
	"fmt"
	"io"
	"strconv"

	"github.com/go-pdf/fpdf"

	"nameyard/reseller"
)

// fonts are Noto Sans and its licence: every Latin, Greek and Cyrillic letter. A document holds the letters that it uses.
//
//go:embed fonts
var fonts embed.FS

// fontFiles has the file of each style.
var fontFiles = map[string]string{plain: "fonts/NotoSans-Regular.ttf", bold: "fonts/NotoSans-Bold.ttf"}

// The family and its styles.
const (
	family = "Noto Sans"
	plain  = ""
	bold   = "B"
)

// Sizes in millimetres on A4, and of letters in points.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	margin     = 20.0
	textWidth  = pageWidth - 2*margin
	bottom     = pageHeight - margin // nothing but the page number stands below
	lineHeight = 5.5
	gap        = 8.0
	columnGap  = 5.0

	textSize  = 10.0
	titleSize = 18.0
	pageSize  = 8.0
)

// PDF prints an A4 document.
type PDF struct{}

// ContentType is that of PDF.
func (PDF) ContentType() string { return "application/pdf" }

// Render writes the document. The same invoice gives the same bytes.
func (PDF) Render(w io.Writer, p reseller.InvoiceDocument) error {
	v := viewOf(p)
	s, err := newSheet(v.Title+" "+v.Number, p)
	if err == nil {
		s.head(v)
		s.table(v)
		s.foot(v)
		err = s.Output(w)
	}
	if err != nil {
		return fmt.Errorf("print invoice %d as PDF: %w", p.Invoice.ID, err)
	}
	return nil
}

// newSheet begins a document on its first page.
func newSheet(title string, p reseller.InvoiceDocument) (sheet, error) {
	s := sheet{fpdf.New("P", "mm", "A4", "")}
	for style, file := range fontFiles {
		font, err := fonts.ReadFile(file)
		if err != nil {
			return s, fmt.Errorf("read the font: %w", err)
		}
		s.AddUTF8FontFromBytes(family, style, font)
	}
	s.SetTitle(clean(title), true)
	s.SetAuthor(clean(p.Seller.Name), true)
	s.SetLang(wordsOf(p.Language).lang)
	s.SetCreationDate(p.Invoice.CreatedAt.UTC())
	s.SetModificationDate(p.Invoice.CreatedAt.UTC())
	s.SetCatalogSort(true)
	s.SetMargins(margin, margin, margin)
	s.SetCellMargin(0)
	s.SetAutoPageBreak(false, 0) // rows know where they end
	const all = "{all pages}"
	s.AliasNbPages(all)
	s.SetFooterFunc(func() {
		s.use(plain, pageSize)
		s.SetXY(margin, bottom+lineHeight)
		s.CellFormat(textWidth, lineHeight, strconv.Itoa(s.PageNo())+" / "+all, "", 0, "L", false, 0, "") // the number of pages is filled in later
		s.use(plain, textSize)
	})
	s.AddPage()
	s.use(plain, textSize)
	return s, s.Error()
}

// head is who sells to whom, the title and the facts.
func (s sheet) head(v view) {
	const half = (textWidth - gap) / 2
	top := s.GetY()
	s.lines(margin, half, v.Seller)
	left := s.GetY()
	s.SetY(top)
	s.lines(margin+half+gap, half, v.Buyer)
	s.SetY(max(left, s.GetY()) + gap)

	s.use(bold, titleSize)
	s.lines(margin, textWidth, []string{v.Title + " " + v.Number})
	s.use(plain, textSize)
	s.SetY(s.GetY() + gap/2)

	labels := 0.0
	for _, f := range v.Facts {
		labels = max(labels, s.width(f.Label))
	}
	columns := []column{{width: labels + columnGap}, {width: textWidth - labels - columnGap}}
	for _, f := range v.Facts {
		s.row(columns, []string{f.Label, f.Value})
	}
	s.SetY(s.GetY() + gap)
}

// table is what was sold. Its head stands on every page that it takes.
func (s sheet) table(v view) {
	columns := s.columns(v)
	head := func() {
		s.use(bold, textSize)
		s.row(columns, v.Head[:])
		s.use(plain, textSize)
		s.rule()
	}
	head()
	for _, cells := range v.Rows {
		if s.GetY()+s.height(columns, cells[:]) > bottom {
			s.AddPage()
			head()
		}
		s.row(columns, cells[:])
	}
	s.rule()
}

// columns gives the numbers what they need, measured, and the words the rest.
func (s sheet) columns(v view) []column {
	columns := make([]column, len(v.Head))
	rest := textWidth
	for n := 1; n < len(columns); n++ {
		s.use(bold, textSize)
		need := s.width(v.Head[n])
		s.use(plain, textSize)
		for _, cells := range v.Rows {
			need = max(need, s.width(cells[n]))
		}
		columns[n] = column{need + columnGap, right}
		rest -= columns[n].width
	}
	columns[0].width = rest
	return columns
}

// foot is the sums, the last of them in bold, and the note.
func (s sheet) foot(v view) {
	s.use(bold, textSize)
	values := 0.0
	for _, sum := range v.Sums {
		values = max(values, s.width(sum.Value))
	}
	s.use(plain, textSize)
	columns := []column{{textWidth - values - columnGap, right}, {values + columnGap, right}}
	s.keep(float64(len(v.Sums)) * lineHeight)
	for n, sum := range v.Sums {
		if n == len(v.Sums)-1 {
			s.use(bold, textSize)
		}
		s.row(columns, []string{sum.Label, sum.Value})
	}
	s.use(plain, textSize)
	if len(v.Notes) > 0 {
		s.SetY(s.GetY() + gap)
		s.lines(margin, textWidth, v.Notes)
	}
}
