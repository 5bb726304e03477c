// Package qr draws QR codes (ISO/IEC 18004) for pages: of sign-in secrets and of payments.
package qr

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// Code is a QR code to be drawn: as an SVG path whose squares are one unit wide, in a square of Size units with the white edge.
type Code struct {
	Size int
	Path string
}

// quiet is how many units are white around a QR code (ISO/IEC 18004).
const quiet = 4

// Draw draws a text, with error correction level M.
func Draw(text string) (Code, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return Code{}, fmt.Errorf("qr: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return Code{code.Size + 2*quiet, path.String()}, nil
}
