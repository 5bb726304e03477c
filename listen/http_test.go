package listen

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nameyard/safely"
)

// What net/http says comes at the level that it has: a scanner's handshakes are no matter for a person, thousands of them are, once; a fault in
// the program is one.
func TestWhatAnHTTPServerSaysHasItsLevel(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	says := ErrorLog(slog.New(slog.NewTextHandler(&log, nil)), "test of levels")
	for i := range 3 * fewHandshakes {
		says.Printf("http: TLS handshake error from 192.0.2.%d:4000: EOF", i)
		if i == fewHandshakes-1 && log.Len() > 0 {
			t.Errorf("of few handshakes that fail:\n%s", &log)
		}
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 || !strings.Contains(log.String(), fmt.Sprintf("times=%d", fewHandshakes+1)) {
		t.Errorf("of many there are %d warnings:\n%s", n, &log)
	}
	log.Reset()
	for range 5 {
		says.Print("http2: server connection error from 192.0.2.7:4000: PROTOCOL_ERROR")
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 || !strings.Contains(log.String(), "PROTOCOL_ERROR") {
		t.Errorf("of the rest there are %d warnings:\n%s", n, &log)
	}
}

func TestAFaultThatNetHTTPCatchesIsAnErrorAndCounts(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a nil where none was thought of") }))
	s.Config.ErrorLog = ErrorLog(slog.New(slog.NewTextHandler(&log, nil)), "test of net/http")
	s.Start()
	if answer, err := http.Get(s.URL); err == nil {
		_ = answer.Body.Close()
		t.Errorf("the answer is %s", answer.Status)
	}
	s.Close()
	if !strings.Contains(log.String(), "level=ERROR") || !strings.Contains(log.String(), "a nil where none was thought of") || !strings.Contains(log.String(), "http_test.go") {
		t.Errorf("the log has:\n%s", &log)
	}
	if n := safely.Seen().Count["test of net/http"]; n != 1 {
		t.Errorf("it was counted %d times", n)
	}
}
