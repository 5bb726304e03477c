package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"

	"nameyard/server"
)

// nameyardHandler is our server as it serves, with its log written to nowhere, and without a limit on requests.
func nameyardHandler(ctx context.Context, o roleOrders) (http.Handler, error) {
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	h, err := openHouse(ctx, o.Database, log)
	if err != nil {
		return nil, err
	}
	const unlimited = 1 << 40
	return server.New(server.Config{
		Actions: h.actions, Credentials: h.store, Clock: wallClock{}, Log: log, Rate: unlimited, Burst: unlimited,
	})
}
