package operator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
