package epp

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode"

	"nameyard/registry"
)

// A change of our password at a registry is written down before the registry hears of it: the next password lies beside the password file
// until it is known to be right. Whatever becomes of the change, one of the two opens the account, and each login tries both.

// nextSuffix makes the name of the file with the next password.
const nextSuffix = ".next"

// codeWrongLogin is the answer to a wrong password (RFC 5730 §3).
const codeWrongLogin = 2200

// passwords are those that may be right, the likeliest first; never none.
func (s Settings) passwords() []string {
	list := []string{s.Password}
	if s.PasswordFile == "" {
		return list
	}
	if now, err := passwordIn(s.PasswordFile); err == nil {
		list = []string{now}
	}
	if next, err := readPassword(s.PasswordFile + nextSuffix); err == nil && next != list[0] {
		list = append(list, next)
	}
	return list
}

// passwordIn reads the password that is right as far as is known: that of the file, or the next one where the file does not hold any (a
// disk that was full when it was written).
func passwordIn(path string) (string, error) {
	password, err := readPassword(path)
	if err != nil {
		if next, ok := readPassword(path + nextSuffix); ok == nil {
			return next, nil
		}
	}
	return password, err
}

// readPassword reads a file with nothing but a password. Its error does not tell what it holds.
func readPassword(path string) (string, error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	password := strings.TrimRight(string(body), "\r\n")
	if len(password) < shortestPassword || strings.ContainsAny(password, "\r\n") {
		return "", fmt.Errorf("%s does not hold one line of %d or more characters", path, shortestPassword)
	}
	return password, nil
}

// wrongPassword reports whether a login failed for that.
func wrongPassword(err error) bool {
	var no *loginRefused
	return errors.As(err, &no) && (no.Code == codeWrongLogin || no.Code == codeAuthClosed)
}

// How long passwords may be (RFC 5730, pwType; RFC 8807 §3.2 for longer ones).
const (
	shortestPassword = 6
	longestPassword  = 128
)

// ChangePassword sets another password at the registry, with a login of its own, and keeps it in the password file. Errors are a Refusal
// (nothing is changed), ErrUnreachable (nothing is changed) and ErrUnknown: the registry may have either password; logins try both, and
// asking again ends the change.
func (c *Connector) ChangePassword(ctx context.Context, next string) error {
	if err := c.mayBePassword(next); err != nil {
		return err
	}
	if err := c.endPasswordChange(ctx); err != nil {
		return err
	}
	set := c.set
	set.Password = set.passwords()[0]
	if next == set.Password {
		return registry.Refuse(registry.CodeParameterPolicy, "that is the password already")
	}
	if err := writePassword(set.PasswordFile+nextSuffix, next); err != nil {
		return unreachable("writing the next password down", err)
	}
	set.next = next
	sent, err := c.logsIn(ctx, set)
	var no *loginRefused
	switch {
	case err == nil:
		return c.keepPassword(next)
	case !sent || errors.Is(err, registry.ErrBusy): // a registry that takes no more sessions has not looked at it
		return errors.Join(err, os.Remove(set.PasswordFile+nextSuffix))
	case errors.As(err, &no) && no.Code != codeServerFailed && no.Code != codeServerClosed:
		return errors.Join(no.Refusal, os.Remove(set.PasswordFile+nextSuffix))
	}
	return fmt.Errorf("%w: what became of the change of the password is not known: %w; both are tried at each login, ask again to end it",
		registry.ErrUnknown, unnamed(err))
}

// logsIn logs in and out again, beside the sessions of the connector. It reports whether anything of the last try was sent.
func (c *Connector) logsIn(ctx context.Context, set Settings) (sent bool, err error) {
	err = c.pool.aside(ctx, func(ctx context.Context) error {
		s, err := dial(ctx, set)
		if sent = err == nil; !sent {
			return err
		}
		if err := s.begin(ctx, set); err != nil {
			_ = s.conn.Close() // the error that counts is the first
			return err
		}
		s.logout()
		return nil
	})
	return sent, err
}

func (c *Connector) mayBePassword(next string) error {
	bad := func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsPrint(r) }
	switch {
	case c.set.PasswordFile == "":
		return registry.Refuse(registry.CodeUse, "there is no password file to keep it in")
	case len(next) < shortestPassword || len(next) > longestPassword || strings.ContainsFunc(next, bad) || strings.TrimSpace(next) != next:
		return registry.Refuse(registry.CodeParameterPolicy, "a password has %d to %d printable ASCII characters, and no blanks around it", shortestPassword, longestPassword)
	}
	return nil
}

// endPasswordChange finds out what became of a change that was begun before.
func (c *Connector) endPasswordChange(ctx context.Context) error {
	path := c.set.PasswordFile + nextSuffix
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, password := range slices.Backward(c.set.passwords()) {
		set := c.set
		set.Password = password
		_, err := c.logsIn(ctx, set)
		if wrongPassword(err) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%w: an earlier change of the password has not ended, and this one has not begun: %w", registry.ErrUnknown, unnamed(err))
		}
		return c.keepPassword(password)
	}
	return registry.Refuse(codeWrongLogin, "neither %s nor %s holds the password that the registry has", c.set.PasswordFile, path)
}

// keepPassword makes a password that is right that of the file. Until the file beside it is gone either one may be read.
func (c *Connector) keepPassword(password string) error {
	err := writePassword(c.set.PasswordFile, password)
	if err == nil {
		err = os.Remove(c.set.PasswordFile + nextSuffix)
	}
	if err != nil {
		return fmt.Errorf("%w: the registry has the password of %s, and it cannot be kept: %w", registry.ErrUnknown, c.set.PasswordFile+nextSuffix, err)
	}
	return nil
}

// writePassword puts a password into a file, which holds the old one or the new one whatever happens meanwhile. A file that is there
// keeps its mode, and its owner where we may give it to him; a new one is for its owner alone.
func writePassword(path, password string) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(password + "\n")
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = likeBefore(f.Name(), path)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// likeBefore gives a file the mode and the owner of the one that it replaces.
func likeBefore(made, path string) error {
	was, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if owner, is := was.Sys().(*syscall.Stat_t); is && os.Geteuid() == 0 { // nobody else may, and where system calls are filtered the attempt can be the end
		if err := os.Chown(made, int(owner.Uid), int(owner.Gid)); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return os.Chmod(made, was.Mode().Perm())
}
