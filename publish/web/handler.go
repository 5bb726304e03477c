package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"nameyard/publish"
	"nameyard/reseller"
	"nameyard/safely"
	"nameyard/zone"
)

// Handler answers visitors of the hosts of web forwards.
type Handler struct {
	Zones Zones
	Rules reseller.TLDs // which TLDs browsers open over HTTPS alone
	Log   *slog.Logger
}

// ServeHTTP redirects, shows a frame, or says in plain words why not.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if fault := safely.Caught(recover(), h.Log, "web forward", "host", hostname(r.Host)); fault != nil {
			h.sorry(w)
		}
	}()
	host := hostname(r.Host)
	if path := r.URL.EscapedPath(); r.URL.Opaque != "" || path != "" && path[0] != '/' {
		sorry(w, http.StatusBadRequest, "This address cannot be read", "A path begins with a slash.") // else it would go on the host's name
		return
	}
	forward, err := forwardOf(r.Context(), h.Zones, host, r.URL.EscapedPath())
	if errors.Is(err, reseller.ErrNotFound) && !errors.Is(err, publish.ErrAway) {
		sorry(w, http.StatusNotFound, "There is no web forward here", "No web forward is set up for this address.")
		return
	}
	if err != nil {
		h.fault(w, r, err)
		return
	}
	round, err := circle(r.Context(), h.Zones, forward)
	if err != nil && !errors.Is(err, publish.ErrAway) {
		h.fault(w, r, err)
		return
	}
	target, err := targetOf(forward.Address, forward.rest, r.URL.RawQuery)
	switch {
	case round:
		sorry(w, http.StatusLoopDetected, "This forward leads in a circle",
			"The web forward of this address leads, over others, back to itself. Its owner can give it another target.")
	case err != nil:
		h.fault(w, r, err)
	case forward.Type == zone.TypeFrame:
		h.frame(w, r, host, target)
	default:
		redirect(w, forward.Type, target)
	}
}

// fault answers that the fault is here, and logs it.
func (h Handler) fault(w http.ResponseWriter, r *http.Request, err error) {
	if !errors.Is(err, context.Canceled) {
		h.Log.Error("a visitor could not be forwarded", "host", hostname(r.Host), "err", err)
	}
	h.sorry(w)
}

func (h Handler) sorry(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "10")
	sorry(w, http.StatusServiceUnavailable, "Please try again", "This address cannot be looked up at the moment. Please try again in some seconds.")
}

// How long browsers may keep a redirect: a permanent one an hour, so that a change is seen the same day.
const (
	keepPermanent = "max-age=3600"
	keepTemporary = "no-cache"
)

func redirect(w http.ResponseWriter, kind, target string) {
	status, keep := http.StatusMovedPermanently, keepPermanent
	if kind == zone.TypeURL302 {
		status, keep = http.StatusFound, keepTemporary
	}
	w.Header().Set("Location", target)
	w.Header().Set("Cache-Control", keep)
	page(w, status, movedPage, map[string]string{"Target": target})
}

// frame shows the target in a frame that fills the window.
func (h Handler) frame(w http.ResponseWriter, r *http.Request, host, target string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		sorry(w, http.StatusMethodNotAllowed, "This page can only be looked at", "The site in the frame takes forms; this page around it does not.")
		return
	}
	u, err := url.Parse(target)
	if err != nil {
		sorry(w, http.StatusBadRequest, "This address cannot be read", "The path of this address cannot be read.")
		return
	}
	if r.TLS != nil && u.Scheme == "http" { // browsers show no http page in an https one
		over := "http://" + host + r.URL.RequestURI()
		if h.Rules[host[strings.LastIndexByte(host, '.')+1:]].HTTPSOnly { // they would come back over HTTPS, without end
			over = target
		}
		redirect(w, zone.TypeURL302, over)
		return
	}
	w.Header().Set("Content-Security-Policy", fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; frame-src *; base-uri 'none'; form-action 'none'", styleHash(frameStyle)))
	w.Header().Set("Cache-Control", keepTemporary)
	page(w, http.StatusOK, framePage, map[string]string{"Host": host, "Target": target})
}
