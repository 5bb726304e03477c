package password

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// QR is a QR code to be drawn: as an SVG path whose squares are one unit wide, in a square of Size units with the white edge.
type QR struct {
	Size int
	Path string
}

// quiet is how many units are white around a QR code (ISO/IEC 18004).
const quiet = 4

// Draw draws a text.
func Draw(text string) (QR, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return QR{}, fmt.Errorf("password: a QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return QR{code.Size + 2*quiet, path.String()}, nil
}
