package apiphp

import (
	"net/http"
	"strings"

	"nameyard/reseller"
	"nameyard/server/form"
)

// answers turns kinds of errors into HTTP status and the words to use where an error has none. Clients ignore the status;
// everything that the action layer answers is a 200.
var answers = map[reseller.Kind]struct {
	status int
	words  string
}{
	reseller.KindInvalid:      {http.StatusOK, "a parameter is missing or wrong; nothing was done"},
	reseller.KindUnauthorized: {http.StatusOK, "the credentials are not accepted"},
	reseller.KindForbidden:    {http.StatusOK, "this token may not do that"},
	reseller.KindNotFound:     {http.StatusOK, "there is no such thing in this account"},
	reseller.KindConflict:     {http.StatusOK, "the state of the domain does not allow it"},
	reseller.KindFunds:        {http.StatusOK, "the available credit does not cover it; nothing was charged"},
	reseller.KindRefused:      {http.StatusOK, "the registry refused; nothing was charged"},
	reseller.KindUnsupported:  {http.StatusOK, "not supported for this TLD"},
	reseller.KindPending:      {http.StatusOK, "in progress; do not order again"},
	reseller.KindLimited:      {http.StatusTooManyRequests, "too many requests; wait and try again"},
	reseller.KindUnavailable:  {http.StatusOK, "not available at this moment; try again"},
	reseller.KindInternal:     {http.StatusOK, "internal error; report the request id"},
}

// maxWords is the most that an error shows, in bytes: words may quote what the client sent.
const maxWords = 600

// Status is the HTTP status that goes with an error.
func Status(e *reseller.Error) int { return answers[e.Kind].status }

// ErrorBody encodes an error. The msg is never empty: clients take an error without one for a success.
func ErrorBody(e *reseller.Error, requestID string) []byte {
	e = e.Spelled(orderSpelling)
	o := start()
	o.text("result", "error")
	o.text("msg", words(e))
	o.text("code", e.Code)
	if e.Param != "" {
		o.text("field", form.Clip(e.Param, maxWords))
	}
	o.text("requestid", requestID)
	return o.end()
}

func words(e *reseller.Error) string {
	if strings.TrimSpace(e.Words) == "" {
		return answers[e.Kind].words
	}
	return form.Clip(e.Words, maxWords)
}
