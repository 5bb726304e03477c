package server_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/server"
)

func TestAccountBeyondItsRateWaits(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.Rate, e.config.Burst = 1, 3
	for range 3 {
		if !isIn(e.version(exampleToken, exampleEmail, here)) {
			t.Fatal("refused inside the burst")
		}
	}
	limited := e.version(exampleToken, exampleEmail, here)
	refused(t, limited, 429, reseller.CodeRateLimited)
	if limited.Header().Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", limited.Header().Get("Retry-After"))
	}
	if !isIn(e.version(otherToken, otherEmail, here)) {
		t.Error("another account pays for it")
	}
	e.Clock.Move(1e9)
	if !isIn(e.version(exampleToken, exampleEmail, here)) {
		t.Error("refused a second later")
	}
}

func TestDrainingServerSaysSoAndAnswersAsEver(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.open().Drain()
	ready := e.ask(asked{method: http.MethodGet, target: "/readyz"})
	refused(t, ready, http.StatusServiceUnavailable, reseller.CodeUnavailable)
	if ready.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	for method, target := range map[string]string{http.MethodGet: "/healthz", http.MethodPost: "/api.php"} {
		answer := e.ask(asked{method: method, target: target, body: e.signed("action=Version", false)})
		if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `"success"`) || answer.Header().Get("Connection") != "close" {
			t.Errorf("%s: %d %s, Connection: %q", target, answer.Code, answer.Body, answer.Header().Get("Connection"))
		}
	}
}

func TestShutdownBeginsWithDraining(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	front := e.open().HTTPServer("127.0.0.1:0")
	if front.ReadHeaderTimeout == 0 || front.ReadTimeout == 0 || front.WriteTimeout == 0 || front.IdleTimeout == 0 || front.MaxHeaderBytes == 0 {
		t.Errorf("a limit is missing: %+v", front)
	}
	nginx, err := os.ReadFile("../packaging/nginx.conf")
	e.Must(err)
	size := regexp.MustCompile(`large_client_header_buffers \d+ (\d+)k;`).FindSubmatch(nginx)
	if kilobytes, err := strconv.Atoi(string(size[1])); err != nil || kilobytes<<10 < front.MaxHeaderBytes {
		t.Errorf("nginx in front refuses addresses that the server takes: %s", size)
	}
	e.Must(front.Shutdown(t.Context()))
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); { // Shutdown runs its hooks in goroutines
		if e.ask(asked{method: "GET", target: "/readyz"}).Code == http.StatusServiceUnavailable {
			return
		}
	}
	t.Error("it is still ready")
}

func TestRequestIDIsTakenOverOrMade(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	for given, kept := range map[string]bool{
		"abc-1.2_3": true, strings.Repeat("a", 64): true, strings.Repeat("a", 65): false, "a b": false, "a\nb": false, "ü": false, "": false,
	} {
		got := e.ask(asked{header: map[string]string{"X-Request-Id": given}}).Header().Get("X-Request-Id")
		if (got == given) != kept || got == "" {
			t.Errorf("%q became %q", given, got)
		}
	}
}

func TestHealthAndReadiness(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	var trouble error
	panics := false
	e.config.Ready = func(context.Context) error {
		if panics {
			panic("nobody expects this")
		}
		return trouble
	}
	if answer := e.ask(asked{method: "GET", target: "/readyz"}); answer.Code != http.StatusOK {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	trouble = errors.New("no database at 10.1.2.3")
	words := refused(t, e.ask(asked{method: "GET", target: "/readyz"}), 503, reseller.CodeUnavailable)
	if strings.Contains(words, "10.1.2.3") || !strings.Contains(e.log.String(), "10.1.2.3") {
		t.Errorf("the cause belongs into the log only: %s", words)
	}
	if answer := e.ask(asked{method: "GET", target: "/healthz"}); answer.Code != http.StatusOK {
		t.Errorf("healthz: %d", answer.Code)
	}
	trouble = reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "the disk is full")
	if words := refused(t, e.ask(asked{method: "GET", target: "/readyz"}), 503, reseller.CodeUnavailable); !strings.Contains(words, "the disk is full") {
		t.Errorf("the reason is not told: %s", words)
	}
	panics = true
	refused(t, e.ask(asked{method: "GET", target: "/readyz"}), 500, reseller.CodeInternal)
}

func TestMetricsAreForThisMachineOnly(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.version(exampleToken, exampleEmail, here)
	e.version("wrong", exampleEmail, here)
	show := func(from, forwarded string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr = from
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		answer := httptest.NewRecorder()
		e.open().ServeHTTP(answer, r)
		return answer
	}
	refused(t, show("192.0.2.1:1", ""), 404, reseller.CodeNotFound)
	refused(t, show("127.0.0.1:1", "192.0.2.1"), 404, reseller.CodeNotFound)
	text := show("127.0.0.1:1", "").Body.String()
	for _, line := range []string{
		`nameyard_requests_total{action="Version",code="ok",face="action"} 1`,
		`nameyard_requests_total{action="unknown",code="unauthorized",face="action"} 1`,
		`nameyard_request_seconds_count{action="Version",face="action"} 1`,
	} {
		if !strings.Contains(text, line) {
			t.Errorf("%s is missing", line)
		}
	}
	e.config.Metrics, e.server = true, nil
	if answer := show("192.0.2.1:1", ""); answer.Code != http.StatusOK {
		t.Errorf("configured for everybody: %d", answer.Code)
	}
}

func TestServerWithoutItsPartsIsNotMade(t *testing.T) {
	t.Parallel()
	if _, err := server.New(server.Config{}); err == nil {
		t.Error("it is made")
	}
}

// brokenPipe takes nothing.
type brokenPipe struct{ http.ResponseWriter }

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }
func (brokenPipe) FlushError() error         { return errors.New("broken pipe") }

// TestAnswerThatNeverArrivedIsGivenAgain: a renewal whose answer was lost is not charged again a day later; one whose
// answer went out is.
func TestAnswerThatNeverArrivedIsGivenAgain(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]bool{"lost": true, "delivered": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEnv(t)
			e.registered("exampledomain.com", false)
			renew := e.signed("action=RenewDomain&sld=exampledomain&tld=com&regperiod=1", false)
			r := httptest.NewRequest("POST", "/api.php", strings.NewReader(renew))
			var w http.ResponseWriter = httptest.NewRecorder()
			if lost {
				w = brokenPipe{w}
			}
			e.open().ServeHTTP(w, r)
			e.command("advance 1")
			e.succeed(renew, false)
			want := "available 970.00 USD, held 0.00 USD"
			if lost {
				want = "available 980.00 USD, held 0.00 USD"
			}
			if got := e.credit(); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}
