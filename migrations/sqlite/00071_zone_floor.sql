-- The serial that all zones have at least: a restore puts it above what was ever published. One row, or none. Not part of backups.
-- +goose Up
CREATE TABLE zone_floor (
    id INTEGER PRIMARY KEY,
    serial INTEGER NOT NULL
);
-- +goose Down
DROP TABLE zone_floor;
