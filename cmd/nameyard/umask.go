//go:build unix

package main

import "syscall"

// keepFilesPrivate lets nobody else read the files that this process makes: they hold contacts and secrets.
func keepFilesPrivate() { syscall.Umask(0o077) }
