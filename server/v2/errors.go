package v2

import (
	"encoding/json"
	"net/http"
	"strings"

	"nameyard/reseller"
	"nameyard/server/form"
)

// statuses turns kinds of errors into HTTP status. Clients repeat requests by themselves on 429 and 5xx, so what must not be
// repeated blindly has another one.
var statuses = map[reseller.Kind]int{
	reseller.KindInvalid:      http.StatusBadRequest,
	reseller.KindUnauthorized: http.StatusUnauthorized,
	reseller.KindForbidden:    http.StatusForbidden,
	reseller.KindNotFound:     http.StatusNotFound,
	reseller.KindConflict:     http.StatusConflict,
	reseller.KindFunds:        http.StatusPaymentRequired,
	reseller.KindRefused:      http.StatusUnprocessableEntity,
	reseller.KindUnsupported:  http.StatusUnprocessableEntity,
	reseller.KindPending:      http.StatusConflict,
	reseller.KindLimited:      http.StatusTooManyRequests,
	reseller.KindUnavailable:  http.StatusServiceUnavailable,
	reseller.KindInternal:     http.StatusInternalServerError,
}

// maxWords is the most that an error shows, in bytes: words may quote what the client sent.
const maxWords = 600

// Status is the HTTP status that goes with an error.
func Status(e *reseller.Error) int { return statuses[e.Kind] }

// errorAnswer is an error as clients read it: most look at error, some at message.
type errorAnswer struct {
	Error     string `json:"error"`
	Message   string `json:"message,omitempty"`
	Code      string `json:"code,omitempty"`
	Field     string `json:"field,omitempty"`
	RequestID string `json:"requestid,omitempty"`
}

// ErrorBody encodes an error. Its key "error" is what clients know an error by; no success has one.
func ErrorBody(e *reseller.Error, requestID string) []byte {
	e = e.Spelled(orderSpelling)
	switch {
	case e.Kind == reseller.KindUnauthorized:
		return fixed("Invalid API Token")
	case e.Kind == reseller.KindForbidden:
		return fixed("Action is not allowed: " + words(e))
	case e.Code == reseller.CodeUnknownAction:
		return fixed("Action not found")
	}
	text := words(e)
	return encode(errorAnswer{text, text, e.Code, e.Param, requestID})
}

// fixed is the body of an error that the protocol gives words to, and nothing more.
func fixed(text string) []byte { return encode(errorAnswer{Error: text, Message: text}) }

// words gives an error's words, never none.
func words(e *reseller.Error) string {
	text := strings.TrimSpace(e.Words)
	if text == "" {
		return "the request was not carried out (" + e.Code + ")"
	}
	return form.Clip(text, maxWords)
}

// encode writes compact JSON. The values are of this package and can always be written.
func encode(value any) []byte {
	var out strings.Builder
	w := json.NewEncoder(&out)
	w.SetEscapeHTML(false)
	if err := w.Encode(value); err != nil {
		panic("v2: an answer that cannot be JSON: " + err.Error())
	}
	return []byte(strings.TrimSuffix(out.String(), "\n"))
}

// NoEndpoint says that there is nothing at a path, or nothing for a method: the protocol does not tell them apart.
func NoEndpoint() *reseller.Error {
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeUnknownAction, "there is no such endpoint")
}
