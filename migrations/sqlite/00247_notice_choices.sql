-- How an account hears of a kind of notices, where it has chosen: way is now, daily or off. A kind without a row is told at once.
-- +goose Up
CREATE TABLE notice_choices (
    account_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    way TEXT NOT NULL,
    PRIMARY KEY (account_id, kind),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
-- +goose Down
DROP TABLE notice_choices;
