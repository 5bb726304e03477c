//go:build !control_hurriednames

package recovery

// underWay reports whether commands that the server sent right before the restore may still take effect: of orders that were placed after the backup
// only the registry knows, and not yet. The names are compared once.
func (c *comparison) underWay() bool {
	return c.Clock.Wall().Before(c.restore.StartedAt.Add(c.Orders.SettleTime()))
}
