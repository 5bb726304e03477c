package main

import (
	"context"
	"fmt"
	"io"

	"nameyard/app"
)

type dnsCatalogsCmd struct {
	dnsFlags
}

// Run lists the catalog zones that new names come into, and those of earlier numbers, which are given even when all of their
// names have gone.
func (c *dnsCatalogsCmd) Run(ctx context.Context, p *program) error {
	catalogs, err := c.catalogs()
	if err != nil {
		return err
	}
	if catalogs.Name == "" {
		return wrongUsage("this command knows of no catalog: give it the server's settings (--config, or its --dns-catalog and --dns-catalogs)")
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		earlier, err := d.Store.CatalogCounts(ctx)
		if err != nil {
			return err
		}
		names := catalogs.Names(earlier...)
		return p.out.print(names, func(w io.Writer) {
			for _, name := range names {
				fmt.Fprintln(w, name)
			}
		})
	})
}
