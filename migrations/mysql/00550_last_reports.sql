-- The last report of what is done over and again: verify (what the books were found to be), backup (the last copy that was written, whoever wrote it). Wall time.
-- report: JSON.
-- +goose Up
CREATE TABLE last_reports (
    name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    made_at DATETIME(6) NOT NULL,
    took_micros BIGINT NOT NULL,
    server VARCHAR(255) NOT NULL,
    report LONGTEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE last_reports;
