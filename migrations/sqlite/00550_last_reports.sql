-- The last report of what is done over and again: verify (what the books were found to be), backup (the last copy that was written, whoever wrote it). Wall time.
-- report: JSON.
-- +goose Up
CREATE TABLE last_reports (
    name TEXT PRIMARY KEY,
    made_at DATETIME NOT NULL,
    took_micros INTEGER NOT NULL,
    server TEXT NOT NULL,
    report TEXT NOT NULL
);
-- +goose Down
DROP TABLE last_reports;
