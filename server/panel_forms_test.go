package server_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nameyard/panel"
	"nameyard/reseller"
	"nameyard/server"
)

// onlyUser is the People of a panel without a database: one user of account 1, whose cookie says "right".
type onlyUser struct{ panel.People }

func (onlyUser) UserSession(_ context.Context, hash string) (reseller.Session, reseller.User, error) {
	if hash != reseller.HashToken("right") {
		return reseller.Session{}, reseller.User{}, reseller.ErrNotFound
	}
	return reseller.Session{Hash: hash, UserID: 1, CreatedAt: morning, SeenAt: morning, ProvedAt: morning}, reseller.User{ID: 1, AccountID: 1, Role: reseller.UserOwner}, nil
}

func (onlyUser) Account(context.Context, int64) (reseller.Account, error) {
	return reseller.Account{ID: 1, Email: exampleEmail}, nil
}

func (onlyUser) SetUserLanguage(context.Context, reseller.User, string, reseller.Actor) error {
	return nil
}

// noMails sends none.
type noMails struct{ panel.Mails }

// counted is a body of zeros that counts what is read of it.
type counted struct{ left, read int }

func (c *counted) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), c.left)
	clear(p[:n])
	c.left, c.read = c.left-n, c.read+n
	return n, nil
}

// Forms of strangers are small, fill their own part of the memory, and are not read at all where strangers have nothing to say.
func TestFormsOfStrangersTakeNoRoomFromOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const most = 1 << 20
		s := onShelf(t, func(c *server.Config) {
			key, err := reseller.NewSecretKey(reseller.GenerateSecretKey())
			if err != nil {
				t.Fatal(err)
			}
			c.BodyMemory = 4 * (most + 1)
			c.Panel, err = panel.New(panel.Config{Actions: c.Actions, People: onlyUser{}, Clock: c.Clock, Key: key, Mails: noMails{}, Log: c.Log})
			if err != nil {
				t.Fatal(err)
			}
		})
		post := func(path, cookie string, body io.Reader, length int64) (*httptest.ResponseRecorder, time.Duration) {
			began := time.Now() // of the bubble
			r := httptest.NewRequest("POST", "http://localhost"+path, body)
			r.ContentLength = length
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.AddCookie(&http.Cookie{Name: "nameyard-panel", Value: cookie})
			answer := httptest.NewRecorder()
			s.ServeHTTP(answer, r)
			return answer, time.Since(began)
		}
		const open, inside = "/panel/theme/", "/panel/language/"
		form := func(size int) string { return "whose=1&theme=dark&language=sv&x=" + strings.Repeat("x", size) }

		// More strangers than there is room for send all but the end of the largest form.
		var strangers sync.WaitGroup
		var ends []io.Closer
		for range 100 {
			stalled, keep := io.Pipe()
			ends = append(ends, keep)
			strangers.Go(func() { post(open, "wrong", stalled, 16<<10) })
			go func() { _, _ = keep.Write([]byte(form(15 << 10))) }()
		}
		synctest.Wait()
		for name, c := range map[string]struct {
			path, cookie string
			size         int
			status       int
			after        time.Duration
			not          string // a place that it does not lead to
		}{
			"a stranger's form as they are":      {open, "wrong", 1000, 303, 0, ""},
			"a stranger's large one":             {open, "wrong", 10 << 10, 503, 5 * time.Second, ""},
			"somebody's large one":               {inside, "right", 900 << 10, 303, 0, "/panel/sign-in/"},
			"somebody's on an open route":        {open, "right", 10 << 10, 303, 0, ""},
			"somebody's, too large":              {inside, "right", most, 422, 0, ""},
			"somebody's, too large for its page": {open, "right", 16 << 10, 422, 0, ""},
		} {
			body := form(c.size)
			answer, took := post(c.path, c.cookie, strings.NewReader(body), int64(len(body)))
			if answer.Code != c.status || took != c.after || c.not != "" && answer.Header().Get("Location") == c.not {
				t.Errorf("%s: %d %s after %s, want %d after %s", name, answer.Code, answer.Header().Get("Location"), took, c.status, c.after)
			}
		}
		for path, status := range map[string]int{open: 422, "/panel/sign-in/password/": 422, "/operator/sign-in/password/": 422, inside: 303} {
			body := &counted{left: most}
			if answer, _ := post(path, "wrong", body, most); answer.Code != status || body.read > 0 {
				t.Errorf("a stranger's MiB to %s: %d with %d bytes read, want %d with none", path, answer.Code, body.read, status)
			}
			body = &counted{left: most} // which does not say its length
			if answer, _ := post(path, "wrong", body, -1); answer.Code == 303 && path != inside || body.read > 17<<10 {
				t.Errorf("a stranger's MiB without its length to %s: %d with %d bytes read", path, answer.Code, body.read)
			}
		}

		for _, end := range ends {
			end.Close()
		}
		strangers.Wait()
		if answer, took := post(open, "wrong", strings.NewReader(form(10<<10)), int64(len(form(10<<10)))); answer.Code != 303 || took > 50*time.Millisecond {
			t.Errorf("with room: %d after %s", answer.Code, took)
		}
	})
}
