package publish_test

import (
	"log/slog"
	"net"
	"strings"
	"testing"

	"nameyard/publish"
)

// What a request makes go wrong is logged with where it came from, and who called goes on.
func TestAFaultThatARequestShowsIsLoggedAndEndsNothing(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	func() {
		defer publish.Survive(slog.New(slog.NewTextHandler(&log, nil)), "DNS", &net.UDPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 53})
		panic("an answer that nobody thought of")
	}()
	for _, words := range []string{"level=ERROR", "request=DNS", "from=192.0.2.7:53", "an answer that nobody thought of", "survive_test.go"} {
		if !strings.Contains(log.String(), words) {
			t.Errorf("the log has no %q:\n%s", words, &log)
		}
	}
}
