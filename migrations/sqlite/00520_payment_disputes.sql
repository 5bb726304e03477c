-- Disputes of card payments, by the provider's id: what card's banks take back of them, or want to. Amounts are in minor units. payments.disputed is the sum of a payment's disputes in the currency that
-- was received; where that is more than zero and none is here, an earlier release has noted the newest one without its id.
-- +goose Up
CREATE TABLE payment_disputes (
    payment_id INTEGER NOT NULL,
    dispute TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    begun_at DATETIME NOT NULL,
    PRIMARY KEY (payment_id, dispute)
);
-- +goose Down
DROP TABLE payment_disputes;
