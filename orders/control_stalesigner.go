//go:build control_stalesigner

package orders

import "context"

// unsignFirst is broken on purpose: the DS records of the name servers before stay.
// Caught by: TestNewNameServersNeverMeetTheDSRecordsOfTheOldOnes
func unsignFirst(context.Context, attempt, []string) (unsigning, error) { return unsigning{}, nil }
