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

// found is a web forward that answers for a visit.
type found struct {
	zone.Record
	place string // host, after aliases, and path at which it stands
	rest  string // what the visit's path has below it
}

// forwardOf gives the web forward that answers for a path of a host. ErrNotFound if the host is not ours or has none.
func forwardOf(ctx context.Context, zones Zones, host, path string) (f found, err error) {
	err = follow(ctx, zones, host, func(z publish.Zone, host string) (string, bool) {
		record, at, rest, ok := zone.WebForwardAt(z.Domain.Name, z.Records, host, path)
		f = found{record, at + strings.TrimPrefix(record.Hostname, record.Host()), rest}
		return at, ok
	})
	return f, err
}

// serves reports whether a host has a web forward, whatever its path, by nil. ErrNotFound if it is not ours or has none.
func serves(ctx context.Context, zones Zones, host string) error {
	return follow(ctx, zones, host, func(z publish.Zone, host string) (string, bool) {
		return zone.HasWebForwardAt(z.Domain.Name, z.Records, host)
	})
}

// follow tries the zone of a host, and those that aliases lead to from there, until one has what is looked for.
func follow(ctx context.Context, zones Zones, host string, try func(z publish.Zone, host string) (end string, ok bool)) error {
	for range maxHops {
		z, err := zones.Of(ctx, host)
		if err != nil {
			return err
		}
		end, ok := try(z, host)
		if ok {
			return nil
		}
		if end == host {
			break
		}
		host = end
	}
	return reseller.ErrNotFound
}

// visited is a forward with what a visit's path had below it: the same forward with less of a path left may lead on.
func (f found) visited() string { return f.place + " " + strings.Trim(f.rest, "/") }

// circle reports whether a forward sends a visit, over other forwards here, back to where it has been. Its query makes no difference.
func circle(ctx context.Context, zones Zones, forward found) (bool, error) {
	been := map[string]bool{forward.visited(): true}
	for range maxHops {
		address, err := targetOf(forward.Address, forward.rest, "")
		if err != nil {
			return false, nil
		}
		target, err := url.Parse(address)
		if err != nil {
			return false, nil
		}
		next, err := forwardOf(ctx, zones, hostname(target.Host), target.EscapedPath())
		if errors.Is(err, reseller.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if been[next.visited()] {
			return true, nil
		}
		been[next.visited()], forward = true, next
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
