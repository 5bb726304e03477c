package web

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"nameyard/listen"
)

// Server serves one listener.
type Server struct {
	http     *http.Server
	listener net.Listener
}

// The bounds of a visit. A visitor sends no body that counts.
const (
	headerTime  = 10 * time.Second
	answerTime  = 30 * time.Second
	idleTime    = 15 * time.Second // a visitor is sent elsewhere, and has nothing more to ask here
	headerBytes = 16 << 10
)

// bounds are those of the visitors' connections that are open at once.
var bounds = listen.Bounds{What: "web forwards", All: 2000, Each: 200}

// NewServer makes a server on a listener, whose connections are bounded; with a TLS configuration it speaks HTTPS.
func NewServer(l net.Listener, handler http.Handler, encrypted *tls.Config, log *slog.Logger) *Server {
	l = listen.Within(bounds, l, log)
	if encrypted != nil {
		l = tls.NewListener(l, encrypted)
	}
	return &Server{listener: l, http: &http.Server{
		Handler: handler, TLSConfig: encrypted, ReadHeaderTimeout: headerTime, ReadTimeout: answerTime, WriteTimeout: answerTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headerBytes, ErrorLog: listen.ErrorLog(log, bounds.What),
	}}
}

// Serve answers until Close.
func (s *Server) Serve() error {
	if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Close ends the server; visits that are under way get their time until ctx ends.
func (s *Server) Close(ctx context.Context) error {
	return errors.Join(s.http.Shutdown(ctx), ignoreClosed(s.listener.Close()))
}

// ignoreClosed forgives a listener that Serve has closed.
func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
