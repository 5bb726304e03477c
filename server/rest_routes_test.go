package server_test

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"nameyard/server/rest"
)

// restRoute finds the route of the REST API that a request is for, and the parameters of its path.
func restRoute(method, path string) (found rest.Route, params map[string]string, ok bool) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	router, routes := echo.New(), map[string]rest.Route{}
	for _, r := range rest.Routes {
		router.Add(r.Method, rest.Prefix+r.Path, echo.NotFoundHandler)
		routes[r.Method+" "+rest.Prefix+r.Path] = r
	}
	c := router.NewContext(nil, nil)
	place, _ := rest.Inside(path)
	router.Router().Find(method, place, c)
	params = map[string]string{}
	for i, name := range c.ParamNames() {
		params[name] = c.ParamValues()[i]
	}
	found, ok = routes[method+" "+c.Path()]
	return found, params, ok && rest.Fits(found.Path, params)
}
