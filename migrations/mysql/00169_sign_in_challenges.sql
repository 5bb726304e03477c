-- What browsers were asked to sign and have not answered yet. hash: SHA-256 of its id. body: JSON of the ceremony.
-- +goose Up
CREATE TABLE sign_in_challenges (
    hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    body MEDIUMTEXT NOT NULL,
    until_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE sign_in_challenges;
