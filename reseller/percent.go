package reseller

import (
	"fmt"
	"strconv"
	"strings"
)

// ParsePercent reads per cent such as "25", "8.1" or "25 %" into parts per million. ok is false for what is none from 0 to 100 with at most four decimals.
func ParsePercent(given string) (ppm int64, ok bool) {
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(given), "%"))
	whole, fraction, _ := strings.Cut(text, ".")
	if len(fraction) > 4 || whole == "" || strings.ContainsAny(text, "+-") {
		return 0, false
	}
	ppm, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", 4-len(fraction)), 10, 64)
	return ppm, err == nil && ppm <= 1_000_000
}

// Percent writes parts per million as per cent, without a sign: "8.1".
func Percent(ppm int64) string {
	text := fmt.Sprintf("%d.%04d", ppm/10_000, ppm%10_000)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
