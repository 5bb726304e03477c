-- What the sandbox registry carried out, in order.
-- +goose Up
CREATE TABLE registry_effects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL
);
