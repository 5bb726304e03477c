package main

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// listedWhole are the commands that list and have no pages and no times, with the reason.
var listedWhole = map[string]string{
	"token list":           "an account's few credentials, each with its last use",
	"user list":            "the people who sign in",
	"webhook list":         "an account's few addresses",
	"price list":           "the prices that hold now; chosen by TLD and currency",
	"job list":             "a fixed table",
	"registry list":        "the connectors of this installation",
	"dns catalogs":         "the zones that the settings ask for",
	"price group list":     "the groups that the operator has made",
	"zone history":         "the versions of one name, of which a bounded number is kept",
	"sandbox fault list":   "the faults that act now",
	"sandbox registry log": "for tests, which read it on from a number, oldest first",
}

// listFilters are what each list can be chosen by besides time, page and size.
var listFilters = map[string][]string{
	"account list":      {"name", "state"},
	"audit list":        {"account", "domain", "order", "actor", "action", "request"},
	"credit ledger":     {},
	"domain list":       {"account", "name", "state", "expires-before", "closed"},
	"invoice list":      {"account", "domain", "status", "unpaid"},
	"mail list":         {"name", "kind", "state"},
	"payment list":      {"account", "state", "needs-you"},
	"order list":        {"account", "name", "kind", "state", "code", "unfinished", "needs-you"},
	"registry findings": {"account", "name", "registry", "part", "open"},
	"registry messages": {"domain", "kind", "all"},
	"webhook log":       {"name", "kind", "state", "status"},
}

// lists reports whether a command lists: it says so in its help, or by its name.
func lists(command *kong.Node) bool {
	return strings.HasPrefix(command.Help, "List ") || slices.Contains([]string{"list", "log", "ledger", "history", "findings", "messages"}, command.Name)
}

// Every list of the grammar can be narrowed by time, read page by page, and chosen from; or says here why it is short enough whole.
func TestEveryListCanBeSearched(t *testing.T) {
	t.Parallel()
	var grammar cli
	parser, err := newParser(&grammar, io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, command := range parser.Model.Leaves(false) {
		name := path(command)
		if !lists(command) {
			continue
		}
		seen[name] = true
		if listedWhole[name] != "" {
			continue
		}
		filters, known := listFilters[name]
		if !known {
			t.Errorf("%s lists: it belongs into the table of filters, or of those that are listed whole", name)
		}
		for _, flag := range append([]string{"since", "until", "limit", "after"}, filters...) {
			if !hasFlag(command, flag) {
				t.Errorf("%s has no --%s", name, flag)
			}
		}
	}
	for _, table := range []map[string]bool{keysOf(listedWhole), keysOf(listFilters)} {
		for name := range table {
			if !seen[name] {
				t.Errorf("there is no list %s", name)
			}
		}
	}
}

func keysOf[T any](table map[string]T) map[string]bool {
	keys := map[string]bool{}
	for name := range table {
		keys[name] = true
	}
	return keys
}
