package server

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
)

// Face is one API, or other ways in that belong together: where it is, its routes, and how it tells errors. Whatever goes
// wrong at its paths is told in its form, by the transport too: a client that does not find its sign of an error takes the
// answer for a success. A new face is a type with these methods and a line in routes.
type Face interface {
	// Name is what audit records and orders say by which face a caller came.
	Name() string
	// Inside reports whether a URL path belongs to the face, and gives it as the face's routes have it: some clients call
	// below a prefix of their own.
	Inside(path string) (place string, ok bool)
	// Mount adds the routes to the group of the face's prefix. Middleware of the face alone, such as sessions, goes there.
	Mount(*echo.Group)
	// NoRoute gives the answer where nothing is at a path; where only the method is wrong, allowed has those that are right,
	// and the answer's header Allow says so already.
	NoRoute(c echo.Context, allowed []string) error
	// Status is the HTTP status of an error.
	Status(*reseller.Error) int
	// Header sets what goes with an error beside its body; the content type is JSON unless it says otherwise.
	Header(http.Header, *reseller.Error)
	// Body is the body of an error. It shows the request id, and nothing of the error's cause.
	Body(e *reseller.Error, requestID string) []byte
}

// mount adds a face below its prefix.
func (s *Server) mount(prefix string, f Face) {
	s.faces = append(s.faces, f)
	f.Mount(s.echo.Group(prefix))
}

// place finds the face that a path belongs to, and has the path as its routes have it, decoded: the router and everything
// behind it judge no path again. The form of the paths that belong to none is the fallback's.
func (s *Server) place(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		info, url := infoOf(c), c.Request().URL
		url.RawPath = "" // the router would prefer it
		info.outside = true
		if s.hidden(c.Request()) {
			return info.face.NoRoute(c, nil)
		}
		for _, f := range s.faces {
			if place, ok := f.Inside(url.Path); ok {
				info.face, info.outside, url.Path = f, false, place
				break
			}
		}
		if !info.outside {
			if err := readableQuery(url.RawQuery); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// add adds a way in. HEAD is where GET is; net/http keeps the body back.
func add(g *echo.Group, method, path string, h echo.HandlerFunc) {
	g.Add(method, path, h)
	if method == http.MethodGet {
		g.HEAD(path, h)
	}
}

// known are the methods that the router keeps apart.
var known = []string{
	http.MethodConnect, http.MethodDelete, http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPatch, http.MethodPost,
	http.MethodPut, http.MethodTrace, echo.PROPFIND, echo.REPORT,
}

// refuseOtherMethods has each path refuse the methods that it does not take. Echo would answer OPTIONS by itself, and give
// GET /domains/transfers/ to /domains/:id/, because the fixed path takes POST only.
func (s *Server) refuseOtherMethods() {
	s.allowed = map[string][]string{}
	taken := map[string][]string{}
	for _, r := range s.echo.Routes() {
		if r.Method != echo.RouteNotFound {
			taken[r.Path] = append(taken[r.Path], r.Method)
		}
	}
	for path, methods := range taken {
		for _, method := range known {
			if !slices.Contains(methods, method) {
				s.echo.Add(method, path, echo.MethodNotAllowedHandler)
			}
		}
		slices.Sort(methods)
		s.allowed[path] = slices.DeleteFunc(methods, func(m string) bool { return m == http.MethodHead }) // goes without saying
	}
}
