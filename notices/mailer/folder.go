package mailer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"nameyard/notices"
)

// Folder writes mails as files instead of sending them: one .eml file each, which mail programs open.
type Folder struct {
	path   string
	sender Sender
}

// NewFolder names the folder. It is made when the first mail is written.
func NewFolder(path string, from Sender) *Folder { return &Folder{path, from} }

// Open makes the folder if it is not there.
func (f *Folder) Open(context.Context) (notices.Session, error) {
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of mails: %w", err)
	}
	return f, nil
}

// Send writes a mail to a file of its own, whole or not at all. A second attempt writes the same file.
func (f *Folder) Send(_ context.Context, p notices.Message) error {
	m, err := f.sender.message(p)
	if err != nil {
		return err
	}
	path := filepath.Join(f.path, fmt.Sprintf("%06d-%s.eml", p.ID, p.Kind))
	part := path + ".part"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write a mail: %w: %w", notices.ErrBroken, err)
	}
	_, err = m.WriteTo(file)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return fmt.Errorf("write a mail: %w: %w", notices.ErrBroken, err)
	}
	return nil
}

// Close has nothing to do.
func (f *Folder) Close() error { return nil }
