package page

import "strings"

// Jump is what the page that jumps anywhere has found, beside the pages of the menu.
type Jump struct {
	Query string
	Found []Place
}

// Place is a thing of a side that one can go to.
type Place struct{ To, Icon, Name string }

// Pages are those lines of the menu whose words hold a text, in upper or lower case.
func (v View) Pages(text string) (found []Link) {
	for _, line := range v.Nav {
		if words, err := v.Language.Say(line.Words); err == nil && strings.Contains(strings.ToLower(words), strings.ToLower(text)) {
			found = append(found, line)
		}
	}
	return found
}
