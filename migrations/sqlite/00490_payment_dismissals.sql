-- What the operator has decided not to do about card payments, and why: need is what was dismissed (credit, refund, dispute, reference, correction), returned how much had gone back at the provider by
-- then, amount how much of it is left as it is. Amounts are in minor units.
-- +goose Up
CREATE TABLE payment_dismissals (
    payment_id INTEGER NOT NULL,
    need TEXT NOT NULL,
    returned INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    reason TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (payment_id, need, returned)
);
-- +goose Down
DROP TABLE payment_dismissals;
