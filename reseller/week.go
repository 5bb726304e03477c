package reseller

import "time"

// Week is seven days, and how many names were registered in them.
type Week struct {
	From       time.Time // midnight, UTC
	Registered int64
}
