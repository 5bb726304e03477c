-- What each server has seen of each connector lately, for people. Rows of servers that are gone are deleted.
-- +goose Up
CREATE TABLE registry_figures (
    connector TEXT NOT NULL,
    holder TEXT NOT NULL,
    taken_at DATETIME NOT NULL,
    figures TEXT NOT NULL,
    PRIMARY KEY (connector, holder)
);
-- +goose Down
DROP TABLE registry_figures;
