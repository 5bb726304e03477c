-- How far each reader of events has come: "account:42", "notices", "webhooks".
-- +goose Up
CREATE TABLE event_cursors (
    reader TEXT NOT NULL,
    seq INTEGER NOT NULL,
    moved_at DATETIME NOT NULL,
    PRIMARY KEY (reader)
);
