package recovery

import (
	"fmt"

	"nameyard/registry"
)

// blindAfter is how many names a registry may keep to itself before it must have shown one.
const blindAfter = 10

// sight is how many names a registry has shown in a run, and how many not.
type sight struct{ shown, withheld int }

func (c *comparison) saw(connector string, info registry.Look) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.sight[connector]
	if info.Withheld != "" {
		s.withheld++
	} else {
		s.shown++
	}
	c.sight[connector] = s
}

// blind fails if a registry has shown none of many names: rather than that all have left, our account there lacks a right, and old books
// must not sell unseen.
func (c *comparison) blind() error {
	for connector, s := range c.sight {
		if s.shown == 0 && s.withheld >= blindAfter {
			return fmt.Errorf("registry %s shows none of %d names that are ours in the books: has our account there all its rights?", connector, s.withheld)
		}
	}
	return nil
}
