package server_test

import (
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nameyard/actions"
	"nameyard/reseller"
	"nameyard/reseller/clocktest"
	"nameyard/server"
)

// onShelf is a server without a database that knows one token, "right".
func onShelf(t *testing.T, change func(*server.Config)) *server.Server {
	t.Helper()
	clock, log := clocktest.New(morning), slog.New(slog.DiscardHandler)
	c := server.Config{
		Actions: actions.New(actions.Config{Clock: clock, Log: log, Version: "1"}), Clock: clock, Log: log,
		Credentials: shelf{account: reseller.Account{ID: 1, Email: exampleEmail}},
	}
	change(&c)
	s, err := server.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Strangers who keep large bodies back fill their own part of the memory, and keep nobody else waiting.
func TestBodiesOfStrangersTakeNoRoomFromOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const most = 1 << 20
		s := onShelf(t, func(c *server.Config) { c.BodyMemory = 4 * (most + 1) })
		post := func(body io.Reader) (*httptest.ResponseRecorder, time.Duration) {
			began := time.Now() // of the bubble
			answer := httptest.NewRecorder()
			s.ServeHTTP(answer, httptest.NewRequest("POST", "/api.php", body))
			return answer, time.Since(began)
		}
		stalled, keep := io.Pipe()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			r := httptest.NewRequest("POST", "/api.php", stalled)
			r.ContentLength = most
			s.ServeHTTP(httptest.NewRecorder(), r)
		}()
		if _, err := keep.Write([]byte("x=" + strings.Repeat("x", 100<<10))); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()

		const good, version = "token=right&authemail=" + exampleEmail, "&action=Version"
		large := "&x=" + strings.Repeat("x", 900<<10)
		for name, c := range map[string]struct {
			body   string
			status int
			after  time.Duration
		}{
			"a small body":                         {"x=1" + version + "&" + good, 200, 0},
			"a large one, credentials in front":    {good + version + large, 200, 0},
			"credentials in the first 64 KiB":      {"x=" + large[:20<<10] + "&" + good + version + large, 200, 0},
			"a large one, credentials at its end":  {"x=" + large + version + "&" + good, 503, 5 * time.Second},
			"a large one with wrong credentials":   {"token=wrong&authemail=" + exampleEmail + version + large, 503, 5 * time.Second},
			"a large one with somebody else's":     {"token=right&authemail=" + otherEmail + version + large, 503, 5 * time.Second},
			"credentials that are cut in two":      {"x=" + large[:4<<10-30] + "&" + good + version + large, 200, 0},
			"credentials behind the first 64 KiB":  {"x=" + large[:64<<10] + "&" + good + version + large, 503, 5 * time.Second},
			"a large one with no credentials":      {"x=" + large, 503, 5 * time.Second},
			"one that is larger than any may be":   {good + version + large + large, 413, 0},
			"a large one, older spelling in front": {strings.Replace(good, "auth", "", 1) + version + large, 200, 0},
		} {
			answer, took := post(strings.NewReader(c.body))
			if answer.Code != c.status || took != c.after {
				t.Errorf("%s: %d after %s, want %d after %s: %.200s", name, answer.Code, took, c.status, c.after, answer.Body)
			}
			if refused := answer.Code == 503; refused && (answer.Header().Get("Retry-After") != "1" || !strings.Contains(answer.Body.String(), `"msg":"too many large`)) {
				t.Errorf("%s: Retry-After %q, %s", name, answer.Header().Get("Retry-After"), answer.Body)
			}
		}

		keep.Close()
		<-ended
		for _, body := range []string{"x=" + large + version + "&" + good, "x=" + large} {
			for range 20 { // what is answered takes no room any more
				if answer, took := post(strings.NewReader(body)); answer.Code != 200 || took > 50*time.Millisecond {
					t.Fatalf("with room: %d after %s: %s", answer.Code, took, answer.Body)
				}
			}
		}
		if answer, _ := post(io.MultiReader(strings.NewReader(good+version+large), strings.NewReader("&y=1"))); answer.Code != 200 {
			t.Errorf("a body that does not say its length: %d %s", answer.Code, answer.Body)
		}
	})
}

func TestTooLittleMemoryForBodiesIsRefused(t *testing.T) {
	t.Parallel()
	e := newEnv(t)
	e.config.BodyMemory = 3 << 20
	if _, err := server.New(e.config); err == nil || !strings.Contains(err.Error(), "BodyMemory") {
		t.Errorf("%v", err)
	}
}
