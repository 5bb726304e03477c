package main

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net/http"

	"nameyard/app"
	"nameyard/server"
)

// nameyardHandler is our server as it serves, with its log written to nowhere, and without a limit on requests.
func nameyardHandler(ctx context.Context, o roleOrders) (http.Handler, error) {
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	a, err := open(ctx, o.Database, cmp.Or(o.Secret, benchKey), app.CheckSchema, log)
	if err != nil {
		return nil, err
	}
	const unlimited = 1 << 40
	c := server.Config{Actions: a.Actions, Credentials: a.Store, Clock: a.Clock, Log: log, Rate: unlimited, Burst: unlimited}
	if !o.Turns {
		c.AtOnce = unlimited
	}
	return server.New(c)
}
