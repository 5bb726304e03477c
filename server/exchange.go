package server

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
	"nameyard/server/apiphp"
	"nameyard/server/rest"
	"nameyard/server/v2"
)

// requestInfo is what is known of one request while it is answered, for its log line and the metrics.
type requestInfo struct {
	id      string
	arrived time.Time // wall time, before the body is read
	action  string    // in the table's spelling; "" while it is not known
	code    string    // of the refusal; "" = none
	account int64
	retry   time.Duration // for Retry-After
	dialect errorFormat   // of refusals
}

// errorFormat is how a face tells errors. Every refusal speaks the one of its path, those of the transport too: a client that
// does not find its sign of an error takes the answer for a success.
type errorFormat struct {
	status func(*reseller.Error) int
	body   func(e *reseller.Error, requestID string) []byte
	header func(h http.Header, e *reseller.Error) // nil = nothing to say
}

// dialectOf tells which face a path belongs to.
func (s *Server) dialectOf(path string) errorFormat {
	if isREST(path) {
		return errorFormat{rest.Status, rest.ErrorBody, rest.ErrorHeader}
	}
	if _, ok := s.insideV2(path); ok {
		return errorFormat{status: v2.Status, body: v2.ErrorBody}
	}
	return errorFormat{status: apiphp.Status, body: apiphp.ErrorBody}
}

// handle wraps every handler: request id, end of the connection while draining, recovery from panics, log line, metrics. The log has no
// parameters and no query: both may hold secrets.
func (s *Server) handle(next func(echo.Context, *requestInfo)) echo.HandlerFunc {
	return func(c echo.Context) error {
		x := &requestInfo{id: requestID(c.Request().Header.Get(echo.HeaderXRequestID)), arrived: s.config.Clock.Wall(), dialect: s.dialectOf(c.Request().URL.Path)}
		c.Response().Header().Set(echo.HeaderXRequestID, x.id)
		defer s.observe(c, x)
		defer s.recover(c, x)
		if s.draining.Load() { // the client's next request goes elsewhere, and no connection is cut while one is on its way
			c.Response().Header().Set(echo.HeaderConnection, "close")
		}
		next(c, x)
		return nil
	}
}

// maxRequestID is how long a request id of a client may be.
const maxRequestID = 64

// requestID takes the client's request id, if it is harmless in logs, or makes one.
func requestID(given string) string {
	if given == "" || len(given) > maxRequestID {
		return rand.Text()
	}
	for i := range len(given) {
		c := given[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && c != '.' && c != '_' && c != '-' {
			return rand.Text()
		}
	}
	return given
}

// recover turns a panic into an answer and a log record with its stack.
func (s *Server) recover(c echo.Context, x *requestInfo) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
		panic(p)
	}
	s.config.Log.Error("panic while answering", "requestid", x.id, "action", x.action, "panic", p, "stack", string(debug.Stack()))
	if !c.Response().Committed {
		e := reseller.Errorf(reseller.KindInternal, reseller.CodeInternal,
			"internal error; it is not known whether anything was done: look before you try again, and report the request id")
		s.refuse(c, x, x.dialect.status(e), e)
	}
}

// reply sends a JSON text. The error is that of the connection.
func (s *Server) reply(c echo.Context, x *requestInfo, status int, body []byte) error {
	h := c.Response().Header()
	if h.Get(echo.HeaderContentType) == "" {
		h.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	}
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	if x.retry > 0 {
		h.Set(echo.HeaderRetryAfter, strconv.Itoa(int((x.retry+time.Second-1)/time.Second)))
	}
	c.Response().WriteHeader(status)
	_, err := c.Response().Write(body)
	return err
}

// refuse answers with an error in the dialect of the face.
func (s *Server) refuse(c echo.Context, x *requestInfo, status int, e *reseller.Error) {
	x.code = e.Code
	s.note(c, x, e)
	if x.dialect.header != nil {
		x.dialect.header(c.Response().Header(), e)
	}
	if err := s.reply(c, x, status, x.dialect.body(e, x.id)); err != nil {
		s.config.Log.Debug("the client is gone", "requestid", x.id, "err", err)
	}
}

// note logs the hidden cause of an error that is not the client's.
func (s *Server) note(c echo.Context, x *requestInfo, e *reseller.Error) {
	level := slog.LevelError
	switch {
	case e.Kind == reseller.KindUnavailable && e.Cause == nil:
		return // such as a server that is leaving: there is nothing behind it
	case e.Kind == reseller.KindUnavailable, errors.Is(e, context.Canceled), errors.Is(e, context.DeadlineExceeded):
		level = slog.LevelWarn
	case e.Kind != reseller.KindInternal:
		return
	}
	s.config.Log.LogAttrs(c.Request().Context(), level, "request failed", slog.String("requestid", x.id),
		slog.String("action", x.action), slog.Int64("account", x.account), slog.Any("cause", e.Cause))
}

// observe writes the log line and counts the request.
func (s *Server) observe(c echo.Context, x *requestInfo) {
	took := s.config.Clock.Wall().Sub(x.arrived)
	if x.action != "" {
		s.metrics.count(x, took)
	}
	ctx := c.Request().Context()
	if !s.config.Log.Enabled(ctx, slog.LevelInfo) {
		return
	}
	s.config.Log.LogAttrs(ctx, slog.LevelInfo, "request", slog.String("requestid", x.id),
		slog.String("method", clipMethod(c.Request().Method)), slog.String("action", x.action), slog.String("code", x.code),
		slog.Int("status", c.Response().Status), slog.Int64("account", x.account), slog.String("from", c.RealIP()),
		slog.Duration("took", took))
}
