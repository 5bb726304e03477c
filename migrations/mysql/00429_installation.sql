-- What this installation is called at payment providers, and through which time (wall) it has compared its books with theirs: what is restored from a backup
-- is compared from there on.
-- +goose Up
CREATE TABLE installation (
    id BIGINT NOT NULL PRIMARY KEY,
    name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    payments_through DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE installation;
