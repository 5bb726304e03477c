-- Of which dispute a dismissal is, by the provider's id: '' = of none, or a release before there could be several has written it.
-- +goose Up
CREATE TABLE payment_dismissals_of_disputes (
    payment_id INTEGER NOT NULL,
    need TEXT NOT NULL,
    returned INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    reason TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    dispute TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (payment_id, need, returned, dispute)
);
INSERT INTO payment_dismissals_of_disputes (payment_id, need, returned, amount, reason, made_at) SELECT payment_id, need, returned, amount, reason, made_at FROM payment_dismissals;
DROP TABLE payment_dismissals;
ALTER TABLE payment_dismissals_of_disputes RENAME TO payment_dismissals;
-- +goose Down
CREATE TABLE payment_dismissals_of_payments (
    payment_id INTEGER NOT NULL,
    need TEXT NOT NULL,
    returned INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    reason TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (payment_id, need, returned)
);
INSERT INTO payment_dismissals_of_payments SELECT payment_id, need, returned, SUM(amount), MIN(reason), MIN(made_at) FROM payment_dismissals GROUP BY payment_id, need, returned;
DROP TABLE payment_dismissals;
ALTER TABLE payment_dismissals_of_payments RENAME TO payment_dismissals;
