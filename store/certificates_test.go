package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
)

func TestCertificateFilesLieInFolders(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		for _, name := range []string{"a/b/name.com.key", "a/b/name.com.crt", "a/c", "a-b/x", "a0", "A/b/c"} {
			ok(t, h.PutCertificateFile(h.ctx, name, []byte("old "+name)))
		}
		ok(t, h.PutCertificateFile(h.ctx, "a/c", []byte{0, 255, '\n'}))
		body, modified, err := h.CertificateFile(h.ctx, "a/c")
		ok(t, err)
		equal(t, "the body", string(body), "\x00\xff\n")
		equal(t, "when", modified.Equal(noon.Truncate(time.Microsecond)), true)
		list := func(folder string) string {
			return strings.Join(must[[]string](t)(h.CertificateFiles(h.ctx, folder)), " ")
		}
		equal(t, "a folder", list("a"), "a/b/name.com.crt a/b/name.com.key a/c")
		equal(t, "a file", list("a/c"), "a/c")
		equal(t, "nothing", list("%"), "")
		ok(t, h.DropCertificateFiles(h.ctx, "a/b"))
		ok(t, h.DropCertificateFiles(h.ctx, "a/b"))
		equal(t, "after the folder is gone", list("a")+" "+list("A")+" "+list("a-b"), "a/c A/b/c a-b/x")
		_, _, err = h.CertificateFile(h.ctx, "a/b/name.com.key")
		equal(t, "not found", errors.Is(err, reseller.ErrNotFound), true)
	})
}
