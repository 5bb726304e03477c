package reseller

import (
	"crypto/rand"
	"hash/crc32"
	"math/big"
	"strings"
)

// The form of a token's text: the prefix, 43 random letters and digits (256 bits), and six that are the CRC-32 of those. Scanners
// for secrets find it by the prefix, and the checksum tells a real one from a text that only looks like it.
const (
	TokenPrefix   = "nyd_"
	tokenLetters  = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	tokenRandom   = 43
	tokenChecksum = 6
)

// NewToken makes the text of a new API token. Tokens of another form, such as imported ones and the demo's, are as good.
func NewToken() string {
	raw := make([]byte, 32)
	rand.Read(raw) // never fails (crypto/rand)
	text := inLetters(new(big.Int).SetBytes(raw), tokenRandom)
	return TokenPrefix + text + checksumOf(text)
}

// LooksLikeToken reports whether a text has the form of NewToken's, checksum and all.
func LooksLikeToken(text string) bool {
	rest, ours := strings.CutPrefix(text, TokenPrefix)
	if !ours || len(rest) != tokenRandom+tokenChecksum {
		return false
	}
	return checksumOf(rest[:tokenRandom]) == rest[tokenRandom:]
}

func checksumOf(text string) string {
	return inLetters(new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(text)))), tokenChecksum)
}

// inLetters writes a number in base 62, with as many digits as are asked for.
func inLetters(n *big.Int, digits int) string {
	base, digit := big.NewInt(int64(len(tokenLetters))), new(big.Int)
	text := make([]byte, digits)
	for i := digits - 1; i >= 0; i-- {
		n, digit = new(big.Int).DivMod(n, base, digit)
		text[i] = tokenLetters[digit.Int64()]
	}
	return string(text)
}
