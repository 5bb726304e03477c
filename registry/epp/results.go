package epp

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
)

// Result codes beside those of package registry (RFC 5730 §3).
const (
	codeNoMessages   = 1300
	codeMessage      = 1301
	codeSyntax       = 2001
	codeValueSyntax  = 2005
	codeServerFailed = 2400
	codeServerClosed = 2500
	codeAuthClosed   = 2501
	codeTooMany      = 2502
)

// endsSession reports whether the server closes the connection after a result.
func endsSession(code int) bool {
	return code == codeServerClosed || code == codeAuthClosed || code == codeTooMany
}

// err is what an answer means for its command. "Command failed" says nothing about what happened before it failed, so 2400 and 2500
// are open outcomes; a server that ends the session for reasons of its own (2501, 2502) has not looked at the command, and one that
// our own money has run out at (2104) has not carried it out: that is no customer's fault.
func (r *reply) err() error {
	switch {
	case r.code < 2000:
		return nil
	case r.code == codeServerFailed || r.code == codeServerClosed:
		return fmt.Errorf("%w: %s (%d)", registry.ErrUnknown, r.words, r.code)
	case r.code == registry.CodeBilling:
		return fmt.Errorf("%w: %w: %s (%d)", registry.ErrUnreachable, registry.ErrNoFunds, r.words, r.code)
	case r.code == codeTooMany:
		return fmt.Errorf("%w: %w: %s (%d)", registry.ErrUnreachable, registry.ErrBusy, r.words, r.code)
	case r.code == codeAuthClosed:
		return fmt.Errorf("%w: %s (%d)", registry.ErrUnreachable, r.words, r.code)
	}
	return &registry.Refusal{Code: r.code, Words: r.words, SvTRID: r.svTRID}
}

// notTold marks the failure of one question at a registry that answers.
func notTold(err error) error { return fmt.Errorf("%w: %w", registry.ErrNotTold, err) }

// maxWords is how much of a registry's words is kept, in bytes.
const maxWords = 500

// words joins what the results say: the message, and the reasons behind it.
func words(results []*wire.Node) string {
	var all []string
	add := func(s string) {
		if s = printable(s); s != "" {
			all = append(all, s)
		}
	}
	for _, result := range results {
		add(result.Kid(wire.NSEPP, "msg").Value())
		for _, value := range result.All(wire.NSEPP, "extValue") {
			add(value.Kid(wire.NSEPP, "reason").Value())
		}
	}
	text := strings.Join(all, ": ")
	if text == "" {
		return "no words from the registry"
	}
	return clipped(text)
}

func clipped(text string) string {
	if len(text) > maxWords {
		return strings.ToValidUTF8(text[:maxWords], "") + "…"
	}
	return text
}

// printable makes one line of a text from outside.
func printable(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || !unicode.IsPrint(c) {
			return ' '
		}
		return c
	}, s)), " ")
}

// before makes the failure of a step that went ahead of the real command one of a command that was not sent. A refusal stays one.
func before(step string, err error) error {
	if _, refused := registry.AsRefusal(err); err == nil || refused || errors.Is(err, registry.ErrNoSuchName) {
		return err
	}
	return unreachable(step, err)
}
