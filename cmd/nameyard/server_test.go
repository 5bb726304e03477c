package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"nameyard/demo"
)

// running is a server in this process.
type running struct {
	t      testing.TB
	url    string
	dns    string // where the demo answers DNS
	web    string // where it answers visitors of web forwards
	panel  string // the link that signs its reseller in
	cancel context.CancelFunc
	code   chan int
	log    *safeBuffer
}

// safeBuffer is a buffer that a server writes to while a test reads it, and that tells when a piece has come.
type safeBuffer struct {
	mu     sync.Mutex
	buf    bytes.Buffer
	change chan struct{}
}

func newSafeBuffer() *safeBuffer { return &safeBuffer{change: make(chan struct{}, 1)} }

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case b.change <- struct{}{}:
	default:
	}
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// start runs a server command in the background.
func (s *shell) start(args ...string) (*running, *io.PipeReader) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{t: s.t, cancel: cancel, code: make(chan int, 1), log: newSafeBuffer()}
	reader, writer := io.Pipe()
	go func() {
		args = append(args, "--data", s.data)
		code := run(ctx, args, strings.NewReader(""), writer, r.log)
		if code == exitDone {
			played.add(args)
		}
		r.code <- code
		writer.Close()
	}()
	s.t.Cleanup(cancel)
	return r, reader
}

// demo starts the demo on a free port.
func (s *shell) demo(args ...string) *running {
	s.t.Helper()
	r, out := s.start(append([]string{"demo", "--listen", "127.0.0.1:0", "--json"}, args...)...)
	var hello welcome
	if err := json.NewDecoder(out).Decode(&hello); err != nil {
		s.t.Fatalf("the demo did not start: %v\n%s", err, r.log)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	r.url, r.dns, r.web, r.panel = hello.URL, hello.DNS, hello.Web, hello.Panel
	return r
}

// stop ends the server as a signal would, and wants an orderly end.
func (r *running) stop() {
	r.t.Helper()
	r.cancel()
	if code := <-r.code; code != exitDone {
		r.t.Fatalf("the server ended with %d\n%s", code, r.log)
	}
}

// act posts an action of the documentation's account and gives the answer.
func (r *running) act(action string, pairs ...string) map[string]any {
	r.t.Helper()
	form := url.Values{"token": {demo.Token}, "authemail": {demo.Email}, "action": {action}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.url, strings.NewReader(form.Encode()))
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	var content map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&content); err != nil {
		r.t.Fatal(err)
	}
	return content
}

// register registers exampledomain.com as the documentation's first example does.
func (r *running) register(sld string) {
	r.t.Helper()
	answer := r.act("RegisterDomain", "sld", sld, "tld", "com", "regperiod", "1", "nameserver1", "ns1.yourdomain.com",
		"nameserver2", "ns2.yourdomain.com", "firstname", "test", "lastname", "test", "companyname", "company", "address1", "addresss",
		"city", "city", "state", "region", "country", "US", "postcode", "12345", "phonenumber", "1234567890", "email", "admin@exampledomain.com")
	if answer["result"] != "success" {
		r.t.Fatalf("RegisterDomain: %v", answer)
	}
}

// waitForLog waits for a line of the server's JSON log that has a key, and gives the value.
func (r *running) waitForLog(key string) string {
	r.t.Helper()
	for {
		for line := range strings.Lines(r.log.String()) {
			var entry map[string]any
			if json.Unmarshal([]byte(line), &entry) == nil && entry[key] != nil {
				return entry[key].(string)
			}
		}
		select {
		case <-r.log.change:
		case code := <-r.code:
			r.t.Fatalf("the server ended with %d\n%s", code, r.log)
		}
	}
}

func base64Of(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// decodeText reads JSON that a command has printed.
func decodeText(t testing.TB, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}
