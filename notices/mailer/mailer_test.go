package mailer_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"net"
	"net/mail"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nameyard/notices"
	"nameyard/notices/mailer"
)

// mailServer is a mail server of a few lines: RFC 5321 as far as a polite client needs it, STARTTLS (RFC 3207) and AUTH PLAIN
// (RFC 4954).
type mailServer struct {
	t        testing.TB
	listener net.Listener
	cert     tls.Certificate
	roots    *x509.CertPool
	implicit bool   // TLS from the first byte
	offers   bool   // STARTTLS
	login    string // base64 of AUTH PLAIN that is asked for, "" = none
	refuse   map[string]string
	hangUp   bool // breaks off after DATA has been taken

	open  sync.WaitGroup // connections that are open
	mu    sync.Mutex
	heard []string // commands
	mails []string
}

// plainLogin is what a server hears of "mailer" with the password "s3cret" (RFC 4616).
var plainLogin = base64.StdEncoding.EncodeToString([]byte("\x00mailer\x00s3cret"))

// startServer opens one; prepare says how it is different from others.
func startServer(t testing.TB, prepare func(*mailServer)) *mailServer {
	t.Helper()
	o := &mailServer{t: t, offers: true, refuse: map[string]string{}}
	prepare(o)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	must(t, err)
	parsed, err := x509.ParseCertificate(der)
	must(t, err)
	o.cert = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	o.roots = x509.NewCertPool()
	o.roots.AddCert(parsed)
	o.listener, err = new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	var accepting sync.WaitGroup
	accepting.Go(func() {
		for {
			conn, err := o.listener.Accept()
			if err != nil {
				return
			}
			o.open.Go(func() { o.serve(conn) })
		}
	})
	t.Cleanup(func() {
		o.listener.Close()
		accepting.Wait()
		o.open.Wait()
	})
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *mailServer) serve(conn net.Conn) {
	defer func() { conn.Close() }()
	secret := &tls.Config{Certificates: []tls.Certificate{o.cert}, MinVersion: tls.VersionTLS12}
	if o.implicit {
		conn = tls.Server(conn, secret)
	}
	text := textproto.NewConn(conn)
	say := func(line string) { _ = text.PrintfLine("%s", line) }
	say("220 mail.example ESMTP")
	covered := o.implicit
	for {
		line, err := text.ReadLine()
		if err != nil {
			return
		}
		o.mu.Lock()
		o.heard = append(o.heard, line)
		o.mu.Unlock()
		verb, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-mail.example")
			if o.offers && !covered {
				say("250-STARTTLS")
			}
			if o.login != "" && covered {
				say("250-AUTH PLAIN")
			}
			say("250 8BITMIME")
		case "STARTTLS":
			say("220 go ahead")
			conn = tls.Server(conn, secret)
			text, covered = textproto.NewConn(conn), true
		case "AUTH":
			if rest != "PLAIN "+o.login {
				say("535 5.7.8 no")
				continue
			}
			say("235 welcome")
		case "RCPT":
			if words := o.refuse[strings.Trim(rest[strings.Index(rest, "<"):], "<>")]; words != "" {
				say(words)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			body, err := io.ReadAll(text.DotReader())
			if err != nil {
				return
			}
			o.mu.Lock()
			o.mails = append(o.mails, string(body))
			o.mu.Unlock()
			if o.hangUp {
				return
			}
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// took gives the mails that arrived and the commands that were heard.
func (o *mailServer) took() (mails, heard []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.mails), slices.Clone(o.heard)
}

// server says how to reach it.
func (o *mailServer) server(security string) mailer.Server {
	from, err := mailer.ParseSender("Example Registrar <noreply@registrar.example>")
	must(o.t, err)
	return mailer.Server{
		Host: "127.0.0.1", Port: o.listener.Addr().(*net.TCPAddr).Port, Security: security, From: from, Hello: "host.example",
		Timeout: 5 * time.Second, Trust: &tls.Config{RootCAs: o.roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12},
	}
}

func open(t testing.TB, s mailer.Server) notices.Session {
	t.Helper()
	c, err := mailer.NewSMTP(s)
	must(t, err)
	r, err := c.Open(t.Context())
	must(t, err)
	return r
}

func messageTo(to string) notices.Message {
	return notices.Message{
		ID: 7, Key: "0123456789abcdef", Kind: "renewed", To: to, Subject: "räksmörgås.se är förnyad", Text: "Förnyad.\n.\nEn rad med punkt.\n",
		HTML: "<p>Förnyad.</p>", Written: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		Attachments: []notices.Attachment{{Name: "2026-00000001.pdf", Type: "application/pdf", Body: []byte("%PDF-1.7 åäö")}},
	}
}

func TestMailArrivesWholeOverSTARTTLSWithALogin(t *testing.T) {
	t.Parallel()
	o := startServer(t, func(o *mailServer) { o.login = plainLogin })
	s := o.server(mailer.StartTLS)
	s.User, s.Password = "mailer", "s3cret"
	r := open(t, s)
	must(t, r.Send(t.Context(), messageTo("shop@example.com")))
	must(t, r.Send(t.Context(), messageTo("other@example.com")))
	must(t, r.Close())
	mails, heard := o.took()
	if len(mails) != 2 {
		t.Fatalf("%d mails arrived; heard %v", len(mails), heard)
	}
	m, err := mail.ReadMessage(strings.NewReader(mails[0]))
	must(t, err)
	for header, want := range map[string]string{
		"Message-ID": "<nameyard.0123456789abcdef@registrar.example>", "Date": "Sun, 01 Mar 2026 12:00:00 +0000",
		"From": `"Example Registrar" <noreply@registrar.example>`, "To": "<shop@example.com>", "Auto-Submitted": "auto-generated",
	} {
		if got := m.Header.Get(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "räksmörgås.se är förnyad" {
		t.Errorf("the subject is %q, %v", subject, err)
	}
	parts := partsOf(t, m.Header.Get("Content-Type"), m.Body)
	if parts["text/plain"] != "Förnyad.\n.\nEn rad med punkt.\n" || parts["text/html"] != "<p>Förnyad.</p>" || parts["application/pdf"] != "%PDF-1.7 åäö" {
		t.Errorf("the parts are %q", parts)
	}
	if heard[0] != "EHLO host.example" || heard[1] != "STARTTLS" {
		t.Errorf("the conversation begins with %v", heard[:2])
	}
}

// partsOf gives the contents of a MIME message by media type.
func partsOf(t testing.TB, contentType string, body io.Reader) map[string]string {
	t.Helper()
	_, params, err := mime.ParseMediaType(contentType)
	must(t, err)
	parts := map[string]string{}
	for reader := multipart.NewReader(body, params["boundary"]); ; {
		p, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return parts
		}
		must(t, err)
		inner, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		must(t, err)
		if strings.HasPrefix(inner, "multipart/") {
			for k, v := range partsOf(t, p.Header.Get("Content-Type"), p) {
				parts[k] = v
			}
			continue
		}
		var content io.Reader = p // quoted-printable is undone by the reader
		if p.Header.Get("Content-Transfer-Encoding") == "base64" {
			content = base64.NewDecoder(base64.StdEncoding, p)
		}
		read, err := io.ReadAll(content)
		must(t, err)
		parts[inner] = strings.ReplaceAll(string(read), "\r\n", "\n")
	}
}

func TestMailArrivesOverTLSAndInTheClear(t *testing.T) {
	t.Parallel()
	for _, security := range []string{mailer.TLS, mailer.Clear} {
		o := startServer(t, func(o *mailServer) { o.implicit, o.login = security == mailer.TLS, plainLogin })
		s := o.server(security)
		if security == mailer.TLS {
			s.User, s.Password = "mailer", "s3cret"
		}
		r := open(t, s)
		must(t, r.Send(t.Context(), messageTo("shop@example.com")))
		must(t, r.Close())
		if mails, _ := o.took(); len(mails) != 1 {
			t.Errorf("%s: %d mails arrived", security, len(mails))
		}
	}
}

func TestServerWithoutTLSGetsNothing(t *testing.T) {
	t.Parallel()
	for situation, c := range map[string]struct {
		server func(*mailServer)
		client func(*mailer.Server)
	}{
		"no STARTTLS":         {func(o *mailServer) { o.offers = false }, func(*mailer.Server) {}},
		"unknown certificate": {func(*mailServer) {}, func(s *mailer.Server) { s.Trust = nil }},
		"wrong password":      {func(o *mailServer) { o.login = "eHh4" }, func(s *mailer.Server) { s.User, s.Password = "mailer", "guess" }},
		"wrong password, TLS at once": {
			func(o *mailServer) { o.login, o.implicit = "eHh4", true },
			func(s *mailer.Server) { s.Security, s.User, s.Password = mailer.TLS, "mailer", "guess" },
		},
	} {
		o := startServer(t, c.server)
		s := o.server(mailer.StartTLS)
		c.client(&s)
		c, err := mailer.NewSMTP(s)
		must(t, err)
		if _, err := c.Open(t.Context()); err == nil || strings.Contains(err.Error(), "guess") {
			t.Errorf("%s: %v", situation, err)
		}
		ended := make(chan struct{})
		go func() { o.open.Wait(); close(ended) }()
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			t.Errorf("%s: the connection is left open", situation)
		}
		_, heard := o.took()
		if heard := strings.Join(heard, " "); strings.Contains(heard, "MAIL FROM") {
			t.Errorf("%s: heard %s", situation, heard)
		}
	}
}

func TestRecipientThatIsRefusedLeavesTheRoundWhole(t *testing.T) {
	t.Parallel()
	o := startServer(t, func(o *mailServer) { o.refuse["gone@example.com"] = "550 5.1.1 no such user" })
	r := open(t, o.server(mailer.StartTLS))
	if err := r.Send(t.Context(), messageTo("gone@example.com")); err == nil || errors.Is(err, notices.ErrBroken) || !strings.Contains(err.Error(), "no such user") {
		t.Errorf("sending to nobody says %v", err)
	}
	if err := r.Send(t.Context(), messageTo("not an address")); err == nil || errors.Is(err, notices.ErrBroken) {
		t.Errorf("sending to nonsense says %v", err)
	}
	must(t, r.Send(t.Context(), messageTo("shop@example.com")))
	must(t, r.Close())
	if mails, _ := o.took(); len(mails) != 1 {
		t.Errorf("%d mails arrived", len(mails))
	}
}

func TestServerThatHangsUpOrIsAwayEndsTheSession(t *testing.T) {
	t.Parallel()
	o := startServer(t, func(o *mailServer) { o.hangUp = true })
	r := open(t, o.server(mailer.Clear))
	for range 2 {
		if err := r.Send(t.Context(), messageTo("shop@example.com")); !errors.Is(err, notices.ErrBroken) {
			t.Errorf("sending says %v", err)
		}
	}
	s := o.server(mailer.Clear)
	o.listener.Close()
	c, err := mailer.NewSMTP(s)
	must(t, err)
	if _, err := c.Open(context.Background()); err == nil {
		t.Error("a server that is away can be reached")
	}
}

func TestSettingsThatWouldLeakOrFailAreRefused(t *testing.T) {
	t.Parallel()
	from, err := mailer.ParseSender("noreply@example.net")
	must(t, err)
	if from.Name() != "noreply@example.net" {
		t.Errorf("the sender's name is %q", from.Name())
	}
	for _, s := range []mailer.Server{
		{Host: "mail.example.net", Security: "ssl", From: from},
		{Host: "mail.example.net", Security: mailer.Clear, User: "mailer", From: from},
		{Host: "", Security: mailer.TLS, From: from},
		{Host: "mail.example.net", Port: 70000, Security: mailer.TLS, From: from},
	} {
		if _, err := mailer.NewSMTP(s); err == nil {
			t.Errorf("%+v is taken", s)
		}
	}
	for _, text := range []string{"", "nobody", "a@b, c@d", "x <nobody>"} {
		if _, err := mailer.ParseSender(text); err == nil {
			t.Errorf("sender %q is taken", text)
		}
	}
}

func TestFolderHoldsOneFileForEachMail(t *testing.T) {
	t.Parallel()
	from, err := mailer.ParseSender("Registrar <noreply@example.net>")
	must(t, err)
	path := filepath.Join(t.TempDir(), "new", "mail")
	r, err := mailer.NewFolder(path, from).Open(t.Context())
	must(t, err)
	must(t, r.Send(t.Context(), messageTo("shop@example.com")))
	must(t, r.Send(t.Context(), messageTo("shop@example.com"))) // a second attempt
	must(t, r.Close())
	files, err := filepath.Glob(path + "/*")
	must(t, err)
	if len(files) != 1 || filepath.Base(files[0]) != "000007-renewed.eml" {
		t.Fatalf("the folder holds %v", files)
	}
	body, err := os.ReadFile(files[0])
	must(t, err)
	m, err := mail.ReadMessage(strings.NewReader(string(body)))
	must(t, err)
	if parts := partsOf(t, m.Header.Get("Content-Type"), m.Body); parts["text/html"] != "<p>Förnyad.</p>" {
		t.Errorf("the parts are %q", parts)
	}
}
