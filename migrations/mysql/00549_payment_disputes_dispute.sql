-- A dispute by the provider's id alone.
-- +goose Up
CREATE INDEX payment_disputes_dispute ON payment_disputes (dispute);
-- +goose Down
DROP INDEX payment_disputes_dispute ON payment_disputes;
