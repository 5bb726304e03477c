-- What browsers were asked to sign and have not answered yet. hash: SHA-256 of its id. body: JSON of the ceremony.
-- +goose Up
CREATE TABLE sign_in_challenges (
    hash TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    until_at DATETIME NOT NULL
);
-- +goose Down
DROP TABLE sign_in_challenges;
