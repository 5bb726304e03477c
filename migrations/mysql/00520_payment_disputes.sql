-- Disputes of card payments, by the provider's id: what card's banks take back of them, or want to. Amounts are in minor units. payments.disputed is the sum of a payment's disputes in the currency that
-- was received; where that is more than zero and none is here, an earlier release has noted the newest one without its id.
-- +goose Up
CREATE TABLE payment_disputes (
    payment_id BIGINT NOT NULL,
    dispute VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    amount BIGINT NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    status VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    begun_at DATETIME(6) NOT NULL,
    PRIMARY KEY (payment_id, dispute)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE payment_disputes;
