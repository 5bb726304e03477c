package reseller

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Hash is the hash of a record after the link before it, whose hash is empty before the first: SHA-256, in hex, of the JSON array of
// before, id, time in UTC with microseconds, account, actor, action, object, detail, request id, face, address and its changes, each the array of
// field, before and after. A record without changes has an empty array of them, so that none can be put onto it later.
func (r AuditRecord) Hash(before string) string {
	return hashFacts(append(r.firstFacts(before), r.Face, r.Address, r.changeFacts()))
}

// olderHash is Hash as it was while empty parts were left out: of a record that has neither face nor address these, and of one without changes those.
func (r AuditRecord) olderHash(before string) string {
	facts := r.firstFacts(before)
	if r.Face != "" || r.Address != "" {
		facts = append(facts, r.Face, r.Address)
	}
	if len(r.Changes) > 0 {
		facts = append(facts, r.changeFacts())
	}
	return hashFacts(facts)
}

// AuditCover is what a link's hash says of the record that stands there now.
type AuditCover int

// What hashes say.
const (
	AuditOther          AuditCover = iota // the record is another one
	AuditAsItWas                          // it is as it was when it was chained
	AuditWithoutChanges                   // it is, and its changes may be anybody's: a server that did not know of changes chained it, or they were put on later
)

// HashedAs tells what a hash says of the record after the link before it. What happens without a change of its own never had any to leave out.
func (r AuditRecord) HashedAs(before, hash string) AuditCover {
	if hash == r.Hash(before) || hash == r.olderHash(before) {
		return AuditAsItWas
	}
	bare := r
	bare.Changes = nil
	if mayLackChanges(r) && hash == bare.olderHash(before) {
		return AuditWithoutChanges
	}
	return AuditOther
}

// firstFacts are the parts that every form of the hash has.
func (r AuditRecord) firstFacts(before string) []any {
	at := r.At.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)
	return []any{chainedTo(before), r.ID, at, r.Account, r.Actor, r.Action, r.Object, r.Detail, r.RequestID}
}

func (r AuditRecord) changeFacts() [][3]string {
	changes := make([][3]string, len(r.Changes))
	for i, c := range r.Changes {
		changes[i] = [3]string{c.Field, c.Before, c.After}
	}
	return changes
}

func hashFacts(facts []any) string {
	text, err := json.Marshal(facts)
	if err != nil {
		panic(err) // texts and numbers always have a JSON form
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
