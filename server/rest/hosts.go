package rest

import (
	"context"
	"net/http"
	"net/netip"

	"nameyard/actions"
	"nameyard/reseller"
)

// host is a child name server on the wire.
type host struct {
	Host      string   `json:"host"`
	Addresses []string `json:"addresses"`
}

func hostOf(h reseller.Host) host {
	return host{h.Name, each(h.Addresses, netip.Addr.String)}
}

func (req *request) hosts(ctx context.Context) (reply, error) {
	return ofName(ctx, req, func(name reseller.Name) ([]reseller.Host, error) {
		return req.api.actions.ListChildNameservers(ctx, req.call, actions.ListChildNameservers{Name: name})
	}, func(found []reseller.Host) (reply, error) {
		return jsonReply(http.StatusOK, struct {
			Results []host `json:"results"`
		}{each(found, hostOf)})
	})
}

func (req *request) setHost(ctx context.Context) (reply, error) {
	b := req.body()
	addresses := b.texts("addresses")
	b.ignore("host")
	if err := b.end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	set, err := req.api.actions.SetChildNameserver(ctx, req.call, actions.SetChildNameserver{Name: name, Host: req.Params["host"], Addresses: addresses})
	req.placed = set.Order
	if err != nil {
		return reply{}, err
	}
	return jsonReply(http.StatusOK, hostOf(set.Host))
}

func (req *request) deleteHost(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	placed, err := req.api.actions.DeleteNameserver(ctx, req.call, actions.DeleteNameserver{Name: name, Host: req.Params["host"]})
	req.placed = placed.Order
	return reply{status: http.StatusNoContent}, err
}
