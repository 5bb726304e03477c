package mail

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// maxRequest bounds what one request may hold: a map's name and an address.
const maxRequest = 4096

// maxDigits bounds how its size is written: zeros before it must not go on for ever.
const maxDigits = 10

var errRequest = errors.New("not a netstring of a socketmap request")

// readNetstring reads one netstring: "5:hello,".
func readNetstring(r *bufio.Reader) (string, error) {
	size := 0
	for digits := 0; ; digits++ {
		c, err := r.ReadByte()
		switch {
		case err == io.EOF && digits > 0:
			return "", io.ErrUnexpectedEOF
		case err != nil:
			return "", err
		case c == ':' && digits > 0:
			return readBody(r, size)
		case c < '0' || c > '9' || size > maxRequest || digits == maxDigits:
			return "", errRequest
		}
		size = size*10 + int(c-'0')
	}
}

func readBody(r *bufio.Reader, size int) (string, error) {
	if size > maxRequest {
		return "", fmt.Errorf("%w: %d bytes, at most %d", errRequest, size, maxRequest)
	}
	body := make([]byte, size+1)
	if _, err := io.ReadFull(r, body); err != nil {
		return "", err
	}
	if body[size] != ',' {
		return "", errRequest
	}
	return string(body[:size]), nil
}

// netstring writes one.
func netstring(text string) []byte {
	return []byte(strconv.Itoa(len(text)) + ":" + text + ",")
}
