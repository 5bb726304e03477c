-- What the operator has decided not to do about card payments, and why: need is what was dismissed (credit, refund, dispute, reference, correction), returned how much had gone back at the provider by
-- then, amount how much of it is left as it is. Amounts are in minor units.
-- +goose Up
CREATE TABLE payment_dismissals (
    payment_id BIGINT NOT NULL,
    need VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    returned BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    reason VARCHAR(255) NOT NULL,
    made_at DATETIME(6) NOT NULL,
    PRIMARY KEY (payment_id, need, returned)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- +goose Down
DROP TABLE payment_dismissals;
