package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// certificateFile is a file of what a certificate authority is dealt with by. Its name is a path with slashes.
type certificateFile struct {
	Name       string `gorm:"primaryKey"`
	Body       []byte
	ModifiedAt time.Time
}

func (certificateFile) TableName() string { return "certificate_files" }

// inFolder is the condition that a file is a folder's, or the one of exactly that name. Names are ASCII, and '0' follows '/' there.
const inFolder = "(name = ? OR name >= ? AND name < ?)"

func folderArgs(path string) []any { return []any{path, path + "/", path + "0"} }

// PutCertificateFile writes a file, or writes it again.
func (s *Store) PutCertificateFile(ctx context.Context, name string, body []byte) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := s.keyStands(tx, body); err != nil {
			return err
		}
		now := micro(s.clock.Wall())
		updated := tx.Exec("UPDATE certificate_files SET body = ?, modified_at = ? WHERE name = ?", body, now, name)
		if updated.Error != nil || updated.RowsAffected > 0 {
			return updated.Error
		}
		return tx.Create(&certificateFile{name, body, now}).Error
	})
	if err != nil {
		return fmt.Errorf("write the certificate file %s: %w", name, err)
	}
	return nil
}

// CertificateFile reads a file and when it was written. ErrNotFound if there is none.
func (s *Store) CertificateFile(ctx context.Context, name string) (body []byte, modified time.Time, err error) {
	f, err := rowsOf[certificateFile](s.reads).Where("name = ?", name).Take(ctx)
	if err != nil {
		return nil, modified, fmt.Errorf("certificate file %s: %w", name, translate(err))
	}
	return f.Body, f.ModifiedAt.UTC(), nil
}

// OldCertificates lists the names of certificates in a folder that were last written before a time, in order after a name, at most limit.
func (s *Store) OldCertificates(ctx context.Context, folder string, written time.Time, after string, limit int) ([]string, error) {
	rows, err := rowsOf[certificateFile](s.reads).Select("name").Where("name > ? AND name LIKE '%.crt' AND modified_at < ? AND "+inFolder,
		append([]any{after, micro(written)}, folderArgs(folder)...)...).Order("name").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list old certificates: %w", translate(err))
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Name
	}
	return names, nil
}

// CertificatesByAge lists the names of the certificates of a folder that were written first, at most limit, and counts all of them.
func (s *Store) CertificatesByAge(ctx context.Context, folder string, limit int) (names []string, all int64, err error) {
	const certificate = "name LIKE '%.crt' AND " + inFolder
	rows, err := rowsOf[certificateFile](s.reads).Select("name").Where(certificate, folderArgs(folder)...).Order("modified_at, name").Limit(limit).Find(ctx)
	if err == nil {
		all, err = rowsOf[certificateFile](s.reads).Where(certificate, folderArgs(folder)...).Count(ctx, "*")
	}
	if err != nil {
		return nil, 0, fmt.Errorf("list certificates: %w", translate(err))
	}
	for _, r := range rows {
		names = append(names, r.Name)
	}
	return names, all, nil
}

// DropCertificateFiles deletes a file, or all files of a folder. That there are none is no error.
func (s *Store) DropCertificateFiles(ctx context.Context, path string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Exec("DELETE FROM certificate_files WHERE "+inFolder, folderArgs(path)...).Error
	})
	if err != nil {
		return fmt.Errorf("delete the certificate files %s: %w", path, err)
	}
	return nil
}

// CertificateFiles lists the names of the files of a folder and below, in order.
func (s *Store) CertificateFiles(ctx context.Context, folder string) ([]string, error) {
	rows, err := rowsOf[certificateFile](s.reads).Select("name").Where(inFolder, folderArgs(folder)...).Order("name").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the certificate files of %s: %w", folder, translate(err))
	}
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Name
	}
	return names, nil
}
