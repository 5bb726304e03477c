package main

import (
	"fmt"
	"os"

	"nameyard/panel"
)

// lookFlags are how the panel shows this business, beside its name; the demo has them, too.
type lookFlags struct {
	PanelAccent string `env:"NAMEYARD_PANEL_ACCENT" placeholder:"COLOUR" help:"Colour of the panel's links and buttons, such as #7a1f5c; the dark scheme's is made from it. One that could not be read is refused."`
	PanelLogo   string `env:"NAMEYARD_PANEL_LOGO" placeholder:"FILE" help:"Logo of the panel: an SVG or PNG picture, about square, 64 KiB at most. It is read when the server starts."`
}

// look reads the logo and checks both.
func (f lookFlags) look() (panel.Look, error) {
	look := panel.Look{Accent: f.PanelAccent}
	if f.PanelLogo != "" {
		picture, err := os.ReadFile(f.PanelLogo)
		if err != nil {
			return look, fmt.Errorf("read the panel's logo: %w", err)
		}
		if len(picture) == 0 {
			return look, wrongUsage("--panel-logo: %s is empty", f.PanelLogo)
		}
		if err := (panel.Look{Logo: picture}).Check(); err != nil {
			return look, wrongUsage("--panel-logo %s: %v", f.PanelLogo, err)
		}
		look.Logo = picture
	}
	if err := (panel.Look{Accent: f.PanelAccent}).Check(); err != nil {
		return look, wrongUsage("--panel-accent: %v", err)
	}
	return look, nil
}
