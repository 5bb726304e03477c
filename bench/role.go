package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// roleFlag makes this binary one of the peers: bench -role NAME, its orders on standard input.
const roleFlag = "-role"

// roleOrders is what a peer is told, as one line of JSON.
type roleOrders struct {
	Database string `json:"database"` // as store.Open takes it
	Secret   string `json:"secret"`   // the secret key of a database that the bench did not make
	Profiled bool   `json:"profiled"` // listen for pprof too
	Turns    bool   `json:"turns"`    // each account has as many requests at a time as on a server
}

// roleAnswer is what a peer says once it listens, as one line of JSON.
type roleAnswer struct {
	Address string `json:"address"`
	Pprof   string `json:"pprof"`
}

// roles are the peers that are written in Go.
var roles = map[string]func(ctx context.Context, o roleOrders) (http.Handler, error){
	"nameyard": nameyardHandler,
	"bare":     bareHandler,
	"sql":      sqlHandler,
}

// playRole serves until standard input ends: a peer never outlives the bench, however that ends.
func playRole(name string) error {
	role, ok := roles[name]
	if !ok {
		return fmt.Errorf("there is no role %q", name)
	}
	in := bufio.NewReader(os.Stdin)
	text, err := in.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("read the orders: %w", err)
	}
	var o roleOrders
	if err := json.Unmarshal(text, &o); err != nil {
		return fmt.Errorf("read the orders: %w", err)
	}
	ctx := context.Background()
	handler, err := role(ctx, o)
	if err != nil {
		return err
	}
	var answer roleAnswer
	if answer.Address, err = serve(ctx, handler); err != nil {
		return err
	}
	if o.Profiled {
		runtime.SetMutexProfileFraction(10)
		if answer.Pprof, err = serve(ctx, pprofHandler()); err != nil {
			return err
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, in)
	return err
}

func serve(ctx context.Context, handler http.Handler) (address string, err error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 2 * time.Minute,
	}
	go func() {
		if err := server.Serve(listener); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}()
	return listener.Addr().String(), nil
}

func pprofHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.Handle("/debug/pprof/mutex", pprof.Handler("mutex"))
	mux.Handle("/debug/pprof/heap", pprof.Handler("heap"))
	return mux
}

// peer is somebody who answers the action API: a child process or, for PHP, a few of them.
type peer struct {
	name    string
	address string
	pprof   string
	pid     int
	stop    func() error
}

// startRole starts this binary again as a peer.
func startRole(ctx context.Context, name string, o roleOrders) (*peer, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, self, roleFlag, name)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start the peer %s: %w", name, err)
	}
	p := &peer{name: name, pid: command.Process.Pid, stop: func() error {
		_ = in.Close()
		return command.Wait()
	}}
	if err := json.NewEncoder(in).Encode(o); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	var answer roleAnswer
	if err := json.NewDecoder(out).Decode(&answer); err != nil {
		return nil, errors.Join(fmt.Errorf("the peer %s did not start", name), err, p.stop())
	}
	p.address, p.pprof = answer.Address, answer.Pprof
	return p, nil
}

// memory is what a process holds, in bytes: now and at most, from /proc; zero elsewhere than on Linux.
func (p *peer) memory() (now, most int64) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.pid))
	if err != nil {
		return 0, 0
	}
	for text := range strings.Lines(string(status)) {
		var kib int64
		if _, err := fmt.Sscanf(text, "VmRSS: %d kB", &kib); err == nil {
			now = kib << 10
		}
		if _, err := fmt.Sscanf(text, "VmHWM: %d kB", &kib); err == nil {
			most = kib << 10
		}
	}
	return now, most
}
