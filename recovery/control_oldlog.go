//go:build control_oldlog

package recovery

import "context"

// steps is broken on purpose: the logs are read while commands may still take effect.
// Caught by: TestEffectThatComesWhileTheComparisonRunsIsFound
func (c *comparison) steps() []func(context.Context) error {
	return []func(context.Context) error{c.readLogs, c.orders, c.settled, c.names, c.unknownNames}
}
