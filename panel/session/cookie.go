package session

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// cookie is the cookie of a side's sessions.
func cookie(r *http.Request, side, secret string) *http.Cookie {
	return &http.Cookie{
		Name: cookieName(r, side), Value: secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: !onThisMachine(r),
		MaxAge: int(Longest.Seconds()),
	}
}

// Kept is a cookie that a browser keeps for its sessions alone, with something that is no secret.
func Kept(r *http.Request, name, value string) *http.Cookie {
	return &http.Cookie{Name: hostName(r, "nameyard-"+name), Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: !onThisMachine(r)}
}

// cookieName is the name of the cookie of a side's sessions.
func cookieName(r *http.Request, side string) string {
	return hostName(r, "nameyard-"+strings.TrimPrefix(side, "/"))
}

// hostName has the prefix by which browsers hold the cookie to this host and to HTTPS (RFC 6265bis, section 4.1.3.2).
func hostName(r *http.Request, name string) string {
	if onThisMachine(r) {
		return name
	}
	return "__Host-" + name
}

// onThisMachine reports whether the browser's address is of its own machine, where nobody listens between and not all browsers take
// secure cookies over plain HTTP. Other addresses without HTTPS let nobody in: browsers do not keep the cookie.
func onThisMachine(r *http.Request) bool {
	if r.TLS != nil {
		return false
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Home is the address of the server as the browser of a request has it, without a path.
func Home(r *http.Request) string {
	if onThisMachine(r) {
		return "http://" + r.Host
	}
	return "https://" + r.Host
}
