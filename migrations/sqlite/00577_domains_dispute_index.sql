-- Names that are, or were, kept for a dispute: few of many. What the index has of the text only says that there is one.
-- +goose Up
CREATE INDEX domains_dispute ON domains (dispute) WHERE dispute IS NOT NULL;
-- +goose Down
DROP INDEX domains_dispute;
