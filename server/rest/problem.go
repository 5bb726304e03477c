package rest

import (
	"net/http"
	"strconv"

	"nameyard/reseller"
	"nameyard/server/form"
)

// statuses turns kinds of errors into HTTP status.
var statuses = map[reseller.Kind]int{
	reseller.KindInvalid:      http.StatusBadRequest,
	reseller.KindUnauthorized: http.StatusUnauthorized,
	reseller.KindForbidden:    http.StatusForbidden,
	reseller.KindNotFound:     http.StatusNotFound,
	reseller.KindConflict:     http.StatusConflict,
	reseller.KindFunds:        http.StatusPaymentRequired,
	reseller.KindRefused:      http.StatusBadRequest,
	reseller.KindUnsupported:  http.StatusBadRequest,
	reseller.KindPending:      http.StatusConflict,
	reseller.KindLimited:      http.StatusTooManyRequests,
	reseller.KindUnavailable:  http.StatusServiceUnavailable,
	reseller.KindInternal:     http.StatusInternalServerError,
}

// byCode are the codes whose status is not that of their kind.
var byCode = map[string]int{
	reseller.CodeNotAvailable:       http.StatusBadRequest,
	reseller.CodeLocked:             http.StatusBadRequest,
	reseller.CodeKeyReused:          http.StatusUnprocessableEntity,
	reseller.CodeTooLarge:           http.StatusRequestEntityTooLarge,
	CodeMethod:                      http.StatusMethodNotAllowed,
	reseller.CodePreconditionFailed: http.StatusPreconditionFailed,
}

// Status is the HTTP status of an error.
func Status(e *reseller.Error) int {
	if status, own := byCode[e.Code]; own {
		return status
	}
	return statuses[e.Kind]
}

// problem is an error on the wire (RFC 9457), with the codes of the action API.
type problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Code      string `json:"code"`
	Field     string `json:"field,omitempty"`
	OrderID   int64  `json:"order_id,omitempty"`
	RequestID string `json:"request_id"`
}

// maxDetail is the most that a problem shows, in bytes: it may quote what the client sent.
const maxDetail = 1000

// problemReply makes the answer of an error that is spelled already.
func problemReply(e *reseller.Error, requestID string) reply {
	status := Status(e)
	body, err := encode(problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: form.Clip(e.Words, maxDetail), Code: e.Code,
		Field: form.Clip(e.Param, maxDetail), OrderID: e.Order, RequestID: requestID,
	})
	if err != nil {
		body = []byte("{}") // texts and numbers always encode
	}
	header := map[string]string{"Content-Type": "application/problem+json"}
	switch {
	case status == http.StatusUnauthorized:
		header["WWW-Authenticate"] = `Bearer realm="nameyard"`
	case e.Kind == reseller.KindPending:
		header["Location"] = Prefix + "/orders/" + strconv.FormatInt(e.Order, 10) + "/"
	case e.Kind == reseller.KindUnavailable:
		header["Retry-After"] = "5"
	}
	return reply{status: status, body: body, header: header}
}

// ErrorBody writes an error that came up before the request was understood.
func ErrorBody(e *reseller.Error, requestID string) []byte {
	return problemReply(spelled(e), requestID).body
}

// ErrorHeader sets what goes with it.
func ErrorHeader(h http.Header, e *reseller.Error) {
	for name, value := range problemReply(e, "").header {
		h.Set(name, value)
	}
}
