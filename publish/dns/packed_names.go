package dns

import (
	"bytes"
	"slices"
)

// nameEnd gives how long the name is that some bytes begin with: one without compression, or with the mark at its end.
func nameEnd(name []byte) int {
	i := 0
	for name[i] != 0 && name[i] != apexMark {
		i += 1 + int(name[i])
	}
	return i + 1
}

// marked gives a name of a message with the mark in the place of the apex, if it lies there.
func marked(name, apex []byte) (withMark []byte, below bool) {
	at := len(name) - len(apex)
	if at < 0 || !bytes.Equal(name[at:], apex) {
		return name, false
	}
	for i := 0; i <= at; i += 1 + int(name[i]) {
		if i == at {
			return append(slices.Clone(name[:at]), apexMark), true
		}
	}
	return name, false
}

// unmarked is a name as messages have it.
func (p packed) unmarked(name []byte) []byte {
	if end := len(name) - 1; name[end] == apexMark {
		return append(slices.Clone(name[:end]), p.apex()...)
	}
	return name
}

// below gives the name that some bytes begin with as the zone has it, if it lies there.
func (p packed) below(name []byte) ([]byte, bool) {
	end := nameEnd(name)
	if name[end-1] == apexMark {
		return name[:end], true
	}
	return marked(name[:end], p.apex())
}

// parentLabels takes the first label off a name.
func parentLabels(name []byte) []byte { return name[1+int(name[0]):] }
