package server

import (
	"net"
	"net/netip"
	"slices"

	"github.com/labstack/echo/v4"
)

// ipExtractor gives a client's address: that of the connection. X-Forwarded-For counts only where it was written by a
// trusted proxy; Echo's own default believes anybody, which would make address lists of tokens worthless.
func ipExtractor(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		p = p.Masked()
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// warnOfProxy says once that somebody who is not trusted passes requests on, or claims to: without a declaration all clients behind
// a proxy have its address, in address lists and limits.
func (s *Server) warnOfProxy(c echo.Context) {
	r := c.Request()
	if r.Header.Get(echo.HeaderXForwardedFor) == "" {
		return
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	addr := from.Addr().Unmap()
	if err != nil || slices.ContainsFunc(s.config.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(addr) }) {
		return
	}
	s.undeclared.Do(func() {
		s.config.Log.Warn("X-Forwarded-For comes from an address that is not trusted, and is not believed: if a proxy is there, name it with --trusted-proxies",
			"from", addr.String())
	})
}

// clientAddr is the client's address; the zero Addr where there is none, as on a Unix socket.
func clientAddr(c echo.Context) netip.Addr {
	addr, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap().WithZone("")
}

// network is what counts as one client: an address, or the /64 that an IPv6 client can choose addresses from.
func network(addr netip.Addr) netip.Prefix {
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	p, err := addr.Prefix(bits)
	if err != nil { // the zero Addr
		return netip.Prefix{}
	}
	return p
}
