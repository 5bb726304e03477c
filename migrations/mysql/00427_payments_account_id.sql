-- An account's payments, newest last.
-- +goose Up
CREATE INDEX payments_account_id ON payments (account_id, id);
-- +goose Down
DROP INDEX payments_account_id ON payments;
