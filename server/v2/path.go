package v2

import "strings"

// The places where the API is served: at the script's name under any prefix, as the add-on that it comes from, and at a
// short path of ours.
const (
	scriptPath = "/modules/addons/DomainsReseller/api/index.php"
	shortPath  = "/api/v2"
)

// Inside reports whether a URL path belongs to this API, and gives what is appended to the script's name.
func Inside(path string) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(path, shortPath); !ok {
		if _, rest, ok = strings.Cut(path, scriptPath); !ok {
			return "", false
		}
	}
	return rest, rest == "" || rest[0] == '/'
}

// steps takes a path apart. Slashes too many do not count: clients put one behind the script's name and one before the path.
func steps(path string) []string {
	return strings.FieldsFunc(path, func(c rune) bool { return c == '/' })
}
