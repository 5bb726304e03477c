package storetest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// ErrNoServer says that the machine has no MariaDB or MySQL server binary.
var ErrNoServer = errors.New("no mariadbd or mysqld found: install mariadb-server " +
	"(Debian/Ubuntu: sudo apt-get install mariadb-server; macOS: brew install mariadb); it need not run")

// The names of the programs, the preferred one first, and the folders that are
// searched after PATH: servers are seldom on an ordinary user's PATH.
var (
	serverNames    = []string{"mariadbd", "mysqld"}
	installerNames = []string{"mariadb-install-db", "mysql_install_db"}
	programFolders = []string{"/usr/sbin", "/usr/bin", "/usr/libexec", "/usr/local/sbin", "/usr/local/bin",
		"/usr/local/libexec", "/opt/homebrew/bin"}
)

// ServerVariable names the server program to test with, instead of the one that findServer finds: another version, or MySQL.
const ServerVariable = "NAMEYARD_TEST_MYSQLD"

// findServer returns the path of the server program, or ErrNoServer.
func findServer() (string, error) {
	if path := os.Getenv(ServerVariable); path != "" {
		return exec.LookPath(path)
	}
	return findProgram(serverNames)
}

// findProgram returns the path of the first of names on PATH or in
// programFolders, or ErrNoServer.
func findProgram(names []string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
		for _, folder := range programFolders {
			if path, err := exec.LookPath(filepath.Join(folder, name)); err == nil {
				return path, nil
			}
		}
	}
	return "", ErrNoServer
}

// runsAs is the option that root needs: the server refuses root unless told so
// by name. Staying root also keeps the kernel's death signal, which a change
// of user would clear.
func runsAs() []string {
	if os.Geteuid() == 0 {
		return []string{"--user=root"}
	}
	return nil
}

// fillData puts the files of a newly initialised server into data; temp is an
// empty folder to work in. Making the files takes a second, so they are made
// once for a machine, user and server version and kept in the user's cache
// folder; without such a folder they are made anew.
func fillData(ctx context.Context, server, data, temp string) error {
	cache, err := os.UserCacheDir()
	if err != nil {
		return initialise(ctx, server, data, temp)
	}
	version, err := exec.CommandContext(ctx, server, "--no-defaults", "--version").Output()
	if err != nil {
		return fmt.Errorf("%s --version: %w", server, err)
	}
	key := sha256.Sum256(fmt.Append(nil, server, string(version), os.Geteuid(), tuning))
	parent := filepath.Join(cache, "nameyard-test")
	template := filepath.Join(parent, fmt.Sprintf("%x", key[:6]))
	if _, err := os.Stat(template); errors.Is(err, os.ErrNotExist) {
		err = makeTemplate(ctx, server, parent, template)
		if err != nil {
			return err
		}
	}
	if err := os.CopyFS(data, os.DirFS(template)); err != nil {
		return fmt.Errorf("copy the template %s (remove it if it is damaged): %w", template, err)
	}
	return nil
}

// makeTemplate builds beside the final place and renames, so that nobody sees
// half a template. Of several that build at once the first wins.
func makeTemplate(ctx context.Context, server, parent, template string) error {
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	building, err := os.MkdirTemp(parent, "building-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(building) }()
	data, temp := filepath.Join(building, "data"), filepath.Join(building, "tmp")
	if err := os.Mkdir(temp, 0o700); err != nil {
		return err
	}
	if err := initialise(ctx, server, data, temp); err != nil {
		return err
	}
	err = os.Rename(data, template)
	if _, there := os.Stat(template); there == nil {
		return nil
	}
	return err
}

// initialise makes the system tables in data. Neither way leaves an account
// that can log in over TCP. It needs a temp folder of its own: two MariaDB
// installers (10.11) in one folder use the same file names, and one crashes.
func initialise(ctx context.Context, server, data, temp string) error {
	version, err := exec.CommandContext(ctx, server, "--no-defaults", "--version").Output()
	if err != nil {
		return fmt.Errorf("%s --version: %w", server, err)
	}
	program, args := server, []string{"--no-defaults", "--initialize-insecure"}
	if strings.Contains(string(version), "MariaDB") {
		if program, err = findProgram(installerNames); err != nil {
			return fmt.Errorf("%s is there but not %s: %w", server, installerNames[0], err)
		}
		args = []string{"--no-defaults", "--skip-test-db", "--auth-root-authentication-method=socket"}
	}
	args = append(append(args, "--datadir="+data, "--tmpdir="+temp), runsAs()...)
	out, err := exec.CommandContext(ctx, program, append(args, tuning...)...).CombinedOutput()
	if err != nil {
		// The cause comes first, general advice after it.
		return fmt.Errorf("%s: %w\n%s", program, err, out[:min(len(out), 4000)])
	}
	return nil
}
