package epp_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp"
	"nameyard/registry/epp/wire"
	"nameyard/registry/registrytest"
	"nameyard/registry/sandbox/eppserver"
	"nameyard/reseller"
)

const (
	greeting = `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><greeting><svID>x</svID><svDate>2026-01-01T00:00:00Z</svDate><svcMenu>` +
		`<version>1.0</version><lang>en</lang><objURI>urn:ietf:params:xml:ns:domain-1.0</objURI></svcMenu></greeting></epp>`
	response = `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><response><result code="%d"><msg>words</msg></result>` +
		`<trID><clTRID>%s</clTRID><svTRID>sv</svTRID></trID></response></epp>`
)

// server is a registry that does as it is told: it greets, lets everybody in, and answers the first command behind the login with
// some bytes.
type server struct {
	greets  func(conn net.Conn)                // nil = in good order
	login   int                                // result code, 0 = 1000
	answers func(conn net.Conn, clTRID string) // the connection ends afterwards
}

func (s server) start(t *testing.T) (address string, client *tls.Config) {
	t.Helper()
	certificate, _, err := eppserver.SelfSigned(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{certificate}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	roots := x509.NewCertPool()
	roots.AddCert(certificate.Leaf)
	return listener.Addr().String(), &tls.Config{RootCAs: roots}
}

func (s server) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	if s.greets != nil {
		s.greets(conn)
		return
	}
	_ = wire.WriteFrame(conn, []byte(greeting))
	id, ok := readID(conn)
	if !ok {
		return
	}
	code := s.login
	if code == 0 {
		code = 1000
	}
	_ = wire.WriteFrame(conn, fmt.Appendf(nil, response, code, id))
	if id, ok = readID(conn); ok && s.answers != nil {
		s.answers(conn, id)
	}
}

// converse greets and answers each document, with the command in it, until answer gives nothing; hello is answered with the greeting.
func converse(conn net.Conn, greeting string, answer func(document string, command *wire.Node) []byte) {
	_ = wire.WriteFrame(conn, []byte(greeting))
	for {
		document, err := wire.ReadFrame(conn)
		if err != nil {
			return
		}
		root, err := wire.Parse(document)
		if err != nil {
			return
		}
		reply := []byte(greeting)
		if root.Kid(wire.NSEPP, "hello") == nil {
			reply = answer(string(document), root.Kid(wire.NSEPP, "command"))
		}
		if reply == nil {
			return
		}
		_ = wire.WriteFrame(conn, reply)
	}
}

// readID reads a command and gives its transaction id.
func readID(conn net.Conn) (string, bool) {
	document, err := wire.ReadFrame(conn)
	if err != nil {
		return "", false
	}
	root, err := wire.Parse(document)
	if err != nil {
		return "", false
	}
	return root.Kid(wire.NSEPP, "command").Kid(wire.NSEPP, "clTRID").Value(), true
}

func (s server) renew(t *testing.T, change func(*epp.Settings)) error {
	t.Helper()
	address, client := s.start(t)
	set := epp.Settings{Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second, TLDs: registrytest.Rules()}
	if change != nil {
		change(&set)
	}
	c := epp.New(set)
	defer func() { _ = c.Close() }()
	_, err := c.Renew(context.Background(), registry.Renew{ClTRID: "NY-test-1", Name: reseller.NameOf("a.com", "com"), CurrentExpiry: time.Now(), Years: 1})
	return err
}

// TestHostileAnswersAreUnknown: whatever a command is answered with that is no answer to it, its outcome is open, and never a refusal or a
// success (T38, T72).
func TestHostileAnswersAreUnknown(t *testing.T) {
	frame := func(document string) func(net.Conn, string) {
		return func(conn net.Conn, id string) {
			_ = wire.WriteFrame(conn, []byte(strings.ReplaceAll(document, "@", id)))
		}
	}
	raw := func(bytes string) func(net.Conn, string) {
		return func(conn net.Conn, _ string) { _, _ = conn.Write([]byte(bytes)) }
	}
	good, refused := fmt.Sprintf(response, 1000, "@"), fmt.Sprintf(response, 2303, "@")
	for what, answers := range map[string]func(net.Conn, string){
		"nothing":                 func(net.Conn, string) {},
		"a length of 4 GB":        raw("\xff\xff\xff\xff<epp/>"),
		"a negative length":       raw("\x80\x00\x00\x00"),
		"a length of nothing":     raw("\x00\x00\x00\x04"),
		"a length below itself":   raw("\x00\x00\x00\x00"),
		"half a length":           raw("\x00\x00"),
		"half a document":         raw("\x00\x00\x01\x00<epp"),
		"another protocol":        raw("HTTP/1.1 200 OK\r\n\r\n"),
		"garbage":                 frame("\x00\x01garbage"),
		"a document type":         frame(`<!DOCTYPE epp [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + good),
		"an entity of its own":    frame(strings.ReplaceAll(good, "words", "&x;")),
		"a greeting":              frame(greeting),
		"an answer to another":    frame(fmt.Sprintf(response, 1000, "NY-other-1")),
		"a refusal of another":    frame(fmt.Sprintf(response, 2303, "NY-other-1")),
		"an answer to nobody":     frame(strings.ReplaceAll(good, "<clTRID>@</clTRID>", "")),
		"no server transaction":   frame(strings.ReplaceAll(good, "<svTRID>sv</svTRID>", "")),
		"no code":                 frame(strings.ReplaceAll(good, ` code="1000"`, "")),
		"a code out of range":     frame(fmt.Sprintf(response, 7, "@")),
		"no result":               frame(strings.ReplaceAll(good, `<result code="1000"><msg>words</msg></result>`, "")),
		"another namespace":       frame(strings.ReplaceAll(good, "epp-1.0", "epp-2.0")),
		"depth without end":       frame(strings.Repeat("<a>", 10000)),
		"the end of a session":    frame(fmt.Sprintf(response, 1500, "@")),
		"an empty queue":          frame(fmt.Sprintf(response, 1300, "@")),
		"two answers":             frame(strings.ReplaceAll(good, "</epp>", refused[strings.Index(refused, "<response>"):])),
		"two of its parts":        frame(strings.ReplaceAll(good, "<trID>", "<resData/><resData>"+renewedOther+"</resData><trID>")),
		"two transactions":        frame(strings.ReplaceAll(good, "</trID>", "</trID><trID><clTRID>NY-other-1</clTRID><svTRID>sv</svTRID></trID>")),
		"yes and no":              frame(strings.ReplaceAll(good, "<trID>", `<result code="2303"><msg>no</msg></result><trID>`)),
		"another name":            frame(strings.ReplaceAll(good, "<trID>", `<resData>`+renewedOther+`</resData><trID>`)),
		"command failed":          frame(fmt.Sprintf(response, 2400, "@")),
		"command failed, closing": frame(fmt.Sprintf(response, 2500, "@")),
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			err := server{answers: answers}.renew(t, nil)
			if _, refused := registry.AsRefusal(err); refused || !errors.Is(err, registry.ErrUnknown) || errors.Is(err, registry.ErrUnreachable) {
				t.Errorf("the outcome is %v, want it unknown", err)
			}
		})
	}
}

const renewedOther = `<d:renData xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:name>b.com</d:name><d:exDate>2030-01-01T00:00:00Z</d:exDate></d:renData>`

// slowly sends an answer so that its end is never near, and never seems far.
func slowly(document string) func(net.Conn, string) {
	return func(conn net.Conn, _ string) {
		frame := append([]byte{0, 0, 1, 0}, document...)
		for i := 0; ; i++ {
			if _, err := conn.Write(frame[i%len(frame) : i%len(frame)+1]); err != nil {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// TestSessionThatSpeaksUnaskedIsNotUsed: a second answer to one command is not taken for that to the next, also where transaction ids are
// not checked; a session that has ended costs no command its outcome.
func TestSessionThatSpeaksUnaskedIsNotUsed(t *testing.T) {
	for what, after := range map[string]func(net.Conn, string){
		"another answer": func(conn net.Conn, id string) { _ = wire.WriteFrame(conn, fmt.Appendf(nil, response, 1000, id)) },
		"the end":        func(conn net.Conn, _ string) { _ = conn.Close() },
	} {
		for _, unchecked := range []bool{true, false} {
			commands := make(chan string, 10)
			followed := make(chan struct{})
			s := server{answers: func(conn net.Conn, id string) {
				commands <- id
				_ = wire.WriteFrame(conn, fmt.Appendf(nil, response, 1000, id))
				after(conn, id)
				followed <- struct{}{}
				if id, ok := readID(conn); ok {
					commands <- id
					_ = wire.WriteFrame(conn, fmt.Appendf(nil, response, 2303, id))
				}
			}}
			address, client := s.start(t)
			c := epp.New(epp.Settings{
				Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 5 * time.Second, TLDs: registrytest.Rules(),
				Profile: epp.Profile{NoEcho: unchecked},
			})
			renew := func(id string) error {
				_, err := c.Renew(t.Context(), registry.Renew{ClTRID: id, Name: reseller.NameOf("a.com", "com"), CurrentExpiry: time.Now(), Years: 1})
				return err
			}
			if err := renew("NY-first-1"); err != nil {
				t.Fatal(err)
			}
			<-followed
			go func() { <-followed }() // the next session's
			if err := renew("NY-second-1"); err != nil {
				t.Fatalf("%s (ids checked: %t): the next command gives %v", what, !unchecked, err)
			}
			if len(commands) != 2 {
				t.Fatalf("%s (ids checked: %t): the server was sent %d commands, want 2", what, !unchecked, len(commands))
			}
			if first, second := <-commands, <-commands; first != "NY-first-1" || second != "NY-second-1" || len(commands) > 0 {
				t.Errorf("%s (ids checked: %t): the server was sent %s and %s", what, !unchecked, first, second)
			}
			_ = c.Close()
		}
	}
}

// TestGoodAnswerIsTaken: the server of these tests can do well, too.
func TestGoodAnswerIsTaken(t *testing.T) {
	good := func(conn net.Conn, id string) { _ = wire.WriteFrame(conn, fmt.Appendf(nil, response, 1000, id)) }
	if err := (server{answers: good}).renew(t, nil); err != nil {
		t.Error(err)
	}
}

// TestSilenceIsUnknownInTime: an answer that never comes, or comes byte by byte without end, costs its deadline and no more.
func TestSilenceIsUnknownInTime(t *testing.T) {
	held := make(chan struct{})
	defer close(held)
	for what, answers := range map[string]func(net.Conn, string){
		"silence":      func(net.Conn, string) { <-held },
		"byte by byte": slowly(fmt.Sprintf(response, 1000, "@")),
	} {
		err := server{answers: answers}.renew(t, func(s *epp.Settings) { s.Timeout = 300 * time.Millisecond })
		if !errors.Is(err, registry.ErrUnknown) || errors.Is(err, registry.ErrUnreachable) {
			t.Errorf("%s: the outcome is %v, want it unknown", what, err)
		}
	}
}

// TestHalfOpenSessionCostsNoCommand: where the other side has gone without a word, a session that was idle is asked first, and another
// one carries the command.
func TestHalfOpenSessionCostsNoCommand(t *testing.T) {
	s := server{answers: func(conn net.Conn, id string) {
		_ = wire.WriteFrame(conn, fmt.Appendf(nil, response, 1000, id))
		for { // from here on all is taken and nothing answered
			if _, err := wire.ReadFrame(conn); err != nil {
				return
			}
		}
	}}
	address, client := s.start(t)
	c := epp.New(epp.Settings{Address: address, TLS: client, ClientID: "us", Password: "secret", Timeout: 2 * time.Second, KeepAlive: time.Nanosecond, TLDs: registrytest.Rules()})
	defer func() { _ = c.Close() }()
	for _, id := range []string{"NY-first-1", "NY-second-1"} {
		if _, err := c.Renew(t.Context(), registry.Renew{ClTRID: id, Name: reseller.NameOf("a.com", "com"), CurrentExpiry: time.Now(), Years: 1}); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// TestNothingIsSentToAServerThatDoesNotLetUsIn: what fails before the command was sent cannot have had an effect.
func TestNothingIsSentToAServerThatDoesNotLetUsIn(t *testing.T) {
	ended := make(chan struct{})
	t.Cleanup(func() { close(ended) })
	for what, s := range map[string]server{
		"login refused":       {login: 2200},
		"too many sessions":   {login: 2502},
		"login pending":       {login: 1001},
		"no greeting":         {greets: func(net.Conn) {}},
		"half open":           {greets: func(net.Conn) { <-ended }},
		"an oversize hello":   {greets: func(c net.Conn) { _, _ = c.Write([]byte("\xff\xff\xff\xff")) }},
		"garbage":             {greets: func(c net.Conn) { _ = wire.WriteFrame(c, []byte("garbage")) }},
		"an answer":           {greets: func(c net.Conn) { _ = wire.WriteFrame(c, fmt.Appendf(nil, response, 1000, "x")) }},
		"no domains":          {greets: func(c net.Conn) { _ = wire.WriteFrame(c, []byte(strings.ReplaceAll(greeting, "domain-1.0", "x"))) }},
		"no money there":      {answers: func(c net.Conn, id string) { _ = wire.WriteFrame(c, fmt.Appendf(nil, response, 2104, id)) }},
		"closed by the rules": {answers: func(c net.Conn, id string) { _ = wire.WriteFrame(c, fmt.Appendf(nil, response, 2502, id)) }},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			err := s.renew(t, func(set *epp.Settings) {
				if what == "half open" {
					set.Timeout = 300 * time.Millisecond
				}
			})
			if _, refused := registry.AsRefusal(err); refused || !errors.Is(err, registry.ErrUnreachable) || errors.Is(err, registry.ErrUnknown) {
				t.Errorf("the outcome is %v, want it unreachable", err)
			}
		})
	}
}

// TestCertificatesAreLookedAt: a server that is not the one named is told nothing.
func TestCertificatesAreLookedAt(t *testing.T) {
	err := server{}.renew(t, func(s *epp.Settings) { s.TLS = &tls.Config{} })
	if !errors.Is(err, registry.ErrUnreachable) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("an unknown certificate gives %v", err)
	}
}

// TestLoginRestsAfterAFailure: a password that is refused is not tried again and again, which would lock the account.
func TestLoginRestsAfterAFailure(t *testing.T) {
	logins := make(chan struct{}, 100)
	s := server{greets: func(c net.Conn) {
		_ = wire.WriteFrame(c, []byte(greeting))
		if id, ok := readID(c); ok {
			logins <- struct{}{}
			_ = wire.WriteFrame(c, fmt.Appendf(nil, response, 2200, id))
		}
	}}
	address, client := s.start(t)
	c := epp.New(epp.Settings{Address: address, TLS: client, ClientID: "us", Password: "wrong!", Rest: time.Hour, TLDs: registrytest.Rules()})
	defer func() { _ = c.Close() }()
	for range 20 {
		if _, err := c.Check(t.Context(), reseller.NameOf("a.com", "com")); !errors.Is(err, registry.ErrUnreachable) || !strings.Contains(err.Error(), "2200") {
			t.Fatalf("got %v", err)
		}
	}
	if len(logins) != 1 {
		t.Errorf("%d logins, want 1", len(logins))
	}
}
