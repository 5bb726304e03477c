package server

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"nameyard/reseller"
)

// PaymentEvents takes the messages of the payment provider.
type PaymentEvents interface {
	// Hear takes a message; an error of kind invalid says that it is not the provider's, any other that it is to be sent again.
	Hear(ctx context.Context, header http.Header, body []byte) error
}

// PaymentEventsPath is where the payment provider posts its messages.
const PaymentEventsPath = "/payments/stripe"

const (
	// paymentEventBytes is how large a message may be: Stripe's have some thousand bytes.
	paymentEventBytes = 64 << 10
	// Messages that are not the provider's are refused without a word beyond so many; its own are not counted with them, so that nobody keeps them from being heard.
	paymentEventRate, paymentEventBurst = 25, 100
)

func newPaymentEventLimit() *rate.Limiter {
	return rate.NewLimiter(paymentEventRate, paymentEventBurst)
}

// hearPayment takes a message of the payment provider: 200 is all it wants to read, and anything else has it send the message again.
func (s *Server) hearPayment(c echo.Context) error {
	info := infoOf(c)
	info.action = "payment event"
	body, err := s.read(c, paymentEventBytes, func([]byte) bool { return false })
	if err == nil {
		err = s.config.PaymentEvents.Hear(c.Request().Context(), c.Request().Header, body)
	}
	var e *reseller.Error
	switch {
	case err == nil:
		return c.NoContent(http.StatusOK)
	case errors.As(err, &e) && e.Kind == reseller.KindInvalid && !s.paymentEvents.AllowN(info.arrived, 1):
		return c.NoContent(http.StatusTooManyRequests)
	case errors.As(err, &e) && e.Kind == reseller.KindInvalid:
		s.config.Log.Warn("a message to the payment webhook was refused", "requestid", info.id, "from", clientAddr(c).String(), "err", err)
		return c.NoContent(http.StatusBadRequest)
	}
	s.config.Log.Warn("a message of the payment provider could not be acted on; it sends it again", "requestid", info.id, "err", err)
	return c.NoContent(http.StatusServiceUnavailable)
}
