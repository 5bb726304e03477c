package v2

import "strings"

// Prefix is where the API begins. It is an extension of the protocol, whose own place is scriptPath.
const Prefix = "/api/v2"

// scriptPath is the other place, under any prefix: the script of the add-on that the API comes from.
const scriptPath = "/modules/addons/DomainsReseller/api/index.php"

// Inside reports whether a URL path belongs to this API, and gives it as the routes have it: below Prefix, without slashes
// too many. Clients put one behind the script's name and one before the path.
func Inside(path string) (place string, ok bool) {
	rest, ok := strings.CutPrefix(path, Prefix)
	if !ok {
		_, rest, ok = strings.Cut(path, scriptPath)
	}
	if !ok || rest != "" && rest[0] != '/' {
		return "", false
	}
	steps := strings.FieldsFunc(rest, func(c rune) bool { return c == '/' })
	return Prefix + "/" + strings.Join(steps, "/"), true
}
