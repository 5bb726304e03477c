package reseller

// Sealed is one secret that the database keeps sealed. Place and Row say where: a column of a table, and a row of it by its key.
type Sealed struct {
	Place   string // for people: "v2 key", "webhook secret" …
	Row     string
	Purpose string // what it is sealed for (SecretKey.Seal)
	Value   []byte
}

// WebhookPurpose is what the signing secrets of a webhook are sealed for: moved to another address they cannot be opened.
func WebhookPurpose(sealID string) string { return "webhook:" + sealID }

// AuthCodePurpose is what the auth code of an order is sealed for: the base of its client transaction ids.
func AuthCodePurpose(clTRIDBase string) string { return clTRIDBase }

// CertificateFilePurpose is what a file of keys or certificates is sealed for.
func CertificateFilePurpose(name string) string { return "certificate file " + name }

// TOTPPurpose is what the secret of a user's codes is sealed for.
func TOTPPurpose(userID string) string { return "totp:" + userID }
