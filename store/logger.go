package store

import (
	"context"
	"log/slog"
	"time"

	gormlogger "gorm.io/gorm/logger"
)

// slowStatement is how long a statement may take without being noted.
const slowStatement = 2 * time.Second

// slowLog notes slow statements, without their parameters, which may be secrets. It notes no errors: every error is
// returned, and many of them are how the store works: a taken key is an answer, not a fault.
type slowLog struct{ log *slog.Logger }

// LogMode is part of GORM's interface; there are no modes here.
func (l slowLog) LogMode(gormlogger.LogLevel) gormlogger.Interface { return l }

// Info is part of GORM's interface.
func (l slowLog) Info(context.Context, string, ...any) {}

// Warn is part of GORM's interface.
func (l slowLog) Warn(context.Context, string, ...any) {}

// Error is part of GORM's interface.
func (l slowLog) Error(context.Context, string, ...any) {}

// Trace is called after each statement.
func (l slowLog) Trace(ctx context.Context, begin time.Time, statement func() (sql string, rows int64), _ error) {
	if took := time.Since(begin); took > slowStatement {
		sql, rows := statement()
		l.log.WarnContext(ctx, "slow statement", "sql", clip(sql, 300), "took", took, "rows", rows)
	}
}

// ParamsFilter keeps parameters out of logged statements.
func (l slowLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}
