package rest

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/form"
)

// maxPage is how many things one page has at most.
const maxPage = 1000

// findName finds the domain that the path has a name of in place of its id.
func (req *request) findName(ctx context.Context) (err error) {
	if named := req.Params["id"]; strings.Contains(named, ".") {
		req.domain, err = req.api.actions.DomainID(ctx, req.call, actions.DomainByText{Name: named})
	}
	return err
}

// id is the :id of the path.
func (req *request) id() int64 {
	if req.domain != 0 {
		return req.domain
	}
	n, err := strconv.ParseInt(req.Params["id"], 10, 64)
	if err != nil {
		return 0 // Fits lets only numbers through
	}
	return n
}

// name is the domain that the path names: in the account and in its view.
func (req *request) name(ctx context.Context) (reseller.Name, error) {
	d, err := req.live(ctx)
	return d.Name, err
}

// allow refuses query parameters that mean nothing here, and repeated ones. A name that ends in [] stands for all keys: fields[] for fields[x].
func (req *request) allow(names ...string) error {
	for given, values := range req.Query {
		if !slices.ContainsFunc(names, func(name string) bool {
			open, keyed := strings.CutSuffix(name, "]")
			return name == given || keyed && strings.HasPrefix(given, open) && strings.HasSuffix(given, "]")
		}) {
			return form.Invalid(form.Clip(given, 60), "there is no query parameter %q here", form.Clip(given, 60))
		}
		if len(values) > 1 {
			return form.Ambiguous(given, "%s is there twice", given)
		}
	}
	return nil
}

// paging are the query parameters of lists.
type paging struct {
	after int64 // cursor
	limit int   // 0 = not given
}

func (req *request) paging() (paging, error) {
	var p paging
	if text := req.Query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxPage {
			return p, form.Invalid("limit", "limit is %q, it must be a whole number from 1 to %d", form.Clip(text, 30), maxPage)
		}
		p.limit = n
	}
	if text := req.Query.Get("cursor"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return p, form.Invalid("cursor", "cursor is %q, it must be one that a list gave as next_cursor", form.Clip(text, 30))
		}
		p.after = n
	}
	return p, nil
}

// queryFlag reads true or false; false if it is not there.
func (req *request) queryFlag(name string) (bool, error) {
	switch strings.ToLower(req.Query.Get(name)) {
	case "", "false", "0":
		return false, nil
	case "true", "1":
		return true, nil
	}
	return false, form.Invalid(name, "%s must be true or false", name)
}
