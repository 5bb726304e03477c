package rest

import (
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
}

func (v *request) records() (reply, error) {
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	records, err := v.face.actions.GetDNS(v.ctx, v.call, actions.GetDNS{Name: name})
	if err != nil {
		return reply{}, err
	}
	answer := struct {
		Records []record `json:"records"`
	}{make([]record, len(records))}
	for i, r := range records {
		answer.Records[i] = record(r)
	}
	return jsonReply(http.StatusOK, answer)
}

// saveRecords replaces all records: what is not sent is gone.
func (v *request) saveRecords() (reply, error) {
	b := v.body()
	var given []record
	if !b.get("records", &given, `a list of {"hostname", "type", "address", "priority"}`) {
		b.fail(reseller.Missing("records"))
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	rows := make([]zone.Record, len(given))
	for i, r := range given {
		rows[i] = zone.Record(r)
	}
	if err := v.face.actions.SaveDNS(v.ctx, v.call, actions.SaveDNS{Name: name, Records: rows}); err != nil {
		return reply{}, err
	}
	return v.records()
}

// mailForward is an e-mail forward on the wire.
type mailForward struct {
	Prefix    string   `json:"prefix"` // "*" = catch-all
	ForwardTo []string `json:"forward_to"`
}

func (v *request) mailForwards() (reply, error) {
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	forwards, err := v.face.actions.GetEmailForwarding(v.ctx, v.call, actions.GetEmailForwarding{Name: name})
	if err != nil {
		return reply{}, err
	}
	answer := struct {
		Forwards []mailForward `json:"forwards"`
	}{make([]mailForward, len(forwards))}
	for i, f := range forwards {
		answer.Forwards[i] = mailForward{f.Prefix, f.Targets()}
	}
	return jsonReply(http.StatusOK, answer)
}

// saveMailForwards replaces all e-mail forwards.
func (v *request) saveMailForwards() (reply, error) {
	b := v.body()
	var given []mailForward
	if !b.get("forwards", &given, `a list of {"prefix", "forward_to": [addresses]}`) {
		b.fail(reseller.Missing("forwards"))
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	rows := make([]zone.Forward, len(given))
	for i, f := range given {
		rows[i] = zone.Forward{Prefix: f.Prefix, ForwardTo: strings.Join(f.ForwardTo, ",")}
	}
	err = v.face.actions.SaveEmailForwarding(v.ctx, v.call, actions.SaveEmailForwarding{Name: name, Forwards: rows})
	if err != nil {
		return reply{}, err
	}
	return v.mailForwards()
}

// urlForward is a URL forward on the wire.
type urlForward struct {
	Hostname string `json:"hostname"` // "@" = the domain itself
	URL      string `json:"url"`
	Type     string `json:"type"` // permanent, temporary, frame
}

func (v *request) urlForwards() (reply, error) {
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	forwards, err := v.face.actions.GetURLForwarding(v.ctx, v.call, actions.GetURLForwarding{Name: name})
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
func (v *request) saveURLForwards() (reply, error) {
	b := v.body()
	var given []urlForward
	if !b.get("forwards", &given, `a list of {"hostname", "url", "type"}`) {
		b.fail(reseller.Missing("forwards"))
	}
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	rows := make([]actions.URLForward, len(given))
	for i, f := range given {
		rows[i] = actions.URLForward(f)
	}
	saved, err := v.face.actions.SaveURLForwarding(v.ctx, v.call, actions.SaveURLForwarding{Name: name, Forwards: rows})
	if err != nil {
		return reply{}, err
	}
	return urlForwardsReply(saved)
}
