package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
	"nameyard/server/rest"
)

// isREST reports whether a path belongs to the REST API.
func isREST(path string) bool { return strings.HasPrefix(path, rest.Prefix+"/") }

// rest answers one request of the REST API: find the route, authenticate, read, carry out.
func (s *Server) rest(c echo.Context, x *requestInfo) {
	x.action = "rest unknown"
	request, allowed, err := s.readREST(c, x)
	if len(allowed) > 0 {
		c.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
	}
	if err != nil {
		s.fail(c, x, err)
		return
	}
	ctx := c.Request().Context()
	if !request.Route.Streams() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.config.AnswerWithin+grace)
		defer cancel()
	}
	outcome := s.face.Answer(ctx, c.Response(), request)
	x.code = outcome.Code
	if e := (*reseller.Error)(nil); errors.As(outcome.Err, &e) {
		s.note(c, x, e)
	} else if outcome.Err != nil {
		s.config.Log.Debug("the client is gone", "requestid", x.id, "err", outcome.Err)
		return
	}
	s.told(c, outcome.Order)
}

// readREST finds out who asks for what, and whether that is allowed. allowed are the methods of a path that is there, where the
// request's is not one of them.
func (s *Server) readREST(c echo.Context, x *requestInfo) (request rest.Request, allowed []string, err error) {
	r := c.Request()
	if request.Route, request.Parts, allowed, err = rest.Match(r.Method, r.URL.Path); err != nil {
		return request, allowed, err
	}
	x.action = "rest " + request.Route.Action.Name
	if request.Caller, err = s.bearer(c, x); err != nil {
		return request, nil, err
	}
	if err := request.Route.Action.Permit(request.Caller); err != nil {
		return request, nil, err
	}
	request.Query, request.Key = r.URL.Query(), r.Header.Get("Idempotency-Key")
	request.Body, err = s.read(c)
	return request, nil, err
}

// bearer lets the holder of a bearer token in (RFC 6750) and counts the request.
func (s *Server) bearer(c echo.Context, x *requestInfo) (reseller.Caller, error) {
	scheme, token, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(scheme, "Bearer") || token == "" {
		return reseller.Caller{}, reseller.Errorf(reseller.KindUnauthorized, reseller.CodeUnauthorized,
			"send the header \"Authorization: Bearer <token>\" with a token of the account")
	}
	caller, err := s.authenticator.admitBearer(c.Request().Context(), token, clientAddr(c), x)
	if reseller.IsKind(err, reseller.KindUnauthorized) {
		err = reseller.Errorf(reseller.KindUnauthorized, reseller.CodeUnauthorized,
			"the token is not accepted: check that it is right and valid, and that it may be used from this address")
	}
	if err != nil {
		return caller, err
	}
	caller.RequestID, caller.Arrived, x.account = x.id, x.arrived, caller.Account.ID
	err = s.limiter.take(caller.Account.ID, x)
	s.tellPace(c, x)
	return caller, err
}

// tellPace says in headers how many requests the account may still make.
func (s *Server) tellPace(c echo.Context, x *requestInfo) {
	left, full := s.limiter.left(x.account, x.arrived)
	h := c.Response().Header()
	h.Set("RateLimit-Limit", strconv.Itoa(s.config.Burst))
	h.Set("RateLimit-Remaining", strconv.Itoa(left))
	h.Set("RateLimit-Reset", strconv.Itoa(int((full+time.Second-1)/time.Second)))
	h.Set("RateLimit-Policy", fmt.Sprintf("%d;w=%d", s.config.Burst, max(int(float64(s.config.Burst)/s.config.Rate), 1)))
}

// showContract shows the OpenAPI document of the REST API.
func (s *Server) showContract(c echo.Context, x *requestInfo) {
	s.page(c, x, echo.MIMEApplicationJSON, rest.Contract())
}

// showDocs shows the same for people.
func (s *Server) showDocs(c echo.Context, x *requestInfo) {
	page, err := s.face.Docs()
	if err != nil {
		s.fail(c, x, err)
		return
	}
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	s.page(c, x, echo.MIMETextHTMLCharsetUTF8, page)
}

// page sends a document that everybody may read and keep for a while.
func (s *Server) page(c echo.Context, x *requestInfo, mime string, body []byte) {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, mime)
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	h.Set(echo.HeaderCacheControl, "public, max-age=300")
	c.Response().WriteHeader(http.StatusOK)
	if _, err := c.Response().Write(body); err != nil {
		s.config.Log.Debug("the client is gone", "requestid", x.id, "err", err)
	}
}
