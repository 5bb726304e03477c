package zone

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"nameyard/reseller"
)

// hashSizes are the bytes of the hashes that a type of record knows by their numbers; 0 is any size.
type hashSizes map[uint64]int

// The hashes of TLSA (RFC 6698 §2.1.3), SSHFP (RFC 4255 §3.1.2, RFC 6594 §4.1) and DS (RFC 4509, RFC 6605). SHA-1 and GOST of DS are
// left out: what is signed with them only is as good as unsigned (RFC 8624 §3.3).
var (
	tlsaHashes  = hashSizes{0: 0, 1: 32, 2: 64, 255: 0}
	sshfpHashes = hashSizes{1: 20, 2: 32}
	dsHashes    = hashSizes{2: 32, 4: 48}
)

// hash reads the number of a hash and the hash.
func (s hashSizes) hash(what, number string, digits []string) (kind byte, sum []byte, err error) {
	n, err := uintWord(what, number, 255)
	if err != nil {
		return 0, nil, err
	}
	size, known := s[n]
	if !known {
		return 0, nil, reseller.Invalid("", "%s %d is not known here: use one of %s", what, n, listed(s.numbers()))
	}
	sum, err = hexWords("the hash", digits)
	if err == nil && size != 0 && len(sum) != size {
		err = reseller.Invalid("", "the hash has %d bytes, and one of %s %d has %d", len(sum), what, n, size)
	}
	return byte(n), sum, err
}

func (s hashSizes) numbers() []uint64 {
	list := make([]uint64, 0, len(s))
	for n := range s {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

func listed(numbers []uint64) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(numbers), "[]"), " ", ", ")
}

// oneOf reads a number that is one of some.
func oneOf(what, word string, known ...uint64) (byte, error) {
	n, err := uintWord(what, word, 255)
	if err == nil && !slices.Contains(known, n) {
		err = reseller.Invalid("", "%s %d is not known here: use one of %s", what, n, listed(known))
	}
	return byte(n), err
}

// certificateAssociation reads a TLSA (RFC 6698 §2.2): usage, selector, matching type and the data of a certificate.
func certificateAssociation(text string, _ targetOf) (data, error) {
	list, err := dataWords(text, 4, "usage, selector, matching type and hash of a TLSA, for example 3 1 1 and the SHA-256 of the key in hexadecimal digits")
	if err != nil {
		return data{}, err
	}
	usage, err := oneOf("the usage", list[0], 0, 1, 2, 3, 255)
	if err != nil {
		return data{}, err
	}
	selector, err := oneOf("the selector", list[1], 0, 1, 255)
	if err != nil {
		return data{}, err
	}
	matching, sum, err := tlsaHashes.hash("the matching type", list[2], list[3:])
	return data{
		fmt.Sprintf("%d %d %d %s", usage, selector, matching, hex.EncodeToString(sum)), append([]byte{usage, selector, matching}, sum...),
	}, err
}

// hostKey reads an SSHFP (RFC 4255 §3.2): algorithm of the key, type of the hash, and the hash.
func hostKey(text string, _ targetOf) (data, error) {
	list, err := dataWords(text, 3, "algorithm, type and fingerprint of an SSHFP, as ssh-keygen -r prints them, for example 4 2 and the SHA-256 in hexadecimal digits")
	if err != nil {
		return data{}, err
	}
	algorithm, err := oneOf("the algorithm", list[0], 1, 2, 3, 4, 6)
	if err != nil {
		return data{}, err
	}
	kind, sum, err := sshfpHashes.hash("the type", list[1], list[2:])
	return data{fmt.Sprintf("%d %d %s", algorithm, kind, hex.EncodeToString(sum)), append([]byte{algorithm, kind}, sum...)}, err
}

// delegationSigner reads a DS (RFC 4034 §5.3): key tag, algorithm, type of the hash, and the hash.
func delegationSigner(text string, _ targetOf) (data, error) {
	list, err := dataWords(text, 4, "key tag, algorithm, digest type and digest of a DS, for example 12345 13 2 and the SHA-256 in hexadecimal digits")
	if err != nil {
		return data{}, err
	}
	tag, err := uintWord("the key tag", list[0], 65535)
	if err != nil {
		return data{}, err
	}
	algorithm, err := oneOf("the algorithm", list[1], 5, 7, 8, 10, 13, 14, 15, 16)
	if err != nil {
		return data{}, err
	}
	kind, sum, err := dsHashes.hash("the digest type", list[2], list[3:])
	wire := append(binary.BigEndian.AppendUint16(nil, uint16(tag)), algorithm, kind)
	return data{fmt.Sprintf("%d %d %d %s", tag, algorithm, kind, hex.EncodeToString(sum)), append(wire, sum...)}, err
}
