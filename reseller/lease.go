package reseller

import "time"

// Lease is who leads something, until a wall time. The fence grows whenever it passes to another holder.
type Lease struct {
	Name   string    `json:"name"`
	Holder string    `json:"holder"`
	Until  time.Time `json:"until"`
	Fence  int64     `json:"fence"`
}
