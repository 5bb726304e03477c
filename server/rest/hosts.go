package rest

import (
	"net/http"

	"nameyard/actions"
	"nameyard/reseller"
)

// host is a child name server on the wire.
type host struct {
	Host      string   `json:"host"`
	Addresses []string `json:"addresses"`
}

func hostOf(h reseller.Host) host {
	w := host{h.Name, make([]string, len(h.Addresses))}
	for i, a := range h.Addresses {
		w.Addresses[i] = a.String()
	}
	return w
}

func (v *request) hosts() (reply, error) {
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	found, err := v.face.actions.ListChildNameservers(v.ctx, v.call, actions.ListChildNameservers{Name: name})
	if err != nil {
		return reply{}, err
	}
	answer := struct {
		Results []host `json:"results"`
	}{make([]host, len(found))}
	for i, h := range found {
		answer.Results[i] = hostOf(h)
	}
	return jsonReply(http.StatusOK, answer)
}

func (v *request) setHost() (reply, error) {
	b := v.body()
	addresses := b.texts("addresses")
	b.ignore("host")
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	set, err := v.face.actions.SetChildNameserver(v.ctx, v.call, actions.SetChildNameserver{Name: name, Host: v.Parts["host"], Addresses: addresses})
	v.placed = set.Order
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, hostOf(set.Host))
}

func (v *request) deleteHost() (reply, error) {
	if err := v.body().end(); err != nil {
		return reply{}, err
	}
	name, err := v.name()
	if err != nil {
		return reply{}, err
	}
	placed, err := v.face.actions.DeleteNameserver(v.ctx, v.call, actions.DeleteNameserver{Name: name, Host: v.Parts["host"]})
	v.placed = placed.Order
	return reply{status: http.StatusNoContent}, err
}
