package server

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
)

// readyWithin is how long the parts that the server depends on have to answer.
const readyWithin = 3 * time.Second

// health says that the process answers.
func (s *Server) health(c echo.Context, x *requestInfo) { s.fine(c, x) }

// ready says that the server can do its work.
func (s *Server) ready(c echo.Context, x *requestInfo) {
	if s.draining.Load() {
		x.retry = time.Second
		s.refuse(c, x, http.StatusServiceUnavailable, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the server is shutting down; use another"))
		return
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyWithin)
	defer cancel()
	if err := s.config.Ready(ctx); err != nil {
		s.refuse(c, x, http.StatusServiceUnavailable, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"not ready; the log says why").Because(err))
		return
	}
	s.fine(c, x)
}

func (s *Server) fine(c echo.Context, x *requestInfo) {
	if err := s.reply(c, x, http.StatusOK, []byte(`{"result":"success"}`)); err != nil {
		s.config.Log.Debug("the client is gone", "requestid", x.id, "err", err)
	}
}
