// Package operator holds what the operator can do, for the command line and for the panel: one file per noun, whose use cases
// take a typed request and give a typed result. It knows no flag and prints nothing.
//
// Each noun is a struct of what its use cases work with, so that a face opens no more than it needs: looking at an invoice
// takes a database, paying it takes the registries too. They work on the store itself and not on interfaces of it: backup,
// restore and history are the store's own types, there is one store for both engines, and a stand-in would prove nothing.
//
// What is wrong with a request itself its Check reports, so that a face can say so before it opens anything; the use cases check, too.
//
// Errors that the operator can do something about are reseller.Error. Their paths and hints are listed in spelling.go; each face
// spells them in its own way.
package operator

import (
	"strings"

	"nameyard/reseller"
)

// invalid is the error of a part of the request that is wrong.
func invalid(field reseller.Path, format string, args ...any) *reseller.Error {
	return reseller.Invalid(field, format, args...)
}

// notFound is the error of a thing that is not there.
func notFound(format string, args ...any) *reseller.Error {
	return reseller.Errorf(reseller.KindNotFound, reseller.CodeNotFound, format, args...)
}

// refused is the error of a thing whose state does not allow it.
func refused(format string, args ...any) *reseller.Error {
	return reseller.Errorf(reseller.KindConflict, reseller.CodeBadState, format, args...)
}

// checkReason refuses what must have a reason and has none.
func checkReason(reason string) error {
	if strings.TrimSpace(reason) == "" {
		return invalid(PathReason, "%s is empty", PathReason)
	}
	return nil
}

// wordsOf lists the words that a part of a request can have.
func wordsOf[W ~string](all []W) string {
	words := make([]string, len(all))
	for i, w := range all {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// pageSize is how many rows are read at once.
const pageSize = 1000

// pages calls read for one page after the other, each with what the one before gave as its last row, until one is not full.
func pages(read func(after int64) (last int64, rows int, err error)) error {
	for after := int64(0); ; {
		last, rows, err := read(after)
		if err != nil || rows < pageSize {
			return err
		}
		after = last
	}
}
