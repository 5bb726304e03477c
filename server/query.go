package server

import (
	"net/url"
	"strings"

	"nameyard/reseller"
)

// readableQuery refuses the query of a URL if a part of it cannot be read: net/url would leave that out without a word, and so do something
// else than was asked for. The refusal names the parameter and shows no value.
func readableQuery(query string) error {
	for part := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(part, "=")
		if before, _, found := strings.Cut(part, ";"); found {
			name, _, _ = strings.Cut(before, "=")
			return reseller.Invalid("", "the query has a semicolon at %q; nothing was done: put & between parameters, and write a semicolon in a value as %%3B", name)
		}
		if _, err := url.ParseQuery(part); err != nil {
			return reseller.Invalid("", "the query cannot be read at %q; nothing was done: a percent sign must be followed by two hexadecimal digits, and is itself written as %%25", name)
		}
	}
	return nil
}
