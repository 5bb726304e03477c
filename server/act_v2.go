package server

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"nameyard/actions"
	"nameyard/server/v2"
)

// insideV2 reports whether a path belongs to the second generation of the API, and gives the part that names the endpoint.
func (s *Server) insideV2(path string) (rest string, ok bool) {
	if s.config.Key == nil {
		return "", false
	}
	return v2.Inside(path)
}

// actV2 answers one request of the second generation: authenticate, find the endpoint, read, carry out.
func (s *Server) actV2(c echo.Context, x *requestInfo, path string) {
	ctx, cancel := context.WithTimeout(c.Request().Context(), s.config.AnswerWithin+grace)
	defer cancel()
	x.action = "unknown"
	answer, err := s.runV2(ctx, c, x, path)
	if err != nil {
		s.fail(c, x, err)
	} else if err := s.reply(c, x, http.StatusOK, answer.Body); err != nil {
		s.config.Log.Debug("the client is gone", "requestid", x.id, "err", err)
		return
	}
	s.told(c, answer.Order)
}

func (s *Server) runV2(ctx context.Context, c echo.Context, x *requestInfo, path string) (v2.Answer, error) {
	r := c.Request()
	caller, err := s.authenticator.admitV2(ctx, v2.Credentials{
		Username: r.Header.Get(v2.HeaderUsername), Token: r.Header.Get(v2.HeaderToken), Timestamp: r.Header.Get(v2.HeaderTimestamp),
	}, clientAddr(c), x)
	if err != nil {
		return v2.Answer{}, err
	}
	caller.RequestID, caller.Arrived, x.account = x.id, x.arrived, caller.Account.ID
	if err := s.limiter.take(caller.Account.ID, x); err != nil {
		return v2.Answer{}, err
	}
	request := v2.Request{Method: r.Method, Path: path, Query: r.URL.RawQuery, ContentType: r.Header.Get(echo.HeaderContentType)}
	endpoint, action, err := v2.Find(request)
	if err != nil {
		return v2.Answer{}, err
	}
	x.action = action.Name
	if err := action.Permit(caller); err != nil {
		return v2.Answer{}, err
	}
	if request.Body, err = s.read(c); err != nil {
		return v2.Answer{}, err
	}
	call := actions.Call{Caller: caller, AnswerBy: x.arrived.Add(s.config.AnswerWithin)}
	return endpoint.Run(ctx, s.config.Actions, call, request)
}
