package epp

import (
	"bytes"
	"context"
	"math"
	"strconv"
	"strings"
	"sync"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// told is what the registry's answers have told beside what was asked.
type told struct {
	mu      sync.Mutex
	balance *registry.Balance // nil = not told yet
	waiting int               // messages
}

// saw tells of a command, and keeps what its answer told besides.
func (c *Connector) saw(verb string, begun time.Time, answer *reply, err error) {
	code := 0
	if answer != nil {
		code = answer.code
		c.told.keep(answer, c.set.LowFunds)
	}
	c.Saw(verb, begun, code, err)
}

// verbOf is the element inside <command> of a document of ours.
func verbOf(document []byte) string {
	_, rest, _ := bytes.Cut(document, []byte("<command>"))
	rest = bytes.TrimLeft(rest, "< \n")
	if end := bytes.IndexAny(rest, "> /"); end > 0 {
		return string(rest[:end])
	}
	return ""
}

// feeAnswers are the parts of answers that tell our balance (RFC 8748 §5.2).
var feeAnswers = []string{"creData", "renData", "trnData", "updData", "delData"}

func (t *told) keep(answer *reply, low string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if answer.queue != nil {
		t.waiting = counted(answer.queue.Attr("count"))
	} else if answer.code == codeNoMessages {
		t.waiting = 0
	}
	for _, element := range feeAnswers {
		if b := balanceOf(answer.extra(wire.NSFee, element), low); b != nil {
			t.balance = b
		}
	}
}

// counted reads how many messages wait; a count that cannot be is none.
func counted(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > math.MaxInt32 {
		return 0
	}
	return n
}

// balanceOf reads what is left of our account, with the credit that the registry gives (RFC 8748 §3.5, §3.6); nil if it is not told, or
// cannot be read.
func balanceOf(data *wire.Node, low string) *registry.Balance {
	text, currency := data.Kid(wire.NSFee, "balance").Value(), data.Kid(wire.NSFee, "currency").Value()
	if text == "" {
		return nil
	}
	digits := reseller.CurrencyDigits(currency)
	total, err := reseller.ParseMoney(shortDecimal(text, digits), currency)
	if limit := data.Kid(wire.NSFee, "creditLimit").Value(); limit != "" && err == nil {
		var credit reseller.Money
		if credit, err = reseller.ParseMoney(shortDecimal(limit, digits), currency); err == nil {
			total, err = total.Add(credit)
		}
	}
	if err != nil {
		return nil
	}
	b := &registry.Balance{Amount: total.Minor, Currency: currency, At: time.Now()}
	b.Warn = warnOf(low, currency)
	return b
}

// isAmount reports whether a text is an amount in whatever currency: which one, the registry tells later.
func isAmount(text string) bool {
	whole, fraction, _ := strings.Cut(text, ".")
	return whole != "" && len(whole) <= 12 && len(fraction) <= 4 && !strings.HasSuffix(text, ".") && reseller.AllDigits(whole+fraction) && strings.Trim(whole+fraction, "0") != ""
}

// warnOf is the amount to warn below, in a currency; decimals that it has not are cut off.
func warnOf(low, currency string) int64 {
	whole, fraction, _ := strings.Cut(low, ".")
	if fraction = fraction[:min(len(fraction), reseller.CurrencyDigits(currency))]; fraction != "" {
		whole += "." + fraction
	}
	warn, err := reseller.ParseMoney(whole, currency)
	if err != nil {
		return 0 // nothing is set
	}
	return warn.Minor
}

// Balance tells what the registry's last answer about money said (registry.Funds): EPP has no question for it.
func (c *Connector) Balance(context.Context) (*registry.Balance, error) {
	c.told.mu.Lock()
	defer c.told.mu.Unlock()
	return c.told.balance, nil
}

// Waiting is how many messages the last answer about them has counted (registry.Queue).
func (c *Connector) Waiting(context.Context) (int, error) {
	c.told.mu.Lock()
	defer c.told.mu.Unlock()
	return c.told.waiting, nil
}

// Sessions tells of the connections (registry.SessionKeeper).
func (c *Connector) Sessions() registry.Sessions {
	c.pool.mu.Lock()
	defer c.pool.mu.Unlock()
	return registry.Sessions{Open: c.pool.open, LastLogin: c.pool.login}
}
