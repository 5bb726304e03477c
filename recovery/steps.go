//go:build !control_oldlog

package recovery

import "context"

// steps are those of a comparison, in their order. The logs are read once nothing can take effect any more: whatever they do not have by then
// counts as not done.
func (c *comparison) steps() []func(context.Context) error {
	return []func(context.Context) error{c.settled, c.readLogs, c.orders, c.names, c.unknownNames}
}
