//go:build control_tellfirst

package orders

import (
	"context"
	"errors"
)

var errNotPublished = errors.New("our name servers do not have the zone yet")

// publishFirst is broken on purpose: the registry is told before our name servers have the zone.
// Caught by: TestRegistryThatAsksNameServersFindsTheZoneThere
func (s *Service) publishFirst(context.Context, attempt) error { return nil }
