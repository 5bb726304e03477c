-- Who leads what. Correctness never rests on a lease.
-- +goose Up
CREATE TABLE leases (
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    until DATETIME(6) NOT NULL,
    fence BIGINT NOT NULL,
    PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
