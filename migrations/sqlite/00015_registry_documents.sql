-- The sandbox registry: one document per thing. due is unix microseconds, 0 = never.
-- +goose Up
CREATE TABLE registry_documents (
    doc_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (doc_key)
);
CREATE INDEX registry_documents_due ON registry_documents (due);
