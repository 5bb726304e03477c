-- Connectors through which the operator lets nothing be changed: orders wait. One row while it is so.
-- +goose Up
CREATE TABLE registry_pauses (
    connector VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    reason VARCHAR(1000) NOT NULL,
    paused_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE registry_pauses;
