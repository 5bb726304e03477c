package server

import (
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
)

// errTooLarge marks a body beyond the limit.
var errTooLarge = errors.New("body too large")

// read reads the body of a request.
func (s *Server) read(c echo.Context) ([]byte, error) {
	r := c.Request()
	if encoding := r.Header.Get(echo.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return nil, reseller.Invalid("", "compressed bodies are not accepted; send the body as it is")
	}
	body, err := readBody(r, s.config.MaxBody)
	if errors.Is(err, errTooLarge) {
		return nil, withStatus(http.StatusRequestEntityTooLarge, reseller.Errorf(reseller.KindInvalid, reseller.CodeTooLarge,
			"the body is larger than %d bytes; nothing was done", s.config.MaxBody))
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
