package operator

import (
	"fmt"

	"nameyard/publish/dns"
)

// said is what an answer without a serial means, and what to do.
var said = map[string]string{
	dns.NoAnswer:   "It gives no answer: is it running, is this its address, and do firewalls let questions through on both sides, over UDP and TCP?",
	dns.ClosedPort: "Nothing listens at its address: is it running, and is this its address and port?",
	dns.Unsigned:   "Its answer is not signed as ours must be: is the secret of the key the same on both sides?",
	dns.CutShort:   "It cuts its answer short over UDP and gives none over TCP: do firewalls let questions over TCP through on both sides?",
	dns.Borrowed:   "It tells what others have told it, and has no copy of its own: is this the address of a name server, and not of a resolver?",
	"NOERROR":      "It answers and does not have the zone: are the catalogs in its settings?",
	"NXDOMAIN":     "It answers and does not have the zone: are the catalogs in its settings?",
	"REFUSED":      "It answers REFUSED: it does not have the zone, or keeps it from us. Are the catalogs in its settings, and may our address and key ask?",
	"SERVFAIL":     "It answers SERVFAIL: it knows the zone and cannot serve it, mostly since it could not fetch it from here and its copy has expired. Its log says why",
	"NOTAUTH":      "It answers NOTAUTH: it does not serve the zone, or does not take our key. Are the catalogs and the key in its settings?",
	"BADKEY":       "It answers NOTAUTH with BADKEY: it does not know our key. Have the key with the same name and algorithm on both sides",
	"BADSIG":       "It answers NOTAUTH with BADSIG: the secret of the key is another one there. Have the same on both sides",
	"BADTIME":      "It answers NOTAUTH with BADTIME: its clock and ours differ by more than five minutes. Set them by NTP",
	"NOTIMP":       "It answers NOTIMP: what listens there is no name server for zones",
}

// adviceOn says what an answer without a serial means, and what to do; "" for none.
func adviceOn(code string) string {
	if code == "" {
		return ""
	}
	if words := said[code]; words != "" {
		return words
	}
	return fmt.Sprintf("It answers %s and tells no serial: its log says why", code)
}
