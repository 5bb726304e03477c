// Package recovery is what a restored database does before it sells. The registries have moved on since the backup, so the
// books are held against them:
//
//  1. Orders that were unfinished in the backup end as the registry shows, or as its log says; nothing is sent.
//  2. Every live name is looked at. Expiry, state, contacts and settings become the registry's. What the registry did under
//     transaction ids of ours that the books do not know is put on record without a charge: a term that it gave is never
//     sold again.
//  3. Names that the registry has for us and that no account has go to the lost-and-found account.
//
// Each difference is a finding, for the operator to read. Until all is compared the restore stays marked, and the store
// refuses to sell.
package recovery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"nameyard/registry"
	"nameyard/reseller"
)

// Books is what a recovery reads and writes in the store.
type Books interface {
	Restoring(ctx context.Context) (reseller.Restore, error)
	RestoreThrough(ctx context.Context, restore, domain, compared int64) error
	LiftRestore(ctx context.Context, restore int64, by reseller.Actor, report string) error
	Recover(ctx context.Context, r reseller.Recovery) (domain int64, err error)
	NoteFinding(ctx context.Context, f reseller.Finding) error
	LiveDomains(ctx context.Context, after int64, limit int) ([]reseller.Domain, error)
	UnfinishedOrders(ctx context.Context, after int64, limit int) ([]reseller.Order, error)
	KnownBases(ctx context.Context, bases []string) (map[string]bool, error)
	DomainByID(ctx context.Context, id int64) (reseller.Domain, error)
	ChangeDomain(ctx context.Context, id int64, by reseller.Actor, action string, apply func(*reseller.Domain) error) (reseller.Domain, error)
}

// Orders finds out what became of orders that were unfinished in a backup, or closes them, and sends nothing (orders.Service).
type Orders interface {
	CloseRestored(ctx context.Context, o reseller.Order, reason string) error
	SettleTime() time.Duration
	Recover(ctx context.Context, o reseller.Order, told *registry.Found, at time.Time) (reseller.Order, error)
}

// Config is what a Service works with.
type Config struct {
	Books  Books
	Orders Orders
	Routes *registry.Routes
	Clock  reseller.Clock
	Log    *slog.Logger
}

// Service compares restored books with the registries. It is safe for concurrent use.
type Service struct{ config Config }

// New makes a Service.
func New(c Config) *Service { return &Service{c} }

// actor is who changes rows, in audit records.
var actor = reseller.Actor{Name: "job after-restore"}

const (
	registryTime = 30 * time.Second // how long one answer of a registry is waited for
	// slack is how much earlier than the backup an effect may be that is not in it, and how long a command that was under
	// way may still take effect.
	slack = time.Hour
)

// Pending reports whether restored books have not been compared with the registries: what is in them may be out of date.
func (s *Service) Pending(ctx context.Context) (bool, error) {
	_, err := s.config.Books.Restoring(ctx)
	if errors.Is(err, reseller.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Run compares restored books with the registries and lets them sell again when that is done; without a restore that waits
// for it, it does nothing. An interrupted run is taken on where it was by the next one. A registry that does not answer is
// an error, and the restore stays marked; so it does, without an error, while orders of the backup, or such as were placed after it and are not in the
// books any more, may still take effect.
func (s *Service) Run(ctx context.Context) error {
	restore, err := s.config.Books.Restoring(ctx)
	if errors.Is(err, reseller.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	c := &comparison{
		Config: s.config, restore: restore, lost: map[string][]registry.Effect{}, lostAt: map[string]string{}, carried: map[command]bool{}, gone: map[string]string{},
		unclear: map[int64]reseller.Order{}, found: map[string]bool{}, sight: map[string]sight{},
	}
	for _, step := range c.steps() {
		if err := step(ctx); errors.Is(err, errWaits) {
			return nil
		} else if err != nil {
			return err
		}
	}
	report := fmt.Sprintf("%d names compared, %d findings in this run", c.restore.Compared, len(c.found))
	if err := c.Books.LiftRestore(ctx, restore.ID, actor, report); err != nil {
		return err
	}
	c.Log.Info("the restored books are in line with the registries, and names are sold again", "report", report)
	return nil
}

// errWaits ends a run whose time has not come: the next one goes on.
var errWaits = errors.New("commands may still take effect")

// comparison is one run.
type comparison struct {
	Config
	restore reseller.Restore
	// lost maps names to what the registries' logs say of them since the backup, for those names with an effect under a
	// transaction id of ours that the books do not know.
	lost map[string][]registry.Effect
	// lostAt has the connectors of those logs.
	lostAt map[string]string
	// unclear has the renewals of the backup, by their domain rows, of which the registry proves neither.
	unclear map[int64]reseller.Order
	// carried has what the logs say was carried out since the backup under transaction ids of ours.
	carried map[command]bool
	// gone has the command with which a name left since the backup, where a log tells.
	gone map[string]string

	mu    sync.Mutex
	found map[string]bool  // marks of the findings of this run
	sight map[string]sight // by connector
}

// note writes one finding. One that an interrupted run has written is not written again: mark tells.
func (c *comparison) note(ctx context.Context, kind reseller.FindingKind, mark string, account int64, name, detail string) error {
	return c.Books.NoteFinding(ctx, c.finding(kind, mark, account, name, detail))
}

// finding logs and remembers a finding that is about to be written.
func (c *comparison) finding(kind reseller.FindingKind, mark string, account int64, name, detail string) reseller.Finding {
	c.mu.Lock()
	c.found[mark] = true
	c.mu.Unlock()
	c.Log.Info("after a restore", "found", kind, "name", name, "detail", detail)
	return reseller.Finding{RestoreID: c.restore.ID, Kind: kind, Mark: mark, AccountID: account, Name: name, Detail: detail}
}
