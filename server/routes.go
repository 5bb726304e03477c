package server

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
	"nameyard/server/apiphp"
	"nameyard/server/rest"
)

// routes is every way in, on one screen. The action API and its second generation answer under any prefix, as add-ons of
// billing systems do.
func (s *Server) routes() {
	s.echo.GET("/healthz", s.handle(s.health))
	s.echo.GET("/readyz", s.handle(s.ready))
	s.echo.GET("/metrics", s.handle(s.showMetrics))
	s.echo.GET("/api/openapi.json", s.handle(s.showContract))
	s.echo.GET("/api/docs", s.handle(s.showDocs))
	s.echo.Any(rest.Prefix+"/*", s.handle(s.rest)) // its routes: rest.Routes
	s.echo.Any("/*", s.handle(s.byPath))
}

// isActionAPI reports whether a path is the action API: …/api.php, or …/domainsResellerAPI/index.php.
func isActionAPI(path string) bool {
	return strings.HasSuffix(path, "/api.php") || strings.HasSuffix(path, "/domainsResellerAPI/index.php")
}

// byPath answers the paths that no pattern of the router can name.
func (s *Server) byPath(c echo.Context, x *requestInfo) {
	if path, ok := s.insideV2(c.Request().URL.Path); ok {
		s.actV2(c, x, path)
		return
	}
	switch r := c.Request(); {
	case !isActionAPI(r.URL.Path):
		s.refuse(c, x, http.StatusNotFound, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound,
			"there is nothing here; the action API answers POST requests to /api.php and /domainsResellerAPI/api.php"))
	case r.Method != http.MethodPost:
		c.Response().Header().Set(echo.HeaderAllow, http.MethodPost)
		s.refuse(c, x, http.StatusMethodNotAllowed, reseller.Errorf(reseller.KindInvalid, codeMethod,
			"%s is not accepted here: send a POST with all parameters in the body", clipMethod(r.Method)))
	case apiphp.HoldsCredentials(r.URL.RawQuery):
		s.refuse(c, x, http.StatusOK, reseller.Errorf(reseller.KindInvalid, codeInURL,
			"credentials in the URL are refused, because URLs end up in logs: send token and authemail in the body of the POST, and replace this token"))
	default:
		s.act(c, x)
	}
}

// The codes of refusals that only the transport knows. Like all codes they never change.
const (
	codeMethod = "method_not_allowed"
	codeInURL  = "credentials_in_url"
)

func clipMethod(method string) string {
	if len(method) > 20 {
		return method[:20] + "…"
	}
	return method
}

// routerError answers what Echo refuses by itself, such as methods that it does not know.
func (s *Server) routerError(err error, c echo.Context) {
	s.handle(func(c echo.Context, x *requestInfo) {
		e := reseller.Errorf(reseller.KindInvalid, codeMethod, "%s is not accepted: send a POST", clipMethod(c.Request().Method))
		s.refuse(c, x, http.StatusMethodNotAllowed, e.Because(err))
	})(c)
}
