package server

import (
	"sync"

	"github.com/labstack/echo/v4"

	"nameyard/server/docpage"
)

// docs gives a page for people that describes an API, which is made once.
func (s *Server) docs(make func() ([]byte, error)) echo.HandlerFunc {
	make = sync.OnceValues(make)
	return func(c echo.Context) error {
		page, err := make()
		if err != nil {
			return err
		}
		c.Response().Header().Set(echo.HeaderContentSecurityPolicy, docpage.Policy)
		s.restAPI.publicPage(c, echo.MIMETextHTMLCharsetUTF8, page)
		return nil
	}
}
