package main

import (
	"fmt"
	"strconv"
	"strings"
)

// mebibytes is an amount of data as the command line takes it: a whole number of MiB, at least 1.
type mebibytes int64

// atLeastOne is a whole number from 1 on.
type atLeastOne int64

// UnmarshalText reads a number.
func (n *atLeastOne) UnmarshalText(text []byte) error {
	read, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 32)
	if err != nil || read < 1 {
		return fmt.Errorf("%q is not a whole number from 1 on", text)
	}
	*n = atLeastOne(read)
	return nil
}

// mostMebibytes is 1 TiB.
const mostMebibytes = 1 << 20

// UnmarshalText reads an amount.
func (m *mebibytes) UnmarshalText(text []byte) error {
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil || n < 1 || n > mostMebibytes {
		return fmt.Errorf("%q is not a number of MiB from 1 to %d", text, mostMebibytes)
	}
	*m = mebibytes(n)
	return nil
}
