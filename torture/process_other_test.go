//go:build !linux

package torture_test

import "syscall"

func dieWithUs() *syscall.SysProcAttr { return nil }
