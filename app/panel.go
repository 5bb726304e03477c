package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"nameyard/operator"
	"nameyard/panel"
	"nameyard/panel/staff"
	"nameyard/server"
)

// Panel makes the web pages. Start does so by itself.
func (a *App) Panel() (*panel.Panel, error) {
	return panel.New(panel.Config{
		Actions: a.Actions, People: a.Store, Clock: a.Clock, Log: a.Log, Brand: a.businessName,
		Staff: staff.Cases{Accounts: operator.Accounts{Store: a.Store}},
	})
}

// operatorListener is an address of the operator's pages alone. A nil one does nothing.
type operatorListener struct {
	listener net.Listener
	http     *http.Server
}

func listenForOperators(ctx context.Context, front *server.Server, address string) (*operatorListener, error) {
	if address == "" {
		return nil, nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen for the operator's pages on %s: %w", address, err)
	}
	return &operatorListener{listener, front.OperatorServer(address)}, nil
}

func (o *operatorListener) serve(failed chan<- error) {
	if o != nil {
		go func() { failed <- o.http.Serve(o.listener) }()
	}
}

func (o *operatorListener) shutdown(ctx context.Context) error {
	if o == nil {
		return nil
	}
	return errors.Join(o.http.Shutdown(ctx), o.close())
}

// close ends the listener of a server that did not serve.
func (o *operatorListener) close() error {
	if o == nil {
		return nil
	}
	if err := o.listener.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
