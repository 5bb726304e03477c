package zone

import (
	"slices"
	"strconv"
	"strings"

	"nameyard/reseller"
)

// ID names a record among those of its domain: it comes from what the record says, whatever its TTL, so it is the same wherever and
// whenever the record is saved.
func (r Record) ID() string {
	r.TTL = 0
	return reseller.Tag(r)[:16]
}

// rowsOf are the rows that save records again, and errors name them by their places.
func rowsOf(have []Record) []Row {
	rows := make([]Row, len(have))
	for i, r := range have {
		rows[i] = r.Row()
		rows[i].Place = "row " + strconv.Itoa(i+1)
	}
	return rows
}

// AddRecord adds one record to a set, at its end. One that is there already stays where it is, with the row's TTL if it says one; fresh is
// false then. Errors carry the path of the row's part: record.address.
func AddRecord(name reseller.Name, have []Record, row Row, children ...reseller.Host) (set []Record, added Record, fresh bool, err error) {
	row.Place = "the new record"
	if added, err = checkAlone(name, row, len(have)); err != nil {
		return nil, added, false, err
	}
	rows := rowsOf(have)
	if n := slices.IndexFunc(have, added.Same); n >= 0 {
		if row.TTL.Sent {
			rows[n].TTL = row.TTL
		} else {
			added.TTL = have[n].TTL
		}
		set, err = CheckRecords(name, rows, children...)
		return set, added, false, err
	}
	set, err = CheckRecords(name, append(rows, row), children...)
	return set, added, true, ofOne(err, len(have))
}

// checkAlone checks one record that is to stand at a place of a set, apart from what is there.
func checkAlone(name reseller.Name, row Row, place int) (Record, error) {
	if !row.Address.Sent {
		return Record{}, reseller.Missing(reseller.PathRecord.Part(partAddress))
	}
	r, err := zoneCheck{name: name}.record(row)
	if err == nil && r.Address == "" {
		err = reseller.Invalid(partAddress, "an empty one says nothing")
	}
	if err != nil {
		err = ofNew(rowError(placedRecord{row: place, called: row.Place}, row.Hostname.Text, err), place)
	}
	return r, err
}

// ReplaceRecord puts another record where the one with an ID stands in a set; found is false if there is none. One that is there already
// beside it stands for both. Where the one is gone and the other there, as it is to be, that was done before: found is true and the set stays.
// Errors are as those of AddRecord.
func ReplaceRecord(name reseller.Name, have []Record, id string, row Row, children ...reseller.Host) (set []Record, put Record, found bool, err error) {
	n := slices.IndexFunc(have, func(r Record) bool { return r.ID() == id })
	row.Place = "the changed record"
	if n < 0 {
		put, err = checkAlone(name, row, len(have))
		if err != nil || !slices.ContainsFunc(have, put.Equal) {
			return nil, put, false, nil
		}
		return have, put, true, nil
	}
	if put, err = checkAlone(name, row, n); err != nil {
		return nil, put, true, err
	}
	rows := rowsOf(have)
	rows[n] = row
	if twin := slices.IndexFunc(have, put.Same); twin >= 0 && twin != n {
		rows = slices.Delete(rows, twin, twin+1)
		if twin < n {
			n--
		}
	}
	if set, err = CheckRecords(name, rows, children...); err != nil {
		return nil, put, true, ofOne(err, n)
	}
	return set, put, true, nil
}

// ofNew gives an error of the row at a place the path of a record that stands alone.
func ofNew(err error, place int) error {
	if err == nil {
		return nil
	}
	e := *reseller.AsError(err)
	if _, row, _ := e.Field.Form(); row == place {
		e.Field = reseller.PathRecord.Part(e.Field[strings.LastIndexByte(string(e.Field), '.')+1:])
	}
	return &e
}

// ofOne is ofNew of a whole set: what is told of a row that stays, since it cannot work beside the record, is told of the record.
func ofOne(err error, place int) error {
	if err == nil {
		return nil
	}
	e := *reseller.AsError(ofNew(err, place))
	if _, other, _ := e.Field.Form(); other >= 0 {
		e.Field = reseller.PathRecord
	}
	return &e
}

// RemoveRecord takes the record with an ID out of a set; found is false if there is none. What cannot work without it is an error.
func RemoveRecord(name reseller.Name, have []Record, id string, children ...reseller.Host) (set []Record, found bool, err error) {
	rows := rowsOf(have)
	n := slices.IndexFunc(have, func(r Record) bool { return r.ID() == id })
	if n < 0 {
		return nil, false, nil
	}
	set, err = CheckRecords(name, slices.Delete(rows, n, n+1), children...)
	if err != nil {
		e := *reseller.AsError(err)
		e.Field = reseller.PathRecord
		return nil, true, &e
	}
	return set, true, nil
}
