package page

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"strings"
)

// Look is how an operator's business shows itself on the pages, beside its name. The zero Look is the green of the house.
type Look struct {
	Accent string // colour of links, buttons and what is chosen, as "#0b6b4f"; "" = the green
	Logo   []byte // an SVG or PNG picture, about square; none = the mark of the house, in the accent
}

// maxLogo is how large a logo may be, in bytes: every page shows it.
const maxLogo = 64 << 10

// What a logo is called among the assets, whatever it is: its content type says that.
const markFile, styleFile = "mark.svg", "panel.css"

// markColour is the accent that the mark of the house is drawn in.
const markColour = "#0b6b4f"

// Check reports what is wrong with a look.
func (l Look) Check() error {
	_, err := NewAssets(l)
	return err
}

// apply puts a look into the files.
func (l Look) apply(files map[string]asset) error {
	if l.Accent != "" {
		shades, err := shadesOf(l.Accent)
		if err != nil {
			return err
		}
		style, mark := files[styleFile], files[markFile]
		style.text = append(bytes.Clone(style.text), shades.css()...)
		mark.text = bytes.ReplaceAll(mark.text, []byte(markColour), []byte(shades.light.String()))
		files[styleFile], files[markFile] = style, mark
	}
	if len(l.Logo) == 0 {
		return nil
	}
	kind, err := pictureType(l.Logo)
	files[markFile] = asset{text: l.Logo, kind: kind}
	return err
}

// pictureType is the media type of a picture that browsers show as a logo.
func pictureType(picture []byte) (string, error) {
	if len(picture) > maxLogo {
		return "", fmt.Errorf("the logo has %d bytes, and may have %d: every page shows it", len(picture), maxLogo)
	}
	if _, err := png.DecodeConfig(bytes.NewReader(picture)); err == nil {
		return "image/png", nil
	}
	if strings.Contains(string(picture[:min(len(picture), 1024)]), "<svg") {
		return "image/svg+xml", nil
	}
	return "", errors.New("the logo is neither an SVG nor a PNG picture")
}
