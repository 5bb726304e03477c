-- How the last runs of jobs went, one row for each. Wall time. failed_at, problem: of the last run that failed, also when later ones
-- went well. next_at: when the server that leads the jobs means to run it again.
-- +goose Up
CREATE TABLE job_runs (
    job VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    server VARCHAR(255) NOT NULL,
    started_at DATETIME(6),
    took_micros BIGINT NOT NULL,
    succeeded_at DATETIME(6),
    failed_at DATETIME(6),
    problem VARCHAR(1000) NOT NULL,
    next_at DATETIME(6)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE job_runs;
