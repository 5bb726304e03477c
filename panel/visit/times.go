package visit

import "nameyard/panel/words"

// Times writes and reads instants for somebody.
type Times = words.Times

// Calendar reads and writes dates by rule, which are counted in UTC for everybody.
func Calendar() Times { return Times{} }

// Zones are the time zones that are offered, by their IANA names.
func Zones() []string { return words.Zones() }

// ReadZone finds the time zone that somebody has typed. Its error says that there is none of that name, or several.
func ReadZone(text string) (string, error) { return words.ReadZone(text) }
