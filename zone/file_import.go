package zone

import (
	"slices"

	"nameyard/reseller"
)

// Made is what a row of a kind that the DNS does not know, or something that is no row, publishes: a zone file has these records, and no
// row says them.
type Made struct {
	Row     *Record  // the row; nil = something else
	By      string   // what else, for people: "the e-mail forwards"
	Records []Record // of types of the DNS, in normal form
}

// unseen reports whether it is a row that publishes nothing at present, so that a file can say nothing of it: an ALIAS without addresses, a web
// forward where no server for them is known.
func (m Made) unseen() bool { return m.Row != nil && len(m.Records) == 0 }

// inTheWayOf reports whether some of other records could not stand beside the record.
func (r Record) inTheWayOf(others []Record) bool {
	return slices.ContainsFunc(others, func(o Record) bool { return o.Host() == r.Host() && (quarrel(r, o) != "" || quarrel(o, r) != "") })
}

// Import is what an import of a zone file would make of the records of a domain.
type Import struct {
	Seen           string   // Tag of the records that the file was held against
	Records        []Record // the whole set
	Added, Removed []Record
	LeftOut        []Remark
}

// Over holds a file against the records that a domain has. The file is the whole zone: what it does not have goes. A row of a kind
// that it cannot hold stays if all that the row publishes is in it, or if it publishes nothing and nothing in the file stands in its way, and so
// do records that are there already as they are written: those whose TTL the file has, or has as the one of their set. A zone that cannot work is refused like a save, and the error names lines; and so is
// a file without any record, which would take away all that there is. An empty zone has an SOA. The name is the one that the file was read for.
func (f File) Over(name reseller.Name, have []Record, made []Made, children ...reseller.Host) (Import, error) {
	if err := f.Err(); err != nil {
		return Import{}, err
	}
	if f.Entries == 0 && len(have) > 0 {
		return Import{}, reseller.Invalid(reseller.PathZoneFile, "there is no record in the file, and the zone has %d: nothing was changed; a zone that is to be empty has its SOA", len(have))
	}
	i := Import{Seen: reseller.Tag(have), LeftOut: f.LeftOut}
	stays, taken, others := i.takeMade(f, made)
	// What stays is looked at with the file: a host that it makes is one that no wildcard answers for.
	checked, err := CheckRecords(name, append(rowsOf(stays), others...), children...)
	if err != nil {
		return Import{}, inFile(err)
	}
	i.compare(have, slices.Clone(checked[len(stays):]), stays, taken)
	if slices.EqualFunc(i.Records, checked, Record.Equal) {
		return i, nil // it is what was looked at
	}
	i.Records, err = CheckRecords(name, rowsOf(i.Records), children...)
	return i, inFile(err)
}

// Onto adds the records of a file to those that a domain has: all of these stay as they are. A zone that cannot work is refused like a save, and
// the error names lines of the file, and rows of the domain. The name is the one that the file was read for.
func (f File) Onto(name reseller.Name, have []Record, children ...reseller.Host) (Import, error) {
	if err := f.Err(); err != nil {
		return Import{}, err
	}
	i := Import{Seen: reseller.Tag(have), LeftOut: f.LeftOut}
	rows := rowsOf(have)
	for n, row := range f.Rows {
		if !slices.ContainsFunc(have, f.records[n].Same) {
			rows = append(rows, row)
		}
	}
	var err error
	if i.Records, err = CheckRecords(name, rows, children...); err != nil {
		return Import{}, inFile(err)
	}
	i.Added = slices.Clone(i.Records[min(len(have), len(i.Records)):])
	return i, nil
}

// Changes reports whether the import would change anything.
func (i Import) Changes() bool { return len(i.Added)+len(i.Removed) > 0 }

// inFile makes an error of rows one of the file.
func inFile(err error) error {
	if err == nil {
		return nil
	}
	e := reseller.AsError(err)
	return reseller.Errorf(e.Kind, e.Code, "%s", reseller.Inner(e)).In(reseller.PathZoneFile).Because(e.Cause)
}

// takeMade takes out of the rows of a file what is made, and gives the rows of the domain that made it, what they made, and the other rows.
func (i *Import) takeMade(f File, made []Made) (stays, taken []Record, others []Row) {
	there := map[content]bool{}
	for _, record := range f.records {
		there[record.content()] = true
	}
	in := func(r Record) bool { return there[r.content()] }
	out := map[content]bool{}
	for _, m := range made {
		if len(m.Records) == 0 || !slices.ContainsFunc(m.Records, in) {
			continue
		}
		if m.Row != nil && slices.ContainsFunc(m.Records, func(r Record) bool { return !in(r) }) {
			continue
		}
		taken = append(taken, m.Records...)
		for _, r := range m.Records {
			out[r.content()] = true
		}
		if m.Row != nil {
			stays = append(stays, *m.Row)
		} else {
			i.LeftOut = append(i.LeftOut, Remark{0, "what " + m.By + " publish is made by this server"})
		}
	}
	var said []Record
	for n, row := range f.Rows {
		if !out[f.records[n].content()] {
			others, said = append(others, row), append(said, f.records[n])
		}
	}
	for _, m := range made {
		if m.unseen() && !m.Row.inTheWayOf(said) {
			stays = append(stays, *m.Row)
		}
	}
	return stays, taken, others
}

// compare makes the set: what stays in the order in which it is, then what is new.
func (i *Import) compare(have, imported, stays, taken []Record) {
	published := map[[2]string]int{} // lowest TTL by hostname and type, of what is made, too
	for _, r := range slices.Concat(have, taken) {
		set := [2]string{r.Hostname, r.Type}
		if lowest, seen := published[set]; !seen || r.EffectiveTTL() < lowest {
			published[set] = r.EffectiveTTL()
		}
	}
	for _, r := range have {
		keep := slices.ContainsFunc(stays, r.Equal)
		if n := slices.IndexFunc(imported, r.Same); n >= 0 && !keep {
			ttl := imported[n].EffectiveTTL()
			if keep = ttl == r.EffectiveTTL() || ttl == published[[2]string{r.Hostname, r.Type}]; keep {
				imported = slices.Delete(imported, n, n+1)
			}
		}
		if keep {
			i.Records = append(i.Records, r)
		} else {
			i.Removed = append(i.Removed, r)
		}
	}
	i.Added = imported
	i.Records = append(i.Records, imported...)
}
