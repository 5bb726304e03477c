-- Acts on many names of an account that were confirmed in the panel. form: hash of what was confirmed, so that a form that is sent again begins no
-- second act. names: how many were confirmed. result: query with the orders that were placed, the names for which nothing was done by what kept
-- them, and how many were changed here alone, as far as the act has come. lease_end: wall time at which one that has not ended has stopped. by_actor: who began it.
-- +goose Up
CREATE TABLE bulk_acts (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    act VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    form CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    names INT NOT NULL,
    by_actor VARCHAR(255) NOT NULL,
    result TEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    lease_end DATETIME(6) NOT NULL,
    ended_at DATETIME(6) NULL,
    UNIQUE (account_id, form),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE bulk_acts;
