package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"nameyard/store/storetest"
)

// nightlyItem is measured on each engine: nightly/sqlite, nightly/mariadb.
const nightlyItem = "nightly"

// syncCalls is how many names the sync cron asks for, one after the other.
const syncCalls = 10_000

// demoAccount has the made-up names; its credentials are the demo's public ones.
const demoAccount = "test@exampledomain.com"

// nightly fills a sandbox, lets the renewal job run over it, and then a sync cron.
func (s *stage) nightly(ctx context.Context, engine string, r *report) error {
	program, err := s.build(ctx)
	if err != nil {
		return err
	}
	dir, err := s.sub("nightly-" + engine)
	if err != nil {
		return err
	}
	n := &night{stage: s, engine: engine, program: program, data: filepath.Join(dir, "data")}
	n.database = filepath.Join(n.data, "nameyard.db")
	if engine == mariadb {
		if err := s.needMariaDB(ctx); err != nil {
			return err
		}
		if n.database, err = s.freshMariaDB(ctx); err != nil {
			return err
		}
	}
	return n.run(ctx, r)
}

// build makes the program once.
func (s *stage) build(ctx context.Context) (string, error) {
	program := filepath.Join(s.folder, "nameyard")
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	say("building nameyard")
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", program, "nameyard/cmd/nameyard")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("cmd/nameyard does not build here (run the bench in the repository): %.300s", text)
	}
	return program, nil
}

// night is the program on one database.
type night struct {
	*stage
	engine   string
	program  string
	data     string
	database string
}

func (n *night) run(ctx context.Context, r *report) error {
	if _, err := demoStart(ctx, n.program, n.data, "--db", n.database); err != nil {
		return err
	}
	say("%s: making %d names up, of which %d fall due", n.engine, n.options.domains, n.options.due)
	begun := time.Now()
	if _, err := n.command(ctx, "sandbox", "fill", fmt.Sprint(n.options.domains), "--due", fmt.Sprint(n.options.due)); err != nil {
		return err
	}
	r.note("%s: %d names made up in %s", n.engine, n.options.domains, short(time.Since(begun)))
	if _, err := n.command(ctx, "credit", "add", demoAccount, "1000000", "--note", "for the nightly run"); err != nil {
		return err
	}
	if err := n.renewals(ctx, r); err != nil {
		return err
	}
	if err := n.syncCron(ctx, r); err != nil {
		return err
	}
	say("%s: verify", n.engine)
	begun = time.Now()
	ran, err := n.command(ctx, "verify")
	if err != nil {
		return err
	}
	r.note("%s: verify over all of it in %s, %d MB", n.engine, short(time.Since(begun)), ran.memory>>20)
	return nil
}

// renewals measures the renewal job, and once more with nothing due, which shows what the process takes by itself.
func (n *night) renewals(ctx context.Context, r *report) error {
	say("%s: the nightly run", n.engine)
	busy, err := n.job(ctx)
	if err != nil {
		return err
	}
	idle, err := n.job(ctx)
	if err != nil {
		return err
	}
	left, err := n.command(ctx, "order", "list", "--unfinished", "--json")
	if err != nil {
		return err
	}
	if strings.TrimSpace(left.out) != "[]" {
		return fmt.Errorf("orders are unfinished after the nightly run: %.300s", left.out)
	}
	r.judgeLess(fmt.Sprintf("nightly run over %d names, %d due, on %s, in seconds", n.options.domains, n.options.due, n.engine), busy.took.Seconds(), 30, 10)
	r.judgeLess(fmt.Sprintf("its memory over idle on %s, in MB", n.engine), float64(max(busy.memory-idle.memory, 0)>>20), 150, 50)
	r.note("%s: the run with %d names due %s and %d MB, with none %s and %d MB", n.engine, n.options.due, short(busy.took), busy.memory>>20, short(idle.took), idle.memory>>20)
	return nil
}

// job runs the renewal job in a process of its own.
func (n *night) job(ctx context.Context) (ran, error) {
	r, err := n.command(ctx, "job", "run", "auto-renew", "--json")
	if err != nil {
		return r, err
	}
	var told struct {
		TookMS int64 `json:"took_ms"`
	}
	err = json.Unmarshal([]byte(r.out), &told)
	r.took = time.Duration(told.TookMS) * time.Millisecond
	return r, err
}

// ran is what a command did.
type ran struct {
	out    string
	took   time.Duration
	memory int64 // at most, in bytes
}

// command runs the program on the night's database.
func (n *night) command(ctx context.Context, args ...string) (ran, error) {
	command := exec.CommandContext(ctx, n.program, append(args, "--data", n.data, "--db", n.database, "--log-level", "error")...)
	var out, errOut bytes.Buffer
	command.Stdout, command.Stderr = &out, &errOut
	begun := time.Now()
	if err := command.Run(); err != nil {
		return ran{}, fmt.Errorf("nameyard %s: %w: %.300s", strings.Join(args, " "), err, errOut.String())
	}
	r := ran{out: out.String(), took: time.Since(begun)}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.memory = usage.Maxrss << 10 // kB on Linux
	}
	return r, nil
}

// syncCron asks for one name after the other, as WHMCS does at night.
func (n *night) syncCron(ctx context.Context, r *report) error {
	names, err := n.names(ctx, syncCalls)
	if err != nil {
		return err
	}
	secret, err := n.secret()
	if err != nil {
		return err
	}
	p, err := startRole(ctx, ours, roleOrders{Database: n.database, Secret: secret})
	if err != nil {
		return err
	}
	defer func() { _ = p.stop() }()
	l, err := dial(ctx, p.address)
	if err != nil {
		return err
	}
	defer func() { _ = l.conn.Close() }()
	idle, _ := p.memory()
	say("%s: a sync cron of %d calls", n.engine, len(names))
	took := make([]time.Duration, 0, len(names))
	begun := time.Now()
	for _, name := range names {
		sld, tld, _ := strings.Cut(name, ".")
		asked := time.Now()
		body, err := l.post([]byte(strings.Replace(demoQuestion, "CreditAmount", "Sync", 1) + "&sld=" + sld + "&tld=" + tld))
		if err != nil {
			return err
		}
		if !bytes.Contains(body, []byte(`"expirydate"`)) {
			return fmt.Errorf("sync of %s answers %.300s", name, body)
		}
		took = append(took, time.Since(asked))
	}
	all := time.Since(begun)
	slices.Sort(took)
	_, most := p.memory()
	r.note("%s: a sync cron of %d calls, one after the other, in %s (%.0f/s, p50 %s, p99 %s), %d MB over idle", n.engine, len(names), short(all),
		float64(len(names))/all.Seconds(), short(took[len(took)/2]), short(took[len(took)*99/100]), max(most-idle, 0)>>20)
	return nil
}

// secret is the secret key that the demo made for the night's database.
func (n *night) secret() (string, error) {
	text, err := os.ReadFile(filepath.Join(n.data, "secret.key"))
	return strings.TrimSpace(string(text)), err
}

// names gives so many names, without holding all that there are.
func (n *night) names(ctx context.Context, most int) ([]string, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	command := exec.CommandContext(ctx, n.program, "export", "--data", n.data, "--db", n.database)
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	rows := csv.NewReader(out)
	var names []string
	for len(names) <= most {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		names = append(names, row[0])
	}
	stop()
	_ = command.Wait() // it was ended in the middle, on purpose
	if len(names) < 2 {
		return nil, errors.New("there are no names to ask for")
	}
	return names[1:], nil // the first row has the columns' names
}

// nights runs the nightly items that are wanted.
func (s *stage) nights(ctx context.Context, r *report) error {
	for _, engine := range []string{sqlite, mariadb} {
		item := nightlyItem + "/" + engine
		if !s.options.wants(item) {
			continue
		}
		err := s.nightly(ctx, engine, r)
		if errors.Is(err, storetest.ErrNoServer) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", item, err)
		}
	}
	return nil
}
