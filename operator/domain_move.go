package operator

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"strings"

	"nameyard/jobs"
	"nameyard/registry"
	"nameyard/reseller"
	"nameyard/safely"
	"nameyard/store"
)

// Move has the rows of names follow that were moved between the operator's own accounts at two registries or registrars: by a bulk transfer,
// a push, or a transfer.
type Move struct {
	Store  *store.Store
	Routes *registry.Routes
	Log    *slog.Logger
	Told   func(names int) // hears how far it is; nil = nobody wants to know
}

// The outcomes of a name that is to be moved.
const (
	MoveDone        = "moved"
	MoveThere       = "already there"
	MoveBadName     = "bad name"
	MoveNoAccount   = "in no account"
	MoveNotSold     = "not sold there"
	MoveOrders      = "unfinished orders"
	MoveDeletion    = "being deleted"
	MoveNotOurs     = "not ours there"
	MoveUnreachable = "no answer"
	MoveChanged     = "changed meanwhile"
)

// MoveOutcomes are all of them, in the order of a summary.
var MoveOutcomes = []string{
	MoveDone, MoveThere, MoveBadName, MoveNoAccount, MoveNotSold, MoveOrders, MoveDeletion, MoveNotOurs, MoveUnreachable, MoveChanged,
}

// MovedName is what became of a name.
type MovedName struct {
	Domain      string   `json:"domain"`
	Outcome     string   `json:"outcome"`
	From        string   `json:"from,omitempty"`         // the connector at which it was
	Expires     string   `json:"expires,omitempty"`      // where it is now
	PaidThrough string   `json:"paid_through,omitempty"` // as the books have it, which nothing here changes
	Note        string   `json:"note,omitempty"`         // why not, and what to do
	Differences []string `json:"differences,omitempty"`  // between what its account has set and what is there now
}

// Words are what is said of a name beside its outcome.
func (m MovedName) Words() string { return joined(append(slices.Clone(m.Differences), m.Note)) }

// Moved reports whether a name is where it was to be.
func (m MovedName) Moved() bool { return m.Outcome == MoveDone || m.Outcome == MoveThere }

// NamesIn reads the names of a file: one in each line, or CSV with a column "domain".
func NamesIn(in io.Reader) ([]string, error) {
	file, err := readImport(in)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, row := range file.rows {
		names = append(names, row.values[colDomain])
	}
	return names, nil
}

// Run has names at another connector from now on, each by itself and only if that one shows it as ours: then its expiry and state are taken
// over, and where something that its account has set is not so there, that is told as the nightly comparison tells it. Nothing is charged, and
// what was paid for stays. What an interrupted run has not come to is where it was. The error is one of the request as a whole.
func (u Move) Run(ctx context.Context, names []string, connector string) ([]MovedName, error) {
	to, err := u.connector(connector)
	if err != nil {
		return nil, err
	}
	moved := make([]MovedName, 0, len(names))
	for some := range slices.Chunk(unique(names), 8*importWorkers) {
		done := make([]MovedName, len(some))
		errs := safely.Each(u.Log, "move", importWorkers, some, func(n int, name string) (err error) {
			done[n], err = u.moveName(ctx, name, to)
			return err
		})
		moved = append(moved, slices.DeleteFunc(done, func(m MovedName) bool { return m.Outcome == "" })...)
		if err := errors.Join(errs...); err != nil {
			return moved, err
		}
		if u.Told != nil {
			u.Told(len(moved))
		}
	}
	return moved, nil
}

func unique(names []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		was := seen[name]
		seen[name] = true
		return was
	})
}

func (u Move) connector(name string) (registry.NamedConnector, error) {
	var names []string
	for _, c := range u.Routes.Connectors() {
		if c.Name == name {
			return c, nil
		}
		names = append(names, c.Name)
	}
	return registry.NamedConnector{}, invalid(PathConnector, "%s %s is none that is configured: want %s", PathConnector, shown(name), strings.Join(names, " or "))
}

// moveName moves one name, or says why not. An error is one of the database.
func (u Move) moveName(ctx context.Context, full string, to registry.NamedConnector) (MovedName, error) {
	m := MovedName{Domain: plain(full)}
	name, err := u.Routes.Rules().Split(full)
	if err != nil {
		m.Outcome, m.Note = MoveBadName, reseller.AsError(err).Words
		return m, nil
	}
	m.Domain = name.String()
	was, err := u.Store.LiveDomain(ctx, name)
	if errors.Is(err, reseller.ErrNotFound) {
		m.Outcome, m.Note = MoveNoAccount, "import it"
		return m, nil
	}
	if err != nil {
		return MovedName{}, err
	}
	m.From, m.PaidThrough = was.Connector, day(was.PaidThrough)
	if m.Outcome, m.Note, err = u.unmovable(ctx, was, to); m.Outcome != "" || err != nil {
		return m, err
	}
	there, err := registry.LookAt(ctx, to, name)
	switch {
	case err != nil:
		m.Outcome, m.Note = MoveUnreachable, "run the same command again: "+err.Error()
	case there.Withheld != "":
		m.Outcome, m.Note = MoveNotOurs, there.Withheld
	case there.Gone:
		m.Outcome, m.Note = MoveNotOurs, "it is not registered there: move the name to your account there first"
	case !there.Ours:
		m.Outcome, m.Note = MoveNotOurs, "it is with "+there.Holder()+": move the name to your account there first"
	default:
		return u.rebind(ctx, m, was, to, there.Registration)
	}
	return m, nil
}

// unmovable says what keeps a name where it is; no outcome if nothing does.
func (u Move) unmovable(ctx context.Context, d reseller.Domain, to registry.NamedConnector) (outcome, note string, err error) {
	if d.Connector == to.Name {
		return MoveThere, "", nil
	}
	if !u.Routes.Sells(to.Name, d.Name.TLD()) {
		return MoveNotSold, "name " + to.Name + " as \"connector\" of ." + d.Name.TLD() + " in the TLD rules first", nil
	}
	open, err := u.Store.SearchOrders(ctx, reseller.OrderSearch{
		Account: d.AccountID, Name: reseller.NamePattern(d.Name.String()), Unfinished: true, Page: reseller.Page{Limit: 1},
	})
	if err != nil {
		return "", "", err
	}
	if len(open) > 0 || !d.State.Held() {
		return MoveOrders, "they go on where they were begun: wait for their ends, or decide about them (order resolve)", nil
	}
	_, err = u.Store.Deletion(ctx, d.ID)
	switch {
	case errors.Is(err, reseller.ErrNotFound):
		return "", "", nil
	case err != nil:
		return "", "", err
	}
	return MoveDeletion, "a deletion of it is under way, and goes on where it was begun", nil
}

func (u Move) rebind(ctx context.Context, m MovedName, was reseller.Domain, to registry.NamedConnector, shown registry.Registration) (MovedName, error) {
	follow, findings := jobs.Follow(to, was, shown)
	now, err := u.Store.RebindDomain(ctx, was, to.Name, reseller.OperatorIn(ctx), follow, findings)
	if errors.Is(err, reseller.ErrConflict) {
		m.Outcome, m.Note = MoveChanged, "run the same command again"
		return m, nil
	}
	if err != nil {
		return MovedName{}, err
	}
	m.Outcome, m.Expires = MoveDone, day(now.RegistryExpiry)
	for _, f := range findings {
		m.Differences = append(m.Differences, f.Words)
	}
	return m, nil
}
