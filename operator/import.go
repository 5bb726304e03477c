package operator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/store"
)

// Import takes over existing names from a file: it asks the registries, and writes what is new if it is told to.
type Import struct {
	Store  *store.Store
	Routes *registry.Routes
	Clock  reseller.Clock
	Told   func(rows int) // hears how far it is; nil = nobody wants to know
}

// ImportRequest says what is imported, and how.
type ImportRequest struct {
	In        io.Reader // CSV with a column "domain", or a dump of a WHMCS database
	From      string    // what the file is called, in the names' history
	Account   string    // e-mail address of the account that gets names whose row names none
	Apply     bool      // write them; without it only say what would be done
	AutoRenew *bool     // automatic renewal; nil = as the file says
	Registrar string    // only rows with this registrar, as WHMCS calls its module; "" = all
}

// The outcomes of a row.
const (
	ImportNew         = "import" // would be imported, or was, if it was applied
	ImportHere        = "already here"
	ImportElsewhere   = "in another account"
	ImportNotOurs     = "not ours"
	ImportUnknown     = "not registered"
	ImportNotSold     = "not sold"
	ImportBadName     = "bad name"
	ImportNoAccount   = "no account"
	ImportTwice       = "twice in the file"
	ImportLeftOut     = "left out"
	ImportUnreachable = "no answer"
)

// ImportOutcomes are all of them, in the order of a summary.
var ImportOutcomes = []string{
	ImportNew, ImportHere, ImportElsewhere, ImportNotOurs, ImportUnknown, ImportNotSold, ImportBadName, ImportNoAccount, ImportTwice, ImportLeftOut,
	ImportUnreachable,
}

// ImportedRow is what becomes of a row.
type ImportedRow struct {
	Line      int    `json:"line"`
	Domain    string `json:"domain"`
	Account   string `json:"account,omitempty"`
	Outcome   string `json:"outcome"`
	Expires   string `json:"expires,omitempty"` // at the registry
	AutoRenew bool   `json:"auto_renew"`
	Note      string `json:"note,omitempty"`
	// Trouble is why a row names no name or account of ours; a face spells it into Note.
	Trouble *reseller.Error `json:"-"`
}

// ImportReport is what becomes of a file.
type ImportReport struct {
	Applied bool           `json:"applied"`
	Counts  map[string]int `json:"counts"`
	Rows    []ImportedRow  `json:"rows"`
}

// importWorkers is how many registry questions are asked at once.
const importWorkers = 8

// importer is one run.
type importer struct {
	Import
	ImportRequest

	seen     map[string]bool
	mu       sync.Mutex
	accounts map[string]reseller.Account
}

// Run reads the file to its end, whatever its rows are like; an error ends it where it is.
func (u Import) Run(ctx context.Context, r ImportRequest) (ImportReport, error) {
	i := &importer{Import: u, ImportRequest: r, seen: map[string]bool{}, accounts: map[string]reseller.Account{}}
	report := ImportReport{Applied: r.Apply, Counts: map[string]int{}, Rows: []ImportedRow{}}
	var batch []importRow
	flush := func() error {
		rows, err := i.batch(ctx, batch)
		for _, r := range rows {
			report.Counts[r.Outcome]++
		}
		report.Rows, batch = append(report.Rows, rows...), nil
		if u.Told != nil {
			u.Told(len(report.Rows))
		}
		return err
	}
	err := readImport(r.In, func(row importRow) error {
		if batch = append(batch, row); len(batch) < 8*importWorkers {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	return report, err
}

// batch decides about some rows, with several registry questions at once, and imports what is new, in the file's order.
func (i *importer) batch(ctx context.Context, batch []importRow) ([]ImportedRow, error) {
	rows, names, errs := make([]ImportedRow, len(batch)), make([]*reseller.Domain, len(batch)), make([]error, len(batch))
	var workers sync.WaitGroup
	free := make(chan struct{}, importWorkers)
	for n, row := range batch {
		if i.leftOut(row) == "" && i.twice(row.values["domain"]) {
			rows[n] = ImportedRow{Line: row.line, Domain: row.values["domain"], AutoRenew: i.renews(row), Outcome: ImportTwice}
			continue
		}
		free <- struct{}{}
		workers.Go(func() {
			defer func() { <-free }()
			rows[n], names[n], errs[n] = i.row(ctx, row)
		})
	}
	workers.Wait()
	if err := errors.Join(errs...); err != nil || !i.Apply {
		return rows, err
	}
	for n, d := range names {
		if d == nil {
			continue
		}
		_, err := i.Store.ImportDomain(ctx, *d, reseller.Operator, fmt.Sprintf("%s, line %d", i.From, batch[n].line))
		if errors.Is(err, reseller.ErrDuplicate) {
			rows[n].Outcome = ImportHere
		} else if err != nil {
			return rows[:n], err
		}
	}
	return rows, nil
}
