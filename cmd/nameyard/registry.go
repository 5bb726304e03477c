package main

import (
	"context"
	"time"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/registry"
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

func viewConnector(c operator.Connector) connectorView {
	return connectorView{c.Name, append([]string{}, c.TLDs...), append([]string{}, c.Can...)}
}

type registryListCmd struct{ registryFlags }

// Run lists the connectors.
func (c *registryListCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistries(ctx, c.registryFlags, func(_ *app.Database, routes *registry.Routes) error {
		var views []connectorView
		for _, conn := range (operator.Registries{Routes: routes}).List() {
			views = append(views, viewConnector(conn))
		}
		return table(p.out, views, "NAME TLDS CAN", func(v connectorView) []any { return []any{v.Name, v.TLDs, v.Can} })
	})
}

type registryTestCmd struct {
	Name string `arg:"" help:"Name of the connector, as \"registry list\" shows it."`
	registryFlags
}

// Run asks the registry and times it.
func (c *registryTestCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistries(ctx, c.registryFlags, func(d *app.Database, routes *registry.Routes) error {
		took, err := operator.Registries{Routes: routes, Clock: d.Clock}.Test(ctx, c.Name)
		if err != nil {
			return err
		}
		took = took.Round(time.Microsecond)
		return p.out.say(map[string]any{"name": c.Name, "answers": true, "took_us": took.Microseconds()}, "%s answered in %s", c.Name, took)
	})
}
