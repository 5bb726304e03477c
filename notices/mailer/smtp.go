package mailer

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	gomail "github.com/wneessen/go-mail"

	"nameyard/notices"
)

// How a connection to a mail server is protected.
const (
	StartTLS = "starttls" // begins in the clear and must switch to TLS (RFC 3207)
	TLS      = "tls"      // TLS from the first byte (RFC 8314)
	Clear    = "none"     // for a relay on this machine
)

// Securities lists them.
var Securities = []string{StartTLS, TLS, Clear}

// Server says how a mail server is reached.
type Server struct {
	Host     string
	Port     int    // 0 = 587 with starttls, 465 with tls, 25 with none
	Security string // one of Securities
	User     string // empty = no login
	Password string
	Hello    string // what this machine calls itself; empty = its host name
	From     Sender
	Timeout  time.Duration // for the connection and for each mail; 0 = 30 s
	Trust    *tls.Config   // nil = the certificates that this machine trusts
}

// SMTP sends mails through a mail server.
type SMTP struct{ server Server }

// NewSMTP checks the settings; it does not connect.
func NewSMTP(s Server) (*SMTP, error) {
	if !slices.Contains(Securities, s.Security) {
		return nil, fmt.Errorf("the security of the mail server is %q, it must be one of %v", s.Security, Securities)
	}
	if s.User != "" && s.Security == Clear {
		return nil, errors.New("a password must not go to a mail server in the clear: use starttls or tls, or no user")
	}
	if s.Port == 0 {
		s.Port = map[string]int{StartTLS: 587, TLS: 465, Clear: 25}[s.Security]
	}
	if s.Timeout == 0 {
		s.Timeout = 30 * time.Second
	}
	if s.Trust == nil {
		s.Trust = &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}
	}
	mailer := &SMTP{s}
	_, err := mailer.client(&line{})
	return mailer, err
}

// logins are the ways to log in, best first. All of them go over TLS. (The library's own choice takes a connection which it has not made
// itself for one in the clear.)
var logins = []gomail.SMTPAuthType{
	gomail.SMTPAuthSCRAMSHA256PLUS, gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1PLUS, gomail.SMTPAuthSCRAMSHA1,
	gomail.SMTPAuthCramMD5, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin,
}

func (s *SMTP) client(l *line) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.server.Port), gomail.WithTimeout(s.server.Timeout), gomail.WithTLSConfig(s.server.Trust),
		gomail.WithDialContextFunc(l.dial),
	}
	switch s.server.Security {
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLS:
		options, l.secret = append(options, gomail.WithSSL()), s.server.Trust
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.server.Hello != "" {
		options = append(options, gomail.WithHELO(s.server.Hello))
	}
	if s.server.User != "" {
		options = append(options, gomail.WithOpportunisticSMTPAuth(logins...), gomail.WithUsername(s.server.User),
			gomail.WithPassword(s.server.Password))
	}
	client, err := gomail.NewClient(s.server.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("the settings of the mail server: %w", err)
	}
	return client, nil
}

// Open connects and logs in.
func (s *SMTP) Open(ctx context.Context) (notices.Session, error) {
	l := &line{}
	client, err := s.client(l)
	if err != nil {
		return nil, err
	}
	if err := client.DialWithContext(ctx); err != nil {
		l.close()
		return nil, fmt.Errorf("mail server %s: %w", client.ServerAddr(), err)
	}
	return &session{client, l, s.server.From}, nil
}

// session is one connection.
type session struct {
	client *gomail.Client
	line   *line
	from   Sender
}

// Send hands a mail over.
func (c *session) Send(_ context.Context, p notices.Message) error {
	m, err := c.from.message(p)
	if err != nil {
		return err
	}
	err = c.client.Send(m)
	if err == nil || m.IsDelivered() { // the server has taken it; what broke after that shows with the next one
		return nil
	}
	var refused *gomail.SendError
	if errors.As(err, &refused) && refused.ErrorCode() != 0 && refused.ErrorCode() != 421 { // RFC 5321 4.2.3: 421 closes the connection
		return errors.Join(err, c.afresh())
	}
	return fmt.Errorf("%w: %w", notices.ErrBroken, err)
}

// afresh makes the connection ready for the next mail after one was refused.
func (c *session) afresh() error {
	if err := c.client.Reset(); err != nil {
		return fmt.Errorf("%w: %w", notices.ErrBroken, err)
	}
	return nil
}

// Close ends the connection as SMTP wants it, with QUIT.
func (c *session) Close() error {
	defer c.line.close()
	return c.client.Close()
}

// line is the connection below a session. The library leaves it open when a greeting, TLS, a login or a QUIT fails.
type line struct {
	secret *tls.Config // TLS from the first byte; nil = in the clear first
	conn   net.Conn
}

func (l *line) dial(ctx context.Context, network, address string) (conn net.Conn, err error) {
	if l.secret != nil {
		conn, err = (&tls.Dialer{Config: l.secret}).DialContext(ctx, network, address)
	} else {
		conn, err = new(net.Dialer).DialContext(ctx, network, address)
	}
	l.conn = conn
	return conn, err
}

func (l *line) close() {
	if l.conn != nil {
		_ = l.conn.Close() // after a QUIT it is closed already
	}
}
