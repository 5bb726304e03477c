package epp

import (
	"context"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
)

// Probe opens a session of its own, tries it, and ends it: connect (TCP and TLS), login (the greeting included), hello, logout. It takes
// the place of one of the connector's sessions. The steps that went well are given with an error, too.
func (c *Connector) Probe(ctx context.Context) (steps []registry.Step, err error) {
	for _, password := range c.set.passwords() {
		set := c.set
		set.Password = password
		err = c.pool.aside(ctx, func(ctx context.Context) error {
			steps, err = probe(ctx, set)
			return err
		})
		if !wrongPassword(err) {
			break
		}
	}
	return steps, err
}

// probe tries a session step by step.
func probe(ctx context.Context, set Settings) (steps []registry.Step, err error) {
	begun := time.Now()
	took := func(name string) {
		now := time.Now()
		steps, begun = append(steps, registry.Step{Name: name, Took: now.Sub(begun)}), now
	}
	s, err := dial(ctx, set)
	if err != nil {
		return steps, err
	}
	defer func() { _ = s.conn.Close() }()
	took("connect")
	if err := s.begin(ctx, set); err != nil {
		return steps, err
	}
	took("login")
	if err := s.hello(ctx); err != nil {
		return steps, unknown("hello", err)
	}
	took("hello")
	if err := s.bye(ctx); err != nil {
		return steps, unknown("logout", err)
	}
	took("logout")
	return steps, nil
}

// codeGoodbye is the answer to a logout (RFC 5730 §3).
const codeGoodbye = 1500

// bye logs out.
func (s *session) bye(ctx context.Context) error {
	document, err := wire.Document(func(w *wire.Writer) {
		w.In("command", func() {
			w.Empty("logout")
			w.Text("clTRID", newID())
		})
	})
	if err != nil {
		return err
	}
	got, err := s.exchange(ctx, document)
	if err != nil {
		return err
	}
	answer, err := readReply(got)
	if err == nil && answer.code != codeGoodbye {
		err = fmt.Errorf("the server answers a logout with %s (%d)", answer.words, answer.code)
	}
	return err
}
