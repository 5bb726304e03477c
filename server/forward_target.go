package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
)

// ForwardTargets is where the owners of addresses answer that e-mail forwards lead to. A link is found by the SHA-256 of its token, in
// hexadecimal.
type ForwardTargets interface {
	// TargetByToken gives ErrNotFound if no link has the token.
	TargetByToken(ctx context.Context, tokenHash string) (reseller.ForwardTarget, error)
	// AnswerTarget gives ErrConflict if the link has been used or has expired.
	AnswerTarget(ctx context.Context, tokenHash string, answer reseller.TargetState) (reseller.ForwardTarget, error)
}

// ForwardTargetsPath is where the links lead, with the token behind it.
const ForwardTargetsPath = "/forward-targets/"

//go:embed forward_target.html
var targetPageText string

var targetPage = template.Must(template.New("forward_target").Parse(targetPageText))

// targetView is what the page of a link shows. Which of its texts, says State.
type targetView struct {
	Swedish         bool
	State           string // pending, verified, refused, expired, unknown or away
	Address, Domain string
}

// askTarget shows the page of a link. It changes nothing: programs that look at the links of mails say neither yes nor no.
func (s *Server) askTarget(c echo.Context) error {
	t, err := s.config.ForwardTargets.TargetByToken(c.Request().Context(), tokenHash(c))
	return s.showTarget(c, t, err)
}

// answerTarget takes the answer.
func (s *Server) answerTarget(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, 4096)
	answers := map[string]reseller.TargetState{"yes": reseller.TargetVerified, "no": reseller.TargetRefused}
	answer, known := answers[r.PostFormValue("answer")]
	if !known {
		return s.askTarget(c)
	}
	t, err := s.config.ForwardTargets.AnswerTarget(r.Context(), tokenHash(c), answer)
	if errors.Is(err, reseller.ErrConflict) {
		return s.askTarget(c)
	}
	return s.showTarget(c, t, err)
}

// tokenHash is the hash of the token in a link.
func tokenHash(c echo.Context) string {
	sum := sha256.Sum256([]byte(c.Param("token")))
	return hex.EncodeToString(sum[:])
}

// showTarget shows how far a target is, or why it cannot be shown.
func (s *Server) showTarget(c echo.Context, t reseller.ForwardTarget, err error) error {
	view, status := targetView{State: string(t.State), Address: t.Address, Domain: t.Domain}, http.StatusOK
	switch {
	case errors.Is(err, reseller.ErrNotFound):
		view, status = targetView{State: "unknown"}, http.StatusNotFound
	case err != nil:
		s.config.Log.Error("a target of e-mail forwards could not be asked", "requestid", infoOf(c).id, "err", err)
		view, status = targetView{State: "away"}, http.StatusServiceUnavailable
	case t.State == reseller.TargetPending && !t.Waits(s.config.Clock.Now()):
		view.State, status = "expired", http.StatusGone
	}
	view.Swedish = strings.HasPrefix(strings.ToLower(c.Request().Header.Get("Accept-Language")), "sv")
	var page bytes.Buffer
	if err := targetPage.Execute(&page, view); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	return c.HTMLBlob(status, page.Bytes())
}
