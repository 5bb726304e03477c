package zone

import (
	"net/url"
	"strings"

	"nameyard/reseller"
)

// A web forward may be for one path of a host alone: its hostname is then "www/shop", at the domain itself "@/shop". It is for all that
// lies below the path, too. Paths are in their escaped form (RFC 3986), without a slash at the end.

// maxPath is how long the path of a web forward may be.
const maxPath = 255

// Host is the hostname without the path of a web forward.
func (r Record) Host() string {
	host, _, _ := strings.Cut(r.Hostname, "/")
	return host
}

// FullHost is the hostname in full, in Unicode, with the path of a web forward.
func (r Record) FullHost(name reseller.Name) string {
	if host := r.Host(); host != "@" {
		return reseller.UnicodeOf(host+"."+name.String()) + r.path()
	}
	return name.Unicode() + r.path()
}

// path is the path of a web forward, with its slash; "" stands for the whole host.
func (r Record) path() string { return strings.TrimPrefix(r.Hostname, r.Host()) }

// place makes the hostname of a record relative to the domain; that of a web forward may have a path.
func (z zoneCheck) place(kind, given string) (string, error) {
	host, path, has := strings.Cut(given, "/")
	if !has || !(Record{Type: kind}).WebForward() {
		return z.hostname(given)
	}
	hostname, err := z.hostname(host)
	if err != nil {
		return "", err
	}
	path, err = forwardPath(path)
	return hostname + path, err
}

// forwardPath brings a path, without its first slash, to normal form.
func forwardPath(given string) (string, error) {
	path := strings.TrimSuffix(escapeUnicode(strings.TrimSpace(given)), "/")
	if path == "" {
		return "", nil
	}
	if len(path) > maxPath {
		return "", reseller.Invalid("", "the path is longer than %d characters", maxPath)
	}
	for segment := range strings.SplitSeq(path, "/") {
		plain, err := url.PathUnescape(segment)
		if err != nil || segment == "" || plain == "." || plain == ".." || strings.ContainsAny(segment, "\"<>\\^`{|}?# \t\r\n") {
			return "", reseller.Invalid("", "%q is not a path of a web forward: write it like www/shop, what is not a letter or a digit percent-encoded", given)
		}
	}
	return "/" + path, nil
}

// below gives what a path has below the one of a web forward; ok is false if the forward is not for it.
func (r Record) below(path string) (rest string, ok bool) {
	own := r.path()
	if own == "" {
		return path, true
	}
	if !strings.Contains(own, "%") && !strings.Contains(path, "%") {
		rest, ok = strings.CutPrefix(path, own)
		return rest, ok && (rest == "" || rest[0] == '/')
	}
	want, have := strings.Split(own, "/"), strings.Split(path, "/")
	if len(have) < len(want) {
		return "", false
	}
	for i, segment := range want {
		if unescaped(segment) != unescaped(have[i]) {
			return "", false
		}
	}
	if len(have) == len(want) {
		return "", true
	}
	return "/" + strings.Join(have[len(want):], "/"), true
}

func unescaped(segment string) string {
	if plain, err := url.PathUnescape(segment); err == nil {
		return plain
	}
	return segment
}

// longest gives, of the records of a host, the web forward that is for a path, the one of the longest path if there are several, and
// what the path has below it.
func longest(answers []placedRecord, path string) (forward placedRecord, rest string, found bool) {
	for _, r := range answers {
		if !r.WebForward() || found && len(r.path()) < len(forward.path()) {
			continue
		}
		if below, ok := r.below(path); ok {
			forward, rest, found = r, below, true
		}
	}
	return forward, rest, found
}
