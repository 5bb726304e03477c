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

// restAPI is the Face of the REST API.
type restAPI struct {
	*Server
	api *rest.API
}

func (restAPI) Name() string { return "rest" }

func (restAPI) Inside(path string) (string, bool) { return rest.Inside(path) }

func (a restAPI) Mount(g *echo.Group) {
	for _, r := range rest.Routes {
		add(g, r.Method, r.Path, a.answer(r))
	}
}

func (restAPI) Status(e *reseller.Error) int             { return rest.Status(e) }
func (restAPI) Header(h http.Header, e *reseller.Error)  { rest.ErrorHeader(h, e) }
func (restAPI) Body(e *reseller.Error, id string) []byte { return rest.ErrorBody(e, id) }

func (a restAPI) NoRoute(c echo.Context, allowed []string) error {
	infoOf(c).action = "rest unknown"
	if !rest.Fits(c.Path(), paramsOf(c)) { // nothing there could be of any method
		c.Response().Header().Del(echo.HeaderAllow)
		allowed = nil
	}
	return rest.NoRoute(c.Request().Method, allowed)
}

// paramsOf are the parameters in a path.
func paramsOf(c echo.Context) map[string]string {
	params := map[string]string{}
	for i, name := range c.ParamNames() {
		params[name] = c.ParamValues()[i]
	}
	return params
}

// answer answers requests to a route: authenticate, read, carry out.
func (a restAPI) answer(route rest.Route) echo.HandlerFunc {
	action := "rest " + route.Action.Name
	return func(c echo.Context) error {
		params := paramsOf(c)
		if !rest.Fits(route.Path, params) {
			return echo.ErrNotFound
		}
		r, info := c.Request(), infoOf(c)
		info.action = action
		caller, err := a.bearer(c)
		if err != nil {
			return err
		}
		if err := route.Action.Permit(caller); err != nil {
			return err
		}
		body, err := a.read(c, a.config.MaxBody, nil)
		if err != nil {
			return err
		}
		ctx := r.Context()
		if !route.Streams() {
			var cancel context.CancelFunc
			ctx, cancel = deadline(c, a.config.AnswerWithin)
			defer cancel()
		}
		outcome := a.api.Answer(ctx, c.Response(), rest.Request{
			Route: route, Params: params, Query: r.URL.Query(), Body: body, Keys: r.Header.Values("Idempotency-Key"), IfMatch: r.Header.Values("If-Match"), Caller: caller,
			Turn: func(ctx context.Context) (func(), error) {
				if route.Streams() {
					return a.takePageTurn(ctx, c, a.config.AnswerWithin)
				}
				return a.takeHeavyTurn(ctx, c, a.config.AnswerWithin, body)
			},
		})
		info.code = outcome.Code
		info.placed(outcome.Order)
		if e := (*reseller.Error)(nil); errors.As(outcome.Err, &e) {
			a.note(c, e)
		} else if outcome.Err != nil {
			a.clientIsGone(c, outcome.Err)
		}
		return nil
	}
}

// bearer lets the holder of a bearer token in (RFC 6750) and counts the request.
func (a restAPI) bearer(c echo.Context) (reseller.Caller, error) {
	scheme, token, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if token = reseller.TrimEnds(token); !strings.EqualFold(scheme, "Bearer") || token == "" {
		return reseller.Caller{}, reseller.Errorf(reseller.KindUnauthorized, reseller.CodeUnauthorized,
			"send the header \"Authorization: Bearer <token>\" with a token of the account")
	}
	info := infoOf(c)
	caller, err := a.authenticator.admitBearer(c.Request().Context(), token, clientAddr(c), info)
	if reseller.IsKind(err, reseller.KindUnauthorized) {
		err = reseller.Errorf(reseller.KindUnauthorized, reseller.CodeUnauthorized,
			"the token is not accepted: check that it is right and valid, and that it may be used from this address")
	}
	if err != nil {
		return caller, err
	}
	err = a.countRequest(&caller, info)
	a.showRate(c)
	if err != nil {
		return caller, err
	}
	return caller, a.takeTurn(c.Request().Context(), c, a.config.AnswerWithin)
}

// showRate says in headers how many requests the account may still make.
func (a restAPI) showRate(c echo.Context) {
	info, h := infoOf(c), c.Response().Header()
	left, full := a.limiter.left(info.account, info.arrived)
	h.Set("RateLimit-Limit", strconv.Itoa(a.config.Burst))
	h.Set("RateLimit-Remaining", strconv.Itoa(left))
	h.Set("RateLimit-Reset", strconv.Itoa(int((full+time.Second-1)/time.Second)))
	h.Set("RateLimit-Policy", fmt.Sprintf("%d;w=%d", a.config.Burst, max(int(float64(a.config.Burst)/a.config.Rate), 1)))
}

// showContract shows the OpenAPI document of the API.
func (a restAPI) showContract(c echo.Context) error {
	a.publicPage(c, echo.MIMEApplicationJSON, rest.Contract())
	return nil
}

// publicPage sends a document that everybody may read and keep for a while.
func (a restAPI) publicPage(c echo.Context, mime string, body []byte) {
	c.Response().Header().Set(echo.HeaderContentType, mime)
	c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=300")
	a.reply(c, http.StatusOK, body)
}
