-- Resellers. RTRIM: trailing spaces do not tell two texts apart, as in MySQL.
-- +goose Up
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT COLLATE RTRIM NOT NULL,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    tax_rate_ppm INTEGER NOT NULL,
    replay_seconds INTEGER NOT NULL,
    language TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    default_contact TEXT,
    created_at DATETIME NOT NULL,
    UNIQUE (email)
);
