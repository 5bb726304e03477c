package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"nameyard/reseller"
	"nameyard/server/phpvalue"
	"nameyard/zone"
)

// plain is the same three actions by hand: Echo, database/sql, and the statements that our store sends, on the same tables.
// What it leaves out is our layers and GORM.
type plain struct {
	*plainDB
	key *reseller.SecretKey

	mu         sync.Mutex
	caller     caller
	foundUntil time.Time
}

// caller is what the credentials stand for.
type caller struct {
	account  int64
	token    int64
	email    string
	currency string
	taxPPM   int64
	disabled bool
}

func sqlHandler(ctx context.Context, o roleOrders) (http.Handler, error) {
	db, err := openPlain(ctx, o.Database)
	if err != nil {
		return nil, err
	}
	key, err := reseller.NewSecretKey(benchKey)
	if err != nil {
		return nil, err
	}
	p := &plain{plainDB: db, key: key}
	e := echo.New()
	e.POST(path, func(c echo.Context) error {
		if err := c.Request().ParseForm(); err != nil {
			return err
		}
		body, err := p.act(c.Request().Context(), c.Request().PostForm)
		if err != nil {
			if body, err = json.Marshal(map[string]string{"result": "error", "msg": err.Error()}); err != nil {
				return err
			}
		}
		return c.JSONBlob(http.StatusOK, body)
	})
	return e, nil
}

func (p *plain) act(ctx context.Context, form url.Values) ([]byte, error) {
	who, err := p.credential(ctx, form.Get("token"), form.Get("authemail"))
	if err != nil {
		return nil, err
	}
	name, err := reseller.ParseName(form.Get("sld"), form.Get("tld"))
	if err != nil {
		return nil, err
	}
	switch strings.ToLower(form.Get("action")) {
	case "getnameservers":
		return p.getNameservers(ctx, who, name)
	case "savedns":
		return p.saveDNS(ctx, who, name, form.Get("dnsrecords"))
	case "registerdomain":
		return p.registerDomain(ctx, who, name, form)
	}
	return nil, reseller.Missing("action")
}

// credential remembers a token for a second, as our server does.
func (p *plain) credential(ctx context.Context, token, email string) (caller, error) {
	hash, now := reseller.HashToken(token), time.Now()
	p.mu.Lock()
	who, fresh := p.caller, now.Before(p.foundUntil)
	p.mu.Unlock()
	if !fresh {
		err := p.reads.QueryRowContext(ctx, `SELECT t.id, t.account_id, a.email, a.currency, a.tax_rate_ppm, a.disabled
			FROM tokens t JOIN accounts a ON a.id = t.account_id WHERE t.hash = ? AND t.revoked_at IS NULL`, hash).
			Scan(&who.token, &who.account, &who.email, &who.currency, &who.taxPPM, &who.disabled)
		if err != nil {
			return who, err
		}
		p.mu.Lock()
		p.caller, p.foundUntil = who, now.Add(time.Second)
		p.mu.Unlock()
	}
	if who.disabled || who.email != email {
		return who, sql.ErrNoRows
	}
	return who, nil
}

func (p *plain) getNameservers(ctx context.Context, who caller, name reseller.Name) ([]byte, error) {
	d, err := p.domain(ctx, who.account, name)
	if err != nil {
		return nil, err
	}
	var hosts []string
	if err := json.Unmarshal([]byte(d.nameservers), &hosts); err != nil {
		return nil, err
	}
	body := []byte(`{"result":"success"`)
	for i, host := range hosts {
		body = append(body, `,"ns`...)
		body = append(body, byte('1'+i))
		body = append(body, `":"`...)
		body = append(body, host...)
		body = append(body, '"')
	}
	return append(body, '}'), nil
}

func (p *plain) saveDNS(ctx context.Context, who caller, name reseller.Name, serialised string) ([]byte, error) {
	d, err := p.domain(ctx, who.account, name)
	if err != nil {
		return nil, err
	}
	rows, err := phpvalue.Decode(serialised)
	if err != nil {
		return nil, err
	}
	records, err := zone.CheckRecords(name, rowsOf(rows))
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(records)
	if err != nil {
		return nil, err
	}
	err = p.tx(ctx, func(tx *sql.Tx) error { return saveZone(ctx, tx, d.id, string(body)) })
	return []byte(answerDone), err
}

func saveZone(ctx context.Context, tx *sql.Tx, domain int64, body string) error {
	now := time.Now().UTC().Truncate(time.Microsecond)
	updated, err := tx.ExecContext(ctx, "UPDATE zone_documents SET version = version + 1, body = ?, updated_at = ? WHERE domain_id = ? AND kind = ?",
		body, now, domain, "dns")
	if err != nil {
		return err
	}
	if n, err := updated.RowsAffected(); err != nil || n == 0 {
		_, err = tx.ExecContext(ctx, "INSERT INTO zone_documents (domain_id, kind, version, body, updated_at) VALUES (?,?,?,?,?)", domain, "dns", 1, body, now)
		if err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO zone_history (domain_id, kind, version, body, saved_at, saved_by, request_id)
		SELECT domain_id, kind, version, body, updated_at, ?, ? FROM zone_documents WHERE domain_id = ? AND kind = ?`, "token 1", "none", domain, "dns")
	return err
}

// rowsOf reads the rows as clients send them.
func rowsOf(set phpvalue.Value) []zone.Row {
	var rows []zone.Row
	for _, e := range set.Entries() {
		part := func(key string) zone.Part { v, ok := e.Value.Get(key); return zone.Part{Text: v.Text(), Sent: ok} }
		rows = append(rows, zone.Row{Hostname: part("hostname"), Type: part("type"), Address: part("address"), Priority: part("priority")})
	}
	return rows
}
