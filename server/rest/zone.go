package rest

import (
	"context"
	"net/http"
	"strings"

	"nameyard/actions"
	"nameyard/server/form"
	"nameyard/zone"
)

// record is a DNS record on the wire.
type record struct {
	Hostname string `json:"hostname"`
	Type     string `json:"type"`
	Address  string `json:"address"`
	Priority *int   `json:"priority,omitempty"`
}

func (req *request) records(ctx context.Context) (reply, error) {
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	records, err := req.api.actions.GetDNS(ctx, req.call, actions.GetDNS{Name: name})
	if err != nil {
		return reply{}, err
	}
	return recordsReply(records)
}

func recordsReply(records []zone.Record) (reply, error) {
	answer := struct {
		Records []record `json:"records"`
	}{make([]record, len(records))}
	for i, r := range records {
		answer.Records[i] = record(r)
	}
	return jsonReply(http.StatusOK, answer)
}

// saveRecords replaces all records: what is not sent is gone.
func (req *request) saveRecords(ctx context.Context) (reply, error) {
	b := req.body()
	var given []record
	if !b.get("records", &given, `a list of {"hostname", "type", "address", "priority"}`) {
		b.fail(form.Missing("records"))
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	rows := make([]zone.Record, len(given))
	for i, r := range given {
		rows[i] = zone.Record(r)
	}
	saved, err := req.api.actions.SaveDNS(ctx, req.call, actions.SaveDNS{Name: name, Records: rows})
	if err != nil {
		return reply{}, err
	}
	return recordsReply(saved)
}

// mailForward is an e-mail forward on the wire.
type mailForward struct {
	Prefix    string   `json:"prefix"` // "*" = catch-all
	ForwardTo []string `json:"forward_to"`
}

func (req *request) mailForwards(ctx context.Context) (reply, error) {
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	forwards, err := req.api.actions.GetEmailForwarding(ctx, req.call, actions.GetEmailForwarding{Name: name})
	if err != nil {
		return reply{}, err
	}
	return mailForwardsReply(forwards)
}

func mailForwardsReply(forwards []zone.Forward) (reply, error) {
	answer := struct {
		Forwards []mailForward `json:"forwards"`
	}{make([]mailForward, len(forwards))}
	for i, f := range forwards {
		answer.Forwards[i] = mailForward{f.Prefix, f.Targets()}
	}
	return jsonReply(http.StatusOK, answer)
}

// saveMailForwards replaces all e-mail forwards.
func (req *request) saveMailForwards(ctx context.Context) (reply, error) {
	b := req.body()
	var given []mailForward
	if !b.get("forwards", &given, `a list of {"prefix", "forward_to": [addresses]}`) {
		b.fail(form.Missing("forwards"))
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	rows := make([]zone.Forward, len(given))
	for i, f := range given {
		rows[i] = zone.Forward{Prefix: f.Prefix, ForwardTo: strings.Join(f.ForwardTo, ",")}
	}
	saved, err := req.api.actions.SaveEmailForwarding(ctx, req.call, actions.SaveEmailForwarding{Name: name, Forwards: rows})
	if err != nil {
		return reply{}, err
	}
	return mailForwardsReply(saved)
}

// urlForward is a URL forward on the wire.
type urlForward struct {
	Hostname string `json:"hostname"` // "@" = the domain itself
	URL      string `json:"url"`
	Type     string `json:"type"` // permanent, temporary, frame
}

func (req *request) urlForwards(ctx context.Context) (reply, error) {
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	forwards, err := req.api.actions.GetURLForwarding(ctx, req.call, actions.GetURLForwarding{Name: name})
	if err != nil {
		return reply{}, err
	}
	return urlForwardsReply(forwards)
}

func urlForwardsReply(forwards []actions.URLForward) (reply, error) {
	answer := struct {
		Forwards []urlForward `json:"forwards"`
	}{make([]urlForward, len(forwards))}
	for i, f := range forwards {
		answer.Forwards[i] = urlForward(f)
	}
	return jsonReply(http.StatusOK, answer)
}

// saveURLForwards replaces all URL forwards; other records stay.
func (req *request) saveURLForwards(ctx context.Context) (reply, error) {
	b := req.body()
	var given []urlForward
	if !b.get("forwards", &given, `a list of {"hostname", "url", "type"}`) {
		b.fail(form.Missing("forwards"))
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	rows := make([]actions.URLForward, len(given))
	for i, f := range given {
		rows[i] = actions.URLForward(f)
	}
	saved, err := req.api.actions.SaveURLForwarding(ctx, req.call, actions.SaveURLForwarding{Name: name, Forwards: rows})
	if err != nil {
		return reply{}, err
	}
	return urlForwardsReply(saved)
}
