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
	d, err := req.live(ctx)
	if err != nil {
		return reply{}, err
	}
	return tagged(actions.HostSet(d))(jsonReply(http.StatusOK, struct {
		Results []host `json:"results"`
	}{each(d.Hosts, hostOf)}))
}

// hostsTagged adds the ETag of the child name servers, as they are after a change, to a reply.
func (req *request) hostsTagged(ctx context.Context, r reply, err error) (reply, error) {
	if err != nil {
		return r, err
	}
	d, err := req.live(ctx)
	return tagged(actions.HostSet(d))(r, err)
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
	set, err := req.api.actions.SetChildNameserver(ctx, req.call, actions.SetChildNameserver{Name: name, Host: req.Params["host"], Addresses: addresses, IfMatch: req.ifMatch()})
	req.placed = set.Order
	if err != nil {
		return reply{}, err
	}
	answer, err := jsonReply(http.StatusOK, hostOf(set.Host))
	return req.hostsTagged(ctx, answer, err)
}

func (req *request) deleteHost(ctx context.Context) (reply, error) {
	if err := req.body().end(); err != nil {
		return reply{}, err
	}
	name, err := req.name(ctx)
	if err != nil {
		return reply{}, err
	}
	placed, err := req.api.actions.DeleteNameserver(ctx, req.call, actions.DeleteNameserver{Name: name, Host: req.Params["host"], IfMatch: req.ifMatch()})
	req.placed = placed.Order
	return req.hostsTagged(ctx, reply{status: http.StatusNoContent}, err)
}
