-- The offset of business time in microseconds, and the offset that was asked for and is being stepped to.
-- +goose Up
CREATE TABLE sandbox_clock (
    id INTEGER NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    offset_us INTEGER NOT NULL,
    target_us INTEGER NOT NULL
);
