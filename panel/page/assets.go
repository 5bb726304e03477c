package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// AssetPrefix is where the assets are, below the side.
const AssetPrefix = "/assets/"

//go:embed assets/*.css assets/*.js assets/*.woff2 assets/*.svg
var assetFiles embed.FS

var assetVersion = versionOfAssets()

// versionOfAssets is a hash of all files.
func versionOfAssets() string {
	sum := sha256.New()
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic(err) // they are part of the program
	}
	for _, e := range entries {
		text, err := assetFiles.ReadFile("assets/" + e.Name())
		if err != nil {
			panic(err)
		}
		sum.Write(append([]byte(e.Name()), text...))
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

// assetTypes are the content types of what Go's own table has differently on different machines.
var assetTypes = map[string]string{".woff2": "font/woff2", ".js": "text/javascript; charset=utf-8"}

// ServeAsset answers a request for a file by its name. It reports false if there is none.
func ServeAsset(w http.ResponseWriter, r *http.Request, version, name string) bool {
	if strings.Contains(name, "/") {
		return false
	}
	text, err := assetFiles.ReadFile("assets/" + name)
	if err != nil {
		return false
	}
	kind, ok := assetTypes[path.Ext(name)]
	if !ok {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	if version == assetVersion {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(text))
	return true
}
