package operator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"

	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
	"nameyard/store"
)

// Import takes over existing names from a file: it asks the registries, and writes what is new if it is told to.
type Import struct {
	Store  *store.Store
	Routes *registry.Routes
	Clock  reseller.Clock
	Log    *slog.Logger
	Told   func(rows int) // hears how far it is; nil = nobody wants to know
}

// ImportRequest says what is imported, and how.
type ImportRequest struct {
	In        io.Reader // CSV with a column "domain", a list of names, or a dump of a WHMCS database; packed by gzip or not
	From      string    // what the file is called, in the names' history
	Account   string    // e-mail address of the account that gets names whose row names none
	Apply     bool      // write them; without it only say what would be done
	AutoRenew *bool     // automatic renewal; nil = as the file says, but off for names that would be renewed at once
	Registrar string    // only rows with this registrar, as WHMCS calls its module; "" = all
	DateOrder DateOrder // of dates such as 03/04/2027; unknown = as the file's other dates show
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
	ImportUnclear     = "not understood"
	ImportNoAccount   = "no account"
	ImportTwice       = "twice in the file"
	ImportLeftOut     = "left out"
	ImportUnreachable = "no answer"
)

// ImportOutcomes are all of them, in the order of a summary.
var ImportOutcomes = []string{
	ImportNew, ImportHere, ImportElsewhere, ImportNotOurs, ImportUnknown, ImportNotSold, ImportBadName, ImportUnclear, ImportNoAccount, ImportTwice, ImportLeftOut,
	ImportUnreachable,
}

// ImportedRow is what becomes of a row.
type ImportedRow struct {
	Line        int    `json:"line"`
	ID          string `json:"id,omitempty"` // in the file
	Domain      string `json:"domain"`
	Account     string `json:"account,omitempty"`
	Outcome     string `json:"outcome"`
	Expires     string `json:"expires,omitempty"` // at the registry
	PaidThrough string `json:"paid_through,omitempty"`
	AutoRenew   bool   `json:"auto_renew"`
	LeftOff     bool   `json:"auto_renew_left_off,omitempty"` // the file asks for it, and it would be bought at once
	Note        string `json:"note,omitempty"`
	// Trouble is why a row names no name or account of ours; a face spells it into Note.
	Trouble *reseller.Error `json:"-"`
}

// Problem reports whether somebody should look at a row: it is not taken, or not quite as the file says.
func (r ImportedRow) Problem() bool {
	switch r.Outcome {
	case ImportHere, ImportLeftOut:
		return false
	case ImportNew:
		return r.Note != ""
	}
	return true
}

// ImportReport is what becomes of a file.
type ImportReport struct {
	Applied bool           `json:"applied"`
	Counts  map[string]int `json:"counts"`
	Notes   []string       `json:"notes"` // about the file as a whole
	Rows    []ImportedRow  `json:"rows"`
}

// Taken reports whether any row was imported, would be, or is here already.
func (r ImportReport) Taken() bool { return r.Counts[ImportNew]+r.Counts[ImportHere] > 0 }

// importWorkers is how many registry questions are asked at once.
const importWorkers = 8

// importer is one run.
type importer struct {
	Import
	ImportRequest

	seen     map[reseller.Name]int // line on which a name came first
	order    DateOrder
	mu       sync.Mutex
	accounts map[string]reseller.Account
}

// Run reads the whole file before it writes anything, so that a file that cannot be read to its end changes nothing.
func (u Import) Run(ctx context.Context, r ImportRequest) (ImportReport, error) {
	i := &importer{Import: u, ImportRequest: r, seen: map[reseller.Name]int{}, accounts: map[string]reseller.Account{}}
	report := ImportReport{Applied: r.Apply, Counts: map[string]int{}, Notes: []string{}, Rows: []ImportedRow{}}
	file, err := readImport(r.In)
	if err != nil {
		return report, err
	}
	i.order = i.orderOf(file)
	if len(file.rows) == 0 {
		file.note("the file has no rows")
	} else if i.AutoRenew == nil && !file.rows[0].has.has(colAutoRenew) && !file.rows[0].has.has(colDoNotRenew) {
		file.note("the file has no column that says whether to renew: auto-renew is off")
	}
	report.Notes = append(report.Notes, file.notes...)
	for batch := range slices.Chunk(file.rows, 8*importWorkers) {
		rows, err := i.batch(ctx, batch)
		for _, r := range rows {
			report.Counts[r.Outcome]++
		}
		report.Rows = append(report.Rows, rows...)
		if u.Told != nil {
			u.Told(len(report.Rows))
		}
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

// orderOf is the order of day and month that the request says, or that the file's dates show if all agree.
func (i *importer) orderOf(file *importedFile) DateOrder {
	if i.DateOrder != DateOrderUnknown {
		return i.DateOrder
	}
	order, by := DateOrderUnknown, ""
	for _, row := range file.rows {
		for _, c := range []importColumn{colExpires, colPaidThrough} {
			shows := orderOf(row.values[c])
			if shows == DateOrderUnknown || shows == order {
				continue
			}
			if order != DateOrderUnknown {
				file.note("the file has dates with the day first and with the month first (%s, %s): those that could be either are set aside", by, plain(row.values[c]))
				return DateOrderUnknown
			}
			order, by = shows, plain(row.values[c])
		}
	}
	if order != DateOrderUnknown {
		file.note("dates were read with the %s first, as %s shows", map[DateOrder]string{DayFirst: "day", MonthFirst: "month"}[order], by)
	}
	return order
}

// batch decides about some rows, with several registry questions at once, and imports what is new, in the file's order.
func (i *importer) batch(ctx context.Context, batch []importRow) ([]ImportedRow, error) {
	rows, parsed, names := make([]ImportedRow, len(batch)), make([]reseller.Name, len(batch)), make([]*reseller.Domain, len(batch))
	for n, row := range batch {
		parsed[n], rows[n] = i.glance(row)
	}
	errs := safely.Each(i.Log, "import", importWorkers, batch, func(n int, row importRow) (err error) {
		if rows[n].Outcome == "" {
			rows[n], names[n], err = i.row(ctx, row, parsed[n])
		}
		return err
	})
	if err := errors.Join(errs...); err != nil || !i.Apply {
		return rows, err
	}
	for n, d := range names {
		if d == nil {
			continue
		}
		_, err := i.Store.ImportDomain(ctx, *d, reseller.OperatorIn(ctx), fmt.Sprintf("%s, line %d", i.From, batch[n].line))
		if errors.Is(err, reseller.ErrDuplicate) {
			rows[n].Outcome = ImportHere
		} else if err != nil {
			return rows[:n], err
		}
	}
	return rows, nil
}

// glance decides what a row itself shows: that it is left out, names no name, or one that came before.
func (i *importer) glance(row importRow) (reseller.Name, ImportedRow) {
	r := i.begun(row)
	if row.broken != "" {
		r.Outcome, r.Note = ImportUnclear, row.broken
		return reseller.Name{}, r
	}
	if reason := i.leftOut(row); reason != "" {
		r.Outcome, r.Note = ImportLeftOut, reason
		return reseller.Name{}, r
	}
	name, err := i.Routes.Rules().Split(row.values[colDomain])
	if err != nil {
		r.Outcome, r.Trouble = ImportBadName, reseller.AsError(err)
		if r.Trouble.Code == reseller.CodeUnsupportedTLD {
			r.Outcome = ImportNotSold
		}
		return name, r
	}
	if first, again := i.seen[name]; again {
		r.Domain, r.Outcome, r.Note = name.String(), ImportTwice, fmt.Sprintf("it came on line %d", first)
		return name, r
	}
	i.seen[name] = row.line
	return name, r
}
