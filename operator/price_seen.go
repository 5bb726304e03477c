package operator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"nameyard/reseller"
)

// TagOf tells one plan of price changes from another: equal ones, with what the prices were and what is doubted, have the same.
func TagOf(changes []PriceChange) string {
	text, err := json.Marshal(changes)
	if err != nil {
		return "" // texts and numbers always encode
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// asSeen refuses changes that are not those that were shown.
func (u Prices) asSeen(changes []PriceChange) error {
	if u.Seen == "" || u.Seen == TagOf(changes) {
		return nil
	}
	return reseller.Errorf(reseller.KindConflict, reseller.CodePreconditionFailed,
		"the prices have changed since it was shown what this would change, and nothing was done: look at it again")
}
