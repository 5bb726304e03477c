package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"nameyard/notices"
	"nameyard/operator"
	"nameyard/panel"
	"nameyard/panel/staff"
	"nameyard/publish/dns"
	"nameyard/server"
)

// Panel makes the web pages. Start does so by itself.
func (a *App) Panel() (*panel.Panel, error) {
	config := panel.Config{
		Actions: a.Actions, People: a.Store, Clock: a.Clock, Key: a.Key, Mails: a.Notices, Log: a.Log, Brand: a.businessName, Look: a.look,
		PaymentText: a.paymentText, Bank: a.bank, SellerEmail: a.Invoices.Seller.Email, Staff: a.staffCases(), Version: a.Version,
	}
	if a.Payments != nil {
		config.Cards = a.Payments
	}
	return panel.New(config)
}

// staffCases are the operator's use cases, as its pages call them.
func (a *App) staffCases() staff.Cases {
	return staff.Cases{
		Accounts:   operator.Accounts{Store: a.Store},
		Credit:     operator.Credit{Store: a.Store},
		Payments:   operator.Payments{Store: a.Store},
		Tokens:     operator.Tokens{Store: a.Store, Clock: a.Clock, Key: a.Key},
		Users:      operator.Users{Store: a.Store, Clock: a.Clock, Notices: a.Notices},
		Mails:      operator.Mails{Store: a.Store, Clock: a.Clock, Mailer: a.Notices.Mailer},
		Domains:    operator.Domains{Store: a.Store, Routes: a.Routes, Clock: a.Clock, Orders: a.Orders},
		Moves:      operator.Move{Store: a.Store, Routes: a.Routes, Log: a.Log},
		Orders:     operator.Orders{Store: a.Store, Orders: a.Orders},
		Stories:    operator.Stories{Store: a.Store},
		Invoices:   operator.Invoices{Store: a.Store, Clock: a.Clock, Orders: a.Orders, Printer: a.Invoices},
		Prices:     operator.Prices{Store: a.Store, Rules: a.Routes.Rules(), Clock: a.Clock},
		Registries: operator.Registries{Store: a.Store, Routes: a.Routes, Clock: a.Clock},
		Audit:      operator.Audit{Store: a.Store},
		NameServers: operator.DNS{
			Store: a.Store, Clock: a.Clock, Rules: a.Routes.Rules(), Secondaries: a.publishing.Secondaries, Signer: a.publishing.Signer,
			Direct: a.publishing.DNSListen != "", Hosts: operator.HostsOf(a.publishing.Platform), Following: dns.ReportsOf(a.zoneMetrics.primary.Load),
		},
		Rules: a.Routes.Rules(),
		Jobs: func(ctx context.Context) (operator.JobList, error) {
			return operator.Jobs{Store: a.Store}.List(ctx, a.JobLines())
		},
		Starter: a.byHand,
		Health:  operator.Health{Store: a.Store, Clock: a.Clock},
		Trouble: a.troubles,
		Status:  a.status,
	}
}

// operatorListener is an address of the operator's pages alone. A nil one does nothing.
type operatorListener struct {
	listener net.Listener
	http     *http.Server
}

// PanelHere is where browsers on this machine reach the panel of a server that listens on it.
func (s *Server) PanelHere() notices.Addresses {
	return notices.Addresses{Resellers: InBrowser(s.Addr().String()), Operators: InBrowser(s.OperatorAddr().String())}
}

// InBrowser is the URL of a host and port of this machine as browsers should be given it: by the name, since they have no passkeys for numbers.
func InBrowser(at string) string {
	return "http://" + strings.NewReplacer("127.0.0.1:", "localhost:", "[::1]:", "localhost:").Replace(at)
}

func listenForOperators(ctx context.Context, front *server.Server, address string) (*operatorListener, error) {
	if address == "" {
		return nil, nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, &ListenError{OperatorListener, fmt.Errorf("listen for the operator's pages on %s: %w", address, err)}
	}
	return &operatorListener{front.Listener(listener), front.OperatorServer(address)}, nil
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
