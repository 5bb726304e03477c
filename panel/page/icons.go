package page

import (
	"embed"
	"fmt"
	"html/template"
	"regexp"
	"strings"
)

// The icons are those of lucide, as its package has them.
//
//go:embed icons/*.svg
var iconFiles embed.FS

var (
	iconComment = regexp.MustCompile(`<!--.*?-->\s*`)
	iconBlanks  = strings.NewReplacer("> <", "><", " />", "/>")
	iconHead    = regexp.MustCompile(`(?s)<svg.*?>`)
)

var icons = readIcons()

func readIcons() map[string]template.HTML {
	all := map[string]template.HTML{}
	entries, err := iconFiles.ReadDir("icons")
	if err != nil {
		panic(err) // they are part of the program
	}
	for _, e := range entries {
		text, err := iconFiles.ReadFile("icons/" + e.Name())
		if err != nil {
			panic(err)
		}
		svg := iconHead.ReplaceAllString(iconComment.ReplaceAllString(string(text), ""),
			`<svg class="icon" aria-hidden="true" viewBox="0 0 24 24">`)
		all[strings.TrimSuffix(e.Name(), ".svg")] = template.HTML(iconBlanks.Replace(strings.Join(strings.Fields(svg), " ")))
	}
	return all
}

// icon is an icon by its name, for beside words: it says nothing to screen readers.
func icon(name string) (template.HTML, error) {
	svg, ok := icons[name]
	if !ok {
		return "", fmt.Errorf("page: there is no icon %q", name)
	}
	return svg, nil
}
