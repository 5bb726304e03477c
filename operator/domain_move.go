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

// Targets are the connectors to which a name may be moved.
func (u Move) Targets(d reseller.Domain) (names []string) {
	for _, c := range u.Routes.Connectors() {
		if d.State.Held() && c.Name != d.Connector && u.Routes.Sells(c.Name, d.Name.TLD()) {
			names = append(names, c.Name)
		}
	}
	return names
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
		return m.not(MoveBadName, reseller.AsError(err))
	}
	m.Domain = name.String()
	was, err := u.Store.LiveDomain(ctx, name)
	if errors.Is(err, reseller.ErrNotFound) {
		return m.not(MoveNoAccount, notFound("no account has %s", name))
	}
	if err != nil {
		return MovedName{}, err
	}
	m.From, m.PaidThrough = was.Connector, day(was.PaidThrough)
	switch outcome, why, err := u.kept(ctx, was, to); {
	case err != nil:
		return MovedName{}, err
	case outcome != "":
		return m.not(outcome, why)
	}
	there, err := registry.LookAt(ctx, to, name)
	switch {
	case err != nil:
		return m.not(MoveUnreachable, reseller.Errorf(reseller.KindUnavailable, reseller.CodeUnavailable, "%s does not answer; nothing was done: try again", to.Name).Because(err))
	case there.Withheld != "":
		return m.not(MoveNotOurs, refused("%s does not show %s to us; nothing was done", to.Name, name).Because(errors.New(there.Withheld)))
	case there.Gone:
		return m.not(MoveNotOurs, refused("%s is not registered at %s; nothing was done: move the name to your account there first", name, to.Name))
	case !there.Ours:
		return m.not(MoveNotOurs, refused("%s is with %s at %s; nothing was done: move the name to your account there first", name, there.Holder(), to.Name))
	}
	return u.rebind(ctx, m, was, to, there.Registration)
}

// kept says what keeps a name where it is; no outcome if nothing does.
func (u Move) kept(ctx context.Context, d reseller.Domain, to registry.NamedConnector) (outcome string, why *reseller.Error, err error) {
	if d.Connector == to.Name {
		return MoveThere, nil, nil
	}
	if d.Dispute.Stands() {
		return MoveHeld, heldForDispute(d), nil
	}
	if tld := d.Name.TLD(); !u.Routes.Sells(to.Name, tld) {
		return MoveNotSold, refused("new names of .%s do not go to %s; nothing was done: change the TLD rules first", tld, to.Name), nil
	}
	open, err := u.Store.SearchOrders(ctx, reseller.OrderSearch{
		Account: d.AccountID, Name: reseller.NamePattern(d.Name.String()), Unfinished: true, Page: reseller.Page{Limit: 1},
	})
	if err != nil {
		return "", nil, err
	}
	if len(open) > 0 || !d.State.Held() {
		return MoveOrders, refused("%s has unfinished orders, which go on where they were begun; nothing was done: see %s", d.Name, HintListOrders), nil
	}
	_, err = u.Store.Deletion(ctx, d.ID)
	switch {
	case errors.Is(err, reseller.ErrNotFound):
		return "", nil, nil
	case err != nil:
		return "", nil, err
	}
	return MoveDeletion, refused("a deletion of %s is under way, and goes on where it was begun; nothing was done", d.Name), nil
}

func (u Move) rebind(ctx context.Context, m MovedName, was reseller.Domain, to registry.NamedConnector, shown registry.Registration) (MovedName, error) {
	follow, findings := jobs.Follow(to, was, shown)
	now, err := u.Store.RebindDomain(ctx, was, to.Name, reseller.OperatorIn(ctx), follow, findings)
	if errors.Is(err, reseller.ErrConflict) {
		return m.not(MoveChanged, refused("%s was changed at this moment; nothing was done: try again", was.Name))
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
