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
	File      string `arg:"" help:"CSV with a column \"domain\", a list of names, or a dump of a WHMCS database; .gz or not."`
	Account   string `placeholder:"EMAIL" help:"Account that gets names whose row names none."`
	Apply     bool   `help:"Write them. Without it, only say what would be done."`
	AutoRenew string `default:"file" enum:"file,on,off" help:"Automatic renewal: on, off, or as the file says (${default}), which leaves it off for names whose renewal is due. If WHMCS goes on ordering renewals itself, say off."`
	DateOrder string `default:"file" enum:"file,dmy,mdy" help:"Dates such as 03/04/2027: the day first (dmy), the month first (mdy), or as the file's other dates show (${default})."`
	Only      string `default:"all" enum:"all,problems" help:"Rows to print: all, or problems (${default})."`
	Registrar string `placeholder:"NAME" help:"Only rows with this registrar, as WHMCS calls its module."`
	registryFlags
}

// Run reads the file, asks the registries, and writes what is new if told to.
func (c *importCmd) Run(ctx context.Context, p *program) error {
	return p.withRegistries(ctx, c.registryFlags, func(d *app.Database, routes *registry.Routes) error {
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
		if c.DateOrder != "file" {
			r.DateOrder = operator.DateOrder(c.DateOrder)
		}
		u := operator.Import{Store: d.Store, Routes: routes, Clock: d.Clock, Log: d.Log, Told: func(n int) { p.progress(fmt.Sprintf("%d rows", n)) }}
		report, err := u.Run(ctx, r)
		p.progress("")
		if err != nil {
			return err
		}
		return p.printImport(report, c.Only == "problems")
	})
}

// printImport prints the rows and what to do about them. It ends with exit code 1 if no row could be imported.
func (p *program) printImport(r operator.ImportReport, problems bool) error {
	rows := []operator.ImportedRow{}
	total := len(r.Rows)
	leftOff := 0
	for _, row := range r.Rows {
		if row.Trouble != nil {
			row.Note = row.Trouble.Spelled(spelling).Words
		}
		if row.LeftOff {
			leftOff++
		}
		if !problems || row.Problem() {
			rows = append(rows, row)
		}
	}
	r.Rows = rows
	var err error
	if p.out.json {
		err = p.out.print(adviced{r, adviceFor(r)}, nil)
	} else if err = table(p.out, r.Rows, "LINE ID DOMAIN ACCOUNT OUTCOME EXPIRES PAID RENEWS NOTE", func(r operator.ImportedRow) []any {
		return []any{r.Line, r.ID, r.Domain, r.Account, r.Outcome, r.Expires, r.PaidThrough, r.AutoRenew, r.Note}
	}); err == nil {
		_, err = fmt.Fprintln(printable{p.out.w}, importSummary(r, total, leftOff))
	}
	if err == nil && !r.Taken() {
		return &foundFaults{}
	}
	return err
}

// importAdvice is what to do about rows with an outcome.
var importAdvice = map[string]string{
	operator.ImportElsewhere:   "another account has them here; nothing was changed",
	operator.ImportNotOurs:     "another registrar has them: order transfers",
	operator.ImportUnknown:     "the registry does not have them: they lapsed or were never registered",
	operator.ImportNotSold:     "the rules have no such TLD: name it in the file of --rules, or leave them",
	operator.ImportBadName:     "correct the name in the file and import it again",
	operator.ImportUnclear:     "correct what the note names and import the file again; what is here already stays as it is",
	operator.ImportNoAccount:   "say --account, or create the account that the row names",
	operator.ImportTwice:       "nothing: the first row counts",
	operator.ImportLeftOut:     "nothing, unless the status or the registrar in the file is wrong",
	operator.ImportUnreachable: "the registry did not answer: run the same command again",
}

// adviced is a report as JSON, with what to do about each outcome that it has.
type adviced struct {
	operator.ImportReport
	Advice map[string]string `json:"advice"`
}

func adviceFor(r operator.ImportReport) map[string]string {
	advice := map[string]string{}
	for outcome, words := range importAdvice {
		if r.Counts[outcome] > 0 {
			advice[outcome] = words
		}
	}
	return advice
}

func importSummary(r operator.ImportReport, total, leftOff int) string {
	text := fmt.Sprintf("%d rows", total)
	for _, outcome := range operator.ImportOutcomes {
		if n := r.Counts[outcome]; n > 0 {
			text += fmt.Sprintf(", %d %s", n, outcome)
		}
	}
	for _, note := range r.Notes {
		text += "\nNote: " + note + "."
	}
	for _, outcome := range operator.ImportOutcomes {
		if advice := importAdvice[outcome]; advice != "" && r.Counts[outcome] > 0 {
			text += fmt.Sprintf("\n%s: %s.", outcome, advice)
		}
	}
	if leftOff > 0 {
		text += fmt.Sprintf("\nAuto-renew is left off for %d whose renewal would be bought at once: say --auto-renew on to have that, or let the account turn it on later.", leftOff)
	}
	if !r.Applied {
		return text + "\nNothing was written. Say --apply to import."
	}
	return text
}
