package rest

import (
	"context"
	"net/http"
	"strings"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/zone"
)

// record is a DNS record on the wire.
type record struct {
	Hostname string `json:"hostname"`
	Type     string `json:"type"`
	Address  string `json:"address"`
	Priority *int   `json:"priority,omitempty"`
	TTL      int    `json:"ttl,omitempty"`
}

func recordOf(r zone.Record) record { return record(r) }

func (req *request) records(ctx context.Context) (reply, error) {
	return ofName(ctx, req, func(name reseller.Name) (actions.DNSRecords, error) {
		return req.api.actions.GetDNS(ctx, req.call, actions.GetDNS{Name: name})
	}, recordsReply)
}

func recordsReply(all actions.DNSRecords) (reply, error) {
	return tagged(all.Records)(jsonReply(http.StatusOK, struct {
		Records []record `json:"records"`
		Notice  string   `json:"notice,omitempty"` // what of them does not work as it is meant
	}{each(all.Records, recordOf), all.Notice}))
}

// saveRecords replaces all records: what is not sent is gone.
func (req *request) saveRecords(ctx context.Context) (reply, error) {
	b := req.body()
	var rows []zone.Row
	for _, row := range b.rows("records", `a list of {"hostname", "type", "address", "priority"}`) {
		rows = append(rows, row.record())
		b.fail(row.end())
	}
	_ = b.text("notice") // what GET has given can be sent back
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) (actions.DNSRecords, error) {
		return req.api.actions.SaveDNS(ctx, req.call, actions.SaveDNS{Name: name, Rows: rows, IfMatch: req.ifMatch()})
	}, recordsReply)
}

// mailForward is an e-mail forward on the wire.
type mailForward struct {
	Prefix    string   `json:"prefix"` // "*" = catch-all
	ForwardTo []string `json:"forward_to"`
	Pending   []string `json:"pending,omitempty"` // of forward_to: have not agreed to mail yet
	Refused   []string `json:"refused,omitempty"` // of forward_to: do not want any
}

func (req *request) mailForwards(ctx context.Context) (reply, error) {
	return ofName(ctx, req, func(name reseller.Name) (actions.EmailForwards, error) {
		return req.api.actions.GetEmailForwarding(ctx, req.call, actions.GetEmailForwarding{Name: name})
	}, mailForwardsReply)
}

func mailForwardsReply(e actions.EmailForwards) (reply, error) {
	return tagged(e.Forwards)(jsonReply(http.StatusOK, struct {
		Forwards []mailForward `json:"forwards"`
		Notice   string        `json:"notice,omitempty"` // why they have no effect, or not all of them
	}{each(e.Forwards, func(f zone.Forward) mailForward {
		pending, refused := e.Silent(f)
		return mailForward{f.Prefix, f.Targets(), pending, refused}
	}), e.Notice}))
}

// saveMailForwards replaces all e-mail forwards.
func (req *request) saveMailForwards(ctx context.Context) (reply, error) {
	b := req.body()
	var rows []zone.Forward
	for _, row := range b.rows("forwards", `a list of {"prefix", "forward_to": [addresses]}`) {
		row.must("prefix", `send "*" for a catch-all`)
		row.must("forward_to", "send a list of addresses")
		rows = append(rows, zone.Forward{Prefix: row.text("prefix"), ForwardTo: strings.Join(row.texts("forward_to"), ",")})
		row.ignore("pending", "refused") // what GET has given can be sent back, as with notice
		b.fail(row.end())
	}
	_ = b.text("notice")
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) (actions.EmailForwards, error) {
		return req.api.actions.SaveEmailForwarding(ctx, req.call, actions.SaveEmailForwarding{Name: name, Forwards: rows, IfMatch: req.ifMatch()})
	}, mailForwardsReply)
}

// urlForward is a URL forward on the wire.
type urlForward struct {
	Hostname string `json:"hostname"` // "@" = the domain itself
	URL      string `json:"url"`
	Type     string `json:"type"` // permanent, temporary, frame
}

func (req *request) urlForwards(ctx context.Context) (reply, error) {
	return ofName(ctx, req, func(name reseller.Name) ([]actions.URLForward, error) {
		return req.api.actions.GetURLForwarding(ctx, req.call, actions.GetURLForwarding{Name: name})
	}, urlForwardsReply)
}

func urlForwardsReply(forwards []actions.URLForward) (reply, error) {
	return tagged(forwards)(jsonReply(http.StatusOK, struct {
		Forwards []urlForward `json:"forwards"`
	}{each(forwards, func(f actions.URLForward) urlForward { return urlForward(f) })}))
}

// saveURLForwards replaces all URL forwards; other records stay.
func (req *request) saveURLForwards(ctx context.Context) (reply, error) {
	b := req.body()
	var rows []actions.URLForward
	for _, row := range b.rows("forwards", `a list of {"hostname", "url", "type"}`) {
		row.must("hostname", `send "@" for the domain itself`)
		row.must("url", "send an http or https URL")
		rows = append(rows, actions.URLForward{Hostname: row.text("hostname"), URL: row.text("url"), Type: row.text("type")})
		b.fail(row.end())
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	return ofName(ctx, req, func(name reseller.Name) ([]actions.URLForward, error) {
		return req.api.actions.SaveURLForwarding(ctx, req.call, actions.SaveURLForwarding{Name: name, Forwards: rows, IfMatch: req.ifMatch()})
	}, urlForwardsReply)
}
