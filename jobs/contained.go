package jobs

import (
	"fmt"
	"runtime/debug"
)

// contained does something, and gives an error where that shows a fault of ours: what a registry or a mail server has answered may end one
// run of a job, and not the process.
func contained(do func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault of the server: %v\n%s", fault, debug.Stack())
		}
	}()
	return do()
}
