package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// AssetPrefix is where the assets are, below the side.
const AssetPrefix = "/assets/"

//go:embed assets/*.css assets/*.js assets/*.woff2 assets/*.svg
var assetFiles embed.FS

// Assets are the files that pages are shown with: style, script, icons and font. They are safe for concurrent use.
type Assets struct {
	files   map[string]asset
	version string // a hash of all files
}

// asset is one file.
type asset struct {
	text   []byte
	kind   string // media type
	packed []byte // by gzip; nil where that is no smaller
	tag    string // a hash of the text
}

// assetTypes are the content types of what Go's own table has differently on different machines.
var assetTypes = map[string]string{".woff2": "font/woff2", ".js": "text/javascript; charset=utf-8"}

// NewAssets makes the files, with the look of an operator's business.
func NewAssets(look Look) (*Assets, error) {
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	a := &Assets{files: map[string]asset{}}
	for _, e := range entries {
		text, err := assetFiles.ReadFile("assets/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("page: %w", err)
		}
		kind, ok := assetTypes[path.Ext(e.Name())]
		if !ok {
			kind = mime.TypeByExtension(path.Ext(e.Name()))
		}
		if e.Name() == styleFile {
			text = slim(text)
		}
		a.files[e.Name()] = asset{text: text, kind: kind}
	}
	if err := look.apply(a.files); err != nil {
		return nil, err
	}
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		file := a.files[name]
		sum.Write([]byte(name))
		sum.Write(file.text)
		own := sha256.Sum256(file.text)
		file.packed, file.tag = packOnce(file.text), hex.EncodeToString(own[:])[:16]
		a.files[name] = file
	}
	a.version = hex.EncodeToString(sum.Sum(nil))[:12]
	return a, nil
}

// slim is the style without what is for its readers alone: remarks, and blanks around braces, colons and semicolons. It is in every first view.
func slim(style []byte) []byte {
	text := regexp.MustCompile(`(?s)\s*/\*.*?\*/`).ReplaceAll(style, nil)
	text = regexp.MustCompile(`\s*\n\s*`).ReplaceAll(text, []byte("\n"))
	return []byte(strings.NewReplacer("; }", "}", ": ", ":", "; ", ";", " { ", "{", " }", "}").Replace(string(text)))
}

// Serve answers a request for a file by its name. It reports false if there is none.
func (a *Assets) Serve(w http.ResponseWriter, r *http.Request, version, name string) bool {
	file, ok := a.files[name]
	if !ok {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", file.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	if version == a.version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if strings.HasPrefix(file.kind, "image/") { // a picture of others' that is opened by itself runs nothing and asks for nothing
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	}
	text, tag := file.text, file.tag
	if file.packed != nil {
		h.Set("Vary", "Accept-Encoding")
		if AcceptsGzip(r) {
			text, tag = file.packed, tag+"-gzip"
			h.Set("Content-Encoding", "gzip")
			h.Set("Content-Length", strconv.Itoa(len(text))) // which is left to us where the coding is
		}
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(text))
	return true
}
