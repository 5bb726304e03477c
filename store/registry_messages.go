package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type registryMessageRow struct {
	ID        int64
	Connector string
	Mark      string
	MessageID string
	SentAt    *time.Time
	Kind      string
	Name      string
	Words     string
	Data      string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	DoneAt    *time.Time
	Told      bool
}

func (registryMessageRow) TableName() string { return "registry_messages" }

func (r registryMessageRow) toMessage() (reseller.RegistryMessage, error) {
	return reseller.RegistryMessage{
		ID: r.ID, Connector: r.Connector, MessageID: r.MessageID, SentAt: zeroTime(r.SentAt), Kind: r.Kind, Name: r.Name, Words: r.Words, Data: r.Data,
		TakenAt: r.CreatedAt.UTC(), DoneAt: zeroTime(r.DoneAt), Told: r.Told,
	}, nil
}

// messageMark tells messages of a connector apart, for ever: registries may use a number again.
func messageMark(m reseller.RegistryMessage) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %s %q %q %q", m.MessageID, m.SentAt.UTC().Format(time.RFC3339Nano), m.Name, m.Words, m.Data))
	return hex.EncodeToString(sum[:])
}

// KeepRegistryMessage keeps a message for the operator, once however often it is read.
func (s *Store) KeepRegistryMessage(ctx context.Context, m reseller.RegistryMessage) error {
	row := registryMessageRow{
		Connector: m.Connector, Mark: messageMark(m), MessageID: clip(m.MessageID, 255), SentAt: nullTime(m.SentAt), Kind: m.Kind, Name: m.Name,
		Words: clip(m.Words, 1000), Data: clip(m.Data, 1000), CreatedAt: micro(s.clock.Now()),
	}
	err := s.tx(ctx, func(tx *gorm.DB) error { return tx.Create(&row).Error })
	if err != nil && !errors.Is(err, reseller.ErrDuplicate) {
		return fmt.Errorf("keep message %s of registry %s: %w", m.MessageID, m.Connector, err)
	}
	return nil
}

// RegistryMessages lists messages that are kept.
func (s *Store) RegistryMessages(ctx context.Context, q reseller.RegistryMessageSearch) ([]reseller.RegistryMessage, error) {
	var chosen search
	chosen.name(q.Name)
	if len(q.Names) > 0 {
		chosen.add("name IN ?", q.Names)
	}
	chosen.equal("connector", q.Connector)
	chosen.equal("kind", q.Kind)
	chosen.between("created_at", q.Taken)
	if !q.All {
		chosen.add("done_at IS NULL")
	}
	rows, err := find[registryMessageRow](ctx, s.reads, chosen, q.Page)
	if err != nil {
		return nil, fmt.Errorf("list messages of registries: %w", translate(err))
	}
	return each(rows, registryMessageRow.toMessage)
}

// UntoldRegistryMessages lists messages that the operator has not been told of, oldest first, at most limit.
func (s *Store) UntoldRegistryMessages(ctx context.Context, limit int) ([]reseller.RegistryMessage, error) {
	rows, err := rowsOf[registryMessageRow](s.reads).Where("told = ? AND done_at IS NULL", false).Order("id").Limit(limit).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("list messages of registries: %w", translate(err))
	}
	return each(rows, registryMessageRow.toMessage)
}

// TellRegistryMessages notes that the operator is told of messages, with the mails that do. ErrConflict if another server was first.
func (s *Store) TellRegistryMessages(ctx context.Context, messages []reseller.RegistryMessage, mails ...reseller.Mail) error {
	ids := make([]int64, len(messages))
	for i, m := range messages {
		ids[i] = m.ID
	}
	if err := s.told(ctx, &registryMessageRow{}, ids, mails); err != nil {
		return fmt.Errorf("note that the operator is told of messages of registries: %w", err)
	}
	return nil
}

// RegistryMessageDone notes that the operator has seen to a message. ErrNotFound if there is none that is open.
func (s *Store) RegistryMessageDone(ctx context.Context, id int64, by reseller.Actor) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		var row registryMessageRow
		if err := tx.Where("id = ? AND done_at IS NULL", id).Take(&row).Error; err != nil {
			return err
		}
		err := expectOneRow(tx.Model(&registryMessageRow{}).Where("id = ? AND done_at IS NULL", id).Update("done_at", micro(s.clock.Now())))
		if err != nil {
			return err
		}
		return s.record(tx, by, 0, "registry.message_done", row.Connector, strconv.FormatInt(id, 10)+": "+row.Words)
	})
	if err != nil {
		return fmt.Errorf("message %d of a registry: %w", id, err)
	}
	return nil
}

// OpenRegistryMessages counts the messages of each connector that the operator has not seen to.
func (s *Store) OpenRegistryMessages(ctx context.Context) ([]reseller.RegistryMessageCount, error) {
	var counts []reseller.RegistryMessageCount
	err := s.reads.WithContext(ctx).Raw("SELECT connector, COUNT(*) AS open FROM registry_messages WHERE done_at IS NULL GROUP BY connector ORDER BY connector").Scan(&counts).Error
	if err != nil {
		return nil, fmt.Errorf("count messages of registries: %w", translate(err))
	}
	return counts, nil
}
