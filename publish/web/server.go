package web

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
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
	idleTime    = time.Minute
	headerBytes = 16 << 10
)

// NewServer makes a server on a listener; with a TLS configuration it speaks HTTPS.
func NewServer(l net.Listener, handler http.Handler, encrypted *tls.Config, log *slog.Logger) *Server {
	if encrypted != nil {
		l = tls.NewListener(l, encrypted)
	}
	return &Server{listener: l, http: &http.Server{
		Handler: handler, TLSConfig: encrypted, ReadHeaderTimeout: headerTime, ReadTimeout: answerTime, WriteTimeout: answerTime, IdleTimeout: idleTime,
		MaxHeaderBytes: headerBytes, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
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
