-- How far the comparison of all names of a connector with their registry has come. ended_at is NULL while it goes on.
-- +goose Up
CREATE TABLE registry_sweeps (
    connector VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    after_id BIGINT NOT NULL,
    begun_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6) NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE registry_sweeps;
