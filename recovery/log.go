package recovery

import (
	"context"
	"fmt"

	"nameyard/registry"
	"nameyard/reseller"
)

// logPage is how many effects are read at once.
const logPage = 1000

// readLogs collects what the registries did since the backup under transaction ids that the books do not know. Where a
// registry keeps no log, what it shows of each name must do, and names in no account cannot be found.
func (c *comparison) readLogs(ctx context.Context) error {
	for _, conn := range c.Routes.Connectors() {
		log, ok := conn.Connector.(registry.EffectLog)
		if !ok {
			err := c.note(ctx, reseller.FoundUnasked, "log:"+conn.Name, 0, conn.Name,
				"this registry tells no list of names, so that names registered after the backup cannot be found: compare its own report with \"nameyard export\"")
			if err != nil {
				return err
			}
			continue
		}
		if err := c.readLog(ctx, conn.Name, log); err != nil {
			return fmt.Errorf("read the log of registry %s: %w", conn.Name, err)
		}
	}
	return nil
}

// readLog collects from one registry's log.
func (c *comparison) readLog(ctx context.Context, connector string, log registry.EffectLog) error {
	since := c.restore.BusinessAt.Add(-slack)
	recent := map[string][]registry.Effect{}
	unknown := map[string]bool{}
	for after := int64(0); ; {
		page, err := log.Effects(ctx, after, logPage)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		after = page[len(page)-1].Seq
		var bases []string
		for _, e := range page {
			if e.At.Before(since) {
				continue
			}
			recent[e.Name] = append(recent[e.Name], e)
			c.leaves(e)
			if base := reseller.ClTRIDBaseOf(e.ClTRID); base != "" {
				bases = append(bases, base)
				c.carried[command{base, e.Command}] = true
			}
		}
		known, err := c.Books.KnownBases(ctx, bases)
		if err != nil {
			return err
		}
		for _, e := range page {
			if base := reseller.ClTRIDBaseOf(e.ClTRID); base != "" && !e.At.Before(since) && !known[base] {
				unknown[e.Name] = true
			}
		}
	}
	for name := range unknown {
		c.lost[name], c.lostAt[name] = recent[name], connector
	}
	return nil
}

// unknownBase gives the transaction base of an effect of ours that the books do not know, empty for any other.
func (c *comparison) unknownBase(ctx context.Context, e registry.Effect) (string, error) {
	base := reseller.ClTRIDBaseOf(e.ClTRID)
	if base == "" {
		return "", nil
	}
	known, err := c.Books.KnownBases(ctx, []string{base})
	if err != nil || known[base] {
		return "", err
	}
	return base, nil
}

// command is one of ours at a registry: the base of its transaction ids, and what it does.
type command struct{ base, does string }

// commands are those of the orders that buy.
var commands = map[reseller.OrderKind]string{
	reseller.OrderRegister: "create", reseller.OrderTransfer: "transfer", reseller.OrderRenew: "renew", reseller.OrderRestore: "restore",
}

// told is what the logs say of the command of an order: that it was carried out, or nothing.
func (c *comparison) told(o reseller.Order) *registry.Found {
	if c.carried[command{o.ClTRIDBase, commands[o.Kind]}] {
		return &registry.Found{State: registry.FoundDone}
	}
	return nil
}

// leaves notes with which command a name left after the backup; nothing once it has come again.
func (c *comparison) leaves(e registry.Effect) {
	switch {
	case gains(e):
		delete(c.gone, e.Name)
	case e.Command == "release" || e.Command == "transfer_away" || e.Command == "delete" || e.Command == "purge":
		c.gone[e.Name] = e.Command
	}
}

// gains reports whether an effect brought a name to us.
func gains(e registry.Effect) bool { return e.Command == "create" || e.Command == "transfer" }
