package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/sync/semaphore"

	"nameyard/reseller"
)

// The sizes of bodies, in bytes.
const (
	freeBody  = 4 << 10  // what every request may send: no more than the connection itself takes
	smallBody = 64 << 10 // what is looked through for credentials
)

// bodyWait is how long a body waits for its turn.
const bodyWait = 5 * time.Second

// bodyBudget bounds the memory of all bodies that are being read or worked on. Those who have shown no good credentials have parts
// of their own, one for small bodies and one for what bodies have beyond, so that strangers fill no more and keep nobody else waiting.
type bodyBudget struct {
	known, small, large *semaphore.Weighted
}

// newBodyBudget divides a number of bytes. A quarter must hold at least one body.
func newBodyBudget(total int64) bodyBudget {
	quarter := total / 4
	return bodyBudget{
		known: semaphore.NewWeighted(total - 2*quarter), small: semaphore.NewWeighted(quarter), large: semaphore.NewWeighted(quarter),
	}
}

// The reasons why a body is not read.
var (
	errTooLarge = errors.New("body too large")
	errNoRoom   = errors.New("too many bodies at once")
)

// read reads the body of a request, which may have so many bytes at most. isKnown looks through the beginning of a body for good
// credentials; nil = the caller is known. The body counts until the request is answered.
func (s *Server) read(c echo.Context, most int64, isKnown func(beginning []byte) bool) ([]byte, error) {
	r := c.Request()
	if encoding := r.Header.Get(echo.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return nil, reseller.Invalid("", "compressed bodies are not accepted; send the body as it is")
	}
	reader := bodyReader{r: r, limit: most, budget: s.bodies, info: infoOf(c), isKnown: isKnown}
	body, err := reader.read()
	switch {
	case errors.Is(err, errTooLarge):
		return nil, withStatus(http.StatusRequestEntityTooLarge, reseller.Errorf(reseller.KindInvalid, reseller.CodeTooLarge,
			"the body is larger than %d bytes; nothing was done", most))
	case errors.Is(err, errNoRoom):
		infoOf(c).retry = time.Second
		c.Response().Header().Set(echo.HeaderConnection, "close") // the rest of the body is not read
		return nil, withStatus(http.StatusServiceUnavailable, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable,
			"too many large requests are under way; nothing was done: try again in a moment, with the credentials in front"))
	case err != nil:
		return nil, reseller.Invalid("", "the body could not be read to its end; nothing was done").Because(err)
	}
	return body, nil
}

// bodyReader reads one body.
type bodyReader struct {
	r       *http.Request
	limit   int64
	budget  bodyBudget
	info    *requestInfo
	isKnown func([]byte) bool
}

// read reads at most limit bytes. It does not trust the length that the client gives, only uses it: memory grows as bytes come, to
// the size that is needed and no further.
func (b *bodyReader) read() ([]byte, error) {
	if b.r.ContentLength > b.limit {
		return nil, errTooLarge
	}
	body := make([]byte, 0, min(max(b.r.ContentLength+1, 512), freeBody)) // +1: room to see the end without growing
	for {
		n, err := b.r.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		if int64(len(body)) > b.limit {
			return nil, errTooLarge
		}
		if errors.Is(err, io.EOF) {
			return body, nil
		}
		if err != nil {
			return nil, err
		}
		if len(body) < cap(body) {
			continue
		}
		size := b.nextSize(cap(body))
		if err := b.reserve(size, body); err != nil {
			return nil, err
		}
		grown := make([]byte, len(body), size)
		copy(grown, body)
		body = grown
	}
}

// nextSize is how large the buffer becomes that is full: as the client says, or doubled where it does not say; up to what is small
// at first.
func (b *bodyReader) nextSize(size int) int {
	next := 2 * size
	if said := int(b.r.ContentLength) + 1; said > size {
		next = said
	}
	if size < smallBody {
		next = min(next, smallBody)
	}
	return min(next, int(b.limit)+1)
}

// reserve takes from the budget what the buffer grows by, and waits for it if it must.
func (b *bodyReader) reserve(size int, beginning []byte) error {
	amount := int64(size - max(cap(beginning), freeBody))
	if amount <= 0 {
		return nil
	}
	if b.isKnown != nil && len(beginning) <= smallBody && b.isKnown(beginning) {
		b.isKnown = nil
	}
	pool := b.budget.known
	switch {
	case b.isKnown == nil:
	case size <= smallBody:
		pool = b.budget.small
	default:
		pool = b.budget.large
	}
	ctx, stop := context.WithTimeout(b.r.Context(), bodyWait)
	defer stop()
	if err := pool.Acquire(ctx, amount); err != nil {
		return errors.Join(errNoRoom, b.r.Context().Err())
	}
	b.info.afterwards = append(b.info.afterwards, func() { pool.Release(amount) })
	return nil
}
