package server

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
	"nameyard/safely"
)

// identify begins what is known of a request, and gives it its id.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		info := &requestInfo{
			id: requestID(c.Request().Header.Get(echo.HeaderXRequestID)), arrived: s.config.Clock.Wall(), face: actionAPI{s},
		}
		c.Set(infoKey, info)
		c.Response().Header().Set(echo.HeaderXRequestID, info.id)
		s.warnOfProxy(c)
		return next(c)
	}
}

// observe tells the error that is left of a request, notes that its caller has the answer, counts it and writes its log line.
// The log has no parameters and no query: both may hold secrets.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		defer s.end(c)
		defer s.logRequest(c)
		if err := next(c); err != nil {
			c.Error(err)
		}
		s.acknowledge(c)
		return nil
	}
}

// end gives back what a request has taken.
func (s *Server) end(c echo.Context) {
	info := infoOf(c)
	for _, do := range info.afterwards {
		do()
	}
	if info.account != 0 {
		s.turns.note(info.account, info.action, c.Response().Size, info.arrived)
	}
}

func (s *Server) logRequest(c echo.Context) {
	info := infoOf(c)
	took := s.config.Clock.Wall().Sub(info.arrived)
	if info.action != "" {
		s.metrics.count(info, took)
	}
	ctx, level := c.Request().Context(), slog.LevelInfo
	if isHealthCheck(c) {
		level = slog.LevelDebug
	}
	if !s.config.Log.Enabled(ctx, level) {
		return
	}
	var order int64
	if info.order != nil {
		order = info.order.ID
	}
	s.config.Log.LogAttrs(ctx, level, "request", slog.String("requestid", info.id),
		slog.String("method", clipMethod(c.Request().Method)), slog.String("face", info.face.Name()), slog.String("action", info.action), slog.String("code", info.code),
		slog.Int("status", c.Response().Status), slog.Int64("account", info.account), slog.String("from", c.RealIP()),
		slog.Int64("order", order), slog.String("took", took.Round(time.Microsecond).String()))
}

// isHealthCheck reports whether a request asks how the server is: balancers do so every few seconds.
func isHealthCheck(c echo.Context) bool {
	switch c.Path() {
	case "/healthz", "/readyz", "/metrics":
		return c.Response().Status < http.StatusBadRequest
	}
	return false
}

// endConnectionWhileDraining has the client's next request go elsewhere; no connection is cut while one is on its way.
func (s *Server) endConnectionWhileDraining(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.draining.Load() {
			c.Response().Header().Set(echo.HeaderConnection, "close")
		}
		return next(c)
	}
}

// recover turns a panic into an error and a log record with its stack.
func (s *Server) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler { // net/http compares it so
				panic(p)
			}
			info := infoOf(c)
			_ = safely.Caught(p, s.config.Log, "request", "requestid", info.id, "action", info.action) // its answer says less
			err = reseller.Errorf(reseller.KindInternal, reseller.CodeInternal,
				"internal error; it is not known whether anything was done: look before you try again, and report the request id")
		}()
		return next(c)
	}
}

// noRoute has the face say that there is nothing at a path, or that a method is not accepted there.
func (s *Server) noRoute(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		switch {
		case errors.Is(err, echo.ErrNotFound):
			return infoOf(c).face.NoRoute(c, nil)
		case errors.Is(err, echo.ErrMethodNotAllowed):
			allowed := s.allowed[c.Path()]
			c.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
			return infoOf(c).face.NoRoute(c, allowed)
		}
		return err
	}
}
