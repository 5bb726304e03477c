package invoicedoc

import (
	"strings"
	"unicode"

	"github.com/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"
)

// sheet is a document that is being written, from top to bottom.
type sheet struct{ *fpdf.Fpdf }

// column is a part of a row. Words that stand on the left are broken into lines; numbers stand on the right, and whole.
type column struct {
	width float64
	align string // right; empty = left
}

const right = "R"

// texts are the lines of a cell, the column of which has a place in its row.
func (s sheet) texts(cell string, c column, place int) []string {
	if c.align == right {
		return []string{clean(cell)}
	}
	return s.broken(cell, c.inner(place))
}

// use takes a style and size for what is written and measured next.
func (s sheet) use(style string, size float64) { s.SetFont(family, style, size) }

// width is how wide a text is on one line.
func (s sheet) width(text string) float64 { return s.GetStringWidth(clean(text)) }

// leading is the height of a line of the present size.
func (s sheet) leading() float64 {
	points, _ := s.GetFontSize()
	return lineHeight * points / textSize
}

// keep begins a page if what comes next does not fit on this one.
func (s sheet) keep(height float64) {
	if s.GetY()+height > bottom {
		s.AddPage()
	}
}

// lines writes texts one below the other, each broken into as many lines as it takes.
func (s sheet) lines(x, width float64, texts []string) {
	for _, text := range texts {
		for _, line := range s.broken(text, width) {
			s.keep(s.leading())
			s.SetX(x)
			s.CellFormat(width, s.leading(), line, "", 2, "L", false, 0, "")
		}
	}
}

// row writes cells side by side.
func (s sheet) row(columns []column, cells []string) {
	height := s.height(columns, cells)
	s.keep(height)
	x, y := margin, s.GetY()
	for n, c := range columns {
		for i, line := range s.texts(cells[n], c, n) {
			s.SetXY(x+c.width-c.inner(n), y+float64(i)*s.leading())
			s.CellFormat(c.inner(n), s.leading(), line, "", 0, c.align, false, 0, "")
		}
		x += c.width
	}
	s.SetXY(margin, y+height)
}

// inner is the width of a column without the gap before it; the first one has none.
func (c column) inner(n int) float64 {
	if n == 0 {
		return c.width
	}
	return c.width - columnGap
}

// height is how high a row is.
func (s sheet) height(columns []column, cells []string) float64 {
	most := 1
	for n, c := range columns {
		most = max(most, len(s.texts(cells[n], c, n)))
	}
	return float64(most) * s.leading()
}

// rule draws a line as wide as the text.
func (s sheet) rule() {
	y := s.GetY() + 1
	s.Line(margin, y, pageWidth-margin, y)
	s.SetY(y + 1)
}

// broken breaks a text into lines of a width: between words, and inside a word that is wider than a line.
func (s sheet) broken(text string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(clean(text)) {
		longer := strings.TrimSpace(line + " " + word)
		if s.GetStringWidth(longer) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; s.GetStringWidth(line) > width; {
			n := s.fitting(line, width)
			lines, line = append(lines, line[:n]), line[n:]
		}
	}
	return append(lines, line)
}

// fitting is how many bytes of a word fit into a width: a letter with its marks at least, and where there is one in its second half,
// up to a full stop or hyphen.
func (s sheet) fitting(word string, width float64) int {
	fits, stop := 0, 0
	for n, r := range word {
		if n > 0 && !unicode.Is(unicode.Mn, r) {
			if s.GetStringWidth(word[:n]) > width {
				break
			}
			fits = n
			if strings.HasSuffix(word[:n], ".") || strings.HasSuffix(word[:n], "-") {
				stop = n
			}
		}
	}
	if stop > fits/2 {
		return stop
	}
	if fits == 0 {
		return len(word)
	}
	return fits
}

// clean brings text into the form that the fonts are made for: composed letters, and none beyond the basic plane, which the
// library cannot write.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return unicode.ReplacementChar
		}
		return r
	}, norm.NFC.String(text))
}
