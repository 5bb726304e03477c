package publish

import (
	"log/slog"
	"net"
	"runtime/debug"
)

// Survive, deferred, logs a fault of ours that somebody's request has shown: no request may end the process.
func Survive(log *slog.Logger, request string, from net.Addr) {
	if fault := recover(); fault != nil {
		log.Error("a request has shown a fault of the server", "request", request, "from", from.String(), "fault", fault, "stack", string(debug.Stack()))
	}
}
