package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
)

// readyWithin is how long the parts that the server depends on have to answer.
const readyWithin = 3 * time.Second

// health says that the process answers.
func (s *Server) health(c echo.Context) error {
	s.ok(c)
	return nil
}

// ready says that the server can do its work.
func (s *Server) ready(c echo.Context) error {
	if s.draining.Load() {
		infoOf(c).retry = time.Second
		return withStatus(http.StatusServiceUnavailable, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the server is shutting down; use another"))
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyWithin)
	defer cancel()
	if err := s.config.Ready(ctx); err != nil {
		if told := (*reseller.Error)(nil); errors.As(err, &told) && told.Kind == reseller.KindUnavailable {
			return withStatus(http.StatusServiceUnavailable, told)
		}
		return withStatus(http.StatusServiceUnavailable, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"not ready; the log says why").Because(err))
	}
	s.ok(c)
	return nil
}

func (s *Server) ok(c echo.Context) { s.reply(c, http.StatusOK, []byte(`{"result":"success"}`)) }
