package reseller

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Tag tells one state of something that is saved as a whole from another: equal ones have the same, in 32 hexadecimal digits.
func Tag(set any) string {
	text, err := json.Marshal(set)
	if err != nil {
		return "" // texts and numbers always encode
	}
	if string(text) == "null" {
		text = []byte("[]")
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
