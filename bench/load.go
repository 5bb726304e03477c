package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"
)

// script gives the body of the next request. It is called from many goroutines.
type script func() []byte

// load is what comes of sending requests for a while.
type load struct {
	Requests int           `json:"requests"`
	Errors   int           `json:"errors"`
	Wrong    string        `json:"first_error,omitempty"`
	Took     time.Duration `json:"took_ns"`
	waits    []time.Duration
}

func (l *load) perSecond() float64 { return float64(l.Requests-l.Errors) / l.Took.Seconds() }

// failing reports whether so many answers were wrong that the speed means nothing.
func (l *load) failing() bool { return l.Requests == 0 || l.Errors*1000 > l.Requests }

// quantile gives the time within which a share q of the requests was answered.
func (l *load) quantile(q float64) time.Duration {
	if len(l.waits) == 0 {
		return 0
	}
	slices.Sort(l.waits)
	return l.waits[min(int(q*float64(len(l.waits))), len(l.waits)-1)]
}

// add puts another round's load to this one.
func (l *load) add(other load) {
	l.Requests += other.Requests
	l.Errors += other.Errors
	l.Took += other.Took
	l.waits = append(l.waits, other.waits...)
	if l.Wrong == "" {
		l.Wrong = other.Wrong
	}
}

// drive keeps a number of connections busy with the script's requests for a time: each sends its next request when the
// answer to the last one is there.
func drive(ctx context.Context, address string, connections int, span time.Duration, next script) (load, error) {
	lines, err := connectAll(ctx, address, connections)
	defer func() {
		for _, l := range lines {
			_ = l.conn.Close()
		}
	}()
	if err != nil {
		return load{}, err
	}
	start := time.Now()
	end := start.Add(span)
	loads := make([]load, connections)
	var wg sync.WaitGroup
	for i, l := range lines {
		wg.Go(func() { loads[i] = l.keepBusy(ctx, end, next) })
	}
	wg.Wait()
	var sum load
	for _, l := range loads {
		sum.add(l)
	}
	sum.Took = time.Since(start)
	return sum, ctx.Err()
}

// connectAll opens the connections, a hundred at a time, so that no listen queue overflows.
func connectAll(ctx context.Context, address string, connections int) ([]*line, error) {
	var mu sync.Mutex
	var lines []*line
	var failed error
	var wg sync.WaitGroup
	slots := make(chan struct{}, 100)
	for range connections {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			l, err := dial(ctx, address)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = err
				return
			}
			lines = append(lines, l)
		})
	}
	wg.Wait()
	if failed != nil {
		return lines, fmt.Errorf("connect to %s: %w", address, failed)
	}
	return lines, nil
}

// success begins every answer that is counted.
var success = []byte(`{"result":"success"`)

// keepBusy sends requests until a time. A connection that breaks is an error and is opened again.
func (l *line) keepBusy(ctx context.Context, end time.Time, next script) load {
	var sum load
	for sent := time.Now(); sent.Before(end) && ctx.Err() == nil; {
		body, err := l.post(next())
		now := time.Now()
		sum.Requests++
		sum.waits = append(sum.waits, now.Sub(sent))
		sent = now
		if err == nil && bytes.HasPrefix(body, success) {
			continue
		}
		sum.Errors++
		if sum.Wrong == "" {
			sum.Wrong = fmt.Sprintf("%.300s", body)
			if err != nil {
				sum.Wrong = err.Error()
			}
		}
		if err != nil && !l.redial(ctx) {
			return sum
		}
	}
	return sum
}

// dial opens a connection.
func dial(ctx context.Context, address string) (*line, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return newLine(conn, address), nil
}

func (l *line) redial(ctx context.Context) bool {
	_ = l.conn.Close()
	fresh, err := dial(ctx, l.address)
	if err == nil {
		*l = *fresh
	}
	return err == nil
}
