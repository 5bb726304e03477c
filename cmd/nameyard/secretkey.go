package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"nameyard/app"
	"nameyard/reseller"
	"nameyard/store"
)

// keyFlags say where the secret key is.
type keyFlags struct {
	SecretKey     string `placeholder:"BASE64" help:"Secret key: base64 of 32 random bytes. Better in a file or in the environment."`
	SecretKeyFile string `placeholder:"FILE" help:"File with the secret key."`
}

// keyFile is the demo's secret key in the data folder.
func (g globals) keyFile() string { return filepath.Join(g.Data, "secret.key") }

// secretKey reads the key that the flags name, or else the one in the data folder.
func (p *program) secretKey(f keyFlags) (*reseller.SecretKey, error) {
	switch {
	case f.SecretKey != "" && f.SecretKeyFile != "":
		return nil, wrongUsage("give the secret key once: --secret-key or --secret-key-file")
	case f.SecretKey != "":
		p.keyFrom = "--secret-key"
		return parseKey(p.keyFrom, f.SecretKey)
	case f.SecretKeyFile != "":
		p.keyFrom = f.SecretKeyFile
		return p.readKey(p.keyFrom)
	}
	p.keyFrom = p.keyFile()
	key, err := p.readKey(p.keyFrom)
	if errors.Is(err, os.ErrNotExist) {
		return nil, noKey()
	}
	return key, err
}

// readKey reads a key from a file.
func (p *program) readKey(file string) (*reseller.SecretKey, error) {
	body, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the secret key: %w", err)
	}
	p.warnOfOpenKey(file)
	return parseKey(file, string(body))
}

func parseKey(from, text string) (*reseller.SecretKey, error) {
	key, err := reseller.NewSecretKey(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	return key, nil
}

// databaseKey reads the key that the flags name and holds it against the one of the database.
func (p *program) databaseKey(ctx context.Context, d *app.Database, f keyFlags) (*reseller.SecretKey, error) {
	key, err := p.secretKey(f)
	if err != nil {
		return nil, err
	}
	key, err = d.Store.UseKey(ctx, key)
	return key, p.spelledKey(err)
}

// spelledKey says where a secret key came from that is not the database's, and what to do.
func (p *program) spelledKey(err error) error {
	var other *store.OtherKeyError
	if !errors.As(err, &other) {
		return err
	}
	from := p.keyFrom
	switch {
	case other.Next != "" && other.Given != other.Kept && other.Given != other.Next:
		return refused("%v (%s). Finish that change first: \"nameyard secret rotate\" with --secret-key-file for %s and --new-key-file for %s",
			other, from, other.Kept, other.Next)
	case other.Next != "":
		return refused("the secret key of this database is being changed from %s to %s, which did not end; finish it with \"nameyard secret rotate\", "+
			"which needs both keys: --secret-key-file for the first, --new-key-file for the second", other.Kept, other.Next)
	case other.Kept == "":
		return refused("%v (%s), which would make it useless: name the right key with --secret-key-file (or NAMEYARD_SECRET_KEY_FILE)", other, from)
	}
	return refused("%v (%s): with it, what is kept sealed would not open. Name the right key with --secret-key-file (or NAMEYARD_SECRET_KEY_FILE); "+
		"a restored database has the key of its backup's time, \"nameyard secret rotate\" changes it, and if it is lost, --old-key-lost does", other, from)
}

// warnOfOpenKey says, once, that others can read the key.
func (p *program) warnOfOpenKey(file string) {
	const othersRead = 0o004
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm()&othersRead == 0 || p.openKeyTold {
		return
	}
	p.openKeyTold = true
	fmt.Fprintf(p.stderr, "warning: everybody on this machine can read the secret key: chmod 600 %s\n", file)
}

// noKey says how to get a secret key.
func noKey() error {
	return refused("there is no secret key: make one with \"openssl rand -base64 32 > secret.key\", keep a copy of it apart from " +
		"the database, and name it with --secret-key-file (or NAMEYARD_SECRET_KEY_FILE)")
}
