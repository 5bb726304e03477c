package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nameyard/reseller"
)

// plainOrder is a registration on its way.
type plainOrder struct {
	id, domain  int64
	name        reseller.Name
	caller      caller
	years       int
	charge      reseller.Charge
	hash        string
	base        string
	wish        string
	nameservers string
	contacts    string
	at          time.Time
}

// registerDomain does what our order machine does when nothing goes wrong: look for a repeat, record the intent and hold the
// money, register, record the outcome.
func (p *plain) registerDomain(ctx context.Context, who caller, name reseller.Name, form url.Values) ([]byte, error) {
	o, err := p.newOrder(who, name, form)
	if err != nil {
		return nil, err
	}
	var earlier int64
	err = p.reads.QueryRowContext(ctx, `SELECT id FROM orders WHERE account_id = ? AND name = ? AND kind = ? AND params_hash = ? AND created_at >= ?
		ORDER BY id DESC LIMIT 1`, who.account, name.String(), "register", o.hash, o.at.Add(-8*24*time.Hour)).Scan(&earlier)
	if !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%s was ordered before: %w", name, err)
	}
	price := reseller.Price{Currency: who.currency}
	err = p.reads.QueryRowContext(ctx, "SELECT net, cost FROM prices WHERE tld = ? AND currency = ? AND operation = ? AND years = ? LIMIT 1",
		name.TLD(), who.currency, "register", o.years).Scan(&price.Net, &price.Cost)
	if err != nil {
		return nil, err
	}
	if o.charge, err = reseller.ChargeOf(price, who.taxPPM); err != nil {
		return nil, err
	}
	if err := p.tx(ctx, func(tx *sql.Tx) error { return o.open(ctx, tx) }); err != nil {
		return nil, err
	}
	if err := p.create(ctx, o); err != nil {
		return nil, err
	}
	if err := p.tx(ctx, func(tx *sql.Tx) error { return o.end(ctx, tx) }); err != nil {
		return nil, err
	}
	return []byte(answerRegistered), nil
}

func (p *plain) newOrder(who caller, name reseller.Name, form url.Values) (*plainOrder, error) {
	years, err := strconv.Atoi(form.Get("regperiod"))
	if err != nil {
		return nil, err
	}
	registrant, err := reseller.CheckContact(reseller.Contact{
		FirstName: form.Get("firstname"), LastName: form.Get("lastname"), Company: form.Get("companyname"), Address1: form.Get("address1"),
		City: form.Get("city"), State: form.Get("state"), Country: form.Get("country"), Postcode: form.Get("postcode"),
		Phone: form.Get("phonenumber"), Email: form.Get("email"),
	}, reseller.RoleRegistrant)
	if err != nil {
		return nil, err
	}
	lock, privacy := true, false
	wish := reseller.Desired{
		Years: years, Nameservers: []string{form.Get("nameserver1"), form.Get("nameserver2")}, Lock: &lock, Privacy: &privacy,
		Contacts: reseller.Contacts{reseller.RoleRegistrant: registrant}, DNSManagement: true, EmailForwarding: true,
	}
	o := &plainOrder{name: name, caller: who, years: years, base: reseller.NewClTRIDBase(), at: time.Now().UTC().Truncate(time.Microsecond)}
	if o.hash, err = p.key.HashParams(wish, ""); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		to   *string
		from any
	}{{&o.wish, wish}, {&o.nameservers, wish.Nameservers}, {&o.contacts, wish.Contacts}} {
		body, err := json.Marshal(part.from)
		if err != nil {
			return nil, err
		}
		*part.to = string(body)
	}
	return o, nil
}

// open writes the pending name, the order and the hold.
func (o *plainOrder) open(ctx context.Context, tx *sql.Tx) (err error) {
	full := o.name.String()
	o.domain, err = insert(ctx, tx, `INSERT INTO domains (account_id, name, tld, live_name, state, version, registered_at, registry_expiry, paid_through,
		nameservers, contacts, fields, hosts, locked, privacy, auto_renew, dns_management, email_forwarding, reason, created_at, closed_at)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, o.caller.account, full, o.name.TLD(), full, "pending_register", 1, nil, nil, nil,
		o.nameservers, o.contacts, "null", "null", false, false, false, true, true, "", o.at, nil)
	if err != nil {
		return err
	}
	if err := o.index(ctx, tx); err != nil {
		return err
	}
	o.id, err = insert(ctx, tx, `INSERT INTO orders (account_id, domain_id, kind, name, tld, state, params_hash, idempotency_key, live_key, slot, wish,
		frozen_expiry, paid_from, currency, net, tax, cost_limit, tr_base, attempt, fence, lease_holder, lease_end, code, reason, answered, auth_code,
		created_at, sent_at, unknown_at, due_at, ended_at, recheck_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		o.caller.account, o.domain, "register", full, o.name.TLD(), "sending", o.hash, nil, "name:"+full, "", o.wish, nil, nil,
		o.charge.Currency, o.charge.Net, o.charge.Tax, o.charge.Net, o.base, 1, 0, "plain", o.at.Add(15*time.Second), "", "", "", nil,
		o.at, o.at, nil, o.at, nil, nil)
	if err != nil {
		return err
	}
	return o.post(ctx, tx, "hold", reseller.HoldPostings(o.caller.account, o.charge))
}

// index writes by which name servers the name is found.
func (o *plainOrder) index(ctx context.Context, tx *sql.Tx) error {
	var servers []string
	if err := json.Unmarshal([]byte(o.nameservers), &servers); err != nil {
		return err
	}
	hosts := map[string]bool{}
	for _, host := range servers {
		for ; host != ""; _, host, _ = strings.Cut(host, ".") {
			hosts[host] = true
		}
	}
	var rows []string
	var args []any
	for host := range hosts {
		rows, args = append(rows, "(?,?,?)"), append(args, host, o.caller.account, o.domain)
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO domain_nameservers (host, account_id, domain_id) VALUES "+strings.Join(rows, ","), args...)
	return err
}

// post writes a ledger entry and moves the balance by it.
func (o *plainOrder) post(ctx context.Context, tx *sql.Tx, kind string, postings []reseller.Posting) error {
	var available, held int64
	for _, p := range postings {
		switch p.Account {
		case reseller.Available(o.caller.account):
			available += p.Amount
		case reseller.Held(o.caller.account):
			held += p.Amount
		}
	}
	entry, err := insert(ctx, tx, "INSERT INTO entries (kind, account_id, order_id, ref, note, created_at) VALUES (?,?,?,?,?,?)",
		kind, o.caller.account, o.id, nil, "register "+o.name.String(), o.at)
	if err != nil {
		return err
	}
	text := "INSERT INTO postings (entry_id, n, account, currency, amount) VALUES "
	var args []any
	for i, p := range postings {
		if i > 0 {
			text += ","
		}
		text += "(?,?,?,?,?)"
		args = append(args, entry, i, p.Account, p.Currency, p.Amount)
	}
	if _, err = tx.ExecContext(ctx, text, args...); err != nil {
		return err
	}
	// The balance comes last: all orders of the account wait for its row.
	return change(ctx, tx, `UPDATE balances SET available = available + ?, held = held + ?
		WHERE account_id = ? AND currency = ? AND available + ? >= 0 AND held + ? >= 0`, available, held, o.caller.account, o.charge.Currency, available, held)
}

// create is the sandbox registry's part: read its documents, write the new one and the effect.
func (p *plain) create(ctx context.Context, o *plainOrder) error {
	key := "name:" + o.name.String()
	var found string
	err := p.reads.QueryRowContext(ctx, "SELECT doc_key FROM registry_documents WHERE doc_key IN (?,?)", "faults", key).Scan(&found)
	if !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s exists: %w", key, err)
	}
	expires := reseller.AddYears(o.at, o.years)
	trID := reseller.ClTRID(o.base, 1)
	document := fmt.Sprintf(`{"domain":{"sponsor":"NAMEYARD","created":%q,"updated":%q,"expires":%q,"last_trid":%q,"add_until":%q,"nameservers":%s,"contacts":%s,"locked":true}}`,
		o.at.Format(time.RFC3339Nano), o.at.Format(time.RFC3339Nano), expires.Format(time.RFC3339Nano), trID,
		o.at.Add(reseller.Days(5)).Format(time.RFC3339Nano), o.nameservers, o.contacts)
	effect := fmt.Sprintf(`{"seq":0,"at":%q,"cltrid":%q,"command":"create","name":%q,"expires":%q,"years":%d}`,
		o.at.Format(time.RFC3339Nano), trID, o.name, expires.Format(time.RFC3339Nano), o.years)
	return p.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO registry_documents (doc_key, version, body, due) VALUES (?,?,?,?)", key, o.at.UnixMicro(), document, expires.UnixMicro())
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO registry_effects (body) VALUES (?)", effect)
		return err
	})
}

// end makes the name active, settles the hold, and writes invoice and event.
func (o *plainOrder) end(ctx context.Context, tx *sql.Tx) error {
	if err := change(ctx, tx, "UPDATE domains SET version = version + 1 WHERE id = ?", o.domain); err != nil {
		return err
	}
	var d plainDomain
	if err := d.scan(tx.QueryRowContext(ctx, "SELECT "+domainColumns+" FROM domains WHERE id = ? LIMIT 1", o.domain)); err != nil {
		return err
	}
	expires := reseller.AddYears(o.at, o.years)
	err := change(ctx, tx, `UPDATE domains SET live_name=?, state=?, version=?, registered_at=?, registry_expiry=?, paid_through=?, nameservers=?, contacts=?,
		fields=?, hosts=?, locked=?, privacy=?, auto_renew=?, dns_management=?, email_forwarding=?, reason=?, closed_at=? WHERE id = ?`,
		d.liveName, "active", d.version, o.at, expires, expires, o.nameservers, o.contacts, d.fields, d.hosts, true, false, d.autoRenew, d.dns, d.mail,
		"", nil, o.domain)
	if err != nil {
		return err
	}
	err = change(ctx, tx, `UPDATE orders SET state=?, live_key=?, code=?, reason=?, ended_at=?, due_at=?, lease_end=?, auth_code=?
		WHERE id = ? AND fence = ? AND state IN (?,?,?)`, "done", nil, "", "", o.at, nil, nil, nil, o.id, 0, "pending", "sending", "unknown")
	if err != nil {
		return err
	}
	lines, err := json.Marshal([]reseller.InvoiceLine{{
		Domain: o.name.String(), Operation: reseller.OpRegister, Years: o.years, Net: o.charge.Net, Tax: o.charge.Tax,
	}})
	if err != nil {
		return err
	}
	_, err = insert(ctx, tx, `INSERT INTO invoices (number, year, account_id, order_id, domain_id, credits, status, currency, net, tax, line_items, reason, created_at, due_at, paid_at)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, nil, o.at.Year(), o.caller.account, o.id, o.domain, 0, "paid", o.charge.Currency, o.charge.Net, o.charge.Tax, string(lines), "",
		o.at, o.at, o.at)
	if err != nil {
		return err
	}
	_, err = insert(ctx, tx, "INSERT INTO outbox (account_id, domain_id, order_id, kind, created_at) VALUES (?,?,?,?,?)",
		o.caller.account, o.domain, o.id, "register.done", o.at)
	if err != nil {
		return err
	}
	return o.post(ctx, tx, "settle", reseller.SettlePostings(o.caller.account, o.charge))
}
