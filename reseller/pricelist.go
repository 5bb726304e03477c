package reseller

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// priceColumns is the first line of a price list.
var priceColumns = []string{"tld", "currency", "operation", "years", "net", "cost"}

// ParsePrices reads a price list: CSV with the columns tld, currency, operation, years, net, cost. Amounts are decimals in
// the currency ("12.99"); an empty cost or 0 means that no limit is known. Lines that begin with # are comments. A file whose first
// line has semicolons or tabs between its columns may have them throughout, and decimal commas ("12,99"), as spreadsheets of many
// countries write it. All faults are told at once (errors.Join), each with file, line and reason; the prices are nil then.
func ParsePrices(file string, r io.Reader) ([]Price, error) {
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); string(mark) == "\uFEFF" { // spreadsheets write a byte order mark
		_, _ = in.Discard(3)
	}
	rows := csv.NewReader(in)
	rows.Comma = separatorOf(in)
	rows.Comment = '#'
	rows.TrimLeadingSpace = true
	rows.FieldsPerRecord = len(priceColumns)
	header, err := rows.Read()
	if err != nil || !slices.Equal(header, priceColumns) {
		return nil, fmt.Errorf("%s:1: the first line must be %s", file, strings.Join(priceColumns, ","))
	}
	list := priceList{file: file, seen: map[PriceKey]int{}, decimalComma: rows.Comma != ','}
	for list.add(rows) {
	}
	if len(list.faults) > 0 {
		return nil, errors.Join(list.faults...)
	}
	return list.prices, nil
}

// priceList is a price list being read. Faults are collected, so that an operator sees all of them at once.
type priceList struct {
	file   string
	prices []Price
	seen   map[PriceKey]int // line by what is priced
	faults []error

	decimalComma bool // amounts may have one
}

// separatorOf looks at the first line of a file for what stands between its columns.
func separatorOf(in *bufio.Reader) rune {
	start, _ := in.Peek(256)
	line, _, _ := strings.Cut(string(start), "\n")
	for _, other := range []rune{';', '\t'} {
		if strings.ContainsRune(line, other) {
			return other
		}
	}
	return ','
}

// add reads the next line and reports whether to go on.
func (l *priceList) add(rows *csv.Reader) bool {
	row, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return false
	}
	if err != nil {
		line := 0
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			line, err = parse.Line, parse.Err
		}
		l.faults = append(l.faults, fmt.Errorf("%s:%d: %w", l.file, line, err))
		return errors.Is(err, csv.ErrFieldCount) // after a broken quote nothing is what it seems
	}
	line, _ := rows.FieldPos(0)
	if l.decimalComma {
		row[4], row[5] = strings.Replace(row[4], ",", ".", 1), strings.Replace(row[5], ",", ".", 1)
	}
	price, err := parsePrice(row)
	if err != nil {
		l.faults = append(l.faults, fmt.Errorf("%s:%d: %w", l.file, line, err))
		return true
	}
	key := price.Key()
	if first, again := l.seen[key]; again {
		l.faults = append(l.faults, fmt.Errorf("%s:%d: %s of .%s for years = %d in %s is priced in line %d already",
			l.file, line, key.Operation, key.TLD, key.Years, key.Currency, first))
		return true
	}
	l.seen[key] = line
	l.prices = append(l.prices, price)
	return true
}

func parsePrice(row []string) (Price, error) {
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	tld, err := ParseTLD(row[0])
	if err != nil {
		return Price{}, fmt.Errorf("tld is %q, must be a TLD such as com or co.uk", row[0])
	}
	p := Price{TLD: tld, Currency: row[1], Operation: Operation(row[2])}
	if !ValidCurrency(p.Currency) {
		return Price{}, fmt.Errorf("currency is %q, must be three capital letters (ISO 4217)", p.Currency)
	}
	if !slices.Contains(Operations, p.Operation) {
		return Price{}, fmt.Errorf("operation is %q, must be register, renew, transfer or restore", p.Operation)
	}
	if p.Years, err = strconv.Atoi(row[3]); err != nil || p.Years < 1 || p.Years > 99 {
		return Price{}, fmt.Errorf("years is %q, must be a whole number from 1 to 99", row[3])
	}
	if p.Years != 1 && (p.Operation == OpTransfer || p.Operation == OpRestore) {
		return Price{}, fmt.Errorf("years is %d, but a %s has one price: years must be 1", p.Years, p.Operation)
	}
	if p.Net, err = parseAmount("net", row[4], p.Currency); err != nil {
		return Price{}, err
	}
	if row[5] != "" {
		p.Cost, err = parseAmount("cost", row[5], p.Currency)
	}
	return p, err
}

func parseAmount(column, text, currency string) (int64, error) {
	m, err := ParseMoney(text, currency)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", column, err)
	}
	if m.Minor < 0 {
		return 0, fmt.Errorf("%s is %s, must not be negative", column, m.Decimal())
	}
	return m.Minor, nil
}

// WritePrices writes a price list as ParsePrices reads it; whose own prices they are is not in it.
func WritePrices(to io.Writer, prices []Price) error {
	rows := csv.NewWriter(to)
	lines := [][]string{priceColumns}
	for _, p := range prices {
		cost := ""
		if p.Cost > 0 {
			cost = Money{p.Cost, p.Currency}.Decimal()
		}
		lines = append(lines, []string{p.TLD, p.Currency, string(p.Operation), strconv.Itoa(p.Years), Money{p.Net, p.Currency}.Decimal(), cost})
	}
	return rows.WriteAll(lines)
}
