package main

import (
	"fmt"
	"strconv"
	"strings"
)

// parsePercent reads per cent such as "25", "8.1" or "25 %" into parts per million.
func parsePercent(given string) (int64, error) {
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(given), "%"))
	whole, fraction, _ := strings.Cut(text, ".")
	if len(fraction) <= 4 && !strings.ContainsAny(text, "+-") {
		ppm, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", 4-len(fraction)), 10, 64)
		if err == nil && ppm <= 1_000_000 && whole != "" {
			return ppm, nil
		}
	}
	return 0, wrongUsage("--tax-rate is %q, it must be per cent from 0 to 100 with at most four decimals, for example 25 or 8.1", given)
}

// percent writes parts per million as per cent.
func percent(ppm int64) string {
	text := fmt.Sprintf("%d.%04d", ppm/10_000, ppm%10_000)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
