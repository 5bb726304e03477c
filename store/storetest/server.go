package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/go-sql-driver/mysql"
)

const (
	serverUser   = "nameyard"
	startTimeout = 60 * time.Second // two busy cores and the race detector
	stopTimeout  = 30 * time.Second
	portAttempts = 5
)

// tuning makes a small server that still writes every commit through to the
// disk, as production does. "loose" options exist only in MariaDB or in MySQL.
var tuning = []string{
	"--skip-name-resolve",
	"--skip-log-bin",
	"--performance-schema=OFF",
	"--max-connections=400",
	"--key-buffer-size=1M",
	"--innodb-buffer-pool-size=64M",
	"--innodb-buffer-pool-dump-at-shutdown=OFF",
	"--innodb-buffer-pool-load-at-startup=OFF",
	"--innodb-flush-log-at-trx-commit=1",
	"--loose-innodb-log-file-size=16M",
	"--loose-innodb-redo-log-capacity=16M",
	"--loose-aria-pagecache-buffer-size=8M",
	"--loose-mysqlx=OFF",
}

// Server is a private MariaDB or MySQL server on a loopback port. CreateDatabase,
// DropDatabase, URL and PID may be called at any time while it runs; Stop, Kill
// and Restart from one goroutine only.
type Server struct {
	program  string
	dir      string
	options  []string
	password string
	port     int
	admin    *sql.DB
	process  *os.Process
	exited   chan struct{} // closed when the process has ended
}

// StartMariaDB starts a server that keeps everything in dir and waits until it
// answers. A dir used before keeps its databases; a new one gets an empty
// server. Options are command-line options of the server and come after our
// own; ctx bounds the start only. The server dies with this process, but the
// orderly end is Stop. The error is ErrNoServer if the machine has no server.
func StartMariaDB(ctx context.Context, dir string, options ...string) (*Server, error) {
	program, err := findServer()
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	s := &Server{program: program, dir: dir, options: options, password: rand.Text()}
	if err := s.prepareFolder(ctx); err != nil {
		return nil, fmt.Errorf("prepare %s: %w", dir, err)
	}
	for range portAttempts {
		if s.port, err = freePort(); err != nil {
			return nil, err
		}
		if err = s.launch(ctx); err == nil || !strings.Contains(err.Error(), "ddress already in use") {
			break // only a port that somebody else took meanwhile is worth another try
		}
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// URL returns the URL of the database name in the form that the product's
// configuration takes.
func (s *Server) URL(name string) string {
	return fmt.Sprintf("mysql://%s:%s@127.0.0.1:%d/%s", serverUser, s.password, s.port, name)
}

// PID returns the process id of the server that was started last.
func (s *Server) PID() int { return s.process.Pid }

// CreateDatabase makes an empty database (utf8mb4, utf8mb4_bin) with a random
// name and returns the name.
func (s *Server) CreateDatabase(ctx context.Context) (string, error) {
	name := "t_" + strings.ToLower(rand.Text())
	_, err := s.admin.ExecContext(ctx, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
	if err != nil {
		return "", fmt.Errorf("create database %s: %w", name, err)
	}
	return name, nil
}

// DropDatabase removes a database that CreateDatabase made. It waits for
// transactions that still use it, until ctx ends.
func (s *Server) DropDatabase(ctx context.Context, name string) error {
	if _, err := s.admin.ExecContext(ctx, "DROP DATABASE "+name); err != nil {
		return fmt.Errorf("drop database %s: %w", name, err)
	}
	return nil
}

// Stop ends the server in order (SIGTERM) and kills it if that takes too long,
// which is an error. Stopping a stopped server does nothing.
func (s *Server) Stop() error {
	_ = s.admin.Close()
	if err := s.process.Signal(syscall.SIGTERM); errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	select {
	case <-s.exited:
		return nil
	case <-time.After(stopTimeout):
		return errors.Join(fmt.Errorf("server %d ignored SIGTERM for %s", s.PID(), stopTimeout), s.Kill())
	}
}

// Kill ends the server at once (SIGKILL), as a crash would, and waits until it
// is gone. Killing a stopped server does nothing.
func (s *Server) Kill() error {
	_ = s.admin.Close()
	if err := s.process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-s.exited
	return nil
}

// Restart starts the server again on the same files and port after Stop or
// Kill, and stops it first if it runs. URLs stay valid.
func (s *Server) Restart(ctx context.Context) error {
	if err := s.Stop(); err != nil {
		return err
	}
	return s.launch(ctx)
}

// prepareFolder fills the data folder unless it is there, and writes the
// statements that the server runs at each start: they make our account, so
// that there is never an account without a password.
func (s *Server) prepareFolder(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Join(s.dir, "tmp"), 0o700); err != nil {
		return err
	}
	account := fmt.Sprintf("'%s'@'127.0.0.1'", serverUser)
	statements := fmt.Sprintf("CREATE USER IF NOT EXISTS %[1]s;\n"+
		"ALTER USER %[1]s IDENTIFIED BY '%[2]s';\n"+
		"GRANT ALL PRIVILEGES ON *.* TO %[1]s WITH GRANT OPTION;\n", account, s.password)
	if err := os.WriteFile(s.path("init.sql"), []byte(statements), 0o600); err != nil {
		return err
	}
	if _, err := os.Stat(s.path("data")); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	// By rename, so that an interrupted start leaves no half-filled data folder.
	if err := os.RemoveAll(s.path("data.new")); err != nil {
		return err
	}
	if err := fillData(ctx, s.program, s.path("data.new"), s.path("tmp")); err != nil {
		return err
	}
	return os.Rename(s.path("data.new"), s.path("data"))
}

// launch starts the process on the port chosen and waits until it answers.
func (s *Server) launch(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	if err := s.spawn(); err != nil {
		return fmt.Errorf("start %s: %w", s.program, err)
	}
	admin, err := s.connect("")
	if err != nil {
		return err
	}
	s.admin = admin
	for {
		err := s.admin.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-s.exited:
			return errors.Join(fmt.Errorf("%s ended while starting:\n%s", s.program, s.logTail()), admin.Close())
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("%s does not answer: %w\n%s", s.program, err, s.logTail()), s.Kill())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// spawn starts the process. The kernel's death signal comes when the starting
// thread ends, not the process, so a thread is kept for as long as the server.
func (s *Server) spawn() error {
	log, err := os.Create(s.path("log"))
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	command := exec.Command(s.program, s.arguments()...)
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = serverAttributes()
	started, exited := make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread()
		err := command.Start()
		started <- err
		if err == nil {
			_ = command.Wait()
		}
		close(exited)
	}()
	if err := <-started; err != nil {
		return err
	}
	s.process, s.exited = command.Process, exited
	return nil
}

// arguments returns the command line. The socket's name is relative to the data
// folder, which keeps it below the 107 bytes that a socket's path may have.
func (s *Server) arguments() []string {
	args := append([]string{"--no-defaults"}, tuning...)
	args = append(args, runsAs()...)
	args = append(args,
		"--datadir="+s.path("data"),
		"--tmpdir="+s.path("tmp"),
		"--secure-file-priv="+s.path("tmp"),
		"--init-file="+s.path("init.sql"),
		"--socket=server.sock",
		"--pid-file=server.pid",
		"--bind-address=127.0.0.1",
		"--port="+strconv.Itoa(s.port))
	return append(args, s.options...)
}

// connect opens the account that makes and drops databases, in one of them ("" = in none).
func (s *Server) connect(database string) (*sql.DB, error) {
	config := mysql.NewConfig()
	config.Net, config.Addr = "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port))
	config.User, config.Passwd, config.DBName, config.MultiStatements = serverUser, s.password, database, true
	config.Logger = &mysql.NopLogger{} // broken connections are usual around start and kill
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// path names a file in the server's folder.
func (s *Server) path(name string) string { return filepath.Join(s.dir, name) }

// logTail returns the end of the server's log.
func (s *Server) logTail() string {
	log, err := os.ReadFile(s.path("log"))
	if err != nil {
		return err.Error()
	}
	return tail(log)
}

// tail returns the last lines of a log, 4,000 bytes at most.
func tail(log []byte) string {
	return strings.TrimSpace(string(log[max(0, len(log)-4000):]))
}

// freePort returns a loopback port that nobody listens on at this moment.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
