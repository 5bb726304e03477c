-- Who leads what. Correctness never rests on a lease.
-- +goose Up
CREATE TABLE leases (
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    until DATETIME NOT NULL,
    fence INTEGER NOT NULL,
    PRIMARY KEY (name)
);
