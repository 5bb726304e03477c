package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nameyard/actions"
)

// stall is how long a client may take to read one page of a list, wall time.
const stall = time.Minute

// page collects the bytes of a page of a list and sends them whole.
type page struct {
	bytes.Buffer
	to  http.ResponseWriter
	now func() time.Time
}

// send writes what is collected. Each page has its own time to be read in, so that a long list may take long.
func (p *page) send() error {
	control := http.NewResponseController(p.to)
	if err := control.SetWriteDeadline(p.now().Add(stall)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := p.WriteTo(p.to); err != nil {
		return err
	}
	if err := control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// writeStream writes a list page by page. Once it has begun nothing but a cut connection can tell that it is not whole.
func (a *API) writeStream(w http.ResponseWriter, req *request, r reply) error {
	w.WriteHeader(r.status)
	p := &page{to: w, now: a.clock.Wall}
	err := r.stream(p)
	if err == nil {
		err = p.send()
	}
	if err != nil {
		a.log.Warn("a list was cut off", "requestid", req.Caller.RequestID, "err", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// listDomains lists names. With limit it is one page and tells the cursor of the next; otherwise it is all of them, read and
// written in pages, so that the memory it takes does not grow with their number.
func (req *request) listDomains(ctx context.Context) (reply, error) {
	r, err := req.domainChoice()
	if err != nil {
		return reply{}, err
	}
	p, err := req.paging()
	if err != nil {
		return reply{}, err
	}
	r.Page = actions.Page{After: p.after, Limit: p.limit}
	count, err := req.api.actions.CountDomains(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	first, err := req.api.actions.ListDomains(ctx, req.call, r)
	if err != nil {
		return reply{}, err
	}
	if p.limit > 0 {
		return req.domainPage(first, count)
	}
	return reply{status: http.StatusOK, stream: func(w *page) error { return req.streamDomains(ctx, w, r, first, count) }}, nil
}

// streamDomains writes all names, the first page of which has been read.
func (req *request) streamDomains(ctx context.Context, w *page, r actions.ListDomains, rows actions.Paged[actions.Listed], count int64) error {
	fmt.Fprintf(w, `{"count":%d,"results":[`, count)
	for separator := ""; len(rows.Rows) > 0; separator = "," {
		var err error
		r.After = rows.Next
		if rows, err = req.makePage(ctx, w, separator, rows, r); err != nil {
			return err
		}
		if err := w.send(); err != nil {
			return err
		}
	}
	w.WriteString("]}")
	return nil
}

// makePage puts names into a page behind a separator, and reads the next ones if there are any, when it is the request's turn.
func (req *request) makePage(
	ctx context.Context, w *page, separator string, rows actions.Paged[actions.Listed], next actions.ListDomains,
) (read actions.Paged[actions.Listed], err error) {
	release, err := req.turn(ctx)
	if err != nil {
		return read, err
	}
	defer release()
	for _, l := range rows.Rows {
		text, err := encode(domainOf(l))
		if err != nil {
			return read, err
		}
		w.WriteString(separator)
		w.Write(text)
		separator = ","
	}
	if rows.Next == 0 {
		return read, nil
	}
	return req.api.actions.ListDomains(ctx, req.call, next)
}

// domainPage is one page of names.
func (req *request) domainPage(page actions.Paged[actions.Listed], count int64) (reply, error) {
	return req.paged(struct {
		Count   int64    `json:"count"`
		Results []domain `json:"results"`
		Next    *string  `json:"next_cursor"`
	}{count, each(page.Rows, domainOf), cursor(page.Next)}, page.Next)
}

// cursor is where the next page begins; null if there is none.
func cursor(next int64) *string {
	if next == 0 {
		return nil
	}
	text := strconv.FormatInt(next, 10)
	return &text
}

// paged is a page with a link to the next one (RFC 8288).
func (req *request) paged(value any, next int64) (reply, error) {
	r, err := jsonReply(http.StatusOK, value)
	if next == 0 || err != nil {
		return r, err
	}
	query := url.Values{}
	for name, values := range req.Query {
		query[name] = values
	}
	query.Set("cursor", strconv.FormatInt(next, 10))
	path := req.Route.Path
	for name, value := range req.Params {
		path = strings.Replace(path, ":"+name, url.PathEscape(value), 1)
	}
	r.header = map[string]string{"Link": "<" + Prefix + path + "?" + query.Encode() + `>; rel="next"`}
	return r, nil
}
