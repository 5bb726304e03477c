package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/registry"
)

type domainMoveCmd struct {
	Names []string `arg:"" optional:"" help:"The names, for example example.com."`
	To    string   `required:"" placeholder:"CONNECTOR" help:"The connector at which they are now, as the TLD rules call it."`
	File  string   `placeholder:"FILE" help:"A file of names, one in each line, or CSV with a column \"domain\"."`
	registryFlags
	dryRun
}

// Run moves names, and says what became of each.
func (c *domainMoveCmd) Run(ctx context.Context, p *program) error {
	names, err := c.names()
	if err != nil {
		return err
	}
	return p.withRegistries(ctx, c.registryFlags, func(d *app.Database, routes *registry.Routes) error {
		u := operator.Move{Store: d.Store, Routes: routes, Log: d.Log, Told: func(n int) { p.progress(fmt.Sprintf("%d of %d names", n, len(names))) }}
		moved, err := u.Run(ctx, names, c.To)
		p.progress("")
		if err != nil && len(moved) == 0 {
			return err
		}
		return errors.Join(p.printMoved(moved), err)
	})
}

// names are those of the line and of the file.
func (c *domainMoveCmd) names() ([]string, error) {
	names := c.Names
	if c.File != "" {
		file, err := os.Open(c.File)
		if errors.Is(err, os.ErrNotExist) {
			return nil, refused("there is no file %s", c.File)
		}
		if err != nil {
			return nil, err
		}
		defer file.Close()
		listed, err := operator.NamesIn(file)
		if err != nil {
			return nil, err
		}
		names = append(names, listed...)
	}
	if len(names) == 0 {
		return nil, wrongUsage("no name is given: say names, or --file FILE")
	}
	return names, nil
}

// printMoved prints what became of names. It ends with exit code 1 if one is not where it was to be.
func (p *program) printMoved(moved []operator.MovedName) error {
	counts := map[string]int{}
	faults := false
	for i, m := range moved {
		if m.Trouble != nil {
			moved[i].Note = wordsOf(m.Trouble)
		}
		counts[m.Outcome]++
		faults = faults || !m.Moved()
	}
	err := table(p.out, moved, "DOMAIN OUTCOME FROM EXPIRES PAID NOTE", func(m operator.MovedName) []any {
		return []any{m.Domain, m.Outcome, m.From, m.Expires, m.PaidThrough, m.Words()}
	})
	if err == nil && !p.out.json {
		all := []string{}
		for _, outcome := range operator.MoveOutcomes {
			if n := counts[outcome]; n > 0 {
				all = append(all, fmt.Sprintf("%d %s", n, outcome))
			}
		}
		_, err = fmt.Fprintln(printable{p.out.w}, strings.Join(all, ", "))
	}
	if err == nil && faults {
		return &foundFaults{}
	}
	return err
}
