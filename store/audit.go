package store

import (
	"time"

	"gorm.io/gorm"
)

// Actor is who did something: a caller's token, the operator at the command line, or a job.
type Actor struct {
	Name      string // "token 12", "operator", "job reconcile"
	RequestID string
}

// Operator is the person at the command line.
var Operator = Actor{Name: "operator"}

type auditRow struct {
	ID        int64
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	AccountID int64
	Actor     string
	Action    string
	Object    string
	Detail    string
	RequestID string
}

func (auditRow) TableName() string { return "audit" }

// record writes the audit record of a mutation, in its transaction.
func (s *Store) record(tx *gorm.DB, by Actor, account int64, action, object, detail string) error {
	return tx.Create(&auditRow{
		CreatedAt: micro(s.clock.Wall()), AccountID: account, Actor: clip(by.Name, 255), Action: action,
		Object: clip(object, 255), Detail: clip(detail, 1000), RequestID: clip(by.RequestID, 64),
	}).Error
}
