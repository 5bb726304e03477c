// Package wire is EPP as both ends speak it: data units on a stream (RFC 5734), documents written with every value escaped,
// and documents read with limits. It knows no command.
package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// MaxFrame is the longest document that is read or written, in bytes. The longest real ones, a check of a few hundred names with
// fees, have some 100 kB.
const MaxFrame = 1 << 20

// headerLen is the length of the length: it counts itself (RFC 5734 §4).
const headerLen = 4

// ErrFrame marks a stream that does not carry EPP data units: nothing that follows on it can be trusted.
var ErrFrame = errors.New("not an EPP data unit")

// ReadFrame reads one data unit. io.EOF means that the stream ended before one began; ErrFrame (wrapped) that its length cannot be.
// Memory is taken as the bytes come, not as the header promises.
func ReadFrame(r io.Reader) ([]byte, error) {
	var header [headerLen]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	total := binary.BigEndian.Uint32(header[:])
	if total <= headerLen || total > MaxFrame+headerLen {
		return nil, fmt.Errorf("%w: a length of %d bytes", ErrFrame, total)
	}
	var body bytes.Buffer
	if _, err := io.CopyN(&body, r, int64(total-headerLen)); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return body.Bytes(), nil
}

// WriteFrame writes one data unit with a single Write, so that header and body share a TLS record.
func WriteFrame(w io.Writer, body []byte) error {
	if len(body) == 0 || len(body) > MaxFrame {
		return fmt.Errorf("%w: a document of %d bytes", ErrFrame, len(body))
	}
	unit := binary.BigEndian.AppendUint32(make([]byte, 0, headerLen+len(body)), uint32(headerLen+len(body)))
	_, err := w.Write(append(unit, body...))
	return err
}
