package availability

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"nameyard/registry"
	"nameyard/reseller"
)

// NewDAS asks the free availability service of .se or .nu (http://free.iis.se/free): one name a question, answered with a word and the
// name, "free example.se", "occupied example.se" or "not_valid example.se".
func NewDAS(set Settings) *Source {
	return newSource(set, question{
		request: func(set Settings, name reseller.Name) (string, string) {
			return set.URL + "?" + url.Values{"q": {name.String()}}.Encode(), "text/html, text/plain"
		},
		read: readDAS,
	})
}

func readDAS(name reseller.Name, status int, body string) (registry.Availability, error) {
	if status != http.StatusOK {
		return registry.Availability{}, fmt.Errorf("it answers with status %d", status)
	}
	words := strings.Fields(body)
	if len(words) != 2 || !strings.EqualFold(words[1], name.String()) {
		return registry.Availability{}, fmt.Errorf("it does not answer about %s: %q", name, reseller.Printable(body[:min(len(body), 80)]))
	}
	switch words[0] {
	case "free":
		return registry.Availability{Valid: true, Free: true}, nil
	case "occupied":
		return registry.Availability{Valid: true, Reason: "in use"}, nil
	case "not_valid":
		return registry.Availability{Reason: "not valid"}, nil
	}
	return registry.Availability{}, fmt.Errorf("it says %q of %s: want free, occupied or not_valid", reseller.Printable(words[0]), name)
}
