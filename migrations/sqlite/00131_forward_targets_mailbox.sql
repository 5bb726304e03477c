-- For how often a mailbox has been asked lately.
-- +goose Up
CREATE INDEX forward_targets_mailbox ON forward_targets (mailbox, asked_at);
-- +goose Down
DROP INDEX forward_targets_mailbox;
