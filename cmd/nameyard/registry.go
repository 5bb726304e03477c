package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

type registryCmd struct {
	List registryListCmd `cmd:"" help:"List the connectors with what they can and the TLDs that they serve."`
	Test registryTestCmd `cmd:"" help:"Ask a registry something harmless and time it; exit 1 if it does not answer."`
}

// connectorView is a connector as it is printed.
type connectorView struct {
	Name string   `json:"name"`
	TLDs []string `json:"tlds"`
	Can  []string `json:"can"`
}

func viewConnector(routes *registry.Routes, c registry.NamedConnector) connectorView {
	v := connectorView{Name: c.Name, TLDs: []string{}, Can: []string{}}
	for _, tld := range routes.Rules().Names() {
		if routes.Rules()[tld].Connector == c.Name {
			v.TLDs = append(v.TLDs, tld)
		}
	}
	_, locks := c.Connector.(registry.Locker)
	_, shields := c.Connector.(registry.PrivacySetter)
	_, hosts := c.Connector.(registry.HostManager)
	_, codes := c.Connector.(registry.AuthInfoSetter)
	_, restores := c.Connector.(registry.Restorer)
	_, releases := c.Connector.(registry.Releaser)
	_, decides := c.Connector.(registry.TransferDecider)
	_, polls := c.Connector.(registry.Poller)
	for _, can := range []struct {
		word string
		yes  bool
	}{
		{"lock", locks}, {"privacy", shields}, {"hosts", hosts}, {"authcode", codes}, {"restore", restores},
		{"release", releases}, {"decide-transfers", decides}, {"messages", polls},
	} {
		if can.yes {
			v.Can = append(v.Can, can.word)
		}
	}
	return v
}

type registryListCmd struct{ rulesFlags }

// Run lists the connectors.
func (c *registryListCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistries(ctx, c.rulesFlags, func(_ *database, routes *registry.Routes) error {
		var views []connectorView
		for _, conn := range routes.Connectors() {
			views = append(views, viewConnector(routes, conn))
		}
		return table(p.out, views, "NAME TLDS CAN", func(v connectorView) []any { return []any{v.Name, v.TLDs, v.Can} })
	})
}

type registryTestCmd struct {
	Name string `arg:"" help:"Name of the connector, as \"registry list\" shows it."`
	rulesFlags
}

// testTime is how long a test waits for an answer.
const testTime = 30 * time.Second

// Run asks for the availability of a name below the connector's first TLD.
func (c *registryTestCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistries(ctx, c.rulesFlags, func(d *database, routes *registry.Routes) error {
		for _, conn := range routes.Connectors() {
			if conn.Name == c.Name {
				return p.testConnector(ctx, d.Clock, viewConnector(routes, conn), conn)
			}
		}
		return refused("there is no connector %q; \"nameyard registry list\" shows them", c.Name)
	})
}

func (p *program) testConnector(ctx context.Context, wall reseller.Clock, v connectorView, conn registry.NamedConnector) error {
	if len(v.TLDs) == 0 {
		return refused("connector %s serves no TLD: no rules name it", conn.Name)
	}
	name, err := reseller.ParseName("nameyard-connection-test", v.TLDs[0])
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, testTime)
	defer stop()
	begun := wall.Wall()
	answers, err := conn.Check(ctx, name)
	if err == nil && len(answers) != 1 {
		err = errors.New("it answered about another number of names than was asked")
	}
	if err != nil {
		return fmt.Errorf("registry %s does not answer: %w", conn.Name, err)
	}
	took := wall.Wall().Sub(begun).Round(time.Microsecond)
	return p.out.say(map[string]any{"name": conn.Name, "answers": true, "took_us": took.Microseconds()}, "%s answered in %s", conn.Name, took)
}
