package main

import "nameyard/reseller"

// parsePercent reads the per cent of --tax-rate into parts per million.
func parsePercent(given string) (int64, error) {
	ppm, ok := reseller.ParsePercent(given)
	if !ok {
		return 0, wrongUsage("--tax-rate is %q, it must be per cent from 0 to 100 with at most four decimals, for example 25 or 8.1", given)
	}
	return ppm, nil
}
