package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/panel"
	"nameyard/reseller"
)

// panelFace is the Face of the web pages.
type panelFace struct {
	*Server
	panel *panel.Panel
}

func (panelFace) Name() string { return panel.Name }

func (panelFace) Inside(path string) (string, bool) { return panel.Inside(path) }

func (f panelFace) Mount(g *echo.Group) {
	for _, r := range f.panel.Routes() {
		add(g, r.Method, r.Path, f.answer(r))
	}
	for _, side := range panel.Sides {
		add(g, http.MethodGet, side+panel.AssetPrefix+":version/:file/", f.asset)
	}
}

func (panelFace) Status(e *reseller.Error) int { return panel.Status(e) }
func (panelFace) Header(h http.Header, _ *reseller.Error) {
	h.Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
}
func (panelFace) Body(e *reseller.Error, id string) []byte { return panel.ErrorPage(e, id) }

func (f panelFace) NoRoute(c echo.Context, _ []string) error {
	infoOf(c).action = "panel unknown"
	f.panel.NotFound(c.Response(), f.request(c))
	return nil
}

// answer answers requests to a page. Whatever goes wrong, the panel tells it itself.
func (f panelFace) answer(route panel.Route) echo.HandlerFunc {
	action := "panel " + route.Method + " " + route.Path
	return func(c echo.Context) error {
		info := infoOf(c)
		info.action = action
		r := f.request(c)
		ctx, cancel := deadline(c, panelWithin)
		defer cancel()
		if !route.Streams {
			r.HTTP = r.HTTP.WithContext(ctx)
		}
		outcome := f.panel.Answer(c.Response(), r, route)
		info.account = outcome.Account
		if e := (*reseller.Error)(nil); errors.As(outcome.Err, &e) {
			info.code = e.Code
		}
		return nil
	}
}

// panelWithin is how long a page waits for a registry: who looks at it is told that the order is under way, and sees it end on its page.
const panelWithin = 8 * time.Second

// request is a request as the panel is given it.
func (f panelFace) request(c echo.Context) panel.Request {
	info := infoOf(c)
	return panel.Request{
		HTTP: c.Request(), Params: paramsOf(c), ID: info.id, From: clientAddr(c), Arrived: info.arrived, AnswerBy: info.arrived.Add(panelWithin),
		Body: func(most int64, signedIn bool) ([]byte, error) {
			return f.read(c, min(most, f.config.MaxBody), func([]byte) bool { return signedIn })
		},
		Admit: func(ctx context.Context, caller *reseller.Caller) error {
			if err := f.countRequest(caller, info); err != nil {
				return err
			}
			return f.takeTurn(ctx, c, panelWithin)
		},
	}
}

// asset answers with a file of the pages.
func (f panelFace) asset(c echo.Context) error {
	infoOf(c).action = "panel asset"
	if !f.panel.ServeAsset(c.Response(), c.Request(), c.Param("version"), c.Param("file")) {
		return echo.ErrNotFound
	}
	return nil
}

// operatorSide is what listens at the address of the operator's pages.
type operatorSide struct{ *Server }

type operatorSideKey struct{}

// ServeHTTP answers one request.
func (o operatorSide) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.Server.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), operatorSideKey{}, true)))
}

// hidden reports whether nothing is at a request's path because the operator's pages have an address of their own: nothing else is there,
// and they are not elsewhere.
func (s *Server) hidden(r *http.Request) bool {
	if !s.config.OperatorsApart {
		return false
	}
	_, there := r.Context().Value(operatorSideKey{}).(bool)
	return there != panel.ForOperators(r.URL.Path)
}
