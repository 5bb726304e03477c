package operator

import (
	"strings"
	"unicode/utf8"

	"nameyard/reseller"
)

// setLines sets a text of some lines at most, each without blanks around it, and empty ones left out; nil leaves it.
func setLines(set *string, text *string, path reseller.Path, lines, most int) error {
	if text == nil {
		return nil
	}
	var kept []string
	for line := range strings.Lines(strings.ReplaceAll(*text, "\r", "\n")) {
		if line = reseller.TrimEnds(line); line != "" {
			kept = append(kept, line)
		}
	}
	joined := strings.Join(kept, "\n")
	switch {
	case len(kept) > lines:
		return invalid(path, "%s has %d lines, it may have %d", path, len(kept), lines)
	case utf8.RuneCountInString(joined) > most:
		return invalid(path, "%s is longer than %d characters", path, most)
	case reseller.PrintableLines(joined) != joined:
		return invalid(path, "%s has characters that cannot be printed", path)
	}
	*set = joined
	return nil
}
