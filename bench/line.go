package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// line is one keep-alive connection. It speaks just enough HTTP/1.1 to leave the cores to the server: net/http's client
// takes as much time as a fast handler.
type line struct {
	conn    net.Conn
	address string
	in      *bufio.Reader
	out     []byte
	body    []byte
}

// path is where the action API is on every peer.
const path = "/domainsResellerAPI/api.php"

// answerWithin bounds the wait for one answer.
const answerWithin = 30 * time.Second

func newLine(conn net.Conn, address string) *line {
	return &line{conn: conn, address: address, in: bufio.NewReaderSize(conn, 2048)}
}

// post sends a form and gives the body of the answer, valid until the next call. A status other than 200 is an error.
func (l *line) post(form []byte) ([]byte, error) {
	l.out = append(l.out[:0], "POST "+path+" HTTP/1.1\r\nHost: "...)
	l.out = append(l.out, l.address...)
	l.out = append(l.out, "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "...)
	l.out = strconv.AppendInt(l.out, int64(len(form)), 10)
	l.out = append(l.out, "\r\n\r\n"...)
	l.out = append(l.out, form...)
	if err := l.conn.SetDeadline(time.Now().Add(answerWithin)); err != nil {
		return nil, err
	}
	if _, err := l.conn.Write(l.out); err != nil {
		return nil, err
	}
	return l.answer()
}

func (l *line) answer() ([]byte, error) {
	status, err := l.in.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	if len(status) < 12 {
		return nil, fmt.Errorf("status line %q", status)
	}
	refused := ""
	if !bytes.Equal(status[9:12], []byte("200")) {
		refused = strings.TrimSpace(string(status))
	}
	size, chunked, err := l.head()
	if err != nil {
		return nil, err
	}
	l.body = l.body[:0]
	switch {
	case chunked:
		err = l.chunks()
	case size < 0:
		err = errors.New("answer without a length")
	default:
		err = l.take(size)
	}
	if err == nil && refused != "" {
		err = fmt.Errorf("%s: %.300s", refused, l.body)
	}
	return l.body, err
}

// head reads the header up to the blank line.
func (l *line) head() (size int, chunked bool, err error) {
	size = -1
	for {
		header, err := l.in.ReadSlice('\n')
		if err != nil {
			return size, chunked, err
		}
		if len(header) <= 2 {
			return size, chunked, nil
		}
		if name, value, ok := bytes.Cut(header, []byte(":")); ok {
			switch {
			case len(name) == 14 && bytes.EqualFold(name, []byte("Content-Length")):
				if size, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
					return size, chunked, err
				}
			case len(name) == 17 && bytes.EqualFold(name, []byte("Transfer-Encoding")):
				chunked = true
			}
		}
	}
}

// take reads size bytes to the body.
func (l *line) take(size int) error {
	if size > 1<<20 {
		return fmt.Errorf("an answer of %d bytes", size)
	}
	n := len(l.body)
	l.body = append(l.body, make([]byte, size)...)
	_, err := io.ReadFull(l.in, l.body[n:])
	return err
}

// chunks reads a chunked body (RFC 9112 §7.1) without trailers.
func (l *line) chunks() error {
	for {
		header, err := l.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseUint(string(bytes.TrimSpace(header)), 16, 20)
		if err != nil {
			return err
		}
		if err := l.take(int(size)); err != nil {
			return err
		}
		if _, err := l.in.Discard(2); err != nil {
			return err
		}
		if size == 0 {
			return nil
		}
	}
}
