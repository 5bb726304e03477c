-- What each server has seen of each connector lately, for people. Rows of servers that are gone are deleted.
-- +goose Up
CREATE TABLE registry_figures (
    connector VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    taken_at DATETIME(6) NOT NULL,
    figures LONGTEXT NOT NULL,
    PRIMARY KEY (connector, holder)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE registry_figures;
