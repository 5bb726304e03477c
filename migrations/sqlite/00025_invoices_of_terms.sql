-- Renewal invoices: written before there is an order, one per domain and term. term_key is NULL where no term is invoiced
-- and once the invoice is cancelled. try_at is when an unpaid one is next tried. RTRIM: see accounts.
-- +goose Up
CREATE TABLE invoices_of_terms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT,
    year INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    order_id INTEGER,
    domain_id INTEGER NOT NULL,
    term DATETIME,
    term_key TEXT,
    credits INTEGER NOT NULL,
    status TEXT NOT NULL,
    currency TEXT NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    line_items TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    due_at DATETIME NOT NULL,
    paid_at DATETIME,
    try_at DATETIME,
    UNIQUE (number),
    UNIQUE (term_key),
    UNIQUE (order_id, credits),
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
INSERT INTO invoices_of_terms (id, number, year, account_id, order_id, domain_id, credits, status, currency, net, tax, line_items, reason, created_at, due_at, paid_at)
    SELECT i.id, i.number, i.year, i.account_id, i.order_id, COALESCE(o.domain_id, 0), i.credits, i.status, i.currency, i.net, i.tax, i.line_items, '', i.created_at, i.due_at, i.paid_at
    FROM invoices i LEFT JOIN orders o ON o.id = i.order_id;
DROP TABLE invoices;
ALTER TABLE invoices_of_terms RENAME TO invoices;
CREATE INDEX invoices_account_id_id ON invoices (account_id, id);
CREATE INDEX invoices_year_number ON invoices (year, number);
CREATE INDEX invoices_domain_id_status ON invoices (domain_id, status);
