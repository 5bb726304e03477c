package main

import (
	"context"

	"nameyard/operator"
)

type registryPauseCmd struct {
	Name   string `arg:"" help:"Name of the connector, as \"registry list\" shows it."`
	Reason string `env:"NAMEYARD_PAUSE_REASON" required:"" help:"Why, for the audit log and \"registry list\"; resellers are only told that it is paused."`
	registryFlags
}

// Run pauses a connector.
func (c *registryPauseCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistriesSeen(ctx, c.registryFlags, func(u operator.Registries) error {
		if err := u.Pause(ctx, c.Name, c.Reason); err != nil {
			return err
		}
		return p.out.say(map[string]any{"name": c.Name, "paused": true}, "%s is paused: orders wait until \"nameyard registry resume %s\"", c.Name, c.Name)
	})
}

type registryResumeCmd struct {
	Name string `arg:"" help:"Name of the connector, as \"registry list\" shows it."`
	registryFlags
}

// Run ends a pause.
func (c *registryResumeCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistriesSeen(ctx, c.registryFlags, func(u operator.Registries) error {
		waiting, err := u.Resume(ctx, c.Name)
		if err != nil {
			return err
		}
		return p.out.say(map[string]any{"name": c.Name, "paused": false, "waiting": waiting}, "%s works again; %d orders that waited go on", c.Name, waiting)
	})
}
