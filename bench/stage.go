package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"nameyard/store/storetest"
)

// stage is where the peers play: two databases, a temporary folder, and everything that must be removed at the end.
type stage struct {
	options  options
	folder   string
	requests *requests
	endings  []func() error
	sqlite   string            // database, "" until needed
	mariadb  string            // database, "" until needed
	noMaria  error             // why there is no MariaDB
	server   *storetest.Server // of mariadb
}

func newStage(ctx context.Context, o options) (*stage, error) {
	folder, err := os.MkdirTemp("", "nameyard-bench-")
	if err != nil {
		return nil, err
	}
	s := &stage{options: o, folder: folder, requests: &requests{names: o.names}}
	s.endings = append(s.endings, func() error { return os.RemoveAll(folder) })
	return s, ctx.Err()
}

// close ends and removes everything, the last thing first.
func (s *stage) close() {
	for i := len(s.endings) - 1; i >= 0; i-- {
		if err := s.endings[i](); err != nil {
			say("at the end: %v", err)
		}
	}
	s.endings = nil
}

// sub makes a folder for somebody.
func (s *stage) sub(name string) (string, error) {
	dir := filepath.Join(s.folder, name)
	return dir, os.MkdirAll(dir, 0o700)
}

// useSQLite gives a filled SQLite database.
func (s *stage) useSQLite(ctx context.Context) (string, error) {
	if s.sqlite != "" {
		return s.sqlite, nil
	}
	say("SQLite: registering %d names", s.options.names)
	file := filepath.Join(s.folder, "bench.db")
	if err := seed(ctx, file, s.options.names); err != nil {
		return "", fmt.Errorf("fill SQLite: %w", err)
	}
	s.sqlite = file
	return file, nil
}

// bufferPool holds all data of a run, as it should in production; storetest's own is meant for tests.
const bufferPool = "--innodb-buffer-pool-size=512M"

// useMariaDB gives a filled database on a private server. The error is storetest.ErrNoServer if there is none.
func (s *stage) useMariaDB(ctx context.Context) (string, error) {
	if err := s.needMariaDB(ctx); err != nil || s.mariadb != "" {
		return s.mariadb, err
	}
	url, err := s.freshMariaDB(ctx)
	if err != nil {
		return "", err
	}
	say("MariaDB: registering %d names", s.options.names)
	if err := seed(ctx, url, s.options.names); err != nil {
		return "", fmt.Errorf("fill MariaDB: %w", err)
	}
	s.mariadb = url
	return url, nil
}

// needMariaDB starts the private server, once.
func (s *stage) needMariaDB(ctx context.Context) error {
	if s.server != nil || s.noMaria != nil {
		return s.noMaria
	}
	dir, err := s.sub("mariadb")
	if err != nil {
		return err
	}
	if s.server, s.noMaria = storetest.StartMariaDB(ctx, dir, bufferPool, "--innodb-log-file-size=256M"); s.noMaria == nil {
		s.endings = append(s.endings, s.server.Stop)
	}
	return s.noMaria
}

func (s *stage) freshMariaDB(ctx context.Context) (string, error) {
	name, err := s.server.CreateDatabase(ctx)
	return s.server.URL(name), err
}

// peers starts our server and the peers on a store.
func (s *stage) peers(ctx context.Context, engine string) (peers []*peer, err error) {
	database, err := s.useSQLite(ctx)
	if engine == mariadb {
		database, err = s.useMariaDB(ctx)
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, stopAll(peers))
		}
	}()
	for _, role := range []string{ours, bare, plainSQL} {
		p, err := startRole(ctx, role, roleOrders{Database: database, Profiled: s.options.profiles != "" && role == ours})
		if err != nil {
			return peers, err
		}
		peers = append(peers, p)
	}
	if engine != mariadb {
		return peers, nil
	}
	dir, err := s.sub("php")
	if err != nil {
		return peers, err
	}
	database, err = s.freshMariaDB(ctx)
	if err != nil {
		return peers, err
	}
	p, err := startPHP(ctx, dir, database, s.options.names)
	if errors.Is(err, errNoPHP) {
		say("%v", err)
		return peers, nil
	}
	if err != nil {
		return peers, err
	}
	return append(peers, p), nil
}

func stopAll(peers []*peer) error {
	var failed error
	for _, p := range peers {
		failed = errors.Join(failed, p.stop())
	}
	return failed
}
