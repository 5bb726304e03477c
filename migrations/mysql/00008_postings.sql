-- The sides of ledger entries; they sum to zero per entry and currency.
-- +goose Up
CREATE TABLE postings (
    entry_id BIGINT NOT NULL,
    n INT NOT NULL,
    account VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (entry_id, n),
    INDEX postings_account_currency (account, currency),
    FOREIGN KEY (entry_id) REFERENCES entries (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
