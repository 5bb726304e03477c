package v2

import (
	_ "embed"

	"nameyard/actions"
	"nameyard/server/docpage"
)

//go:embed manual.html
var manualPage string

// shownEndpoint is a line of the table on the page.
type shownEndpoint struct {
	Methods []string
	Path    string
	actions.Action
}

// ManualPage lists the endpoints for people.
func ManualPage() ([]byte, error) {
	var list []shownEndpoint
	for _, e := range Endpoints {
		action, _ := actions.Named(e.Action) // a test finds names that are in no table
		list = append(list, shownEndpoint{e.Methods(), Prefix + e.Path, action})
	}
	return docpage.Render(docpage.V2, manualPage, list)
}
