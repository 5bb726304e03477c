package availability

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"nameyard/registry"
	"nameyard/reseller"
)

// NewRDAP asks a registry's RDAP service (RFC 9082 §3.1.3): a name that it has is taken, one that it does not have (404) counts as free.
// Reserved names look free here: the registry refuses them.
func NewRDAP(set Settings) *Source {
	return newSource(set, question{
		request: func(set Settings, name reseller.Name) (string, string) {
			return strings.TrimSuffix(set.URL, "/") + "/domain/" + url.PathEscape(name.String()), "application/rdap+json"
		},
		read: readRDAP,
	})
}

func readRDAP(name reseller.Name, status int, body string) (registry.Availability, error) {
	var answer struct {
		Class string `json:"objectClassName"`
		Name  string `json:"ldhName"`
	}
	switch status {
	case http.StatusNotFound:
		if text := strings.TrimSpace(body); text != "" && !json.Valid([]byte(text)) { // a page of a web server that has no RDAP there
			return registry.Availability{}, errors.New("it answers with status 404 and a page that is not RDAP's: is the url right?")
		}
		return registry.Availability{Valid: true, Free: true}, nil
	case http.StatusOK:
		if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Class != "domain" || !strings.EqualFold(strings.TrimSuffix(answer.Name, "."), name.String()) {
			return registry.Availability{}, fmt.Errorf("it does not answer about %s", name)
		}
		return registry.Availability{Valid: true, Reason: "in use"}, nil
	}
	return registry.Availability{}, fmt.Errorf("it answers with status %d", status)
}
