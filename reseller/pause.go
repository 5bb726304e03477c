package reseller

import "time"

// RegistryPause says that the operator lets nothing be changed through a connector: orders wait, and go on by themselves once it is
// resumed. Questions are still asked.
type RegistryPause struct {
	Connector string // its name in the TLD rules
	Reason    string // the operator's own words
	At        time.Time
}
