package main

import (
	"context"
	"os"
	"strings"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/registry"
)

type registryPasswordCmd struct {
	Name string `arg:"" help:"Name of the connector, as \"registry list\" shows it."`
	New  string `name:"new-password-file" env:"NAMEYARD_NEW_PASSWORD_FILE" required:"" placeholder:"FILE" help:"A file with nothing but the new password."`
	registryFlags
}

// Run changes a password.
func (c *registryPasswordCmd) Run(ctx context.Context, p *program) error {
	body, err := os.ReadFile(c.New)
	if err != nil {
		return refused("the new password cannot be read: %v", err)
	}
	return p.withRegistries(ctx, c.registryFlags, func(d *app.Database, routes *registry.Routes) error {
		next := strings.TrimRight(string(body), "\r\n")
		if err := (operator.Registries{Routes: routes, Store: d.Store}).ChangePassword(ctx, c.Name, next); err != nil {
			return err
		}
		return p.out.say(map[string]any{"name": c.Name, "changed": true}, "%s has the new password, and so has its password file", c.Name)
	})
}
