package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/v2"
)

// v2API is the Face of the second generation of the action API.
type v2API struct{ *Server }

// v2Within is how long an answer here may wait for a registry at most: clients of this protocol give up after 15 to 20 s, and with
// the grace for storage no answer is later than 12 s.
const v2Within = 12*time.Second - grace

func (a v2API) within() time.Duration { return min(a.config.AnswerWithin, v2Within) }

func (v2API) Name() string { return "v2" }

func (v2API) Inside(path string) (string, bool) { return v2.Inside(path) }

func (a v2API) Mount(g *echo.Group) {
	for _, e := range v2.Endpoints {
		for _, method := range e.Methods() {
			add(g, method, e.Path, a.answer(e))
		}
	}
}

func (v2API) Status(e *reseller.Error) int             { return v2.Status(e) }
func (v2API) Header(http.Header, *reseller.Error)      {}
func (v2API) Body(e *reseller.Error, id string) []byte { return v2.ErrorBody(e, id) }

// NoRoute tells only callers that there is no such endpoint. The protocol has the same answer for a wrong method.
func (a v2API) NoRoute(c echo.Context, _ []string) error {
	ctx, cancel := deadline(c, a.within())
	defer cancel()
	infoOf(c).action = "unknown"
	if _, err := a.admit(ctx, c); err != nil {
		return err
	}
	return v2.NoEndpoint()
}

// answer answers requests to an endpoint: authenticate, read, decode and carry out, encode.
func (a v2API) answer(e v2.Endpoint) echo.HandlerFunc {
	action, known := actions.Named(e.Action)
	return func(c echo.Context) error {
		ctx, cancel := deadline(c, a.within())
		defer cancel()
		r, info := c.Request(), infoOf(c)
		info.action = "unknown"
		caller, err := a.admit(ctx, c)
		if err != nil {
			return err
		}
		if !known {
			return fmt.Errorf("v2: the table of actions has no %s", e.Action)
		}
		info.action = action.Name
		if err := action.Permit(caller); err != nil {
			return err
		}
		body, err := a.read(c, a.config.MaxBody, nil)
		if err != nil {
			return err
		}
		err = a.inTurn(ctx, c, a.within(), body, func() error {
			answer, err := e.Run(ctx, a.config.Actions, call(info, caller, a.within()), v2.Request{
				Method: r.Method, Domain: c.Param("domain"), Query: r.URL.RawQuery, ContentType: r.Header.Get(echo.HeaderContentType), Body: body,
			})
			info.placed(answer.Order)
			body = answer.Body
			return err
		})
		if err != nil {
			return err
		}
		a.reply(c, http.StatusOK, body)
		return nil
	}
}

// admit lets in who has signed the request, and counts it.
func (a v2API) admit(ctx context.Context, c echo.Context) (reseller.Caller, error) {
	h, info := c.Request().Header, infoOf(c)
	caller, err := a.authenticator.admitV2(ctx, v2.Credentials{
		Username: h.Get(v2.HeaderUsername), Token: h.Get(v2.HeaderToken), Timestamp: h.Get(v2.HeaderTimestamp),
	}, clientAddr(c), info)
	if err != nil {
		return caller, err
	}
	if err := a.countRequest(&caller, info); err != nil {
		return caller, err
	}
	return caller, a.takeTurn(ctx, c, a.within())
}
