package server

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/apiphp"
)

// actionAPI is the Face of the action API, and of the paths that belong to no other: its answers to errors are what most
// clients look for.
type actionAPI struct{ *Server }

func (actionAPI) Name() string { return "action" }

func (actionAPI) Inside(path string) (string, bool) { return apiphp.Inside(path) }

func (a actionAPI) Mount(g *echo.Group) { add(g, http.MethodPost, apiphp.Path, a.answer) }

func (actionAPI) Status(e *reseller.Error) int             { return apiphp.Status(e) }
func (actionAPI) Header(http.Header, *reseller.Error)      {}
func (actionAPI) Body(e *reseller.Error, id string) []byte { return apiphp.ErrorBody(e, id) }

// The codes of refusals that only the transport knows. Like all codes they never change.
const (
	codeMethod = "method_not_allowed"
	codeInURL  = "credentials_in_url"
)

func (actionAPI) NoRoute(c echo.Context, allowed []string) error {
	switch {
	case len(allowed) == 0, c.Request().URL.Path == "/": // a form that is posted to the landing page has missed the API
		c.Response().Header().Del(echo.HeaderAllow)
		return withStatus(http.StatusNotFound, reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound,
			"there is nothing here; the action API answers POST requests to /api.php and /domainsResellerAPI/api.php"))
	case c.Path() != apiphp.Path:
		return withStatus(http.StatusMethodNotAllowed, reseller.Errorf(reseller.KindInvalid, codeMethod,
			"%s is not accepted here", clipMethod(c.Request().Method)))
	}
	return withStatus(http.StatusMethodNotAllowed, reseller.Errorf(reseller.KindInvalid, codeMethod,
		"%s is not accepted here: send a POST with all parameters in the body", clipMethod(c.Request().Method)))
}

// answer answers one request: read, authenticate, decode and carry out, encode.
func (a actionAPI) answer(c echo.Context) error {
	ctx, cancel := deadline(c, a.config.AnswerWithin)
	defer cancel()
	r, info := c.Request(), infoOf(c)
	if apiphp.HoldsCredentials(r.URL.RawQuery) {
		return reseller.Errorf(reseller.KindInvalid, codeInURL,
			"credentials in the URL are refused, because URLs end up in logs: send token and authemail in the body of the POST, and replace this token")
	}
	info.action = "unknown"
	contentType := r.Header.Get(echo.HeaderContentType)
	body, err := a.read(c, a.config.MaxBody, func(beginning []byte) bool { return a.isKnown(ctx, c, contentType, beginning) })
	if err != nil {
		return err
	}
	params, err := apiphp.Read(contentType, body)
	if err != nil {
		return err
	}
	caller, action, err := a.admit(ctx, c, params)
	if err != nil {
		return err
	}
	err = a.inTurn(ctx, c, a.config.AnswerWithin, body, func() error {
		answer, err := apiphp.Run(ctx, a.config.Actions, call(info, caller, a.config.AnswerWithin), action, params)
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

// isKnown reports whether there are good credentials in the beginning of a body. Who sends it is found out from the whole of it.
func (a actionAPI) isKnown(ctx context.Context, c echo.Context, contentType string, beginning []byte) bool {
	credentials, ok := apiphp.CredentialsIn(contentType, beginning)
	return ok && a.authenticator.knows(ctx, credentials, clientAddr(c), infoOf(c).arrived)
}

// admit finds out who asks for what, and whether that is allowed.
func (a actionAPI) admit(ctx context.Context, c echo.Context, params *apiphp.Params) (reseller.Caller, actions.Action, error) {
	info := infoOf(c)
	credentials, err := params.Credentials()
	if err != nil {
		return reseller.Caller{}, actions.Action{}, err
	}
	caller, err := a.authenticator.admit(ctx, credentials, clientAddr(c), info)
	if err != nil {
		return caller, actions.Action{}, err
	}
	if err := a.countRequest(&caller, info); err != nil {
		return caller, actions.Action{}, err
	}
	if err := a.takeTurn(ctx, c, a.config.AnswerWithin); err != nil {
		return caller, actions.Action{}, err
	}
	name, err := params.Action()
	if err != nil {
		return caller, actions.Action{}, err
	}
	action, err := actions.Lookup(name)
	if err != nil {
		return caller, action, err
	}
	info.action = action.Name
	return caller, action, action.Permit(caller)
}
