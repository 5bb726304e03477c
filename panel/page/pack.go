package page

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// AcceptsGzip reports whether who has sent a request unpacks gzip (RFC 9110, section 12.5.3).
func AcceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, weight, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(coding, " ", "")), ";")
		if name == "gzip" {
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}

// Packer packs pages by gzip, quickly rather than as small as can be. The zero Packer is ready, and safe for concurrent use.
type Packer struct{ free sync.Pool }

// Pack packs a page.
func (p *Packer) Pack(body []byte) []byte {
	var packed bytes.Buffer
	w, ok := p.free.Get().(*gzip.Writer)
	if !ok {
		w = writer(gzip.BestSpeed)
	}
	w.Reset(&packed)
	pack(w, body)
	p.free.Put(w)
	return packed.Bytes()
}

// packOnce packs a file that is sent often as small as can be; nil if that is no smaller: a font and most pictures are packed by themselves.
func packOnce(text []byte) []byte {
	var packed bytes.Buffer
	w := writer(gzip.BestCompression)
	w.Reset(&packed)
	pack(w, text)
	if packed.Len() >= len(text)*9/10 {
		return nil
	}
	return packed.Bytes()
}

func writer(level int) *gzip.Writer {
	w, err := gzip.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // there are such levels
	}
	return w
}

// pack writes all of a text into memory, which does not fail.
func pack(w *gzip.Writer, text []byte) {
	if _, err := w.Write(text); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
}
