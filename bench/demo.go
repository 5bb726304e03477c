package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// The demo's public credentials, see cmd/nameyard/demo.go.
const demoQuestion = "token=AaLc8eNZWsZtWlT9LtT7NUha&authemail=test@exampledomain.com&action=CreditAmount"

// demoStarts is how often the demo is started with its data there.
const demoStarts = 5

// demo builds the program and measures from its start to its first answer, with the data of an earlier start there.
func (s *stage) demo(ctx context.Context, r *report) error {
	dir, err := s.sub("demo")
	if err != nil {
		return err
	}
	program, err := s.build(ctx)
	if err != nil {
		r.note("demo: left out: %v", err)
		return nil
	}
	data := filepath.Join(dir, "data")
	first, err := demoStart(ctx, program, data)
	if err != nil {
		r.note("demo: left out: %v", err)
		return nil
	}
	var again []time.Duration
	for range demoStarts {
		took, err := demoStart(ctx, program, data)
		if err != nil {
			return err
		}
		again = append(again, took)
	}
	slices.Sort(again)
	r.judgeLess("demo, start to first answer in seconds", again[len(again)/2].Seconds(), 2, 0.5)
	r.note("demo: first start with an empty folder %s, later ones %s", short(first), short(again[len(again)/2]))
	return nil
}

// demoStart starts the demo, waits for an answer, and ends it.
func demoStart(ctx context.Context, program, data string, more ...string) (time.Duration, error) {
	address, err := freeAddress()
	if err != nil {
		return 0, err
	}
	command := exec.CommandContext(ctx, program, append([]string{"demo", "--listen", address, "--data", data}, more...)...)
	start := time.Now()
	if err := command.Start(); err != nil {
		return 0, err
	}
	answered := errors.New("no answer within 20 s")
	var took time.Duration
	for time.Since(start) < 20*time.Second && ctx.Err() == nil {
		if answered = askDemo(ctx, address); answered == nil {
			took = time.Since(start)
			break
		}
		time.Sleep(2 * time.Millisecond)
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		return 0, errors.Join(answered, err)
	}
	var exit *exec.ExitError
	if err := command.Wait(); err != nil && !errors.As(err, &exit) {
		return 0, err
	}
	return took, answered
}

func askDemo(ctx context.Context, address string) error {
	l, err := dial(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = l.conn.Close() }()
	return l.mustPost([]byte(demoQuestion))
}

// mustPost sends a form that must be answered with success.
func (l *line) mustPost(form []byte) error {
	body, err := l.post(form)
	if err == nil && !bytes.HasPrefix(body, success) {
		err = fmt.Errorf("it answers %.300q", body)
	}
	return err
}
