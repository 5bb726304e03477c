package mail

import "strings"

// outcomes are what answers begin with, and what they are counted as.
var outcomes = []struct{ begin, outcome string }{
	{"OK ", "found"}, {dunno, "found"}, {notFound, "missing"}, {"TEMP " + waitsFor, "waits"}, {"DEFER ", "waits"},
}

// count tells of an answer.
func (s *Server) count(what, answer string) {
	if s.Answered == nil {
		return
	}
	for _, o := range outcomes {
		if strings.HasPrefix(answer, o.begin) {
			s.Answered(what, o.outcome)
			return
		}
	}
	s.Answered(what, "error")
}

// mapOf is the map that a request asks, "unknown" if there is no such map: strangers' words must not become labels.
func mapOf(request string) string {
	name, _, _ := strings.Cut(request, " ")
	switch name {
	case mapDomains, mapAliases, mapSender, mapReturn:
		return name
	}
	return "unknown"
}
