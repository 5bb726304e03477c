package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/caddyserver/certmagic"

	"nameyard/reseller"
	"nameyard/safely"
)

// Files keeps files and leases for all servers (store.Store).
type Files interface {
	PutCertificateFile(ctx context.Context, name string, body []byte) error
	CertificateFile(ctx context.Context, name string) (body []byte, modified time.Time, err error)
	DropCertificateFiles(ctx context.Context, path string) error
	CertificateFiles(ctx context.Context, folder string) ([]string, error)
	TakeLease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error)
	DropLease(ctx context.Context, name, holder string) error
}

// storage keeps keys and certificates sealed in the database, so that all servers have the same. Locks are leases. It is a
// certmagic.Storage.
type storage struct {
	files Files
	key   *reseller.SecretKey
	log   *slog.Logger

	mu    sync.Mutex
	locks map[string]lock // that this process holds
}

// lock is a lease that is prolonged until it is given up.
type lock struct {
	holder string
	stop   context.CancelFunc
}

func newStorage(files Files, key *reseller.SecretKey, log *slog.Logger) *storage {
	return &storage{files: files, key: key, log: log, locks: map[string]lock{}}
}

// How long a lease of a server that died keeps others waiting, and how often one that is held by another is asked for.
const (
	leaseTime = time.Minute
	askAgain  = time.Second
)

// Store writes a file.
func (s *storage) Store(ctx context.Context, name string, value []byte) error {
	return s.files.PutCertificateFile(ctx, name, s.key.Seal(string(value), reseller.CertificateFilePurpose(name)))
}

// Load reads a file. One that was sealed with another secret key is as good as none: it will be made anew.
func (s *storage) Load(ctx context.Context, name string) ([]byte, error) {
	body, _, err := s.load(ctx, name)
	return body, err
}

func (s *storage) load(ctx context.Context, name string) (body []byte, modified time.Time, err error) {
	sealed, modified, err := s.files.CertificateFile(ctx, name)
	if errors.Is(err, reseller.ErrNotFound) {
		return nil, modified, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	if err != nil {
		return nil, modified, err
	}
	text, err := s.key.Open(sealed, reseller.CertificateFilePurpose(name))
	if err != nil {
		return nil, modified, fmt.Errorf("%s: %w: %w", name, err, fs.ErrNotExist)
	}
	return []byte(text), modified, nil
}

// Delete deletes a file, or all files of a folder.
func (s *storage) Delete(ctx context.Context, name string) error {
	return s.files.DropCertificateFiles(ctx, name)
}

// Exists reports whether there is a file or a folder of the name.
func (s *storage) Exists(ctx context.Context, name string) bool {
	names, err := s.files.CertificateFiles(ctx, name)
	return err == nil && len(names) > 0
}

// List lists a folder: its files and folders, or with recursive all that lie below it.
func (s *storage) List(ctx context.Context, folder string, recursive bool) ([]string, error) {
	names, err := s.files.CertificateFiles(ctx, folder)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: %w", folder, fs.ErrNotExist)
	}
	if recursive {
		return names, nil
	}
	children, last := []string{}, ""
	for _, name := range names {
		below := strings.TrimPrefix(name, folder+"/")
		child, _, _ := strings.Cut(below, "/")
		if below != name && child != last {
			children, last = append(children, folder+"/"+child), child
		}
	}
	return children, nil
}

// Stat tells about a file or folder.
func (s *storage) Stat(ctx context.Context, name string) (certmagic.KeyInfo, error) {
	body, modified, err := s.load(ctx, name)
	if errors.Is(err, fs.ErrNotExist) && s.Exists(ctx, name) {
		return certmagic.KeyInfo{Key: name}, nil
	}
	return certmagic.KeyInfo{Key: name, Modified: modified, Size: int64(len(body)), IsTerminal: err == nil}, err
}

// leaseOf is the lease of a lock: lease names are short.
func leaseOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return "certificate:" + hex.EncodeToString(sum[:16])
}

// Lock waits for a lock and holds it until Unlock.
func (s *storage) Lock(ctx context.Context, name string) error {
	holder := rand.Text()
	for {
		taken, err := s.files.TakeLease(ctx, leaseOf(name), holder, leaseTime)
		if err != nil {
			return err
		}
		if taken {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(askAgain):
		}
	}
	held, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.mu.Lock()
	s.locks[name] = lock{holder, stop}
	s.mu.Unlock()
	safely.Go(s.log, "certificate", func() { s.prolong(held, leaseOf(name), holder) })
	return nil
}

// prolong keeps a lease until ctx ends.
func (s *storage) prolong(ctx context.Context, lease, holder string) {
	tick := time.NewTicker(leaseTime / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_, _ = s.files.TakeLease(ctx, lease, holder, leaseTime) // a database that is away is asked again at the next tick
		}
	}
}

// Unlock gives a lock up.
func (s *storage) Unlock(ctx context.Context, name string) error {
	s.mu.Lock()
	held, ok := s.locks[name]
	delete(s.locks, name)
	s.mu.Unlock()
	if !ok {
		return fmt.Errorf("the lock %s is not held here", name)
	}
	held.stop()
	return s.files.DropLease(context.WithoutCancel(ctx), leaseOf(name), held.holder)
}
