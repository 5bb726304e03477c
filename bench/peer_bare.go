package main

import (
	"context"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// The answers that every peer gives.
const (
	answerNameservers = `{"result":"success","ns1":"ns1.yourdomain.com","ns2":"ns2.yourdomain.com"}`
	answerDone        = `{"result":"success"}`
	answerRegistered  = `{"result":"success","msg":"Domain has been registered"}`
)

// bareHandler reads the form and gives the right answer at once: what Echo and net/http cost, and nothing else.
func bareHandler(context.Context, roleOrders) (http.Handler, error) {
	e := echo.New()
	e.POST(path, func(c echo.Context) error {
		if err := c.Request().ParseForm(); err != nil {
			return err
		}
		form := c.Request().PostForm
		if form.Get("token") != accountToken || form.Get("authemail") != accountEmail || form.Get("sld") == "" {
			return c.JSONBlob(http.StatusOK, []byte(`{"result":"error","msg":"the credentials are not accepted"}`))
		}
		switch strings.ToLower(form.Get("action")) {
		case "getnameservers":
			return c.JSONBlob(http.StatusOK, []byte(answerNameservers))
		case "registerdomain":
			return c.JSONBlob(http.StatusOK, []byte(answerRegistered))
		}
		return c.JSONBlob(http.StatusOK, []byte(answerDone))
	})
	return e, nil
}
