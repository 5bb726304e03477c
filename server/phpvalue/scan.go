package phpvalue

import (
	"strconv"
	"strings"
)

// expect steps over these very bytes.
func (r *reader) expect(want string) error {
	r.spent += len(want)
	if !strings.HasPrefix(r.in[r.pos:], want) {
		return failAt(r.pos, "%q is expected", want)
	}
	r.pos += len(want)
	return nil
}

// length reads the prefix, digits and a colon: `s:5:`. A number that is larger
// than any input comes back as huge.
func (r *reader) length(prefix string) (int, error) {
	if err := r.expect(prefix); err != nil {
		return 0, err
	}
	start := r.pos
	if r.skipDigits() == 0 {
		return 0, failAt(r.pos, "a length is expected")
	}
	digits := strings.TrimLeft(r.in[start:r.pos], "0")
	if len(digits) > 9 {
		return huge, r.expect(":")
	}
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n, r.expect(":")
}

// huge stands for a length of more than nine digits.
const huge = 1_000_000_000

func inWords(n int) string {
	if n == huge {
		return "a thousand million or more"
	}
	return strconv.Itoa(n)
}

func (r *reader) skip(c byte) bool {
	r.spent++
	if r.pos < len(r.in) && r.in[r.pos] == c {
		r.pos++
		return true
	}
	return false
}

func (r *reader) skipSign() {
	if !r.skip('-') {
		r.skip('+')
	}
}

func (r *reader) skipDigits() int {
	start := r.pos
	for r.pos < len(r.in) && isDigit(r.in[r.pos]) {
		r.pos++
	}
	r.spent += r.pos - start + 1
	return r.pos - start
}
