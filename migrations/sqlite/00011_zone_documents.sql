-- What a domain publishes, one document per kind (dns, mail), saved whole.
-- +goose Up
CREATE TABLE zone_documents (
    domain_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    updated_at DATETIME NOT NULL,
    PRIMARY KEY (domain_id, kind),
    FOREIGN KEY (domain_id) REFERENCES domains (id)
);
