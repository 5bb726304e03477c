-- For those that nobody has asked yet, and for all that get no mail.
-- +goose Up
CREATE INDEX forward_targets_state ON forward_targets (state, asked_at);
-- +goose Down
DROP INDEX forward_targets_state;
