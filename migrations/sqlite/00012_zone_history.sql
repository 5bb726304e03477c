-- Every version of zone_documents, for undo and as their audit record.
-- +goose Up
CREATE TABLE zone_history (
    domain_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    saved_at DATETIME NOT NULL,
    saved_by TEXT NOT NULL,
    request_id TEXT NOT NULL,
    PRIMARY KEY (domain_id, kind, version)
);
