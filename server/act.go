package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/server/apiphp"
)

// act answers one request of the action API: read, authenticate, decode and carry out, encode.
func (s *Server) act(c echo.Context, x *requestInfo) {
	ctx, cancel := context.WithTimeout(c.Request().Context(), s.config.AnswerWithin+grace)
	defer cancel()
	x.action = "unknown"
	body, err := s.read(c)
	if err != nil {
		s.fail(c, x, err)
		return
	}
	params, err := apiphp.Read(c.Request().Header.Get(echo.HeaderContentType), body)
	if err != nil {
		s.fail(c, x, err)
		return
	}
	caller, action, err := s.admit(ctx, c, x, params)
	if err != nil {
		s.fail(c, x, err)
		return
	}
	call := actions.Call{Caller: caller, AnswerBy: x.arrived.Add(s.config.AnswerWithin)}
	answer, err := apiphp.Run(ctx, s.config.Actions, call, action, params)
	if err != nil {
		s.fail(c, x, err)
	} else if err := s.reply(c, x, http.StatusOK, answer.Body); err != nil {
		s.config.Log.Debug("the client is gone", "requestid", x.id, "err", err)
		return
	}
	s.told(c, answer.Order)
}

// grace is what storage may take beyond the time for waiting, before an answer is late.
const grace = 500 * time.Millisecond

// admit finds out who asks for what, and whether that is allowed.
func (s *Server) admit(ctx context.Context, c echo.Context, x *requestInfo, params *apiphp.Params) (reseller.Caller, actions.Action, error) {
	credentials, err := params.Credentials()
	if err != nil {
		return reseller.Caller{}, actions.Action{}, err
	}
	caller, err := s.authenticator.admit(ctx, credentials, clientAddr(c), x)
	if err != nil {
		return caller, actions.Action{}, err
	}
	caller.RequestID, caller.Arrived, x.account = x.id, x.arrived, caller.Account.ID
	if err := s.limiter.take(caller.Account.ID, x); err != nil {
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
	x.action = action.Name
	return caller, action, action.Permit(caller)
}

// errTooLarge marks a body beyond the limit.
var errTooLarge = errors.New("body too large")

// read reads the body.
func (s *Server) read(c echo.Context) ([]byte, error) {
	r := c.Request()
	if encoding := r.Header.Get(echo.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return nil, reseller.Invalid("", "compressed bodies are not accepted; send the body as it is")
	}
	body, err := readBody(r, s.config.MaxBody)
	if errors.Is(err, errTooLarge) {
		return nil, reseller.Errorf(reseller.KindInvalid, reseller.CodeTooLarge,
			"the body is larger than %d bytes; nothing was done", s.config.MaxBody).Because(errTooLarge)
	}
	if err != nil {
		return nil, reseller.Invalid("", "the body could not be read to its end; nothing was done").Because(err)
	}
	return body, nil
}

// readBody reads a body of at most limit bytes. It does not trust the length that the client gives, only uses it.
func readBody(r *http.Request, limit int64) ([]byte, error) {
	if r.ContentLength > limit {
		return nil, errTooLarge
	}
	const usual = 16 << 10
	body := make([]byte, 0, min(max(r.ContentLength+1, 512), usual)) // +1: room to see the end without growing
	for {
		n, err := r.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		if int64(len(body)) > limit {
			return nil, errTooLarge
		}
		if errors.Is(err, io.EOF) {
			return body, nil
		}
		if err != nil {
			return nil, err
		}
		if len(body) == cap(body) {
			body = append(body, 0)[:len(body)]
		}
	}
}

// fail answers with an error of the action layer or on the way to it.
func (s *Server) fail(c echo.Context, x *requestInfo, err error) {
	e := reseller.AsError(err)
	if e.Kind == reseller.KindInternal && errors.Is(err, context.DeadlineExceeded) {
		e = reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"the server did not finish in time; it is not known whether anything was done: look before you try again").Because(err)
	}
	status := x.dialect.status(e)
	if errors.Is(e, errTooLarge) {
		status = http.StatusRequestEntityTooLarge
		c.Response().Header().Set(echo.HeaderConnection, "close") // the rest of the body is not read
	}
	s.refuse(c, x, status, e)
}

// told notes that the caller of an order has its answer, if the bytes went out and the connection still stands.
func (s *Server) told(c echo.Context, o reseller.Order) {
	if o.ID == 0 {
		return
	}
	if err := http.NewResponseController(c.Response().Writer).Flush(); err != nil || c.Request().Context().Err() != nil {
		return
	}
	s.config.Actions.Acknowledge(o)
}
