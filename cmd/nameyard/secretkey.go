package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"nameyard/reseller"
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
	text, from := f.SecretKey, "--secret-key"
	if f.SecretKey != "" && f.SecretKeyFile != "" {
		return nil, wrongUsage("give the secret key once: --secret-key or --secret-key-file")
	}
	if text == "" {
		if from = f.SecretKeyFile; from == "" {
			from = p.keyFile()
		}
		body, err := os.ReadFile(from)
		if errors.Is(err, os.ErrNotExist) && f.SecretKeyFile == "" {
			return nil, noKey()
		}
		if err != nil {
			return nil, fmt.Errorf("read the secret key: %w", err)
		}
		text = string(body)
		p.warnOfOpenKey(from)
	}
	key, err := reseller.NewSecretKey(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	return key, nil
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
