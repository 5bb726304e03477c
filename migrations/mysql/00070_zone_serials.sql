-- The SOA serial of each name whose zone has changed: by name, so that it goes on growing when the name is registered again.
-- +goose Up
CREATE TABLE zone_serials (
    name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    serial BIGINT NOT NULL,
    changed_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE zone_serials;
