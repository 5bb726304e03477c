-- Card payments: what was asked of the provider, and what became of it. provider_key is the idempotency key at the provider; live_key holds the place of the one
-- automatic payment of an account that may be open; look_at is when the provider is asked again; ref is the reference of the entry that credited it.
-- account_new is when the account was made; account_id 0: the books have no such account. Amounts are in minor units.
-- +goose Up
CREATE TABLE payments (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    amount BIGINT NOT NULL,
    provider_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    form_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    live_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin,
    save_card BOOLEAN NOT NULL,
    begun_by VARCHAR(255) NOT NULL,
    session VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin,
    page VARCHAR(2000),
    ref VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin,
    received BIGINT NOT NULL,
    received_currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason VARCHAR(190) NOT NULL,
    refunded BIGINT NOT NULL,
    disputed BIGINT NOT NULL,
    customer VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    method VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    dispute VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_new DATETIME(6) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    settled_at DATETIME(6),
    asked_at DATETIME(6) NOT NULL,
    look_at DATETIME(6),
    UNIQUE (provider_key),
    UNIQUE (live_key),
    UNIQUE (account_id, form_key),
    UNIQUE (session),
    UNIQUE (ref)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE payments;
