-- How far each reader of events has come: "account:42", "notices", "webhooks".
-- +goose Up
CREATE TABLE event_cursors (
    reader VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    moved_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
