package main

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"text/template"
	"time"

	"nameyard/reseller"
)

//go:embed php
var phpFiles embed.FS

// errNoPHP says what is missing for the PHP peer.
var errNoPHP = errors.New("the PHP peer is left out")

// phpPrograms finds nginx and php-fpm, whose name carries a version on some systems.
func phpPrograms() (nginx, fpm string, err error) {
	if nginx, err = findProgram("nginx"); err != nil {
		return "", "", err
	}
	names := []string{"php-fpm"}
	for _, folder := range []string{"/usr/sbin", "/usr/local/sbin"} {
		versions, _ := filepath.Glob(filepath.Join(folder, "php-fpm[0-9]*"))
		names = append(names, versions...)
	}
	fpm, err = findProgram(names...)
	return nginx, fpm, err
}

func findProgram(names ...string) (string, error) {
	for _, name := range names {
		for _, place := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name} {
			if found, err := exec.LookPath(place); err == nil {
				return found, nil
			}
		}
	}
	return "", fmt.Errorf("%w: %s is not installed", errNoPHP, names[0])
}

// phpSetting fills the templates in bench/php.
type phpSetting struct {
	Folder, User, Address, Path, Script string
	Workers                             int
	DSN, DatabaseUser, Password         string
}

// phpWorkers is the size of the pool: one for each of the usual connections, since nginx keeps its connections to them.
const phpWorkers = 16

// startPHP fills the peer's own tables and starts php-fpm and nginx in front of it. The error is errNoPHP if there is none.
func startPHP(ctx context.Context, folder, database string, names int) (*peer, error) {
	nginx, fpm, err := phpPrograms()
	if err != nil {
		return nil, err
	}
	if err := seedPHP(ctx, database, names); err != nil {
		return nil, err
	}
	s, err := settle(folder, database)
	if err != nil {
		return nil, err
	}
	fpmArgs := []string{"-F", "-y", filepath.Join(folder, "pool.conf"), "-d", "opcache.enable=1", "-d", "opcache.validate_timestamps=0", "-d", "variables_order=EGPCS"}
	if s.User == "root" {
		fpmArgs = append(fpmArgs, "-R")
	}
	workers, err := startProgram(ctx, fpm, fpmArgs...)
	if err != nil {
		return nil, err
	}
	front, err := startProgram(ctx, nginx, "-p", folder, "-c", filepath.Join(folder, "nginx.conf"), "-e", filepath.Join(folder, "nginx.log"))
	if err != nil {
		return nil, errors.Join(err, workers())
	}
	p := &peer{name: "php", address: s.Address, stop: func() error { return errors.Join(front(), workers()) }}
	if err := waitFor(ctx, s.Address); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

// settle writes the endpoint and the settings to a folder.
func settle(folder, database string) (phpSetting, error) {
	u, err := url.Parse(database)
	if err != nil {
		return phpSetting{}, err
	}
	address, err := freeAddress()
	if err != nil {
		return phpSetting{}, err
	}
	s := phpSetting{
		Folder: folder, Address: address, Path: path, Script: filepath.Join(folder, "api.php"), Workers: phpWorkers,
		DSN:          fmt.Sprintf("mysql:host=%s;port=%s;dbname=%s;charset=utf8mb4", u.Hostname(), u.Port(), strings.Trim(u.Path, "/")),
		DatabaseUser: u.User.Username(),
	}
	s.Password, _ = u.User.Password()
	if os.Geteuid() == 0 {
		s.User = "root" // it owns the folder, which nobody else may read
	}
	script, err := phpFiles.ReadFile("php/api.php")
	if err != nil {
		return s, err
	}
	if err := os.WriteFile(s.Script, script, 0o600); err != nil {
		return s, err
	}
	for _, name := range []string{"pool.conf", "nginx.conf"} {
		t, err := template.ParseFS(phpFiles, "php/"+name)
		if err != nil {
			return s, err
		}
		var text strings.Builder
		if err := t.Execute(&text, s); err != nil {
			return s, err
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text.String()), 0o600); err != nil {
			return s, err
		}
	}
	return s, nil
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String(), nil
}

// startProgram starts a program and gives what ends it, by its process id.
func startProgram(ctx context.Context, program string, args ...string) (stop func() error, err error) {
	command := exec.CommandContext(ctx, program, args...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return func() error {
		if err := command.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		var exit *exec.ExitError
		if err := command.Wait(); err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
			return err
		}
		return nil
	}, nil
}

// waitFor waits until somebody listens.
func waitFor(ctx context.Context, address string) error {
	for range 500 {
		l, err := dial(ctx, address)
		if err == nil {
			return l.conn.Close()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
	return fmt.Errorf("nobody listens on %s", address)
}

// seedPHP makes the PHP peer's tables and rows: what seed makes for us.
func seedPHP(ctx context.Context, database string, names int) error {
	db, err := openPlain(ctx, database)
	if err != nil {
		return err
	}
	defer func() { _ = db.writes.Close() }()
	schema, err := phpFiles.ReadFile("php/tables.sql")
	if err != nil {
		return err
	}
	for statement := range strings.SplitSeq(string(schema), ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := db.writes.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return db.tx(ctx, func(tx *sql.Tx) error { return fillPHP(ctx, tx, names) })
}

func fillPHP(ctx context.Context, tx *sql.Tx, names int) error {
	account, err := insert(ctx, tx, "INSERT INTO accounts (email, currency, tax_rate_ppm, disabled) VALUES (?,?,?,?)", accountEmail, "USD", 0, false)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO balances (account_id, available, held) VALUES (?,?,?)", account, int64(credit), 0); err != nil {
		return err
	}
	if _, err := insert(ctx, tx, "INSERT INTO tokens (account_id, hash) VALUES (?,?)", account, reseller.HashToken(accountToken)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO prices (tld, currency, years, net) VALUES (?,?,?,?)", "com", "USD", 1, price); err != nil {
		return err
	}
	hosts, err := json.Marshal(nameservers)
	if err != nil {
		return err
	}
	registrant, err := json.Marshal(reseller.Contacts{reseller.RoleRegistrant: contact})
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	for n := range names {
		_, err := insert(ctx, tx, "INSERT INTO domains (account_id, name, state, nameservers, contacts, expires_at, created_at) VALUES (?,?,?,?,?,?,?)",
			account, seeded(int64(n))+".com", "active", string(hosts), string(registrant), now.AddDate(1, 0, 0), now)
		if err != nil {
			return errors.Join(err, errors.New("name "+strconv.Itoa(n)))
		}
	}
	return nil
}
