package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/actions"
	"nameyard/reseller"
)

// withStatus gives an error of the transport the HTTP status that it has in every face.
func withStatus(status int, e *reseller.Error) error {
	return echo.NewHTTPError(status).SetInternal(e)
}

// tell answers with an error in the form of the face. It is Echo's HTTPErrorHandler.
func (s *Server) tell(err error, c echo.Context) {
	info, e := infoOf(c), reseller.AsError(err)
	if e.Kind == reseller.KindInternal && errors.Is(err, context.DeadlineExceeded) {
		e = reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the server did not finish in time; it is not known whether anything was done: look before you try again").Because(err)
	}
	info.code = e.Code
	s.note(c, e)
	if c.Response().Committed {
		return
	}
	status := info.face.Status(e)
	if info.outside && e.Kind == reseller.KindInternal {
		status = http.StatusInternalServerError // not the 200 of the action API
	}
	if of := (*echo.HTTPError)(nil); errors.As(err, &of) {
		status = of.Code
	}
	if status == http.StatusRequestEntityTooLarge {
		c.Response().Header().Set(echo.HeaderConnection, "close") // the rest of the body is not read
	}
	info.face.Header(c.Response().Header(), e)
	s.reply(c, status, info.face.Body(e, info.id))
}

// note logs the hidden cause of an error that is not the client's.
func (s *Server) note(c echo.Context, e *reseller.Error) {
	level := slog.LevelError
	switch {
	case e.Kind == reseller.KindUnavailable && e.Cause == nil:
		return // such as a server that is leaving: there is nothing behind it
	case e.Kind == reseller.KindUnavailable, errors.Is(e, context.Canceled), errors.Is(e, context.DeadlineExceeded):
		level = slog.LevelWarn
	case e.Kind != reseller.KindInternal:
		return
	}
	info := infoOf(c)
	s.config.Log.LogAttrs(c.Request().Context(), level, "request failed", slog.String("requestid", info.id),
		slog.String("action", info.action), slog.Int64("account", info.account), slog.Any("cause", e.Cause))
}

// reply sends a body, JSON unless the header says otherwise.
func (s *Server) reply(c echo.Context, status int, body []byte) {
	info, h := infoOf(c), c.Response().Header()
	if h.Get(echo.HeaderContentType) == "" {
		h.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	}
	if h.Get(echo.HeaderCacheControl) == "" {
		h.Set(echo.HeaderCacheControl, "no-store")
	}
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	if info.retry > 0 {
		h.Set(echo.HeaderRetryAfter, strconv.Itoa(int((info.retry+time.Second-1)/time.Second)))
	}
	c.Response().WriteHeader(status)
	if _, err := c.Response().Write(body); err != nil {
		s.clientIsGone(c, err)
	}
}

// clientIsGone notes that the answer did not go out: the caller of an order does not have it.
func (s *Server) clientIsGone(c echo.Context, err error) {
	info := infoOf(c)
	info.order = nil
	s.config.Log.Debug("the client is gone", "requestid", info.id, "err", err)
}

// acknowledge notes that the caller of an order has its answer, if the bytes went out and the connection still stands.
func (s *Server) acknowledge(c echo.Context) {
	order := infoOf(c).order
	if order == nil {
		return
	}
	if err := http.NewResponseController(c.Response().Writer).Flush(); err != nil || c.Request().Context().Err() != nil {
		return
	}
	s.config.Actions.Acknowledge(*order)
}

// grace is what storage may take beyond the time for waiting, before an answer is late.
const grace = 500 * time.Millisecond

// deadline bounds the time of a request that does not stream and may wait so long for the registry.
func deadline(c echo.Context, within time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(c.Request().Context(), within+grace)
}

// call is what an action is told of a request that waits so long for the registry.
func call(info *requestInfo, caller reseller.Caller, within time.Duration) actions.Call {
	return actions.Call{Caller: caller, AnswerBy: info.arrived.Add(within)}
}
