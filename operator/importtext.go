package operator

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// peekBytes is how much of a file is looked at to see what it is.
const peekBytes = 64 << 10

// importText is a file as UTF-8, and how it was written.
type importText struct {
	*bufio.Reader
	western *westernBytes // nil for UTF-16
	wide    string        // "UTF-16" or empty
}

// openText unpacks gzip and decodes UTF-16, UTF-8 and Windows-1252. A file that is not text is refused.
func openText(file io.Reader) (importText, error) {
	in := bufio.NewReaderSize(file, peekBytes)
	if head, _ := in.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(in)
		if err != nil {
			return importText{}, invalid(PathFile, "the file begins like gzip and cannot be unpacked: %v", err)
		}
		in = bufio.NewReaderSize(gzipped{unpacked}, peekBytes)
	}
	head, err := in.Peek(peekBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return importText{}, err
	}
	if wide := wideEncoding(head); wide != nil {
		return importText{Reader: bufio.NewReaderSize(transform.NewReader(in, wide.NewDecoder()), peekBytes), wide: "UTF-16"}, nil
	}
	if err := mustBeText(head); err != nil {
		return importText{}, err
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		if _, err := in.Discard(len("\ufeff")); err != nil {
			return importText{}, err
		}
	}
	western := &westernBytes{}
	return importText{Reader: bufio.NewReaderSize(transform.NewReader(in, western), peekBytes), western: western}, nil
}

// encoding says how the file was written, if that is worth a word; it is known when all has been read.
func (t importText) encoding() string {
	switch {
	case t.wide != "":
		return "the file was read as " + t.wide
	case t.western == nil || !t.western.found:
		return ""
	case t.western.utf8:
		return "the file is UTF-8 with bytes in it that are not; those were read as Windows-1252"
	}
	return "the file is not UTF-8; it was read as Windows-1252"
}

// gzipped says of what is broken that it is the file's packing.
type gzipped struct{ io.Reader }

func (g gzipped) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = invalid(PathFile, "the file cannot be unpacked to its end: %v", err)
	}
	return n, err
}

// wideEncoding recognises UTF-16 by its byte order mark, or by the zero in every second byte of Latin text.
func wideEncoding(head []byte) encoding.Encoding {
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return little
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return big
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch most := len(head) * 2 / 5; {
	case len(head) < 8:
	case zeros[1] > most && zeros[0] == 0:
		return little
	case zeros[0] > most && zeros[1] == 0:
		return big
	}
	return nil
}

// notText has the beginnings of files that are often given for a CSV.
var notText = map[string]string{
	"PK\x03\x04": "a spreadsheet or a ZIP archive: save the sheet as CSV", "BZh": "packed by bzip2: unpack it", "\xfd7zXZ": "packed by xz: unpack it",
	"\x28\xb5\x2f\xfd": "packed by zstd: unpack it", "\xd0\xcf\x11\xe0": "an old Excel file: save the sheet as CSV", "%PDF": "a PDF",
}

func mustBeText(head []byte) error {
	for magic, what := range notText {
		if bytes.HasPrefix(head, []byte(magic)) {
			return invalid(PathFile, "the file is no text but %s", what)
		}
	}
	controls := 0
	for _, b := range head {
		if b == 0 {
			return invalid(PathFile, "the file is no text: it begins with %s", shown(string(head[:min(len(head), 16)])))
		}
		if b < ' ' && !bytes.ContainsRune([]byte("\t\r\n\f\x1a"), rune(b)) {
			controls++
		}
	}
	if controls*10 > len(head) {
		return invalid(PathFile, "the file is no text: it begins with %s", shown(string(head[:min(len(head), 16)])))
	}
	return nil
}

// westernBytes lets UTF-8 pass, and takes each byte that is none for Windows-1252.
type westernBytes struct {
	transform.NopResetter
	found, utf8 bool
}

// Transform implements transform.Transformer.
func (w *westernBytes) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		r, size := utf8.DecodeRune(src[nSrc:])
		switch {
		case size > 1:
			w.utf8 = true
		case r == utf8.RuneError && !atEOF && !utf8.FullRune(src[nSrc:]):
			return nDst, nSrc, transform.ErrShortSrc
		case r == utf8.RuneError:
			w.found = true
			r = charmap.Windows1252.DecodeByte(src[nSrc])
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// shownMost is how many characters of a file an error or a report shows of one value.
const shownMost = 80

// shown is text of a file as a terminal may have it: in quotes, without control characters, not too long.
func shown(text string) string { return strconv.Quote(clipped(text)) }

// plain is text as it is where it can be printed, and as shown where not.
func plain(text string) string {
	if utf8.RuneCountInString(text) <= shownMost && strings.IndexFunc(text, func(r rune) bool { return !strconv.IsPrint(r) }) < 0 {
		return text
	}
	return shown(text)
}

func clipped(text string) string {
	n := 0
	for i := range text {
		if n++; n > shownMost {
			return text[:i] + "…"
		}
	}
	return text
}

// atLine refuses the file for what stands on a line.
func atLine(line int, format string, args ...any) error {
	return invalid(PathFile, "line %d: %s", line, fmt.Sprintf(format, args...))
}
