package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"nameyard/reseller"
)

type orderAttemptRow struct {
	ID      int64
	OrderID int64
	At      time.Time
	Attempt int
	State   string
	Code    string
	Reason  string
	Reply   replyRow `gorm:"embedded"`
}

// replyRow is a reply in the database; what there is none of is NULL.
type replyRow struct {
	SvTRID *string `gorm:"column:svtrid"`
	TookMS *int64
}

func rowOfReply(r reseller.Reply) (row replyRow) {
	row.SvTRID = nullText(clip(r.SvTRID, 64))
	if ms := r.Took.Milliseconds(); ms > 0 {
		row.TookMS = &ms
	}
	return row
}

func (r replyRow) toReply() (reply reseller.Reply) {
	reply.SvTRID = zeroText(r.SvTRID)
	if r.TookMS != nil {
		reply.Took = time.Duration(*r.TookMS) * time.Millisecond
	}
	return reply
}

func (orderAttemptRow) TableName() string { return "order_attempts" }

// noteStep keeps what became of an order on its way, in the transaction of the move. A look that shows what the one before
// has shown is not kept again.
func noteStep(tx *gorm.DB, before, after reseller.Order, reply reseller.Reply, at time.Time) error {
	if before.State == after.State && before.Attempt == after.Attempt && before.Code == after.Code && before.Reason == after.Reason {
		return nil
	}
	return tx.Create(&orderAttemptRow{
		OrderID: after.ID, At: at, Attempt: after.Attempt, State: string(after.State), Code: after.Code, Reason: clip(after.Reason, 1000), Reply: rowOfReply(reply),
	}).Error
}

// OrderSteps lists what became of orders on their way, oldest first. Their ends stand in the orders themselves.
func (s *Store) OrderSteps(ctx context.Context, orders []int64) ([]reseller.OrderStep, error) {
	rows, err := rowsOf[orderAttemptRow](s.reads).Where("order_id IN ?", orders).Order("id").Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("steps of orders: %w", translate(err))
	}
	steps := make([]reseller.OrderStep, len(rows))
	for i, r := range rows {
		steps[i] = reseller.OrderStep{
			Order: r.OrderID, At: r.At.UTC(), Attempt: r.Attempt, State: reseller.OrderState(r.State), Code: r.Code, Reason: r.Reason, Reply: r.Reply.toReply(),
		}
	}
	return steps, nil
}
