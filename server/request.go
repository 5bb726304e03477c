package server

import (
	"crypto/rand"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
)

// requestInfo is what is known of one request while it is answered, for its answer, its log line and the metrics.
type requestInfo struct {
	id      string
	arrived time.Time // wall time, before the body is read
	face    Face      // in whose form errors are told
	outside bool      // the path belongs to no face
	action  string    // in the table's spelling; "" while it is not known
	code    string    // of the refusal; "" = none
	account int64
	retry   time.Duration   // for Retry-After
	order   *reseller.Order // that was placed or joined; nil = none

	afterwards []func() // what is done when the request is answered
}

// placed notes the order of an answer, if there is one.
func (i *requestInfo) placed(o reseller.Order) {
	if o.ID != 0 {
		order := o // most requests have none: it is copied only here
		i.order = &order
	}
}

// infoKey is where Echo's context keeps the requestInfo.
const infoKey = "nameyard.request"

// infoOf gives what is known of a request. Every request has it, from identify on.
func infoOf(c echo.Context) *requestInfo {
	info, ok := c.Get(infoKey).(*requestInfo)
	if !ok {
		panic("server: a request that identify has not seen")
	}
	return info
}

// maxRequestID is how long a request id of a client may be.
const maxRequestID = 64

// requestID takes the client's request id, if it is harmless in logs, or makes one.
func requestID(given string) string {
	if given == "" || len(given) > maxRequestID {
		return rand.Text()
	}
	for i := range len(given) {
		c := given[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && c != '.' && c != '_' && c != '-' {
			return rand.Text()
		}
	}
	return given
}

// clipMethod is a method as logs and errors show it: clients make theirs as long as they like.
func clipMethod(method string) string {
	if len(method) > 20 {
		return method[:20] + "…"
	}
	return method
}
