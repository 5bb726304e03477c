package server

import (
	_ "embed"

	"github.com/labstack/echo/v4"
)

//go:embed landing.html
var landingPage []byte

// landing tells a person who has opened the address in a browser what is here.
func (s *Server) landing(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'")
	s.restAPI.publicPage(c, echo.MIMETextHTMLCharsetUTF8, landingPage)
	return nil
}
