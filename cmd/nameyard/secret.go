package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"nameyard/app"
	"nameyard/operator"
	"nameyard/reseller"
	"nameyard/store"
)

type secretCmd struct {
	Rotate secretRotateCmd `cmd:"" help:"Seal everything anew with another key, while no server runs. Can be killed and run again."`
}

type secretRotateCmd struct {
	NewKeyFile string `required:"" placeholder:"FILE" help:"File with the key that is to take over: \"openssl rand -base64 32 > FILE\" makes one."`
	OldKeyLost bool   `help:"The key until now is lost, and so is what it sealed: v2 keys, webhook secrets and auth codes of unfinished transfers must be given anew."`
	keyFlags
}

// rotatedView is a change of the secret key as it is printed.
type rotatedView struct {
	Fingerprint string   `json:"fingerprint"` // of the key that holds now
	Resealed    int      `json:"resealed"`
	Lost        []string `json:"lost"` // what opened with neither key
	Done        bool     `json:"done_before"`
}

// Run changes the secret key of the database.
func (c *secretRotateCmd) Run(ctx context.Context, p *program) error {
	to, err := p.readKey(c.NewKeyFile)
	if errors.Is(err, os.ErrNotExist) {
		return refused("there is no file %s: make a key with \"openssl rand -base64 32 > %s\", and keep a copy of it apart from the database", c.NewKeyFile, c.NewKeyFile)
	}
	if err != nil {
		return err
	}
	var from *reseller.SecretKey
	if !c.OldKeyLost {
		if from, err = p.secretKey(c.keyFlags); err != nil {
			return err
		}
	}
	return p.withDatabase(ctx, func(d *app.Database) error {
		u := operator.Secrets{Store: d.Store, Told: func(seen, changed int) { p.progress(fmt.Sprintf("sealed anew: %d of %d seen", changed, seen)) }}
		done, err := u.Rotate(ctx, from, to)
		p.progress("")
		if err != nil {
			return p.spelledKey(err)
		}
		return p.showRotated(c.NewKeyFile, to.Fingerprint(), done)
	})
}

func (p *program) showRotated(file, fingerprint string, done store.Rotated) error {
	v := rotatedView{Fingerprint: fingerprint, Resealed: done.Resealed, Lost: []string{}, Done: done.Done}
	for _, lost := range done.Lost {
		v.Lost = append(v.Lost, lost.Place+" "+lost.Row)
	}
	return p.out.print(v, func(w io.Writer) {
		for _, lost := range v.Lost {
			fmt.Fprintf(p.stderr, "warning: %s does not open any more and was left as it is: give a new one\n", lost)
		}
		if v.Done {
			fmt.Fprintf(w, "the secret key of this database is %s (%s) already\n", file, fingerprint)
			return
		}
		fmt.Fprintf(w, "secrets sealed anew: %d; the secret key of this database is %s (%s) now\n", v.Resealed, file, fingerprint)
		fmt.Fprintf(w, "start servers and commands with it from now on; backups that were made before need the key that went before\n")
	})
}
