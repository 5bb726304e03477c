package listen

import (
	"log"
	"log/slog"
	"strings"

	"nameyard/safely"
)

// fewHandshakes is how many TLS handshakes may fail in a minute before a person must know of it: scanners are everywhere.
const fewHandshakes = 100

// errorLog is what an http.Server says, at the level that it has.
type errorLog struct {
	log        *slog.Logger
	what       string
	handshakes sparing
	rest       sparing
}

// ErrorLog is the ErrorLog of an http.Server that serves something: faults of the program as errors, handshakes that fail only where they are
// many, and the rest as warnings, once a minute.
func ErrorLog(logger *slog.Logger, what string) *log.Logger {
	return log.New(&errorLog{log: logger.With("what", what), what: what, handshakes: sparing{few: fewHandshakes}}, "", 0)
}

// Write takes one message.
func (e *errorLog) Write(message []byte) (int, error) {
	words := strings.TrimSpace(string(message))
	switch {
	case strings.Contains(words, "panic serving"):
		safely.Count(e.what)
		e.log.Error("a fault in the program has ended a connection", "stack", words)
	case strings.Contains(words, "TLS handshake error"):
		e.handshakes.warn(e.log, "TLS handshakes fail", "last", words)
	default:
		e.rest.warn(e.log, "a connection has ended in disorder", "why", words)
	}
	return len(message), nil
}
