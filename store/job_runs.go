package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"nameyard/reseller"
)

type jobRunRow struct {
	Job         string `gorm:"primaryKey"`
	Server      string
	StartedAt   *time.Time
	TookMicros  int64
	SucceededAt *time.Time
	FailedAt    *time.Time
	Problem     string
	NextAt      *time.Time
}

func (jobRunRow) TableName() string { return "job_runs" }

func (r jobRunRow) toRun() reseller.JobRun {
	return reseller.JobRun{
		Job: r.Job, Server: r.Server, Started: zeroTime(r.StartedAt), Took: time.Duration(r.TookMicros) * time.Microsecond,
		Succeeded: zeroTime(r.SucceededAt), Failed: zeroTime(r.FailedAt), Problem: r.Problem, Next: zeroTime(r.NextAt),
	}
}

// NoteJobRun keeps how a run of a job went: all of it, but of Succeeded and Failed the one that is set. The other stays as it was, and
// so does Problem where the run did not fail.
func (s *Store) NoteJobRun(ctx context.Context, r reseller.JobRun) error {
	row := jobRunRow{
		Job: r.Job, Server: clip(r.Server, 255), StartedAt: nullTime(r.Started), TookMicros: r.Took.Microseconds(),
		SucceededAt: nullTime(r.Succeeded), FailedAt: nullTime(r.Failed), Problem: clip(r.Problem, 1000), NextAt: nullTime(r.Next),
	}
	columns := []string{"server", "started_at", "took_micros", "next_at"}
	if !r.Succeeded.IsZero() {
		columns = append(columns, "succeeded_at")
	}
	if !r.Failed.IsZero() {
		columns = append(columns, "failed_at", "problem")
	}
	return s.keepJobRuns(ctx, []jobRunRow{row}, columns)
}

// PlanJobs keeps when the jobs are to run next, and which server means to run them.
func (s *Store) PlanJobs(ctx context.Context, server string, next map[string]time.Time) error {
	if len(next) == 0 {
		return nil
	}
	var rows []jobRunRow
	for _, job := range slices.Sorted(maps.Keys(next)) {
		rows = append(rows, jobRunRow{Job: job, Server: clip(server, 255), NextAt: nullTime(next[job])})
	}
	return s.keepJobRuns(ctx, rows, []string{"next_at"})
}

func (s *Store) keepJobRuns(ctx context.Context, rows []jobRunRow, columns []string) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "job"}}, DoUpdates: clause.AssignmentColumns(columns)}).Create(&rows).Error
	})
	if err != nil {
		return fmt.Errorf("keep the runs of jobs: %w", err)
	}
	return nil
}

// JobRuns gives how the last run of each job went, by its name.
func (s *Store) JobRuns(ctx context.Context) (map[string]reseller.JobRun, error) {
	rows, err := rowsOf[jobRunRow](s.reads).Find(ctx)
	if err != nil {
		return nil, fmt.Errorf("runs of jobs: %w", translate(err))
	}
	runs := map[string]reseller.JobRun{}
	for _, r := range rows {
		runs[r.Job] = r.toRun()
	}
	return runs, nil
}
