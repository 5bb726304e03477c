package epp

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
)

// session is one connection that is logged in. It carries one command at a time.
type session struct {
	conn       net.Conn
	in         *bufio.Reader
	objects    []string // object URIs logged in with
	extensions []string
	used       time.Time // of the last answer, by the machine's clock
	broken     bool      // its next bytes, if any, may be anything
}

// speaks reports whether both sides have an extension.
func (s *session) speaks(extension string) bool { return slices.Contains(s.extensions, extension) }

// connect opens a session: TLS, greeting, login. Every error is ErrUnreachable: no command was sent.
func connect(ctx context.Context, set Settings) (*session, error) {
	ctx, stop := context.WithTimeout(ctx, set.Timeout)
	defer stop()
	var err error
	for _, set.Password = range set.passwords() {
		var s *session
		if s, err = connectAs(ctx, set); !wrongPassword(err) {
			return s, err
		}
	}
	return nil, err
}

func connectAs(ctx context.Context, set Settings) (*session, error) {
	s, err := dial(ctx, set)
	if err != nil {
		return nil, err
	}
	if err := s.begin(ctx, set); err != nil {
		_ = s.conn.Close() // the error that counts is the first
		return nil, err
	}
	return s, nil
}

// dial connects and makes sure that the server is the one that is meant.
func dial(ctx context.Context, set Settings) (*session, error) {
	dialer := &tls.Dialer{Config: set.TLS}
	conn, err := dialer.DialContext(ctx, "tcp", set.Address)
	if err != nil {
		return nil, unreachable("connecting to "+set.Address, err)
	}
	return &session{conn: conn, in: bufio.NewReader(conn)}, nil
}

// begin reads the greeting and logs in.
func (s *session) begin(ctx context.Context, set Settings) error {
	menu, err := s.greeting(ctx)
	if err != nil {
		return unreachable("greeting", err)
	}
	s.objects = offered(menu.Values(wire.NSEPP, "objURI"), []string{wire.NSDomain, wire.NSContact, wire.NSHost})
	s.extensions = offered(menu.Kid(wire.NSEPP, "svcExtension").Values(wire.NSEPP, "extURI"), set.Profile.Extensions)
	if !slices.Contains(s.objects, wire.NSDomain) {
		return unreachable("greeting", errors.New("the server does not offer domains"))
	}
	if g := set.Profile.Gateway; g != nil && !s.speaks(g.Extension) {
		return unreachable("greeting", errors.New("the server does not offer "+g.Extension+", which profile.gateway asks for"))
	}
	frame, id, err := s.login(set)
	if err != nil {
		return unreachable("login", err)
	}
	document, err := s.exchange(ctx, frame)
	if err != nil {
		return unreachable("login", err)
	}
	answer, err := readReply(document)
	if err == nil && answer.code != registry.CodeDone {
		err = &loginRefused{registry.Refuse(answer.code, "%s", answer.words)}
	}
	if err == nil && !set.Profile.NoEcho && !answer.answers(id) {
		err = errOtherCommand
	}
	if err != nil {
		return unreachable("login", err)
	}
	s.used = time.Now()
	return nil
}

// loginRefused is the registry's no to a login: trying again soon may lock the account.
type loginRefused struct{ *registry.Refusal }

// Is says that a login was refused only because too many sessions of ours are open (registry.ErrBusy).
func (r *loginRefused) Is(target error) bool {
	return target == registry.ErrBusy && r.Code == codeTooMany
}

func (s *session) greeting(ctx context.Context) (*wire.Node, error) {
	defer s.until(ctx)()
	document, err := wire.ReadFrame(s.in)
	if err != nil {
		return nil, err
	}
	root, err := wire.Parse(document)
	if err != nil {
		return nil, err
	}
	menu := root.Kid(wire.NSEPP, "greeting").Kid(wire.NSEPP, "svcMenu")
	if menu == nil {
		return nil, errors.New("the server did not begin with a greeting")
	}
	return menu, nil
}

// exchange sends a document and waits for the next one. On an error it is not known whether the server got it, and the session is
// broken.
func (s *session) exchange(ctx context.Context, document []byte) ([]byte, error) {
	defer s.until(ctx)()
	s.broken = true
	if err := wire.WriteFrame(s.conn, document); err != nil {
		return nil, err
	}
	answer, err := wire.ReadFrame(s.in)
	if err != nil {
		return nil, err
	}
	s.broken, s.used = false, time.Now()
	return answer, nil
}

// until ends input and output of the session when ctx ends.
func (s *session) until(ctx context.Context) (done func()) {
	deadline, _ := ctx.Deadline()
	_ = s.conn.SetDeadline(deadline) // a dead connection says so at the next read
	stop := context.AfterFunc(ctx, func() { _ = s.conn.SetDeadline(time.Unix(1, 0)) })
	return func() { stop() }
}

// hello asks for the greeting again: is anybody there?
func (s *session) hello(ctx context.Context) error {
	document, err := wire.Document(func(w *wire.Writer) { w.Empty("hello") })
	if err != nil {
		return err
	}
	answer, err := s.exchange(ctx, document)
	if err != nil {
		return err
	}
	root, err := wire.Parse(answer)
	if err == nil && root.Kid(wire.NSEPP, "greeting") == nil {
		err = errOtherCommand
	}
	return err
}

// logout ends the session in good order, without waiting long for the answer.
func (s *session) logout() {
	ctx, stop := context.WithTimeout(context.Background(), time.Second)
	defer stop()
	if !s.broken {
		_ = s.bye(ctx) // the connection is closed whatever the answer
	}
	_ = s.conn.Close()
}

func offered(theirs, ours []string) []string {
	var both []string
	for _, uri := range ours {
		if slices.Contains(theirs, uri) {
			both = append(both, uri)
		}
	}
	return both
}

// newID is a transaction id of a command that no order stands behind.
func newID() string { return "NY-" + rand.Text()[:20] }

var errOtherCommand = errors.New("the answer is to another command")

func unreachable(doing string, err error) error {
	return fmt.Errorf("%w: %s: %w", registry.ErrUnreachable, doing, unnamed(err))
}

func unknown(doing string, err error) error {
	return fmt.Errorf("%w: %s: %w", registry.ErrUnknown, doing, unnamed(err))
}

// unnamed keeps an error's cause but not what it says of the outcome, so that "never sent" cannot turn into "unknown" or back by
// being wrapped twice.
func unnamed(err error) error {
	var login *loginRefused
	if errors.As(err, &login) {
		return login
	}
	return errors.New(err.Error())
}
