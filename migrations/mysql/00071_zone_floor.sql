-- The serial that all zones have at least: a restore puts it above what was ever published. One row, or none. Not part of backups.
-- +goose Up
CREATE TABLE zone_floor (
    id BIGINT NOT NULL PRIMARY KEY,
    serial BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE zone_floor;
