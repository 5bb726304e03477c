package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// colour is a colour of sRGB, each part from 0 to 255.
type colour struct{ r, g, b float64 }

// parseColour reads a colour such as "#0b6b4f".
func parseColour(text string) (colour, bool) {
	digits, found := strings.CutPrefix(strings.TrimSpace(text), "#")
	n, err := strconv.ParseUint(digits, 16, 32)
	if !found || err != nil || len(digits) != 6 {
		return colour{}, false
	}
	return colour{float64(n >> 16), float64(n >> 8 & 0xff), float64(n & 0xff)}, true
}

// String is the colour as style sheets have it.
func (c colour) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(math.Round(c.r)), int(math.Round(c.g)), int(math.Round(c.b)))
}

// mixed is the colour with a part of another in it, from 0 to 1, as it is shown: rounded.
func (c colour) mixed(other colour, part float64) colour {
	mix := func(a, b float64) float64 { return math.Round(a + (b-a)*part) }
	return colour{mix(c.r, other.r), mix(c.g, other.g), mix(c.b, other.b)}
}

// luminance is the relative luminance of WCAG 2.2.
func (c colour) luminance() float64 {
	linear := func(part float64) float64 {
		if part /= 255; part > 0.04045 {
			return math.Pow((part+0.055)/1.055, 2.4)
		}
		return part / 12.92
	}
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

// contrast is the contrast ratio of two colours of WCAG 2.2, from 1 to 21.
func contrast(a, b colour) float64 {
	one, other := a.luminance(), b.luminance()
	return (max(one, other) + 0.05) / (min(one, other) + 0.05)
}

// readable is the contrast that text of its size must have (WCAG 2.2, 1.4.3).
const readable = 4.5

// The colours that the accent meets, as panel.css has them: ground, surface and sunken of each scheme.
var (
	white, black = colour{255, 255, 255}, colour{}
	lightGrounds = []colour{white, {0xf7, 0xf7, 0xf5}, {0xf0, 0xf0, 0xed}}
	darkGrounds  = []colour{{0x1b, 0x1e, 0x1d}, {0x13, 0x15, 0x14}, {0x10, 0x12, 0x11}}
)

// shades are what an accent is in both schemes: by itself, and as the ground of what is chosen. Text on a button is white in the light
// scheme and black in the dark one.
type shades struct{ light, lightSoft, dark, darkSoft colour }

// steps are how finely a colour is mixed.
const steps = 100

// shadesOf makes the shades of an accent that its operator has chosen for the light scheme. One that could not be read there is refused, with the
// nearest that can.
func shadesOf(text string) (shades, error) {
	chosen, ok := parseColour(text)
	if !ok {
		return shades{}, fmt.Errorf("%.20q is no colour; write it as in #0b6b4f", text)
	}
	if worst := leastContrast(chosen, lightGrounds); worst < readable {
		better := until(chosen, black, func(c colour) bool { return leastContrast(c, lightGrounds) >= readable })
		return shades{}, fmt.Errorf("%s has a contrast of %.1f on the pages' ground, and text needs %.1f; %s has that", chosen, math.Floor(worst*10)/10, readable, better)
	}
	s := shades{light: chosen}
	s.lightSoft = until(white.mixed(chosen, 0.12), white, func(c colour) bool { return contrast(chosen, c) >= readable })
	s.dark = until(chosen, white, func(c colour) bool {
		return leastContrast(c, darkGrounds) >= readable && contrast(c, darkSoft(c)) >= readable && contrast(c, black) >= readable
	})
	s.darkSoft = darkSoft(s.dark)
	return s, nil
}

// darkSoft is the ground of what is chosen in the dark scheme.
func darkSoft(accent colour) colour { return darkGrounds[0].mixed(accent, 0.18) }

// leastContrast is the lowest contrast of a colour with some.
func leastContrast(c colour, grounds []colour) float64 {
	least := math.Inf(1)
	for _, g := range grounds {
		least = min(least, contrast(c, g))
	}
	return least
}

// until mixes as much of another colour into one as it takes, and no more.
func until(c, other colour, enough func(colour) bool) colour {
	for step := range steps {
		if mixed := c.mixed(other, float64(step)/steps); enough(mixed) {
			return mixed
		}
	}
	return other
}

// css sets the accent's variables.
func (s shades) css() string {
	return fmt.Sprintf("\n:root { --accent: light-dark(%s, %s); --accent-ink: light-dark(#fff, #000); --accent-soft: light-dark(%s, %s); }\n", s.light, s.dark, s.lightSoft, s.darkSoft)
}
