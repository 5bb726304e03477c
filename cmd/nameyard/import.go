package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/registry"
)

type importCmd struct {
	File      string `arg:"" help:"CSV with a column \"domain\", or a dump of a WHMCS database."`
	Account   string `placeholder:"EMAIL" help:"Account that gets names whose row names none."`
	Apply     bool   `help:"Write them. Without it, only say what would be done."`
	AutoRenew string `default:"file" enum:"file,on,off" help:"Automatic renewal: as the file says, on, or off (${default}). If WHMCS goes on ordering renewals itself, say off."`
	Registrar string `placeholder:"NAME" help:"Only rows with this registrar, as WHMCS calls its module."`
	rulesFlags
}

// Run reads the file, asks the registries, and writes what is new if told to.
func (c *importCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistries(ctx, c.rulesFlags, func(d *app.Database, routes *registry.Routes) error {
		file, err := os.Open(c.File)
		if errors.Is(err, os.ErrNotExist) {
			return refused("there is no file %s", c.File)
		}
		if err != nil {
			return err
		}
		defer file.Close()
		r := operator.ImportRequest{In: file, From: c.File, Account: c.Account, Apply: c.Apply, Registrar: c.Registrar}
		if c.AutoRenew != "file" {
			on := c.AutoRenew == "on"
			r.AutoRenew = &on
		}
		u := operator.Import{Store: d.Store, Routes: routes, Clock: d.Clock, Told: func(n int) { p.progress(fmt.Sprintf("%d rows", n)) }}
		report, err := u.Run(ctx, r)
		p.progress("")
		if err != nil {
			return err
		}
		return p.printImport(report)
	})
}

func (p *program) printImport(r operator.ImportReport) error {
	for i, row := range r.Rows {
		if row.Trouble != nil {
			r.Rows[i].Note = row.Trouble.Spelled(spelling).Words
		}
	}
	if p.out.json {
		return p.out.print(r, nil)
	}
	err := table(p.out, r.Rows, "LINE DOMAIN ACCOUNT OUTCOME EXPIRES RENEWS NOTE", func(r operator.ImportedRow) []any {
		return []any{r.Line, r.Domain, r.Account, r.Outcome, r.Expires, r.AutoRenew, r.Note}
	})
	if err == nil {
		_, err = fmt.Fprintln(p.out.w, importSummary(r))
	}
	return err
}

func importSummary(r operator.ImportReport) string {
	text := fmt.Sprintf("%d rows", len(r.Rows))
	for _, outcome := range operator.ImportOutcomes {
		if n := r.Counts[outcome]; n > 0 {
			text += fmt.Sprintf(", %d %s", n, outcome)
		}
	}
	if !r.Applied {
		return text + "\nNothing was written. Say --apply to import."
	}
	return text
}
