-- How the last runs of jobs went, one row for each. Wall time. failed_at, problem: of the last run that failed, also when later ones
-- went well. next_at: when the server that leads the jobs means to run it again.
-- +goose Up
CREATE TABLE job_runs (
    job TEXT NOT NULL PRIMARY KEY,
    server TEXT NOT NULL,
    started_at DATETIME,
    took_micros INTEGER NOT NULL,
    succeeded_at DATETIME,
    failed_at DATETIME,
    problem TEXT NOT NULL,
    next_at DATETIME
);
-- +goose Down
DROP TABLE job_runs;
