package web

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/zone"
)

// Zones tells what hosts stand for (publish.Zones).
type Zones interface {
	// Of gives the zone of the name that a host is, or lies below.
	Of(ctx context.Context, host string) (publish.Zone, error)
}

// maxHops bounds how many names are asked for one visit: aliases from name to name, and forwards that follow one another.
const maxHops = 8

// forwardOf gives the web forward of a host, and the host at which it stands after aliases. ErrNotFound if the host is not ours or
// has none.
func forwardOf(ctx context.Context, zones Zones, host string) (zone.Record, string, error) {
	for range maxHops {
		z, err := zones.Of(ctx, host)
		if err != nil {
			return zone.Record{}, "", err
		}
		record, at, found := zone.WebForwardAt(z.Domain.Name, z.Records, host)
		if found {
			return record, at, nil
		}
		if at == host {
			break
		}
		host = at
	}
	return zone.Record{}, "", reseller.ErrNotFound
}

// circle reports whether the forward of a host sends visitors, over other forwards here, back to a host where they have been.
func circle(ctx context.Context, zones Zones, host string, forward zone.Record) (bool, error) {
	been := map[string]bool{host: true}
	for range maxHops {
		target, err := url.Parse(forward.Address)
		if err != nil {
			return false, nil
		}
		next, at, err := forwardOf(ctx, zones, hostname(target.Host))
		if errors.Is(err, reseller.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if been[at] {
			return true, nil
		}
		been[at], forward = true, next
	}
	return true, nil // nobody follows so many on purpose
}

// hostname is the host of a Host header or a URL's authority, in lower case, without port and the root's dot.
func hostname(authority string) string {
	host := authority
	if h, _, err := net.SplitHostPort(authority); err == nil {
		host = h
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
