package web

import (
	"fmt"
	"net/url"
	"strings"
)

// targetOf gives where a visit of a path and query goes: they are appended to those of the forward's address, whose fragment stays at
// the end. Path and query are in their escaped form and stay as they were sent.
func targetOf(address, path, query string) (string, error) {
	base, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("the target of the forward: %w", err)
	}
	if base.Scheme != "http" && base.Scheme != "https" || base.Host == "" || base.User != nil {
		return "", fmt.Errorf("the target %q of the forward is no http or https URL", address)
	}
	var b strings.Builder
	b.WriteString(base.Scheme + "://" + base.Host)
	switch own := base.EscapedPath(); {
	case path == "" || path == "/" || path == "*":
		b.WriteString(own)
		if own == "" {
			b.WriteString("/")
		}
	default:
		b.WriteString(strings.TrimSuffix(own, "/") + "/" + strings.TrimPrefix(path, "/"))
	}
	if joined := strings.Trim(base.RawQuery+"&"+query, "&"); joined != "" {
		b.WriteString("?" + joined)
	}
	if base.Fragment != "" {
		b.WriteString("#" + base.EscapedFragment())
	}
	return b.String(), nil
}
